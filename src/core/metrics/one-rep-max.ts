/** One set's load with its fastest mean velocity, which is what the load allows. */
export interface LoadVelocity {
  readonly loadKg: number;
  readonly meanVelocityMps: number;
}

/** Velocity at which an exercise's 1RM goes up, from the literature. */
export interface MaximumVelocity {
  readonly meanVelocityMps: number;
  /** Standard deviation between people. */
  readonly sdMps: number;
}

export type OneRepMax =
  | {
      readonly ok: true;
      readonly oneRepMaxKg: number;
      /** Half the width of the 68 % interval: the true 1RM lies within it in two cases of three. */
      readonly errorKg: number;
      readonly r2: number;
      readonly loads: number;
    }
  | { readonly ok: false; readonly why: 'few-loads' | 'poor-fit' | 'not-falling' | 'too-light' };

/** The hip thrust's 1RM at 0.25 +/- 0.03 m/s (de Hoyo et al. 2021, J Strength Cond Res 35(8):2075-2081, n = 102). */
export const HIP_THRUST_MAXIMUM: MaximumVelocity = { meanVelocityMps: 0.25, sdMps: 0.03 };

const LEAST_LOADS = 3;
const LEAST_R2 = 0.8;
/**
 * Share of the estimate that the heaviest load must reach. In the squat, loads up to 90 % of the 1RM predicted it best, up to 60 or 80 % worse
 * (Banyard et al. 2017, J Strength Cond Res 31(7):1897-1904). Sets of 8 to 10 reps lie at 75 to 80 %, so normal training passes.
 */
const LEAST_HEAVIEST_SHARE = 0.7;
/** Loads nearer together than this are one load. */
const SAME_LOAD_KG = 2;

/**
 * The load at which this member's own line, v = a + b load by least squares, comes down to the velocity of a 1RM. `errorKg`: half a 68 %
 * interval by the delta method, from two variances: that of the line at the crossing (residual and leverage), known with n - 2 degrees of
 * freedom, and the spread of the velocity itself between people. Their sum has Satterthwaite's degrees of freedom: n - 2 when the line is all
 * the doubt there is, more the less it counts. Student's t widens the error by them. No estimate without three loads, R2 of 0.8 and a
 * heaviest load near enough to it; then the reason instead.
 */
export function estimateOneRepMax(sets: readonly LoadVelocity[], maximum: MaximumVelocity): OneRepMax {
  const best = fastestPerLoad(sets);
  const loads = best.length;
  if (loads < LEAST_LOADS) return { ok: false, why: 'few-loads' };
  const meanKg = best.reduce((sum, { loadKg }) => sum + loadKg, 0) / loads;
  const meanMps = best.reduce((sum, { meanVelocityMps }) => sum + meanVelocityMps, 0) / loads;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { loadKg, meanVelocityMps } of best) {
    xx += (loadKg - meanKg) ** 2;
    xy += (loadKg - meanKg) * (meanVelocityMps - meanMps);
    yy += (meanVelocityMps - meanMps) ** 2;
  }
  const slope = xy / xx;
  if (!(slope < 0)) return { ok: false, why: 'not-falling' };
  const r2 = xy ** 2 / (xx * yy);
  if (r2 < LEAST_R2) return { ok: false, why: 'poor-fit' };
  const oneRepMaxKg = meanKg + (maximum.meanVelocityMps - meanMps) / slope;
  if (best.at(-1)!.loadKg < LEAST_HEAVIEST_SHARE * oneRepMaxKg) return { ok: false, why: 'too-light' };
  // Rounding may take an exact line a hair below zero.
  const residualVariance = Math.max(0, yy - slope * xy) / (loads - 2);
  const lineVariance = residualVariance * (1 / loads + (oneRepMaxKg - meanKg) ** 2 / xx);
  const variance = lineVariance + maximum.sdMps ** 2;
  const freedom = lineVariance > 0 ? (loads - 2) * (variance / lineVariance) ** 2 : Number.POSITIVE_INFINITY;
  const errorKg = (studentT68(freedom) * Math.sqrt(variance)) / -slope;
  return { ok: true, oneRepMaxKg, errorKg, r2, loads };
}

/**
 * Student's t that bounds the middle 68.27 %, the share within one standard deviation of a normal one. The expansion around it
 * (Abramowitz and Stegun 26.7.5, at 1) to 1/n^3; the last term makes it exact, 1.8367, at one degree of freedom, and leaves 0.04 % at two.
 */
const studentT68 = (freedom: number): number =>
  1 + 0.5 / freedom + 0.25 / freedom ** 2 + 0.0625 / freedom ** 3 + 0.0242 / freedom ** 4;

function fastestPerLoad(sets: readonly LoadVelocity[]): LoadVelocity[] {
  const best: LoadVelocity[] = [];
  for (const set of [...sets].sort((a, b) => a.loadKg - b.loadKg)) {
    const last = best.at(-1);
    if (last === undefined || set.loadKg - last.loadKg > SAME_LOAD_KG) best.push(set);
    else if (set.meanVelocityMps > last.meanVelocityMps) best[best.length - 1] = set;
  }
  return best;
}
