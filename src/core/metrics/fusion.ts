import { GRAVITY_MMPS2 } from '../gravity.ts';
import type { ForceMount } from '../types.ts';
import type { Forces } from './forces.ts';
import type { Smoothed } from './smoothed.ts';

/**
 * What the cell feels of the bar's movement: F = W (1 + gain a / g + friction sign(v)). A cell between bar and lifter has gain 1, with
 * a counterweight more (its weight helps, its inertia doesn't); a platform less, since the body moves less than the bar.
 */
export interface ForceModel {
  readonly weightN: number;
  readonly gain: number;
  /** Friction of the rails as a share of the weight; the sign is the velocity's. */
  readonly friction: number;
}

const CONVERSIONS = 4;
/** Too few forces over a movement say nothing of its acceleration: a 10 SPS cell gives about ten. */
const LEAST_FORCES = 30;
/** 3 kg: the lightest load that is one. */
const LEAST_WEIGHT_N = 30;
/** A platform under a squat whose arms hang still has 0.5; a Smith machine balanced to a third of its bar has 3. */
const LEAST_GAIN = 0.4;
const MOST_GAIN = 3;
/** lift/m2_position_force, a cable machine that commands its force, stays below. */
const LEAST_CORRELATION = 0.8;
/** By chance alone a fit to a concentric phase leaves up to a quarter less of the movement unexplained. */
const CLEARLY_BETTER = 0.7;
/** Of white noise, in the square of its third difference: 1 + 9 + 9 + 1. */
const THIRD_GAIN = 20;
/** Friction turns over within this velocity. */
const FRICTION_TURNS_MMPS = 20;

/**
 * Static weight over a stretch of movement: the mean force, less what changed the bar's momentum, W = F / (1 + mean a / g). A reading is the mean
 * over the converter's last four conversions (HX711 and NAU7802 alike), so its acceleration is what the velocity gained in that time, which at
 * 10 SPS is as long as a quick lift's own pulses. Null without forces. `bar`: null when its movement isn't known.
 */
export function weightOver(forces: Forces, bar: Smoothed | null, fromUs: number, toUs: number): number | null {
  const { atUs, forceN, count: all } = forces;
  const periodUs = all < 2 ? 0 : (atUs[all - 1]! - atUs[0]!) / (all - 1);
  const halfUs = (CONVERSIONS / 2) * periodUs;
  let sumN = 0;
  let count = 0;
  let gainedMmps = 0;
  let before = 0;
  let after = 0;
  for (let index = 0; index < all; index++) {
    const thenUs = atUs[index]!;
    if (thenUs < fromUs || thenUs > toUs) continue;
    sumN += forceN[index]!;
    count += 1;
    if (bar === null) continue;
    before = indexAt(bar, thenUs - halfUs, before);
    after = indexAt(bar, thenUs + halfUs, after);
    gainedMmps += bar.velocityMmps[after]! - bar.velocityMmps[before]!;
  }
  if (count === 0) return null;
  const gainedG = periodUs > 0 ? gainedMmps / ((2 * halfUs) / 1e6) / GRAVITY_MMPS2 : 0;
  return sumN / (count + gainedG);
}

/** Index of the first instant that isn't before `atUs`, or of the last; looked for from `index` on. */
function indexAt({ atUs: times, count }: Smoothed, atUs: number, index: number): number {
  let next = index;
  while (next < count - 1 && times[next]! < atUs) next += 1;
  return next;
}

export const frictionSign = (velocityMmps: number): number =>
  velocityMmps / Math.sqrt(velocityMmps * velocityMmps + FRICTION_TURNS_MMPS * FRICTION_TURNS_MMPS);

/** The acceleration that a force shows, in mm/s2. `weightN`: as it is known now, which the model's own may lag behind. */
export function accelerationOf(
  { gain, friction }: ForceModel,
  weightN: number,
  forceN: number,
  velocityMmps: number,
): number {
  const rubbed = friction === 0 ? 0 : friction * frictionSign(velocityMmps);
  return (GRAVITY_MMPS2 * (forceN / weightN - 1 - rubbed)) / gain;
}

/**
 * How the force of this movement follows its acceleration and direction; null when it contradicts the height, and so must be rejected. Both
 * sides are noisy. The force's own noise is known from its third differences and taken out. That of the heights' second derivative isn't
 * known: fitting the force to it makes the gain too small, the other way round too large where the smoother has flattened the movement,
 * so it is the geometric mean of the two (reduced major axis).
 */
export function forceModel(
  forces: Forces,
  bar: Smoothed,
  fromUs: number,
  toUs: number,
  mount: ForceMount,
): ForceModel | null {
  const weightN = weightOver(forces, bar, fromUs, toUs);
  if (weightN === null || weightN < LEAST_WEIGHT_N) return null;
  let xx = 0;
  let xs = 0;
  let ss = 0;
  let xy = 0;
  let sy = 0;
  let yy = 0;
  let count = 0;
  let next = 0;
  let thirds = 0;
  let y1 = 0;
  let y2 = 0;
  let y3 = 0;
  for (let index = 0; index < forces.count; index++) {
    const thenUs = forces.atUs[index]!;
    if (thenUs < fromUs || thenUs > toUs) continue;
    next = indexAt(bar, thenUs, next);
    const x = bar.accelerationMmps2[next]! / GRAVITY_MMPS2;
    const s = frictionSign(bar.velocityMmps[next]!);
    const y = forces.forceN[index]! / weightN - 1;
    count += 1;
    xx += x * x;
    xs += x * s;
    ss += s * s;
    xy += x * y;
    sy += s * y;
    yy += y * y;
    const third = y - 3 * y1 + 3 * y2 - y3;
    if (count > 3) thirds += third * third;
    y3 = y2;
    y2 = y1;
    y1 = y;
  }
  if (count < LEAST_FORCES) return null;
  yy -= ((thirds / THIRD_GAIN) * count) / (count - 3);
  const determinant = yy * ss - sy * sy;
  const byForce = (xy * ss - xs * sy) / determinant;
  const bySign = (xs * yy - xy * sy) / determinant;
  const explained = byForce * xy + bySign * xs;
  const correlation = Math.sqrt(Math.max(0, explained / xx));
  const gain = correlation / byForce;
  const fits = gain > LEAST_GAIN && gain < MOST_GAIN && correlation > LEAST_CORRELATION;
  if (!fits) return null;
  // A body on a platform always moves less than the bar. Else it is the plain model unless the other explains clearly more, since a fit to half a
  // dozen independent heights finds something in any noise.
  const plain = xx - 2 * xy + yy;
  const isFitted = mount === 'platform' || xx - explained < CLEARLY_BETTER * plain;
  return isFitted ? { weightN, gain, friction: -bySign * gain } : { weightN, gain: 1, friction: 0 };
}
