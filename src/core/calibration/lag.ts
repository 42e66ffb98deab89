import { type Curve, GRID_S, gridOf, KERNEL_HALF, KERNEL_SD_S, smooth, smoothTwice } from './kernel.ts';

export interface TimedValue {
  readonly atUs: number;
  readonly value: number;
}

export interface Lag {
  /** How much later than a height a force of the same instant is stamped; negative when it is stamped earlier. */
  readonly forceBehindHeightMs: number;
  /** The true value is within this of it in 19 cases of 20. */
  readonly errorMs: number;
  /** Share of the force's movement that the fit explains (R²), 0 to 1. */
  readonly fit: number;
  /** What moves, as the force saw it. */
  readonly movingMassKg: number;
}

export type LagResult =
  | { readonly ok: true; readonly lag: Lag }
  | { readonly ok: false; readonly why: 'too-short' | 'gaps' }
  | { readonly ok: false; readonly why: 'backwards' | 'at-limit' }
  | { readonly ok: false; readonly why: 'poor-fit'; readonly fit: number; readonly errorMs: number };

/** HX711 at 10 SPS lags 200 ms, at 80 SPS 25 ms; distance sensors 8 to 30 ms. */
const MAX_LAG_S = 0.35;
/** Only the upper part of the way: at the bottom the bar may touch floor or hooks, and its weight comes and goes. */
const LOWEST_SHARE = 0.3;
/** Friction turns over within this velocity. */
const FRICTION_TURNS_MMPS = 10;
const MIN_FIT = 0.8;
const MAX_ERROR_MS = 20;
const MIN_SPAN_S = 2;

/**
 * The lag between the two sensors from a few quick reps: force = weight + mass x acceleration + friction x direction, with the
 * acceleration as the second derivative of the height. The shift of the force at which this explains most of it is the lag.
 * Height and force go through the same smoothing, which therefore adds none. Friction has to be in it: in a swing it leads the
 * acceleration by a quarter of a turn, so that 20 N of it would be read as 30 ms.
 */
export function estimateLag(heightsMm: readonly TimedValue[], forcesN: readonly TimedValue[]): LagResult {
  const grids = gridOf(heightsMm, forcesN);
  if (grids === 'gaps' || grids === 'too-short') return { ok: false, why: grids };
  const { velocity, acceleration, height } = smoothTwice(grids.height);
  const force = smooth(grids.force);
  const shifts = Math.round(MAX_LAG_S / GRID_S);
  const rows = usedRows(height, shifts);
  if (rows.length * GRID_S < MIN_SPAN_S) return { ok: false, why: 'too-short' };
  // Friction goes through the same smoothing as the force that it is a part of.
  const friction = smooth(velocity.map((mmps) => mmps / Math.hypot(mmps, FRICTION_TURNS_MMPS)));
  const design = rows.map((at) => [1, acceleration[at]! / 1000, friction[at]!] as const);
  const solve = leastSquares(design);
  const fits = Array.from({ length: 2 * shifts + 1 }, (_, index) =>
    solve(rows.map((at) => force[at + index - shifts]!)),
  );
  // Half a swing off, a mass below zero fits too; that is the answer only when no true mass fits.
  const best = highest(fits.map(({ share, coefficients }) => (coefficients[1]! > 0 ? share : 0)));
  const { share, coefficients, residualVariance } = fits[best]!;
  if (share < MIN_FIT && Math.max(...fits.map((fit) => fit.share)) > MIN_FIT) return { ok: false, why: 'backwards' };
  const errorMs = 2000 * lagSd(rows, force, best - shifts, solve, residualVariance);
  if (share < MIN_FIT || errorMs > MAX_ERROR_MS) return { ok: false, why: 'poor-fit', fit: share, errorMs };
  if (best === 0 || best === fits.length - 1) return { ok: false, why: 'at-limit' };
  const [before, after] = [fits[best - 1]!.share, fits[best + 1]!.share];
  const offset = (before - after) / (2 * (before - 2 * share + after)); // the top of the parabola through the three best
  const forceBehindHeightMs = (best - shifts + offset) * GRID_S * 1000;
  return { ok: true, lag: { forceBehindHeightMs, errorMs, fit: share, movingMassKg: coefficients[1]! } };
}

const highest = (values: readonly number[]): number =>
  values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);

/** Where the smoothing has seen its whole width, every shift is inside, and the bar is off its support. */
function usedRows(height: Curve, shifts: number): number[] {
  const first = KERNEL_HALF + shifts;
  const last = height.length - KERNEL_HALF - shifts;
  let lowestMm = Number.POSITIVE_INFINITY;
  let highestMm = Number.NEGATIVE_INFINITY;
  for (let at = KERNEL_HALF; at < height.length - KERNEL_HALF; at++) {
    lowestMm = Math.min(lowestMm, height[at]!);
    highestMm = Math.max(highestMm, height[at]!);
  }
  const fromMm = lowestMm + LOWEST_SHARE * (highestMm - lowestMm);
  const rows: number[] = [];
  for (let at = first; at < last; at++) if (height[at]! > fromMm) rows.push(at);
  return rows;
}

interface Fit {
  readonly coefficients: readonly number[];
  /** Share of the variance that is explained. */
  readonly share: number;
  readonly residualVariance: number;
  readonly residuals: readonly number[];
}

/** A solver for one design of three columns and many right-hand sides: the design is orthogonalised once (Gram-Schmidt). */
function leastSquares(design: readonly (readonly [number, number, number])[]): (values: readonly number[]) => Fit {
  const columns = [0, 1, 2].map((column) => design.map((row) => row[column]!));
  const bases: number[][] = [];
  const mixes: number[][] = [];
  for (const column of columns) {
    const mix = bases.map((basis) => dot(column, basis) / dot(basis, basis));
    bases.push(column.map((value, at) => value - mix.reduce((sum, part, of) => sum + part * bases[of]![at]!, 0)));
    mixes.push(mix);
  }
  const squares = bases.map((basis) => dot(basis, basis));
  return (values) => {
    const parts = bases.map((basis, of) => dot(values, basis) / squares[of]!);
    const residuals = values.map(
      (value, at) => value - parts.reduce((sum, part, of) => sum + part * bases[of]![at]!, 0),
    );
    const coefficients = [...parts];
    for (let of = 2; of > 0; of--)
      for (let lower = 0; lower < of; lower++) coefficients[lower]! -= mixes[of]![lower]! * coefficients[of]!;
    const mean = parts[0]!;
    const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const left = dot(residuals, residuals);
    return { coefficients, residuals, share: total > 0 ? 1 - left / total : 0, residualVariance: left / values.length };
  };
}

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

/** Standard deviation of the lag in seconds: what is left of the force's slope once the other terms had their share of it. */
function lagSd(
  rows: readonly number[],
  force: Curve,
  shift: number,
  solve: (values: readonly number[]) => Fit,
  residualVariance: number,
): number {
  const slopes = rows.map((at) => (force[at + shift + 1]! - force[at + shift - 1]!) / (2 * GRID_S));
  const { residuals } = solve(slopes);
  // Smoothed noise is the same over a width of the kernel: so many rows are one observation.
  const rowsAsOne = (2 * Math.sqrt(Math.PI) * KERNEL_SD_S) / GRID_S;
  return Math.sqrt((residualVariance * rowsAsOne) / dot(residuals, residuals));
}
