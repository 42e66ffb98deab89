/** A whole station whose wall clock is set while somebody lifts: with a real board process, database and broker. */

import { expect, test } from 'vitest';
import type { Rep, State } from '../../src/contracts/events.ts';
import type { Health } from '../../src/contracts/health.ts';
import { GUEST } from '../../src/members/presence-state.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { startStation, until } from '../support/station.ts';
import { SetClock } from '../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
/** A set of the simulated lifter, with room for a busy machine. */
const LATELY_MS = 120_000;

test.each([
  ['forward by 9 days', 9 * DAY_MS],
  ['back by 10 h', -DAY_MS * (10 / 24)],
])('set %s in mid-set: the bay goes on counting, and every time is that of the new clock', async (_name, byMs) => {
  const clock = new SetClock();
  const { station, page, broker } = await startStation({ clock, yaml: 'bays: [{ simulator: { timeScale: 2 } }]' });
  const [bay] = station.bays;
  station.presence.put('bay-1', GUEST);
  const observer = await Observer.open({ url: broker! });
  const nextRep = async (isIt: (rep: Rep) => boolean) =>
    JSON.parse(
      (await observer.next((seen) => seen.topic.endsWith('/rep') && isIt(JSON.parse(seen.text)), 0, 60_000)).text,
    ) as Rep;
  const before = await nextRep(() => true);

  bay!.raise({ kind: 'load-shift', params: { offsetKg: 3 } }, 'warning', 'The load cell does not read zero.');
  clock.step(byMs);
  const isLately = (iso: string | null) => {
    const agoMs = clock.wallMs() - Date.parse(iso!);
    return agoMs > -1000 && agoMs < LATELY_MS;
  };
  const again = await nextRep((rep) => rep.id === before.id && isLately(rep.startedAt));
  expect(again.revision).toBeGreaterThan(before.revision);
  await nextRep((rep) => rep.id !== before.id && rep.verdict === 'counted' && isLately(rep.startedAt));

  expect(station.clockWatch.steps).toBe(1);
  const shown = bay!.snapshot();
  expect(shown.session.since).toSatisfy(isLately);
  expect(shown.alerts.map(({ at }) => at)).toSatisfy((all: string[]) => all.length > 0 && all.every(isLately));
  expect((shown.state satisfies State).at).toSatisfy(isLately);
  const healthNow = async () => (await (await fetch(`${page}/health`)).json()) as Health;
  // What a busy test machine does to the processes of the boards is not the clock's fault.
  const ofClock = (health: Health) => health.reasons.filter(({ kind }) => kind !== 'computer-slow');
  await expect.poll(async () => ofClock(await healthNow())).toEqual([]);
  const health = await healthNow();
  expect(health.uptimeS).toBeGreaterThanOrEqual(0);
  expect(health.uptimeS).toBeLessThan(3600);

  bay!.endSet();
  const kept = await until(async () => {
    const stored = await station.writeQueue.store.getSet(before.setId);
    return stored?.set.endedAt ? stored : null;
  });
  for (const time of [kept.set.startedAt, kept.set.endedAt, ...kept.reps.map((rep) => rep.startedAt)])
    expect(time).toSatisfy(isLately);
  const [session] = await station.writeQueue.store.presence.open();
  expect(session!.startedAt).toSatisfy(isLately);
});
