import { GRAVITY_MMPS2 } from '../gravity.ts';
import { type ForceModel, frictionSign } from './fusion.ts';
import { resize, type Smoothed } from './smoothed.ts';
import type { Stretch } from './trace.ts';

/** What the smoother knows of one movement. */
export interface SmoothModel {
  readonly noiseMm: number;
  /** Spectral density of the movement's jerk, (mm/s3)^2/Hz. */
  readonly jerkDensity: number;
  /** How the load cell feels the movement; null to leave the force out. */
  readonly force: ForceModel | null;
  /** The cell carries the whole load from here to there: before and after it, the floor does. */
  readonly carriedFromUs: number;
  readonly carriedToUs: number;
}

/** Rattle of the bar and the error of the weight, as an acceleration. */
const FORCE_VAR = 200 ** 2;
const FORCE_INFORMATION = 1 / FORCE_VAR;
/** A force this many standard deviations out is no load: an impact, garbage, a hand. */
const FAR_SIGMAS = 5;
/** A reading believed less than this is rejected. */
const LEAST_WEIGHT = 0.02;
const FIRST_VELOCITY_VAR = 300 ** 2;
const FIRST_ACCELERATION_VAR = 1000 ** 2;

/**
 * One row for each reading that was used: its time; the state as filtered with it (height, velocity, acceleration, and the upper triangle of
 * their covariance row by row); what it told of the height or of the acceleration; and the variance of that.
 */
const ROW = 12;
const STATE = 1;
const TOLD = 10;
/** One over the variance of what it told of the height; 0 marks a force. */
const INFORMATION = 11;
const THIRD = 1 / 3;
/** Used again by every call. */
let room = new Float64Array(ROW * 1024);

/**
 * Rauch-Tung-Striebel smoother over the readings of one movement: the filter runs forward once more, then each state is corrected by what came
 * later. It takes out the live filter's delay and most of its noise. What `into` held is lost.
 */
export function smooth({ trace, first, end }: Stretch, model: SmoothModel, into: Smoothed): Smoothed {
  let start = first;
  while (start < end && (trace.isHeight[start] === 0 || trace.weight[start]! < LEAST_WEIGHT)) start += 1;
  if (room.length < ROW * (end - first)) room = new Float64Array(2 * ROW * (end - first));
  const { noiseMm, jerkDensity, force, carriedFromUs, carriedToUs } = model;
  // Told number by number: of objects of several shapes, V8 makes the loop a slow one, with a new object for each number.
  const perN = force === null ? 0 : GRAVITY_MMPS2 / (force.gain * force.weightN);
  const weightless = force === null ? 0 : GRAVITY_MMPS2 / force.gain;
  const rubbed = force === null ? 0 : weightless * force.friction;
  const fromUs = force === null ? Number.POSITIVE_INFINITY : carriedFromUs;
  const { isHeight, atUs, value, weight } = trace;
  const count =
    start === end
      ? 0
      : forward(
          room,
          isHeight,
          atUs,
          value,
          weight,
          start,
          end,
          noiseMm,
          jerkDensity,
          perN,
          weightless,
          rubbed,
          fromUs,
          carriedToUs,
        );
  resize(into, count);
  backward(room, count, into.atUs, into.heightMm, into.velocityMmps, into.accelerationMmps2);
  return into;
}

/**
 * The filter of signal/height-filter.ts without the bias, since the weight of a whole movement is known. Its state stands in variables, not in
 * the rows: this loop is the most of what a rep costs, and each row waits for the one before. So what depends on the time alone is reckoned beside
 * the covariances, and sums are taken in pairs. The force is used from `carriedFromUs` to `carriedToUs`. Returns the number of rows.
 */
