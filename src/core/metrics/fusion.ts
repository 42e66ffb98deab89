import type { Reading } from '../signal/order.ts';
import type { SmoothPoint } from './smooth.ts';

const GRAVITY_MMPS2 = 9806.65;
/** Too few forces over a movement say nothing of its acceleration: a 10 SPS cell gives about ten. */
const LEAST_FORCES = 30;
/**
 * How far force and height must agree: the slope of force against W a/g, and their correlation. lift/m2_position_force, a cable
 * machine that commands its force, agrees in neither.
 */
const LEAST_SLOPE = 0.75;
const MOST_SLOPE = 1.25;
const LEAST_CORRELATION = 0.8;

/**
 * Static weight over a stretch of movement: the mean force, less what changed the bar's momentum, W = F / (1 + dv / (g T)). Null
 * without forces.
 */
export function weightOver(
  readings: readonly Reading[],
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
): number | null {
  let sum = 0;
  let count = 0;
  for (const { channel, atUs, value } of readings) {
    if (channel !== 'force' || atUs < fromUs || atUs > toUs) continue;
    sum += value;
    count += 1;
  }
  if (count === 0) return null;
  const gainedMmps = velocityAt(points, toUs) - velocityAt(points, fromUs);
  return sum / count / (1 + gainedMmps / (GRAVITY_MMPS2 * ((toUs - fromUs) / 1e6)));
}

function velocityAt(points: readonly SmoothPoint[], atUs: number): number {
  return (points.find((point) => point.atUs >= atUs) ?? points.at(-1))?.velocityMmps ?? 0;
}

/**
 * The weight with which the force of this movement tells the bar's acceleration; null when it contradicts the height, and so must
 * be left out.
 */
export function weightForFusion(
  readings: readonly Reading[],
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
): number | null {
  const forces = readings.filter(({ channel, atUs }) => channel === 'force' && atUs >= fromUs && atUs <= toUs);
  const weightN = weightOver(forces, points, fromUs, toUs);
  if (weightN === null || !(weightN > 0) || forces.length < LEAST_FORCES) return null;
  let [xx, xy, yy] = [0, 0, 0];
  let next = 0;
  for (const { atUs, value } of forces) {
    while (next < points.length - 1 && points[next]!.atUs < atUs) next += 1;
    const x = (points[next]?.accelerationMmps2 ?? 0) / GRAVITY_MMPS2;
    const y = value / weightN - 1;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const slope = xy / xx;
  const correlation = xy / Math.sqrt(xx * yy);
  return slope > LEAST_SLOPE && slope < MOST_SLOPE && correlation > LEAST_CORRELATION ? weightN : null;
}
