import type { Measures } from '../metrics/measure.ts';
import { marginFromUs, stretchFrom, type Trace } from '../metrics/trace.ts';
import type { RepFacts } from '../reps/signals.ts';

/** A movement as it was measured when the bar was down. */
export interface Measured {
  readonly facts: RepFacts;
  readonly measures: Measures;
  readonly noiseMm: number;
}

/**
 * The live pass sees each edge later than the survey, by what its filter takes: about 0.1 s. Both only say where to look for it: within this
 * much what is measured is about the same: to 1 mm/s, 1 ms and 0.1 mm in the median.
 */
const START_US = 130_000;
const TOP_US = 160_000;
const LOW_MM = 4;
const HIGH_MM = 2;
const NOISE_FACTOR = 1.35;

/** Was the movement with these facts measured already? Asked only where all heights of the set show the bar, so that the same were believed then. */
export function measuredBefore(measured: readonly Measured[], facts: RepFacts, noiseMm: number): Measures | null {
  if (facts.gap) return null;
  const same = measured.find((one) => isSame(one.facts, facts));
  if (same === undefined || Math.max(same.noiseMm / noiseMm, noiseMm / same.noiseMm) > NOISE_FACTOR) return null;
  return same.measures;
}

const isSame = (one: RepFacts, other: RepFacts): boolean =>
  !one.gap &&
  within(one.startUs, other.startUs, START_US) &&
  within(one.lockoutUs, other.lockoutUs, TOP_US) &&
  within(one.holdEndUs, other.holdEndUs, START_US) &&
  within(one.endUs, other.endUs, TOP_US) &&
  within(one.lowMm, other.lowMm, LOW_MM) &&
  within(one.highMm, other.highMm, HIGH_MM);

const within = (one: number | null, other: number | null, most: number): boolean =>
  one !== null && other !== null && Math.abs(one - other) <= most;

/** What is worth keeping of a movement that was measured at `trace`'s end: null where a height of it was doubted. */
export function measuredOf(trace: Trace, facts: RepFacts, measures: Measures, noiseMm: number): Measured | null {
  const { first, end } = stretchFrom(trace, marginFromUs(facts.startUs, facts.lockoutUs ?? facts.startUs));
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 1 && trace.weight[index]! < 1) return null;
  }
  return { facts, measures, noiseMm };
}
