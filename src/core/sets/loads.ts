import type { Surveyed } from '../survey/survey.ts';
import { mean, median } from './statistics.ts';

/** Plates aren't changed while the bar is lifted, nor within so short a rest. */
const CHANGED_US = 2.5e6;

/**
 * The weight that each of these reps was lifted with. A quick rep without a hold gives it to some per cent, for most of its force is acceleration; those
 * between which no plate was changed were lifted with the same. Where the cell's zero runs away, the reps at the beginning show it best.
 */
export function weightsOf(reps: readonly Surveyed[]): readonly (number | null)[] {
  const block: number[] = [];
  for (const [index, { facts }] of reps.entries()) {
    const before = reps[index - 1]?.facts;
    const doneUs = before?.endUs ?? before?.lockoutUs ?? Number.NEGATIVE_INFINITY;
    block.push((block.at(-1) ?? 0) + (facts.startUs - doneUs > CHANGED_US ? 1 : 0));
  }
  const fromUs = reps[0]?.facts.startUs ?? 0;
  const blocks = [...new Set(block)].map((of) => weighedOf(reps.filter((_, index) => block[index] === of)));
  const drift = median(blocks.flatMap((weighed) => driftOf(weighed) ?? [])) ?? 0;
  const weightsN = blocks.map((weighed) =>
    median(weighed.map(({ atUs, weightN }) => weightN - drift * (atUs - fromUs))),
  );
  return reps.map((_, index) => weightsN[block[index]! - block[0]!]!);
}

interface Weighed {
  readonly atUs: number;
  readonly weightN: number;
}

/** Of reps lifted with the same, those count that began and ended in sight, where there are any: a velocity that isn't known is no weight. */
function weighedOf(reps: readonly Surveyed[]): readonly Weighed[] {
  const weighed = reps.flatMap(({ facts, measures, isWeighedInSight }) =>
    measures.weightN === null ? [] : [{ atUs: facts.startUs, weightN: measures.weightN, isWeighedInSight }],
  );
  const inSight = weighed.filter((rep) => rep.isWeighedInSight);
  return inSight.length > 0 ? inSight : weighed;
}

/** A drift shows from so many reps on, from so much of the load, and from so many times what the weights are off beside it. */
const LEAST_REPS = 5;
const LEAST_DRIFT_SHARE = 0.01;
const LEAST_DRIFT_ERRORS = 5;
/** 36 N a minute: no cell's zero runs away faster, but weights taken from quick reps differ by more. */
const MOST_DRIFT = 6e-7;

/** How fast the weight of the same load runs away, N per microsecond (Theil and Sen); null where it doesn't. */
function driftOf(reps: readonly Weighed[]): number | null {
  if (reps.length < LEAST_REPS) return null;
  const slope = median(
    reps.flatMap((one, index) =>
      reps.slice(index + 1).map((other) => (other.weightN - one.weightN) / (other.atUs - one.atUs)),
    ),
  )!;
  if (Math.abs(slope) > MOST_DRIFT) return null;
  const [first, last] = [reps[0]!, reps.at(-1)!];
  const left = reps.map(({ atUs, weightN }) => weightN - slope * (atUs - first.atUs));
  const weightN = median(left)!;
  const errorN = Math.sqrt(mean(left.map((n) => (n - weightN) ** 2))!);
  const driftedN = Math.abs(slope) * (last.atUs - first.atUs);
  return driftedN > Math.max(LEAST_DRIFT_SHARE * weightN, LEAST_DRIFT_ERRORS * errorN) ? slope : null;
}
