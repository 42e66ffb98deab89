import { accelerationOf, type ForceModel } from './fusion.ts';
import { resize, type Smoothed } from './smoothed.ts';
import type { Stretch, Trace } from './trace.ts';

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
  resize(into, start === end ? 0 : forward(room, trace, start, end, model));
  backward(room, into);
  return into;
}

/**
 * The filter of signal/height-filter.ts without the bias, since the weight of a whole movement is known. Its state stands in variables, not in
 * the rows: this loop is the most of what a rep costs. Returns the number of rows.
 */
function forward(rows: Float64Array, trace: Trace, start: number, end: number, model: SmoothModel): number {
  const { isHeight, atUs, value, weight } = trace;
  const { noiseMm, jerkDensity, force, carriedFromUs, carriedToUs } = model;
  const heightVar = noiseMm ** 2;
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
    const seen = isHeight[index] === 1;
    if (weight[index]! < LEAST_WEIGHT) continue;
    if (!seen && (force === null || atUs[index]! < carriedFromUs || atUs[index]! > carriedToUs)) continue;
    if (index > start) {
      // x = F x, P = F P F' + Q
      const nowUs = Math.max(thenUs, atUs[index]!);
      const t = 1e-6 * (nowUs - thenUs);
      const half = 0.5 * t * t;
      const q = jerkDensity * t;
      const qHalf = q * half;
      const a01 = p01 + t * p11 + half * p12;
      const a02 = p02 + t * p12 + half * p22;
      const a12 = p12 + t * p22;
      thenUs = nowUs;
      height += t * velocity + half * acceleration;
      velocity += t * acceleration;
      p00 = p00 + t * p01 + (half * p02 + 0.2 * qHalf * half) + (t * a01 + half * a02);
      p01 = a01 + t * a02 + 0.25 * qHalf * t;
      p02 = a02 + THIRD * qHalf;
      p11 = p11 + (t * p12 + 2 * THIRD * qHalf) + t * a12;
      p12 = a12 + 0.5 * q * t;
      p22 += q;
      // c: the covariances of the state with what was measured; variance: of its residue.
      let residue: number;
      let c0: number;
      let c1: number;
      let c2: number;
      let variance: number;
      if (seen) {
        told = value[index]!;
        residue = told - height;
        toldInformation = weight[index]! * heightInformation;
        variance = p00 + (weight[index]! === 1 ? heightVar : heightVar / weight[index]!);
        c0 = p00;
        c1 = p01;
        c2 = p02;
      } else {
        told = accelerationOf(force!, force!.weightN, value[index]!, velocity);
        residue = told - acceleration;
        toldInformation = 0;
        variance = p22 + FORCE_VAR;
        if (residue * residue > FAR_SIGMAS * FAR_SIGMAS * variance) continue;
        c0 = p02;
        c1 = p12;
        c2 = p22;
      }
      // x + K residue and P - K c', with K = c / variance.
      const information = 1 / variance;
      const k0 = information * c0;
      const k1 = information * c1;
      const k2 = information * c2;
      height += k0 * residue;
      velocity += k1 * residue;
      acceleration += k2 * residue;
      p00 -= k0 * c0;
      p01 -= k0 * c1;
      p02 -= k0 * c2;
      p11 -= k1 * c1;
      p12 -= k1 * c2;
      p22 -= k2 * c2;
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
function backward(rows: Float64Array, into: Smoothed): void {
  const { count, atUs, heightMm, velocityMmps, accelerationMmps2 } = into;
  let n0 = 0;
  let n1 = 0;
  let n2 = 0;
  for (let index = count - 1; index >= 0; index--) {
    const row = ROW * index;
    const s = row + STATE;
    const p01 = rows[s + 4]!;
    const p02 = rows[s + 5]!;
    const p12 = rows[s + 7]!;
    const height = rows[s]! + (rows[s + 3]! * n0 + p01 * n1 + p02 * n2);
    const velocity = rows[s + 1]! + (p01 * n0 + rows[s + 6]! * n1 + p12 * n2);
    const acceleration = rows[s + 2]! + (p02 * n0 + p12 * n1 + rows[s + 8]! * n2);
    atUs[index] = rows[row]!;
    heightMm[index] = height;
    velocityMmps[index] = velocity;
    accelerationMmps2[index] = acceleration;
    if (index === 0) return;
    const information = rows[row + INFORMATION]!;
    if (information > 0) n0 += (rows[row + TOLD]! - height) * information;
    else n2 += (rows[row + TOLD]! - acceleration) * FORCE_INFORMATION;
    const t = 1e-6 * (rows[row]! - rows[row - ROW]!);
    n2 += t * (n1 + 0.5 * t * n0);
    n1 += t * n0;
  }
}
