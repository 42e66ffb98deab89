import type { Surveyed } from '../survey/survey.ts';
import { mean, median } from './statistics.ts';

/** After so long a rest the load may be any other. */
const CHANGED_US = 2.5e6;

/**
 * The weight that each of these reps was lifted with. A quick rep without a hold gives it to some per cent, for most of its force is acceleration; so those
 * between which it plainly stayed the same share it. Where the cell's zero runs away, the reps at the beginning show it best.
 */
export function weightsOf(reps: readonly Surveyed[]): readonly (number | null)[] {
  const blocks: Surveyed[][] = [];
  let doneUs = Number.NEGATIVE_INFINITY;
  for (const rep of reps) {
    const { startUs, endUs, lockoutUs } = rep.facts;
    if (blocks.length === 0 || startUs - doneUs > CHANGED_US) blocks.push([]);
    blocks.at(-1)!.push(rep);
    doneUs = endUs ?? lockoutUs ?? startUs;
  }
  const weighed = blocks.map(weighedOf);
  const drift = median(weighed.flatMap((block) => driftOf(block) ?? [])) ?? 0;
  const fromUs = reps[0]?.facts.startUs ?? 0;
  return blocks.flatMap((block, index) => {
    const steps = levelled(
      weighed[index]!.map((rep) => ({ ...rep, weightN: rep.weightN - drift * (rep.atUs - fromUs) })),
    );
    return block.map(({ facts }) => nearestTo(steps, facts.startUs)?.weightN ?? null);
  });
}

interface Weighed {
  readonly atUs: number;
  readonly weightN: number;
  readonly holdS: number;
}

/**
 * Those count that began and ended in sight, and weigh what was held then, where there are any: a velocity that isn't known is no weight.
 */
function weighedOf(reps: readonly Surveyed[]): readonly Weighed[] {
  const weighed = reps.flatMap(({ facts, measures: { weightN, holdS, heldN }, isWeighedInSight }) =>
    weightN === null ? [] : [{ atUs: facts.startUs, weightN, holdS: holdS ?? 0, heldN, isWeighedInSight }],
  );
  const inSight = weighed.filter(
    ({ isWeighedInSight, holdS, heldN, weightN }) =>
      isWeighedInSight && (heldN === null || holdS < HELD_S || Math.abs(heldN - weightN) < HELD_LIKE_SHARE * weightN),
  );
  return inSight.length > 0 ? inSight : weighed;
}

function nearestTo(reps: readonly Weighed[], atUs: number): Weighed | null {
  let best: Weighed | null = null;
  for (const rep of reps) if (best === null || Math.abs(rep.atUs - atUs) < Math.abs(best.atUs - atUs)) best = rep;
  return best;
}

/** A plate more or less must explain so much of what the weights are off, in shares of the load: more where reps aren't held, and so hardly weighed. */
const PLATE_SHARE = 0.04;
const UNHELD_PLATE_SHARE = 0.15;
const HELD_S = 0.3;
const HELD_LIKE_SHARE = 0.04;

/** The weights as levels: their medians between the changes of the load that explain more than they cost (least absolute deviations). */
function levelled(reps: readonly Weighed[]): readonly Weighed[] {
  const middleN = middleOf(reps.map(({ weightN }) => weightN)) ?? 0;
  const isHeld = reps.every(({ holdS }) => holdS > HELD_S);
  const costN = middleN * (isHeld ? PLATE_SHARE : UNHELD_PLATE_SHARE);
  if (reps.every(({ weightN }) => Math.abs(weightN - middleN) < PLATE_SHARE * middleN)) {
    return reps.map((rep) => ({ ...rep, weightN: middleN }));
  }
  /** The least cost of the first reps, so many, and where the last level among them begins. */
  const costs = [0];
  const begins = [0];
  for (let end = 1; end <= reps.length; end++) {
    costs.push(Number.POSITIVE_INFINITY);
    begins.push(0);
    for (let begin = 0; begin < end; begin++) {
      const level = reps.slice(begin, end).map(({ weightN }) => weightN);
      const levelN = middleOf(level)!;
      const offN = level.reduce((sum, weightN) => sum + Math.abs(weightN - levelN), 0);
      if (costs[begin]! + offN + costN >= costs[end]!) continue;
      costs[end] = costs[begin]! + offN + costN;
      begins[end] = begin;
    }
  }
  const levels: Weighed[] = [];
  for (let end = reps.length; end > 0; end = begins[end]!) {
    const part = reps.slice(begins[end]!, end);
    const weightN = middleOf(part.map((rep) => rep.weightN))!;
    levels.unshift(...part.map((rep) => ({ ...rep, weightN })));
  }
  return levels;
}

/** Of an even number the mean of the middle two: of few weights each counts. */
function middleOf(weightsN: readonly number[]): number | null {
  const upperN = median(weightsN);
  return upperN === null ? null : (upperN - median(weightsN.map((weightN) => -weightN))!) / 2;
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
