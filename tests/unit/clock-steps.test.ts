/** The wall clock is set while somebody lifts: no rep is lost, and every time is right within 5 s. On a virtual clock, without waiting. */
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { ClockWatch } from '../../src/app/clock-watch.ts';
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { configFor } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const WALL_MS = Date.parse('2026-11-22T18:00:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS: Record<string, number> = {
  'forward by 1 h': HOUR_MS,
  'back by 1 h': -HOUR_MS,
  'forward by 10 h': 10 * HOUR_MS,
  'back by 10 h': -10 * HOUR_MS,
  'forward by 9 days': 9 * DAY_MS,
  'back by 9 days': -9 * DAY_MS,
  'to 1970': 120_000 - WALL_MS,
};

const CHUNK_MS = 50;
const DURATION_MS = 90_000;
/** The time of a set in progress, and of its board, is known to some milliseconds. */
const EXACT_MS = 20;

/** What the board sends of two sets, at 60 s its clock wraps; `atMs` on the axis of the test. */
const SAMPLES: { atMs: number; sample: Omit<RawSample, 'hostMs'> }[] = [];
{
  const lifter = createLifter({ seed: 3, sets: 2, reps: 4, restS: 25 });
  const distance = createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1);
  const load = createLoadCell({ model: 'hx711', rateHz: 80, countsPerN: 400, zeroCounts: 0 }, 2);
  const seq = [0, 0];
  for (;;) {
    const [slot, sensor] = load.peekAtUs() <= distance.peekAtUs() ? ([0, load] as const) : ([1, distance] as const);
    const { atUs, raw, flags, missing } = sensor.nextReading(lifter);
    if (atUs > DURATION_MS * 1000) break;
    seq[slot]!++;
    const sample = { slot, seq: seq[slot]! & 0xffff, atUs: (atUs + 2 ** 32 - 60e6) % 2 ** 32, raw, flags, epoch: 1 };
    if (!missing) SAMPLES.push({ atMs: atUs / 1000, sample });
  }
}

interface Told {
  sets: Map<string, SetEvent>;
  reps: Map<string, Rep>;
}

interface Outcome extends Told {
  /** As it was told 5 s after the step. */
  soon: Told;
  /** Wall time that the screen showed for the set in progress, or the last one, 5 s after the step. */
  shown: { open: string | undefined; last: string | null | undefined };
  steps: number;
}

function lift(stepAtMs: number | null, byMs = 0): Outcome {
  const clock = new VirtualClock(WALL_MS);
  const { bay, changes } = quietBay(configFor('no-such-folder').config.bays[0]!, clock);
  const onStep = (by: number) => bay.rebase(by);
  const watch = new ClockWatch({ clock, logger: pino({ level: 'silent' }), onStep });
  const told = (): Told => ({
    sets: latest(changes.flatMap((change) => change.sets ?? [])),
    reps: latest(changes.flatMap((change) => change.reps ?? [])),
  });
  let soon: Told = told();
  let shown: Outcome['shown'] = { open: undefined, last: undefined };
  let next = 0;
  for (let nowMs = CHUNK_MS; nowMs <= DURATION_MS; nowMs += CHUNK_MS) {
    clock.pass(CHUNK_MS);
    if (stepAtMs !== null && nowMs - CHUNK_MS < stepAtMs && stepAtMs <= nowMs) clock.step(byMs);
    const chunk: RawSample[] = [];
    for (; next < SAMPLES.length && SAMPLES[next]!.atMs <= nowMs; next++)
      chunk.push({ ...SAMPLES[next]!.sample, hostMs: clock.monoMs() - nowMs + SAMPLES[next]!.atMs + 1 });
    if (chunk.length > 0) bay.supervisor.emit('samples', chunk);
    if (nowMs % 250 === 0) bay.tick();
    if (nowMs % 500 === 0) watch.check();
    if (stepAtMs !== null && nowMs - CHUNK_MS < stepAtMs + 5000 && stepAtMs + 5000 <= nowMs) {
      soon = told();
      const { state, lastSet } = bay.snapshot();
      shown = { open: state.set?.startedAt, last: lastSet?.endedAt };
    }
  }
  bay.endSet();
  return { ...told(), soon, shown, steps: watch.steps };
}

