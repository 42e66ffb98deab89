/**
 * What the heights of an axis can tell of its holds at best: `node dist/tests/judge/hold-bound.js [--axis sigma] [--seeds 20] [--from 1]`.
 *
 * The level of a hold is known to s / sqrt(n) from n readings of noise s, whoever reckons (Cramér and Rao). A level that is off by so much is met
 * that much later by a bar that comes with v, and left that much earlier: the hold is off by s / sqrt(n) (1 / v up + 1 / v down), even if all the rest
 * of its way were known. v and n are the truth's. The force isn't in it: a core that uses it can be a little better.
 */
import { AXES } from './axes.ts';
import { optionsOf } from './run.ts';
import { heightAt, type Scenario, trueReps } from './scenario.ts';

const LEAST_READINGS = 3;
/** Slower than this at an edge, its time means nothing. */
const LEAST_MMPS = 5;
/** The median size of white noise is 0.674 sigma. */
const MEDIAN_SIGMAS = 0.6745;
const HALF_S = 0.005;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Standard deviations of the holds of a scenario, in s. */
function spreadsS(scenario: Scenario): number[] {
  const { truth } = scenario;
  const heights = scenario.heights.filter(({ flags }) => flags === 0);
  const sigmaMm = median(heights.map(({ atS, heightMm }) => Math.abs(heightMm - heightAt(truth, atS)))) / MEDIAN_SIGMAS;
  const slownessAt = (atS: number): number => {
    const wayMm = Math.abs(heightAt(truth, atS + HALF_S) - heightAt(truth, atS - HALF_S));
    return 1 / Math.max(LEAST_MMPS, wayMm / (2 * HALF_S));
  };
  return trueReps(scenario).flatMap(({ arriveS, leaveS, countable, blind }) => {
    const n = heights.filter(({ atS }) => atS > arriveS && atS < leaveS).length;
    if (countable === false || blind.includes('hold') || n < LEAST_READINGS) return [];
    return [(sigmaMm / Math.sqrt(n)) * (slownessAt(arriveS) + slownessAt(leaveS))];
  });
}

/** Share of the errors below `errorS`, each normal: by Abramowitz and Stegun 7.1.25, to 3e-5. */
function shareBelow(spreads: readonly number[], errorS: number): number {
  let sum = 0;
  for (const spreadS of spreads) {
    const x = errorS / spreadS / Math.SQRT2;
    const t = 1 / (1 + 0.470_47 * x);
    sum += 1 - t * (0.348_024_2 + t * (-0.095_879_8 + 0.747_855_6 * t)) * Math.exp(-x * x);
  }
  return sum / spreads.length;
}

function percentileS(spreads: readonly number[], share: number): number {
  let [low, high] = [0, 10];
  for (let round = 0; round < 30; round += 1) {
    const middle = (low + high) / 2;
    if (shareBelow(spreads, middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

const { axis, seeds, from } = optionsOf(process.argv.slice(2));
for (const { name, make } of AXES.filter((each) => each.name.includes(axis))) {
  const spreads = Array.from({ length: seeds }, (_, index) => spreadsS(make(from + index))).flat();
  if (spreads.length > 0) console.log(`${name}: p95 at best ${(1000 * percentileS(spreads, 0.95)).toFixed(0)} ms`);
}
