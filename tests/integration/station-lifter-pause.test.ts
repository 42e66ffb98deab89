/** The simulated lifter waits for who sets the bay up, and goes on afterwards. */
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { BayBoard } from '../../src/app/board/board.ts';
import { BoardPace } from '../../src/rig/board-pace.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { configFor, startStation, tempFolder } from '../support/station.ts';

/** Of the distance sensor, in mm: its noise and a lift. */
const STILL_MM = 25;
const LIFT_MM = 150;
const SAMPLES = 60;
const DISTANCE_SLOT = 1;

it('waits once the bar rests, and lifts again when it is let go; a screen may not ask for it', {
  timeout: 180_000,
}, async () => {
  const { station, asAdmin, page } = await startStation({
    // Of four hundred lifters the one who lifts again soonest: 27 s after the start.
    yaml: 'mqtt: { url: none }\nbays: [{ simulator: { seed: 23, timeScale: 3 } }]',
  });
  const [bay] = station.bays;
  const latest: number[] = [];
  bay!.supervisor.on('samples', (samples: RawSample[]) => {
    for (const { slot, raw } of samples) if (slot === DISTANCE_SLOT) latest.push(raw);
    latest.splice(0, latest.length - SAMPLES);
  });
  const spread = () => (latest.length < SAMPLES ? Number.NaN : Math.max(...latest) - Math.min(...latest));
  const path = `${page}/api/v1/bays/bay-1/lifter-pause`;
  const slow = { timeout: 60_000 };
  await expect.poll(spread, slow).toBeGreaterThan(LIFT_MM);
  expect((await fetch(path, { method: 'PUT' })).status).toBe(403);
  expect((await asAdmin(path, { method: 'PUT' })).status).toBe(204);
  await expect.poll(() => !bay!.current.view.inSet && spread() < STILL_MM, slow).toBe(true);
  expect((await asAdmin(path, { method: 'DELETE' })).status).toBe(204);
  await expect.poll(spread, slow).toBeGreaterThan(LIFT_MM);
  expect((await asAdmin(path.replace('bay-1', 'bay-9'), { method: 'PUT' })).status).toBe(404);
});

it('goes on by itself when nobody has asked for half a minute', () => {
  let nowMs = 1000;
  const clock = { monoMs: () => nowMs, wallMs: () => 0 };
  const config = configFor(tempFolder()).config.bays[0]!;
  const board = new BayBoard(config, clock, pino({ level: 'silent' }), new BoardPace(clock));
  const said: boolean[] = [];
  board.supervisor.letLifterWait = (isWaiting) => void said.push(isWaiting);
  board.letLifterWait(true);
  nowMs += 20_000;
  board.letLifterWait(true);
  nowMs += 29_000;
  board.tick();
  expect(said).toEqual([true, true]);
  nowMs += 2000;
  board.tick();
  expect(said).toEqual([true, true, false]);
});
