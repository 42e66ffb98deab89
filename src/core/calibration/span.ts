import { GRAVITY_MPS2 } from '../gravity.ts';
import type { Still } from './still.ts';

export interface MassPoint {
  readonly massKg: number;
  readonly still: Still;
}

/** How far the fitted line is from a known mass. */
export interface Residual {
  readonly massKg: number;
  readonly residualN: number;
  /** Of this mass. */
  readonly residualPercent: number;
}

export interface Span {
  readonly zeroCounts: number;
  /** Negative when the cell is mounted the other way round. */
  readonly countsPerN: number;
  /** In ascending order of mass. With one mass the line goes through it, and its residual says nothing. */
  readonly residuals: readonly Residual[];
}

export type SpanResult =
  | { readonly ok: true; readonly span: Span }
  /** The reading of a mass is, within the noise, that of nothing. */
  | { readonly ok: false; readonly why: 'no-difference'; readonly massKg: number; readonly changeCounts: number }
  /** A heavier mass must change the reading further in the same direction. */
  | { readonly ok: false; readonly why: 'not-monotonic'; readonly massKg: number; readonly lighterKg: number }
  | { readonly ok: false; readonly why: 'not-linear'; readonly worst: Residual };

/** A change smaller than this many standard deviations of one reading would give a span off by more than some per cent. */
const MIN_CHANGE_SDS = 10;
/** A cell with half a millivolt of trouble still gives some tens of counts; a mass gives thousands. */
const MIN_CHANGE_COUNTS = 100;
/** Cells are linear to 0.05 %. Two per cent of the heaviest mass is a wrong plate, or a cell that rubs. */
const MAX_RESIDUAL_SHARE = 0.02;

/** Least squares through the tare and one or more known masses. */
export function fitSpan(tare: Still, points: readonly MassPoint[]): SpanResult {
  const sorted = points.toSorted((a, b) => a.massKg - b.massKg);
  let lighter: MassPoint = { massKg: 0, still: tare };
  let sign = 0;
  for (const point of sorted) {
    const change = point.still.mean - lighter.still.mean;
    const noise = Math.hypot(point.still.sd, lighter.still.sd);
    if (lighter.massKg === 0 && Math.abs(change) < Math.max(MIN_CHANGE_COUNTS, MIN_CHANGE_SDS * noise))
      return { ok: false, why: 'no-difference', massKg: point.massKg, changeCounts: change };
    if (sign !== 0 && Math.sign(change) !== sign)
      return { ok: false, why: 'not-monotonic', massKg: point.massKg, lighterKg: lighter.massKg };
    sign = Math.sign(change);
    lighter = point;
  }
  const line = fitLine([{ massKg: 0, still: tare }, ...sorted]);
  const residuals = sorted.map(({ massKg, still }): Residual => {
    const residualN = (still.mean - line.zeroCounts) / line.countsPerN - massKg * GRAVITY_MPS2;
    return { massKg, residualN, residualPercent: (100 * residualN) / (massKg * GRAVITY_MPS2) };
  });
  const worst = residuals.toSorted((a, b) => Math.abs(b.residualN) - Math.abs(a.residualN))[0];
  const heaviestN = (sorted.at(-1)?.massKg ?? 0) * GRAVITY_MPS2;
  if (worst && Math.abs(worst.residualN) > MAX_RESIDUAL_SHARE * heaviestN)
    return { ok: false, why: 'not-linear', worst };
  return { ok: true, span: { ...line, residuals } };
}

function fitLine(points: readonly MassPoint[]): { zeroCounts: number; countsPerN: number } {
  const meanN = (GRAVITY_MPS2 * points.reduce((sum, { massKg }) => sum + massKg, 0)) / points.length;
  const meanCounts = points.reduce((sum, { still }) => sum + still.mean, 0) / points.length;
  let products = 0;
  let squares = 0;
  for (const { massKg, still } of points) {
    const fromMeanN = massKg * GRAVITY_MPS2 - meanN;
    products += fromMeanN * (still.mean - meanCounts);
    squares += fromMeanN ** 2;
  }
  const countsPerN = products / squares;
  return { zeroCounts: meanCounts - countsPerN * meanN, countsPerN };
}
