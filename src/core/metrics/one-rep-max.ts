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
      readonly errorKg: number;
      readonly r2: number;
      readonly loads: number;
    }
  | { readonly ok: false; readonly why: 'few-loads' | 'poor-fit' | 'not-falling' };

/** The hip thrust's 1RM at 0.25 +/- 0.03 m/s (de Hoyo et al. 2021, J Strength Cond Res 35(8):2075-2081, n = 102). */
export const HIP_THRUST_MAXIMUM: MaximumVelocity = { meanVelocityMps: 0.25, sdMps: 0.03 };

const LEAST_LOADS = 3;
const LEAST_R2 = 0.8;
/** Loads nearer together than this are one load. */
const SAME_LOAD_KG = 2;

/**
 * The load at which this member's own line, v = a + b load by least squares, comes down to the velocity of a 1RM. `errorKg`: one standard
 * error of that crossing: residual and leverage of the line, and the spread between people of the velocity itself (delta method). Null
 * values never stand in for it: at least three loads and R2 of 0.8, or the reason why not.
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
  const residualVariance = (yy - slope * xy) / (loads - 2);
  const leverage = 1 / loads + (oneRepMaxKg - meanKg) ** 2 / xx;
  const errorKg = Math.sqrt(residualVariance * leverage + maximum.sdMps ** 2) / -slope;
  return { ok: true, oneRepMaxKg, errorKg, r2, loads };
}

function fastestPerLoad(sets: readonly LoadVelocity[]): LoadVelocity[] {
  const best: LoadVelocity[] = [];
  for (const set of [...sets].sort((a, b) => a.loadKg - b.loadKg)) {
    const last = best.at(-1);
    if (last === undefined || set.loadKg - last.loadKg > SAME_LOAD_KG) best.push(set);
    else if (set.meanVelocityMps > last.meanVelocityMps) best[best.length - 1] = set;
  }
  return best;
}
