/** A whole station on a machine without a clock of its own: its clock is behind its records until the network has come. */
import { expect, test } from 'vitest';
import type { SetEvent } from '../../src/contracts/events.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { newSet } from '../integration/store-samples.ts';
import { startStation, tempFolder } from '../support/station.ts';
import { SetClock } from '../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const nobodys = { memberId: null, sessionId: null };

test('goes on from its newest record at once, and corrects what it has marked when the time is known', async () => {
  const folder = tempFolder();
  const clock = new SetClock();
  const newestAt = new Date(clock.wallMs() - HOUR_MS).toISOString();
  const first = await startStation({ folder, clock });
  await first.station.writeQueue.append({ sets: [newSet({ ...nobodys, startedAt: newestAt, endedAt: newestAt })] });
  await first.station.stop();

  clock.step(-DAY_MS);
  let synchronized = false;
  const readTime = async () => ({ synchronized, source: 'test' });
  const { station, broker, page, asAdmin } = await startStation({ folder, clock, readTime });
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await (await asAdmin(`${page}/metrics`)).text())?.[1]);
  expect(station.clockWatch.isUncertain).toBe(true);
  expect(await metric('lockout_clock_known')).toBe(0);
  const assumedMs = station.clock.wallMs();
  expect(assumedMs).toBeGreaterThan(Date.parse(newestAt));
  expect(assumedMs - Date.parse(newestAt)).toBeLessThan(HOUR_MS / 2);

  const at = new Date(assumedMs).toISOString();
  const marked = newSet({ ...nobodys, startedAt: at, endedAt: at, isTimeUncertain: true });
  await station.writeQueue.append({ sets: [marked] });
  const observer = await Observer.open({ url: broker! });
  synchronized = true;
  clock.step(DAY_MS);
  const { text } = await observer.next(
    (seen) => seen.topic.endsWith('/set') && JSON.parse(seen.text).id === marked.id,
    0,
    60_000,
  );
  const right = JSON.parse(text) as SetEvent;
  expect(right).toMatchObject({ isTimeUncertain: false, revision: marked.revision + 1 });
  const agoMs = clock.wallMs() - Date.parse(right.startedAt);
  expect(agoMs).toBeGreaterThanOrEqual(0);
  expect(agoMs).toBeLessThan(HOUR_MS / 2);
  expect(station.clockWatch.isUncertain).toBe(false);
  expect(await metric('lockout_clock_known')).toBe(1);
  await expect.poll(() => metric('lockout_sets_redated_total')).toBe(1);
});
