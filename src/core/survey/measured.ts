import type { Measures } from '../metrics/measure.ts';
import { indexFrom, MARGIN_US, marginFromUs, type Stretch, stretchFrom, type Trace } from '../metrics/trace.ts';
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

/** Was the movement with these facts measured already, and are all its heights believed now as they were then? */
export function measuredBefore(
  measured: readonly Measured[],
  facts: RepFacts,
  stretch: Stretch,
  noiseMm: number,
): Measures | null {
  if (facts.gap) return null;
  const same = measured.find((one) => isSame(one.facts, facts));
  if (same === undefined || Math.max(same.noiseMm / noiseMm, noiseMm / same.noiseMm) > NOISE_FACTOR) return null;
  const isBelieved = areBelieved(stretch, fromUs(same.facts), (same.facts.endUs ?? 0) + MARGIN_US);
  return isBelieved ? same.measures : null;
}

const fromUs = ({ startUs, lockoutUs }: RepFacts): number => marginFromUs(startUs, lockoutUs ?? startUs);

/** Do all heights of a time show the bar, without a doubt? */
function areBelieved({ trace, first, end }: Stretch, sinceUs: number, untilUs: number): boolean {
  const { atUs, isHeight, weight } = trace;
  for (let index = indexFrom(trace, first, end, sinceUs); index < end && atUs[index]! <= untilUs; index++) {
    if (isHeight[index] === 1 && weight[index]! < 1) return false;
  }
  return true;
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
  const isBelieved = areBelieved(stretchFrom(trace, fromUs(facts)), fromUs(facts), Number.POSITIVE_INFINITY);
  return isBelieved ? { facts, measures, noiseMm } : null;
}
