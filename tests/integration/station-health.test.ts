import { expect, test } from 'vitest';
import type { Health } from '../../src/contracts/health.ts';
import { startStation } from '../support/station.ts';

test('a bay whose distance sensor repeats one number is not healthy, though its board answers', async () => {
  const { station, page } = await startStation();
  const health = async () => (await (await fetch(`${page}/health`)).json()) as Health;
  await expect.poll(async () => (await health()).reasons.filter(({ bay }) => bay === 'bay-1')).toEqual([]);
  const [bay] = station.bays;
  bay!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'frozen', on: true, slot: 1 });
  await expect
    .poll(async () => (await health()).reasons)
    .toContainEqual({
      bay: 'bay-1',
      kind: 'sensor-distance-frozen',
      params: expect.objectContaining({ sensor: 'distance' }),
      text: expect.stringMatching(/^bay-1: The distance sensor .*repeats/),
    });
  expect((await health()).status).toBe('failing');
  expect(bay!.board.state).toBe('degraded'); // the load cell goes on
  bay!.supervisor.sendFault({ fault: 'sensor', sensorFault: 'frozen', on: false, slot: 1 });
  await expect.poll(async () => (await health()).status).not.toBe('failing');
});

test('a computer that is too slow for its bays is said at every bay and in /health, until it keeps up again', async () => {
  const { station, page } = await startStation();
  const kinds = () => station.bays.flatMap(({ alerts }) => alerts.filter(({ kind }) => kind === 'computer-slow'));
  const nowMs = station.clock.monoMs();
  for (const board of ['bay-1', 'bay-2']) station.pace.take({ kind: 'silent', board, nowMs });
  expect(kinds()).toMatchObject([
    { severity: 'error', params: { bays: 1 }, text: expect.stringMatching(/too slow for 1 bay:/) },
  ]);
  const { status, reasons } = (await (await fetch(`${page}/health`)).json()) as Health;
  expect(status).not.toBe('ok');
  expect(reasons).toContainEqual(expect.objectContaining({ bay: null, kind: 'computer-slow', params: { bays: 1 } }));
  station.pace.take({ kind: 'check', nowMs: nowMs + 61_000, lateMs: 0 });
  expect(kinds()).toEqual([]);
});
