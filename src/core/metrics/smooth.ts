import type { Reading } from '../signal/order.ts';
import { accelerationOf, type ForceModel } from './fusion.ts';
import { resize, type Smoothed } from './smoothed.ts';

/** What the smoother is told of one movement. */
export interface SmoothModel {
  readonly noiseMm: number;
  /** Spectral density of the movement's jerk, (mm/s3)^2/Hz. */
  readonly jerkDensity: number;
  /** How the load cell feels the movement; null to leave the force out. */
  readonly force: ForceModel | null;
}

/** Rattle of the bar and the error of the weight, as an acceleration. */
const FORCE_NOISE_MMPS2 = 200;
/** A residue this many standard deviations out is a spike, or a manoeuvre the model can't follow, such as a bar that hits the floor. */
const FAR_SIGMAS = 5;
const FIRST_VELOCITY_VAR = 300 ** 2;
const FIRST_ACCELERATION_VAR = 1000 ** 2;
const MANOEUVRE_VELOCITY_VAR = 1e6;
const MANOEUVRE_ACCELERATION_VAR = 4e8;

/**
 * One row for each reading that was used: its time, then the state as predicted for it, then as filtered with it. A state is height,
 * velocity, acceleration, and the upper triangle of their covariance row by row. The room is used again by every call.
 */
const ROW = 19;
const PREDICTED = 1;
const FILTERED = 10;
const STATE = 9;
/** Where a state has its own variances. */
const HEIGHT_VAR = 3;
const ACCELERATION_VAR = 8;
let room = new Float64Array(ROW * 1024);

/**
 * Rauch-Tung-Striebel smoother over the readings of one movement, in order of time: the filter runs forward once more, then
 * each state is corrected by what came later. It takes out the live filter's delay and most of its noise. What `into` held is lost.
 */
export function smooth(readings: readonly Reading[], model: SmoothModel, into: Smoothed): Smoothed {
  const start = readings.findIndex((reading) => reading.channel === 'height');
  if (room.length < ROW * readings.length) room = new Float64Array(2 * ROW * readings.length);
  resize(into, start < 0 ? 0 : forward(room, readings, start, model));
  backward(room, into);
  return into;
}

/** The filter of signal/height-filter.ts without the bias, since the weight of a whole movement is known. Returns the number of rows. */
function forward(rows: Float64Array, readings: readonly Reading[], start: number, model: SmoothModel): number {
  const { noiseMm, jerkDensity, force } = model;
  const heightVar = noiseMm ** 2;
  const forceVar = FORCE_NOISE_MMPS2 ** 2;
  begin(rows, readings[start]!, heightVar);
  let count = 1;
  for (let index = start + 1; index < readings.length; index++) {
    const reading = readings[index]!;
    const isHeight = reading.channel === 'height';
    if (!isHeight && force === null) continue;
    const row = ROW * count;
    predict(rows, row, reading.atUs, jerkDensity);
    const p = row + PREDICTED;
    const told = isHeight ? reading.value : accelerationOf(force!, force!.weightN, reading.value, rows[p + 1]!);
    const residue = told - rows[isHeight ? p : p + 2]!;
    const variance = isHeight ? rows[p + HEIGHT_VAR]! + heightVar : rows[p + ACCELERATION_VAR]! + forceVar;
    let prior = p;
    if (residue * residue > FAR_SIGMAS * FAR_SIGMAS * variance) {
      if (!isHeight || isSpike(rows, row, readings, index, model)) continue;
      prior = row + FILTERED;
      loosen(rows, p, prior, residue);
    }
    if (isHeight) correct(rows, prior, row + FILTERED, residue, rows[prior + HEIGHT_VAR]! + heightVar, 3, 4, 5);
    else correct(rows, prior, row + FILTERED, residue, variance, 5, 7, 8);
    count += 1;
  }
  return count;
}

/** The first row: it stands where it is seen first, as far as is known. */
function begin(rows: Float64Array, { atUs, value }: Reading, heightVar: number): void {
  rows.fill(0, 0, ROW);
  rows[0] = atUs;
  for (const state of [PREDICTED, FILTERED]) {
    rows[state] = value;
    rows[state + 3] = heightVar;
    rows[state + 6] = FIRST_VELOCITY_VAR;
    rows[state + 8] = FIRST_ACCELERATION_VAR;
  }
}

/** Writes into `row` the time and the state that follow from the row before: x = F x, P = F P F' + Q. */
function predict(rows: Float64Array, row: number, atUs: number, jerkDensity: number): void {
  const before = row - ROW;
  const t = Math.max(0, (atUs - rows[before]!) / 1e6);
  const half = (t * t) / 2;
  const q = jerkDensity * t;
  const f = before + FILTERED;
  const p01 = rows[f + 4]!;
  const p02 = rows[f + 5]!;
  const p11 = rows[f + 6]!;
  const p12 = rows[f + 7]!;
  const p22 = rows[f + 8]!;
  const a01 = p01 + t * p11 + half * p12;
  const a02 = p02 + t * p12 + half * p22;
  const a12 = p12 + t * p22;
  const p = row + PREDICTED;
  rows[row] = Math.max(rows[before]!, atUs);
  rows[p] = rows[f]! + (t * rows[f + 1]! + half * rows[f + 2]!);
  rows[p + 1] = rows[f + 1]! + t * rows[f + 2]!;
  rows[p + 2] = rows[f + 2]!;
  rows[p + 3] = rows[f + 3]! + (t * p01 + half * p02 + t * a01 + half * a02 + (q * half * half) / 5);
  rows[p + 4] = a01 + t * a02 + (q * t * half) / 4;
  rows[p + 5] = a02 + (q * half) / 3;
  rows[p + 6] = p11 + (t * p12 + t * a12 + (q * t * t) / 3);
  rows[p + 7] = a12 + (q * t) / 2;
  rows[p + 8] = p22 + q;
}

