import type { Reading } from '../signal/order.ts';
import { accelerationOf, type ForceModel } from './fusion.ts';

export interface SmoothPoint {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
  readonly accelerationMmps2: number;
}

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
 * One row for each reading that was used: its time, then height, velocity, acceleration and the upper triangle of their covariance,
 * first as predicted and then as filtered. The room is used again by every call: making it new takes as long as the filter.
 */
const ROW = 19;
const PREDICTED = 1;
const FILTERED = 10;
let room = new Float64Array(ROW * 1024);

/**
 * Rauch-Tung-Striebel smoother over the readings of one movement, in order of time: the filter runs forward once more, then
 * each state is corrected by what came later. It takes out the live filter's delay and most of its noise.
 */
export function smooth(readings: readonly Reading[], model: SmoothModel): SmoothPoint[] {
  const start = readings.findIndex((reading) => reading.channel === 'height');
  if (start < 0) return [];
  if (room.length < ROW * readings.length) room = new Float64Array(2 * ROW * readings.length);
  return backward(room, forward(room, readings, start, model));
}

/**
 * The filter of signal/height-filter.ts without the bias, since the weight of a whole movement is known. Written out in local numbers:
 * most of what a rep costs is this loop, and with the live filter's object it takes three times as long. Returns the number of rows.
 */
function forward(rows: Float64Array, readings: readonly Reading[], start: number, model: SmoothModel): number {
  const { noiseMm, jerkDensity, force } = model;
  const heightVar = noiseMm ** 2;
  const first = readings[start]!;
  let lastUs = first.atUs;
  let [h, v, a] = [first.value, 0, 0];
  let [p00, p01, p02, p11, p12, p22] = [heightVar, 0, 0, FIRST_VELOCITY_VAR, 0, FIRST_ACCELERATION_VAR];
  let count = 0;
  for (let index = start; index < readings.length; index++) {
    const { channel, atUs, value } = readings[index]!;
    const isHeight = channel === 'height';
    if (!isHeight && force === null) continue;
    const t = (atUs - lastUs) / 1e6;
    if (t > 0) {
      const half = (t * t) / 2;
      const q = jerkDensity * t;
      const a01 = p01 + t * p11 + half * p12;
      const a02 = p02 + t * p12 + half * p22;
      const a12 = p12 + t * p22;
      lastUs = atUs;
      h += t * v + half * a;
      v += t * a;
      p00 += t * p01 + half * p02 + t * a01 + half * a02 + (q * half * half) / 5;
      p01 = a01 + t * a02 + (q * t * half) / 4;
      p02 = a02 + (q * half) / 3;
      p11 += t * p12 + t * a12 + (q * t * t) / 3;
      p12 = a12 + (q * t) / 2;
      p22 += q;
    }
    const row = ROW * count;
    rows[row] = lastUs;
    store(rows, row + PREDICTED, h, v, a, p00, p01, p02, p11, p12, p22);
    if (index > start) {
      const told = isHeight ? value : accelerationOf(force!, force!.weightN, value, v);
      const residue = told - (isHeight ? h : a);
      const s = isHeight ? p00 + heightVar : p22 + FORCE_NOISE_MMPS2 ** 2;
      if (residue * residue > FAR_SIGMAS * FAR_SIGMAS * s) {
        if (!isHeight || isSpike(rows, row, readings, index, model)) continue;
        a = 0;
        p00 += residue * residue;
        [p01, p02, p11, p12, p22] = [0, 0, MANOEUVRE_VELOCITY_VAR, 0, MANOEUVRE_ACCELERATION_VAR];
      }
      // x + K residue and P - K c', with K = c / s and c the covariance of the state with what was measured.
      const [c0, c1, c2] = isHeight ? [p00, p01, p02] : [p02, p12, p22];
      const now = isHeight ? p00 + heightVar : s;
      const [k0, k1, k2] = [c0 / now, c1 / now, c2 / now];
      h += k0 * residue;
      v += k1 * residue;
      a += k2 * residue;
      p00 -= k0 * c0;
      p01 -= k0 * c1;
      p02 -= k0 * c2;
      p11 -= k1 * c1;
      p12 -= k1 * c2;
      p22 -= k2 * c2;
    }
    store(rows, row + FILTERED, h, v, a, p00, p01, p02, p11, p12, p22);
    count += 1;
  }
  return count;
}

function store(
  rows: Float64Array,
  at: number,
  h: number,
  v: number,
  a: number,
  p00: number,
  p01: number,
  p02: number,
  p11: number,
  p12: number,
  p22: number,
): void {
  rows[at] = h;
  rows[at + 1] = v;
  rows[at + 2] = a;
  rows[at + 3] = p00;
  rows[at + 4] = p01;
  rows[at + 5] = p02;
  rows[at + 6] = p11;
  rows[at + 7] = p12;
  rows[at + 8] = p22;
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
function backward(rows: Float64Array, count: number): SmoothPoint[] {
  const points = Array<SmoothPoint>(count);
  const last = ROW * (count - 1);
  let [h, v, a] = [rows[last + FILTERED]!, rows[last + FILTERED + 1]!, rows[last + FILTERED + 2]!];
  points[count - 1] = { atUs: rows[last]!, heightMm: h, velocityMmps: v, accelerationMmps2: a };
  for (let index = count - 2; index >= 0; index--) {
    const at = ROW * index;
    const f = at + FILTERED;
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
    const d0 = (h - rows[p]!) / determinant;
    const d1 = (v - rows[p + 1]!) / determinant;
    const d2 = (a - rows[p + 2]!) / determinant;
    [h, v, a] = [rows[f]!, rows[f + 1]!, rows[f + 2]!];
    if (determinant > 0) {
      const y0 = c00 * d0 + c01 * d1 + c02 * d2;
      const y1 = c01 * d0 + c11 * d1 + c12 * d2;
      const y2 = c02 * d0 + c12 * d1 + c22 * d2;
      // z = F' y
      const t = (rows[at + ROW]! - rows[at]!) / 1e6;
      const z1 = t * y0 + y1;
      const z2 = (t * t * y0) / 2 + t * y1 + y2;
      h += rows[f + 3]! * y0 + rows[f + 4]! * z1 + rows[f + 5]! * z2;
      v += rows[f + 4]! * y0 + rows[f + 6]! * z1 + rows[f + 7]! * z2;
      a += rows[f + 5]! * y0 + rows[f + 7]! * z1 + rows[f + 8]! * z2;
    }
    points[index] = { atUs: rows[at]!, heightMm: h, velocityMmps: v, accelerationMmps2: a };
  }
  return points;
}