/** The highest revision of each, in the order in which they came. */
function latest<T extends { id: string; revision: number }>(all: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of all) if (one.revision > (found.get(one.id)?.revision ?? -1)) found.set(one.id, one);
  return found;
}

const SMOOTH = lift(null);
const [first, second] = [...SMOOTH.sets.values()];
const repsOfFirst = [...SMOOTH.reps.values()].filter((rep) => rep.setId === first!.id && rep.lockoutAt !== null);
const atMs = (iso: string | null) => Date.parse(iso!) - WALL_MS;

/** When the clock is set, on the axis of the test. */
const MOMENTS: Record<string, number> = {
  'before the first rep': atMs(first!.startedAt) - 1000,
  'on the way up': (atMs(repsOfFirst[1]!.startedAt) + atMs(repsOfFirst[1]!.lockoutAt)) / 2,
  'on the way down': (atMs(repsOfFirst[1]!.lockoutAt) + atMs(repsOfFirst[1]!.endedAt)) / 2,
  'between reps': (atMs(repsOfFirst[1]!.endedAt) + atMs(repsOfFirst[2]!.startedAt)) / 2,
  'at rest, the set still open': atMs(first!.endedAt) + 3000,
  'at rest, the set over': atMs(second!.startedAt) - 6000,
};

/** Every time in what was told is that of the run without a step, so much later. */
function expectShifted(told: Told, byMs: number, isComplete: boolean): void {
  const near = (time: string | null, smooth: string | null) => {
    if (time === null || smooth === null) return expect(time).toBe(smooth);
    return expect(Math.abs(Date.parse(time) - Date.parse(smooth) - byMs), `${time}, ${smooth}`).toBeLessThan(EXACT_MS);
  };
  const smoothSets = [...SMOOTH.sets.values()];
  [...told.sets.values()].forEach((set, index) => {
    near(set.startedAt, smoothSets[index]!.startedAt);
    if (set.endedAt !== null || isComplete) near(set.endedAt, smoothSets[index]!.endedAt);
  });
  const smoothReps = [...SMOOTH.reps.values()];
  [...told.reps.values()].forEach((rep, index) => {
    if (isComplete || rep.stage === 'settled') near(rep.startedAt, smoothReps[index]!.startedAt);
    // Until the set is settled, a start may move by some samples.
    else
      expect(Math.abs(Date.parse(rep.startedAt) - Date.parse(smoothReps[index]!.startedAt) - byMs)).toBeLessThan(500);
    if (isComplete) near(rep.lockoutAt, smoothReps[index]!.lockoutAt);
    if (isComplete) near(rep.endedAt, smoothReps[index]!.endedAt);
  });
}

test('without a step there are two sets of four', () => {
  expect([...SMOOTH.sets.values()].map(({ countedReps }) => countedReps)).toEqual([4, 4]);
  expect(SMOOTH.steps).toBe(0);
});

describe.each(Object.entries(STEPS))('the clock is set %s', (_name, byMs) => {
  test.each(Object.entries(MOMENTS))('%s', (_moment, stepAtMs) => {
    const stepped = lift(stepAtMs, byMs);
    expect(stepped.steps).toBe(1);
    const counts = ({ sets, reps }: Told) => [
      [...sets.values()].map((set) => [set.countedReps, set.endReason, set.meanHoldS, set.tempo]),
      [...reps.values()].map((rep) => [rep.n, rep.verdict, rep.reasons, rep.holdS, rep.romMm, rep.flags]),
    ];
    expect(counts(stepped)).toEqual(counts(SMOOTH));
    expectShifted(stepped, byMs, true);
    expectShifted(stepped.soon, byMs, false);
    const wallMs = WALL_MS + stepAtMs + 5000 + byMs;
    for (const shown of [stepped.shown.open, stepped.shown.last])
      if (shown != null) expect(wallMs - Date.parse(shown)).toSatisfy((ms: number) => ms > -1000 && ms < 60_000);
  });
});
