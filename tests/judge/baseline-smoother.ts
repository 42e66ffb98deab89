/**
 * (b) Heights alone: a constant-acceleration Kalman/RTS smoother, three times over with Student-t weights; turning points; and the
 * set's own range decides what is a rep. It knows no channel, no contact and no load.
 */
import { inSets, medianOf, type Trace, type Turn, trusted, turningPoints, turnMovement } from './baselines.ts';
import type { Counter, Movement } from './result.ts';
import type { HeightReading } from './scenario.ts';

const JERK = 40_000; // mm/s³/√Hz: lets the acceleration change by 1 g within a tenth of a second or so
const NU = 3;

type Vec = [number, number, number];
type Mat = [number, number, number, number, number, number, number, number, number];

function mul(a: Mat, b: Mat): Mat {
  const out = new Array<number>(9).fill(0) as Mat;
  for (let i = 0; i < 3; i += 1)
    for (let j = 0; j < 3; j += 1) for (let k = 0; k < 3; k += 1) out[i * 3 + j]! += a[i * 3 + k]! * b[k * 3 + j]!;
  return out;
}
const flip = (a: Mat): Mat => [a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]];
const apply = (a: Mat, x: Vec): Vec => [
  a[0] * x[0] + a[1] * x[1] + a[2] * x[2],
  a[3] * x[0] + a[4] * x[1] + a[5] * x[2],
  a[6] * x[0] + a[7] * x[1] + a[8] * x[2],
];
const plus = (a: Mat, b: Mat, sign = 1): Mat => a.map((value, i) => value + sign * b[i]!) as Mat;

function inverse(m: Mat): Mat {
  const [a, b, c, d, e, f, g, h, i] = m;
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const k = 1 / det;
  return [
    (e * i - f * h) * k,
    (c * h - b * i) * k,
    (b * f - c * e) * k,
    (f * g - d * i) * k,
    (a * i - c * g) * k,
    (c * d - a * f) * k,
    (d * h - e * g) * k,
    (b * g - a * h) * k,
    (a * e - b * d) * k,
  ];
}

/** One pass with the given variances: smoothed heights, and velocities in mm/s. */
function smooth(readings: readonly HeightReading[], variances: readonly number[]): { z: number[]; v: number[] } {
  const count = readings.length;
  const states: Vec[] = [];
  const covs: Mat[] = [];
  const priors: { x: Vec; p: Mat; f: Mat }[] = [];
  let x: Vec = [medianOf(readings.slice(0, 25).map((each) => each.heightMm)), 0, 0];
  let p: Mat = [1e4, 0, 0, 0, 1e6, 0, 0, 0, 1e7];
  for (let k = 0; k < count; k += 1) {
    const dt = k === 0 ? 0.02 : Math.max(1e-4, readings[k]!.atS - readings[k - 1]!.atS);
    const f: Mat = [1, dt, (dt * dt) / 2, 0, 1, dt, 0, 0, 1];
    const q = JERK ** 2;
    const noise: Mat = [
      (q * dt ** 5) / 20,
      (q * dt ** 4) / 8,
      (q * dt ** 3) / 6,
      (q * dt ** 4) / 8,
      (q * dt ** 3) / 3,
      (q * dt ** 2) / 2,
      (q * dt ** 3) / 6,
      (q * dt ** 2) / 2,
      q * dt,
    ];
    x = apply(f, x);
    p = plus(mul(mul(f, p), flip(f)), noise);
    priors.push({ x: [...x], p: [...p], f });
    const s = p[0] + variances[k]!;
    const gain: Vec = [p[0] / s, p[3] / s, p[6] / s];
    const miss = readings[k]!.heightMm - x[0];
    x = [x[0] + gain[0] * miss, x[1] + gain[1] * miss, x[2] + gain[2] * miss];
    const row: Vec = [p[0], p[1], p[2]];
    p = p.map((value, i) => value - gain[Math.floor(i / 3)]! * row[i % 3]!) as Mat;
    states.push(x);
    covs.push(p);
  }
  const z = new Array<number>(count);
  const v = new Array<number>(count);
  let later = states[count - 1]!;
  z[count - 1] = later[0];
  v[count - 1] = later[1];
  for (let k = count - 2; k >= 0; k -= 1) {
    const prior = priors[k + 1]!;
    const back = mul(mul(covs[k]!, flip(prior.f)), inverse(prior.p));
    const change = apply(back, [later[0] - prior.x[0], later[1] - prior.x[1], later[2] - prior.x[2]]);
    const own = states[k]!;
    later = [own[0] + change[0], own[1] + change[1], own[2] + change[2]];
    z[k] = later[0];
    v[k] = later[1];
  }
  return { z, v };
}

export function robustTrace(heights: readonly HeightReading[]): Trace & { velocity: number[] } {
  const good = trusted(heights);
  if (good.length < 10) return { atS: [], heightMm: [], velocity: [] };
  // The noise: half differences of neighbours, robustly.
  const sigma = Math.max(
    0.6,
    1.05 * medianOf(good.slice(1).map((each, i) => Math.abs(each.heightMm - good[i]!.heightMm))),
  );
  let variances = good.map(() => sigma ** 2);
  // A first guess of what is an outlier: far from the median of its seven neighbours.
  good.forEach((each, i) => {
    const around = medianOf(good.slice(Math.max(0, i - 3), i + 4).map((one) => one.heightMm));
    if (Math.abs(each.heightMm - around) > 60 + 4 * sigma) variances[i] = 1e6;
  });
  let heightMm: number[] = [];
  let velocity: number[] = [];
  for (let pass = 0; pass < 4; pass += 1) {
    ({ z: heightMm, v: velocity } = smooth(good, variances));
    variances = good.map((each, i) => (sigma ** 2 * (NU + ((each.heightMm - heightMm[i]!) / sigma) ** 2)) / (NU + 1));
  }
  return { atS: good.map((each) => each.atS), heightMm, velocity };
}

/** A transducer's start and end of the concentric: the last and the first time below 20 mm/s near bottom and top. */
function transducer(trace: Trace & { velocity: number[] }, turn: Turn, n: number): Movement {
  const { atS, heightMm: z, velocity: v } = trace;
  const own = turnMovement(trace, turn, n);
  let start = turn.low;
  while (start < turn.peak && z[start]! < z[turn.low]! + 0.1 * turn.upMm) start += 1;
  let top = start;
  while (start > turn.low && v[start]! >= 20) start -= 1;
  while (top < turn.peak && !(z[top]! > z[turn.peak]! - 0.1 * turn.upMm && v[top]! < 20)) top += 1;
  const upS = Math.max(0.05, atS[top]! - atS[start]!);
  return { ...own, startS: atS[start]!, meanVelocityMps: (z[top]! - z[start]!) / 1000 / upS };
}

export const smootherTurns: Counter = (scenario) => {
  const trace = robustTrace(scenario.heights);
  const turns = turningPoints(trace, 40).filter((each) => each.upMm > 100 && each.downMm > 60);
  const usual = medianOf(turns.map((each) => each.upMm));
  const tops = medianOf(turns.map((each) => trace.heightMm[each.peak]!));
  const reps = turns
    .filter((each) => each.upMm > 0.88 * usual && each.upMm < 1.6 * usual)
    .filter((each) => Math.abs(trace.heightMm[each.peak]! - tops) < 0.6 * usual)
    .map((each, i) => transducer(trace, each, i + 1));
  return inSets(reps);
};
