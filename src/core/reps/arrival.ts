import type { Trace } from '../metrics/trace.ts';
import type { HeightPoint, HeightReps } from './height-state.ts';
import type { RepContext } from './signals.ts';

/** Nor can a velocity be called slow more finely than the filter knows it: about 40 mm/s on distance alone, 15 with the force. */
export const SLOW_SIGMAS = 1.7;
export const SLOW_MAX_MMPS = 140;

/**
 * Slower than this share of its mean velocity a concentric phase has a few millimetres left: 1 % of it, where it ends as a minimum-jerk movement does. A heavy
 * tail goes on for longer, so that further below the set's own top, or before it is known, a bar must be slower.
 */
const ARRIVED_SHARE = 0.266;
const ARRIVED_FAR_SHARE = 0.17;
/** What is left of a shorter rise is less: to this over the way so far. */
const FAR_MM = 53;
const NEAR_TOP_MM = 12;
/** At that top it may be quicker still: one that goes on to a higher one is quicker than that. */
const ARRIVED_AT_TOP_SHARE = 0.4;
const AT_TOP_MM = 4;
const LEAST_ARRIVED_MMPS = 20;
/** The velocity is taken over so much of the time up, longer where the noise asks for it. */
const WINDOW_SHARE = 0.06;
const LEAST_WINDOW_US = 40_000;
const MOST_WINDOW_US = 300_000;
const FULL_WINDOW_US = 240_000;

/** How far below the top that the set's own reps have shown; infinite before the first. */
const belowTopMm = (heightMm: number, { topRefMm, learnedOnly }: RepContext): number =>
  topRefMm === null || learnedOnly ? Number.POSITIVE_INFINITY : topRefMm - heightMm;

/**
 * Is it really slow? The filter knows the velocity to some 40 mm/s by the heights alone, which is half of what a grinding lift has at all. So the
 * slope of the latest heights is asked, over as long as it takes to know it well enough.
 */
export function hasArrived(
  reps: HeightReps,
  { atUs, heightMm, p11, velocityMmps }: HeightPoint,
  context: RepContext,
): boolean {
  const upUs = atUs - reps.startUs;
  const meanMmps = (1e6 * (heightMm - reps.startMm)) / Math.max(1, upUs);
  const belowMm = belowTopMm(heightMm, context);
  const farShare = Math.min(ARRIVED_SHARE, Math.max(ARRIVED_FAR_SHARE, FAR_MM / (heightMm - reps.startMm)));
  const share = belowMm < AT_TOP_MM ? ARRIVED_AT_TOP_SHARE : belowMm < NEAR_TOP_MM ? ARRIVED_SHARE : farShare;
  const limitMmps = Math.min(Math.max(LEAST_ARRIVED_MMPS, share * meanMmps), SLOW_MAX_MMPS);
  if (SLOW_SIGMAS * Math.sqrt(p11) < limitMmps) return velocityMmps < limitMmps;
  const shortestUs = Math.max(LEAST_WINDOW_US, WINDOW_SHARE * upUs);
  const slope = slopeMmps(context.trace, shortestUs, context.noiseMm, limitMmps / 2);
  return slope < limitMmps;
}

/** Is it plainly on its way up? A grinding lift goes on at 50 mm/s. */
export function isRising({ trace, noiseMm }: RepContext): boolean {
  const slope = slopeMmps(trace, RISING_WINDOW_US, noiseMm, RISING_MMPS / 2);
  return Number.isFinite(slope) && slope > RISING_MMPS;
}
const RISING_MMPS = 25;
const RISING_WINDOW_US = 120_000;

/**
 * Slope of the latest heights, by least squares, over at least `shortestUs`, and on until its standard error is below `errorMmps`, or over the longest
 * window. After a hole the heights are too few at first: what isn't known of the slope is added to it then; infinite where nothing is known.
 * The error of a slope over n readings at steps of dt is s sqrt(12 / n^3) / dt.
 */
function slopeMmps(
  { count, isHeight, atUs, value, weight }: Trace,
  shortestUs: number,
  noiseMm: number,
  errorMmps: number,
): number {
  let n = 0;
  let t1 = 0;
  let t2 = 0;
  let h1 = 0;
  let th = 0;
  const lastUs = atUs[count - 1]!;
  let firstUs = lastUs;
  for (let index = count - 1; index >= 0; index--) {
    const t = (atUs[index]! - lastUs) / 1e6;
    if (-t * 1e6 > MOST_WINDOW_US && n > 2) break;
    if (isHeight[index] === 0 || weight[index]! < 0.5) continue;
    n += 1;
    t1 += t;
    t2 += t * t;
    h1 += value[index]!;
    th += t * value[index]!;
    firstUs = atUs[index]!;
    if (n > 2 && -t * 1e6 >= shortestUs && noiseMm / Math.sqrt(t2 - (t1 * t1) / n) < errorMmps) break;
  }
  const spread = t2 - (t1 * t1) / n;
  if (n < 3 || spread <= 0) return Number.POSITIVE_INFINITY;
  const unknownMmps = lastUs - firstUs < FULL_WINDOW_US ? Math.max(0, noiseMm / Math.sqrt(spread) - errorMmps) : 0;
  return (th - (t1 * h1) / n) / spread + unknownMmps;
}