function forward(
  rows: Float64Array,
  isHeight: Uint8Array,
  atUs: Float64Array,
  value: Float64Array,
  weight: Float64Array,
  start: number,
  end: number,
  noiseMm: number,
  jerkDensity: number,
  perN: number,
  weightless: number,
  rubbed: number,
  carriedFromUs: number,
  carriedToUs: number,
): number {
  const heightVar = noiseMm * noiseMm;
  const heightInformation = 1 / heightVar;
  // It stands where it is seen first, as far as is known.
  let thenUs = atUs[start]!;
  let height = value[start]!;
  let velocity = 0;
  let acceleration = 0;
  let p00 = heightVar;
  let p01 = 0;
  let p02 = 0;
  let p11 = FIRST_VELOCITY_VAR;
  let p12 = 0;
  let p22 = FIRST_ACCELERATION_VAR;
  let told = height;
  let toldInformation = heightInformation;
  let row = 0;
  for (let index = start; index < end; index++) {
    const believed = weight[index]!;
    if (believed < LEAST_WEIGHT) continue;
    const seen = isHeight[index] === 1;
    const readUs = atUs[index]!;
    if (!seen && (readUs < carriedFromUs || readUs > carriedToUs)) continue;
    if (index > start) {
      // x = F x, P = F P F' + Q
      const nowUs = Math.max(thenUs, readUs);
      const t = 1e-6 * (nowUs - thenUs);
      const tt = t * t;
      const half = 0.5 * tt;
      const q = jerkDensity * t;
      const qHalf = q * half;
      thenUs = nowUs;
      height += t * velocity + half * acceleration;
      velocity += t * acceleration;
      p00 = p00 + 0.2 * qHalf * half + 2 * t * p01 + (tt * p02 + tt * p11) + (t * tt * p12 + half * half * p22);
      p01 = p01 + 0.25 * qHalf * t + (t * p02 + t * p11) + (1.5 * tt * p12 + t * half * p22);
      p02 = p02 + THIRD * qHalf + (t * p12 + half * p22);
      p11 = p11 + 2 * THIRD * qHalf + (2 * t * p12 + tt * p22);
      p12 = p12 + 0.5 * q * t + t * p22;
      p22 += q;
      // x + K residue and P - K c', with K = c / variance; c: the covariances of the state with what was measured; variance: of its residue.
      if (seen) {
        told = value[index]!;
        toldInformation = believed * heightInformation;
        const information = 1 / (p00 + (believed === 1 ? heightVar : heightVar / believed));
        const gained = information * (told - height);
        height += p00 * gained;
        velocity += p01 * gained;
        acceleration += p02 * gained;
        p11 -= p01 * p01 * information;
        p12 -= p01 * p02 * information;
        p22 -= p02 * p02 * information;
        const left = 1 - p00 * information;
        p00 *= left;
        p01 *= left;
        p02 *= left;
      } else {
        told = perN * value[index]! - weightless;
        if (rubbed !== 0) told -= rubbed * frictionSign(velocity);
        toldInformation = 0;
        const residue = told - acceleration;
        const variance = p22 + FORCE_VAR;
        if (residue * residue > FAR_SIGMAS * FAR_SIGMAS * variance) continue;
        const information = 1 / variance;
        const gained = information * residue;
        height += p02 * gained;
        velocity += p12 * gained;
        acceleration += p22 * gained;
        p00 -= p02 * p02 * information;
        p01 -= p02 * p12 * information;
        p11 -= p12 * p12 * information;
        const left = 1 - p22 * information;
        p02 *= left;
        p12 *= left;
        p22 *= left;
      }
    }
    rows[row] = thenUs;
    rows[row + STATE] = height;
    rows[row + STATE + 1] = velocity;
    rows[row + STATE + 2] = acceleration;
    rows[row + STATE + 3] = p00;
    rows[row + STATE + 4] = p01;
    rows[row + STATE + 5] = p02;
    rows[row + STATE + 6] = p11;
    rows[row + STATE + 7] = p12;
    rows[row + STATE + 8] = p22;
    rows[row + TOLD] = told;
    rows[row + INFORMATION] = toldInformation;
    row += ROW;
  }
  return row / ROW;
}

/**
 * What the later readings say of a state is handed back row by row as n, in the form of Bryson and Frazier (Bierman 1973), which needs no
 * inverse of P: smoothed x = x + P n; over the reading of the row n + c (told - smoothed) / its variance, c what it shows; over the time since
 * the row before F' n.
 */
function backward(
  rows: Float64Array,
  count: number,
  atUs: Float64Array,
  heightMm: Float64Array,
  velocityMmps: Float64Array,
  accelerationMmps2: Float64Array,
): void {
  let n0 = 0;
  let n1 = 0;
  let n2 = 0;
  for (let index = count - 1; index >= 0; index--) {
    const row = ROW * index;
    const s = row + STATE;
    const p01 = rows[s + 4]!;
    const p02 = rows[s + 5]!;
    const p12 = rows[s + 7]!;
    const height = rows[s]! + rows[s + 3]! * n0 + (p01 * n1 + p02 * n2);
    const velocity = rows[s + 1]! + p01 * n0 + (rows[s + 6]! * n1 + p12 * n2);
    const acceleration = rows[s + 2]! + p02 * n0 + (p12 * n1 + rows[s + 8]! * n2);
    atUs[index] = rows[row]!;
    heightMm[index] = height;
    velocityMmps[index] = velocity;
    accelerationMmps2[index] = acceleration;
    if (index === 0) return;
    const information = rows[row + INFORMATION]!;
    if (information > 0) n0 += (rows[row + TOLD]! - height) * information;
    else n2 += (rows[row + TOLD]! - acceleration) * FORCE_INFORMATION;
    const t = 1e-6 * (rows[row]! - rows[row - ROW]!);
    n2 += t * n1 + 0.5 * t * t * n0;
    n1 += t * n0;
  }
}