/** Writes at `to` the state at `from` as a manoeuvre leaves it: the height alone is still known, roughly. */
function loosen(rows: Float64Array, from: number, to: number, residueMm: number): void {
  rows.fill(0, to, to + STATE);
  rows[to] = rows[from]!;
  rows[to + 1] = rows[from + 1]!;
  rows[to + 3] = rows[from + 3]! + residueMm * residueMm;
  rows[to + 6] = MANOEUVRE_VELOCITY_VAR;
  rows[to + 8] = MANOEUVRE_ACCELERATION_VAR;
}

/**
 * Writes at `to` the state at `from` with a measurement in it: x + K residue and P - K c', with K = c / variance. `c0` to `c2`: where in the
 * state the covariances with what was measured stand.
 */
function correct(
  rows: Float64Array,
  from: number,
  to: number,
  residue: number,
  variance: number,
  at0: number,
  at1: number,
  at2: number,
): void {
  const c0 = rows[from + at0]!;
  const c1 = rows[from + at1]!;
  const c2 = rows[from + at2]!;
  const k0 = c0 / variance;
  const k1 = c1 / variance;
  const k2 = c2 / variance;
  rows[to] = rows[from]! + k0 * residue;
  rows[to + 1] = rows[from + 1]! + k1 * residue;
  rows[to + 2] = rows[from + 2]! + k2 * residue;
  rows[to + 3] = rows[from + 3]! - k0 * c0;
  rows[to + 4] = rows[from + 4]! - k0 * c1;
  rows[to + 5] = rows[from + 5]! - k0 * c2;
  rows[to + 6] = rows[from + 6]! - k1 * c1;
  rows[to + 7] = rows[from + 7]! - k1 * c2;
  rows[to + 8] = rows[from + 8]! - k2 * c2;
}

/** A height far off whose successor is not: a spike, not a bar that was stopped or dropped. */
function isSpike(
  rows: Float64Array,
  row: number,
  readings: readonly Reading[],
  index: number,
  { noiseMm, jerkDensity }: SmoothModel,
): boolean {
  const next = readings.find(({ channel }, at) => at > index && channel === 'height');
  if (next === undefined) return true;
  const x = row + PREDICTED;
  const p = x + 3;
  const t = Math.max(0, (next.atUs - rows[row]!) / 1e6);
  const half = (t * t) / 2;
  const offMm = next.value - (rows[x]! + t * rows[x + 1]! + half * rows[x + 2]!);
  const thereVar = rows[p]! + 2 * t * rows[p + 1]! + 2 * half * rows[p + 2]!;
  const movingVar = t * t * rows[p + 3]! + 2 * t * half * rows[p + 4]! + half * half * rows[p + 5]!;
  const variance = thereVar + movingVar + (jerkDensity * t ** 5) / 20 + noiseMm ** 2;
  const isFar = offMm * offMm > FAR_SIGMAS * FAR_SIGMAS * variance;
  return !isFar || offMm * (readings[index]!.value - rows[x]!) <= 0;
}

/** Each row becomes x + P F' Pp^-1 (later - predicted): x and P as filtered in it, predicted from there the row after it. */
function backward(rows: Float64Array, into: Smoothed): void {
  const { count, atUs, heightMm, velocityMmps, accelerationMmps2 } = into;
  let h = 0;
  let v = 0;
  let a = 0;
  for (let index = count - 1; index >= 0; index--) {
    const at = ROW * index;
    const f = at + FILTERED;
    let dh = 0;
    let dv = 0;
    let da = 0;
    if (index < count - 1) {
      const p = at + ROW + PREDICTED;
      const p00 = rows[p + 3]!;
      const p01 = rows[p + 4]!;
      const p02 = rows[p + 5]!;
      const p11 = rows[p + 6]!;
      const p12 = rows[p + 7]!;
      const p22 = rows[p + 8]!;
      // Solve Pp y = d by the adjugate of the symmetric 3x3.
      const c00 = p11 * p22 - p12 * p12;
      const c01 = p02 * p12 - p01 * p22;
      const c02 = p01 * p12 - p02 * p11;
      const c11 = p00 * p22 - p02 * p02;
      const c12 = p01 * p02 - p00 * p12;
      const c22 = p00 * p11 - p01 * p01;
      const determinant = p00 * c00 + p01 * c01 + p02 * c02;
      if (determinant > 0) {
        const d0 = (h - rows[p]!) / determinant;
        const d1 = (v - rows[p + 1]!) / determinant;
        const d2 = (a - rows[p + 2]!) / determinant;
        const y0 = c00 * d0 + c01 * d1 + c02 * d2;
        const y1 = c01 * d0 + c11 * d1 + c12 * d2;
        const y2 = c02 * d0 + c12 * d1 + c22 * d2;
        // z = F' y
        const t = (rows[at + ROW]! - rows[at]!) / 1e6;
        const z1 = t * y0 + y1;
        const z2 = (t * t * y0) / 2 + t * y1 + y2;
        dh = rows[f + 3]! * y0 + rows[f + 4]! * z1 + rows[f + 5]! * z2;
        dv = rows[f + 4]! * y0 + rows[f + 6]! * z1 + rows[f + 7]! * z2;
        da = rows[f + 5]! * y0 + rows[f + 7]! * z1 + rows[f + 8]! * z2;
      }
    }
    h = rows[f]! + dh;
    v = rows[f + 1]! + dv;
    a = rows[f + 2]! + da;
    atUs[index] = rows[at]!;
    heightMm[index] = h;
    velocityMmps[index] = v;
    accelerationMmps2[index] = a;
  }
}
