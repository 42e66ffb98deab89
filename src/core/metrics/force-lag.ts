import type { Reading } from '../signal/order.ts';
import { frictionSign } from './fusion.ts';
import type { SmoothPoint } from './smooth.ts';

/** An HX711 at 10 SPS lags 200 ms, at 80 SPS 25 ms: the largest mistake that a configuration makes. */
const MOST_MS = 250;
const STEP_MS = 10;
/** Enough for the slope of a rep; a cell of 320 SPS gives ten times as many. */
const MOST_FORCES = 200;
const LEAST_FORCES = 30;
/** Share of the force's variance that height explains at the right lag. Below it force and height tell different things. */
const LEAST_FIT = 0.8;

interface Motion {
  /** Of the force's time less the lag under trial; the bar stands outside of what is known. */
  readonly acceleration: number;
  readonly friction: number;
}

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
  const shifts = Math.round(MOST_MS / STEP_MS);
  const fits = Array.from({ length: 2 * shifts + 1 }, (_, index) => fitAt((index - shifts) * STEP_MS, forces, points));
  let best = 0;
  for (let index = 1; index < fits.length; index++) if (fits[index]! > fits[best]!) best = index;
  if (fits[best]! < LEAST_FIT || best === 0 || best === fits.length - 1) return null;
  const [before, top, after] = [fits[best - 1]!, fits[best]!, fits[best + 1]!];
  const offset = (before - after) / (2 * (before - 2 * top + after));
  return (best - shifts + offset) * STEP_MS;
}

/** Share of the force's variance that the movement explains when the force is taken to be `lateMs` late; 0 where its mass would be negative. */
function fitAt(lateMs: number, forces: readonly Reading[], points: readonly SmoothPoint[]): number {
  let [n, a, s, y, aa, as, ss, ay, sy, yy] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let next = 0;
  for (const { atUs, value } of forces) {
    const thenUs = atUs - lateMs * 1000;
    while (next < points.length && points[next]!.atUs < thenUs) next += 1;
    const { acceleration, friction } = motionAt(points, next, thenUs);
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

function motionAt(points: readonly SmoothPoint[], next: number, atUs: number): Motion {
  const after = points[next];
  const before = points[next - 1];
  if (after === undefined || before === undefined) return { acceleration: 0, friction: 0 };
  const share = (atUs - before.atUs) / (after.atUs - before.atUs);
  return {
    acceleration: before.accelerationMmps2 + share * (after.accelerationMmps2 - before.accelerationMmps2),
    friction: frictionSign(before.velocityMmps + share * (after.velocityMmps - before.velocityMmps)),
  };
}
