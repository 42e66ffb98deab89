import type { Reading } from '../signal/order.ts';
import { frictionSign } from './fusion.ts';
import type { SmoothPoint } from './smooth.ts';

/** An HX711 at 10 SPS lags 200 ms, at 80 SPS 25 ms: the largest mistake that a configuration makes. */
const MOST_MS = 250;
/** A rep lasts seconds, so its fit is smooth over the shift: the top is found in steps of 50 ms, then of 10 beside the best. */
const COARSE_MS = 50;
const STEP_MS = 10;
/** Enough for the slope of a rep; a cell of 320 SPS gives ten times as many. */
const MOST_FORCES = 200;
const LEAST_FORCES = 30;
/** Share of the force's variance that height explains at the right lag. Below it force and height tell different things. */
const LEAST_FIT = 0.8;

/**
 * How much later than the height the force of one movement is stamped, in ms: the shift at which F = W + m a + friction explains most of the
 * force. Friction has to be in it (see calibration/lag.ts). Null when no shift explains it.
 */
export function forceLateMs(
  readings: readonly Reading[],
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
): number | null {
  const all = readings.filter(({ channel, atUs }) => channel === 'force' && atUs >= fromUs && atUs <= toUs);
  const every = Math.ceil(all.length / MOST_FORCES);
  const forces = every > 1 ? all.filter((_, index) => index % every === 0) : all;
  if (forces.length < LEAST_FORCES || points.length < 3) return null;
  const explained = (lateMs: number) => fitAt(lateMs, forces, points);
  const nearMs = best(explained, -MOST_MS, MOST_MS, COARSE_MS);
  const lateMs = best(explained, nearMs - COARSE_MS, nearMs + COARSE_MS, STEP_MS);
  const [before, top, after] = [explained(lateMs - STEP_MS), explained(lateMs), explained(lateMs + STEP_MS)];
  if (top < LEAST_FIT || before > top || after > top || Math.abs(lateMs) >= MOST_MS) return null;
  return lateMs + (STEP_MS * (before - after)) / (2 * (before - 2 * top + after));
}

function best(explained: (lateMs: number) => number, fromMs: number, toMs: number, stepMs: number): number {
  let bestMs = fromMs;
  let highest = -1;
  for (let lateMs = fromMs; lateMs <= toMs; lateMs += stepMs) {
    const share = explained(lateMs);
    if (share <= highest) continue;
    highest = share;
    bestMs = lateMs;
  }
  return bestMs;
}

/** Share of the force's variance that the movement explains when the force is taken to be `lateMs` late; 0 where its mass would be negative. */
function fitAt(lateMs: number, forces: readonly Reading[], points: readonly SmoothPoint[]): number {
  let [n, a, s, y, aa, as, ss, ay, sy, yy] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let next = 0;
  for (const { atUs, value } of forces) {
    const thenUs = atUs - lateMs * 1000;
    while (next < points.length && points[next]!.atUs < thenUs) next += 1;
    const after = points[next];
    const from = points[next - 1];
    let [acceleration, friction] = [0, 0];
    // The bar stands outside of what is known.
    if (after !== undefined && from !== undefined) {
      const share = (thenUs - from.atUs) / (after.atUs - from.atUs);
      acceleration = from.accelerationMmps2 + share * (after.accelerationMmps2 - from.accelerationMmps2);
      friction = frictionSign(from.velocityMmps + share * (after.velocityMmps - from.velocityMmps));
    }
    n += 1;
    a += acceleration;
    s += friction;
    y += value;
    aa += acceleration * acceleration;
    as += acceleration * friction;
    ss += friction * friction;
    ay += acceleration * value;
    sy += friction * value;
    yy += value * value;
  }
  // Covariances, so that the weight takes no part.
  const caa = aa - (a * a) / n;
  const cas = as - (a * s) / n;
  const css = ss - (s * s) / n;
  const cay = ay - (a * y) / n;
  const csy = sy - (s * y) / n;
  const cyy = yy - (y * y) / n;
  const determinant = caa * css - cas * cas;
  if (!(determinant > 0) || !(cyy > 0)) return 0;
  const mass = (cay * css - csy * cas) / determinant;
  const drag = (csy * caa - cay * cas) / determinant;
  return mass > 0 ? (mass * cay + drag * csy) / cyy : 0;
}
