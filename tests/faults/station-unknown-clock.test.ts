/** A station on a machine without a clock of its own: a real one, whose clock is behind its records until the network has come. */
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SetEvent } from '../../src/contracts/events.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { newSet } from '../integration/store-samples.ts';
import { startStation, tempFolder, until } from '../support/station.ts';
import { SetClock } from '../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const OFF_MS = 3_600_000;

test('counts at once, after its newest record; marks what it stores, and corrects it when the time is known', async () => {
  const folder = tempFolder();
  const clock = new SetClock();
  const newestAt = new Date(clock.wallMs() - OFF_MS).toISOString();
  const first = await startStation({ folder, clock });
  await first.station.writeQueue.append({
    sets: [newSet({ startedAt: newestAt, endedAt: newestAt, memberId: null, sessionId: null })],
  });
  await first.station.stop();

  clock.step(-DAY_MS);
  let synchronized = false;
  const readTime = async () => ({ synchronized, source: 'test' });
  const yaml = 'bays: [{ simulator: { timeScale: 2 } }]';
  const { station, broker, page, asAdmin } = await startStation({ folder, clock, readTime, yaml });
  const [bay] = station.bays;
  const observer = await Observer.open({ url: broker! });
  const nextSet = async (isIt: (set: SetEvent) => boolean) =>
    JSON.parse(
      (await observer.next((seen) => seen.topic.endsWith('/set') && isIt(JSON.parse(seen.text)), 0, 60_000)).text,
    ) as SetEvent;
  const metric = async () => /lockout_clock_known (\d)/.exec(await (await asAdmin(`${page}/metrics`)).text())?.[1];

  await until(() => bay!.current.set?.countedReps, 60_000);
  bay!.endSet();
  const marked = await nextSet(({ endedAt }) => endedAt !== null);
  expect(marked.isTimeUncertain).toBe(true);
  expect(Date.parse(marked.startedAt)).toBeGreaterThan(Date.parse(newestAt));
  expect(Date.parse(marked.startedAt) - Date.parse(newestAt)).toBeLessThan(OFF_MS / 2);
  expect(await metric()).toBe('0');
  await until(() => bay!.current.set?.countedReps, 60_000);
  const open = bay!.current.set!;
  expect(open.isTimeUncertain).toBe(true);

  synchronized = true;
  clock.step(DAY_MS);
  const right = await nextSet(({ id, revision }) => id === marked.id && revision > marked.revision);
  expect(right.isTimeUncertain).toBe(false);
  expect(right.revision).toBe(marked.revision + 1);
  const agoMs = clock.wallMs() - Date.parse(right.endedAt!);
  expect(agoMs).toBeGreaterThan(0);
  expect(agoMs).toBeLessThan(OFF_MS / 2);
  expect(Date.parse(right.endedAt!) - Date.parse(right.startedAt)).toBe(
    Date.parse(marked.endedAt!) - Date.parse(marked.startedAt),
  );
  const csv = gunzipSync((await station.writeQueue.store.recording(marked.id))!).toString();
  expect(csv).toContain(`# started_at: ${right.startedAt}\n`);
  bay!.endSet();
  const next = await nextSet(({ id, endedAt }) => id === open.id && endedAt !== null);
  expect(next.isTimeUncertain).toBe(false);
  expect(Date.parse(next.startedAt)).toBeGreaterThanOrEqual(Date.parse(right.endedAt!));
  expect(await metric()).toBe('1');
  const { sets } = await station.writeQueue.store.listSets({ limit: 10 });
  expect(sets.map(({ startedAt }) => startedAt)).toEqual(
    sets
      .map(({ startedAt }) => startedAt)
      .toSorted()
      .toReversed(),
  );
});
