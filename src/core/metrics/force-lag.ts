import type { Forces } from './forces.ts';
import { frictionSign } from './fusion.ts';
import type { Smoothed } from './smoothed.ts';

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

/** The forces that take part, used again by each call: without objects the search takes a third of the time. */
const forceUs = new Float64Array(MOST_FORCES);
const forceN = new Float64Array(MOST_FORCES);

/**
 * How much later than the height the force of one movement is stamped, in ms: the shift at which F = W + m a + friction explains most of the
 * force. Friction has to be in it (see calibration/lag.ts). Null when no shift explains it.
 */
export function forceLateMs(forces: Forces, bar: Smoothed, fromUs: number, toUs: number): number | null {
  const count = choose(forces, fromUs, toUs);
  if (count < LEAST_FORCES || bar.count < 3) return null;
  const explained = (lateMs: number) => fitAt(lateMs, count, bar);
  const nearMs = best(explained, -MOST_MS, MOST_MS, COARSE_MS);
  const lateMs = best(explained, nearMs - COARSE_MS, nearMs + COARSE_MS, STEP_MS);
  const [before, top, after] = [explained(lateMs - STEP_MS), explained(lateMs), explained(lateMs + STEP_MS)];
  if (top < LEAST_FIT || before > top || after > top || Math.abs(lateMs) >= MOST_MS) return null;
  return lateMs + (STEP_MS * (before - after)) / (2 * (before - 2 * top + after));
}

/** Takes the forces from `fromUs` to `toUs`, at most so many of them, evenly. Returns how many. */
function choose(forces: Forces, fromUs: number, toUs: number): number {
  let within = 0;
  const { atUs } = forces;
  for (let at = 0; at < forces.count; at++) if (atUs[at]! >= fromUs && atUs[at]! <= toUs) within += 1;
  const every = Math.max(1, Math.ceil(within / MOST_FORCES));
  let index = 0;
  let count = 0;
  for (let at = 0; at < forces.count; at++) {
    if (atUs[at]! < fromUs || atUs[at]! > toUs || index++ % every !== 0) continue;
    forceUs[count] = atUs[at]!;
    forceN[count] = forces.forceN[at]!;
    count += 1;
  }
  return count;
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
function fitAt(lateMs: number, count: number, bar: Smoothed): number {
  const { atUs, velocityMmps, accelerationMmps2 } = bar;
  let a = 0;
  let s = 0;
  let y = 0;
  let aa = 0;
  let as = 0;
  let ss = 0;
  let ay = 0;
  let sy = 0;
  let yy = 0;
  let next = 0;
  for (let index = 0; index < count; index++) {
    const value = forceN[index]!;
    const thenUs = forceUs[index]! - lateMs * 1000;
    while (next < bar.count && atUs[next]! < thenUs) next += 1;
    let acceleration = 0;
    let friction = 0;
    // The bar stands outside of what is known.
    if (next > 0 && next < bar.count) {
      const share = (thenUs - atUs[next - 1]!) / (atUs[next]! - atUs[next - 1]!);
      acceleration = accelerationMmps2[next - 1]! + share * (accelerationMmps2[next]! - accelerationMmps2[next - 1]!);
      friction = frictionSign(velocityMmps[next - 1]! + share * (velocityMmps[next]! - velocityMmps[next - 1]!));
    }
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
  const caa = aa - (a * a) / count;
  const cas = as - (a * s) / count;
  const css = ss - (s * s) / count;
  const cay = ay - (a * y) / count;
  const csy = sy - (s * y) / count;
  const cyy = yy - (y * y) / count;
  const determinant = caa * css - cas * cas;
  if (!(determinant > 0) || !(cyy > 0)) return 0;
  const mass = (cay * css - csy * cas) / determinant;
  const drag = (csy * caa - cay * cas) / determinant;
  return mass > 0 ? (mass * cay + drag * csy) / cyy : 0;
}
