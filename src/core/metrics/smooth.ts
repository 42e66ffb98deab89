import {
  agrees,
  farMm,
  type HeightFilter,
  predict,
  startFilter,
  updateAcceleration,
  updateHeight,
} from '../signal/height-filter.ts';
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

/** What is kept of the filter at each reading: height, velocity, acceleration and the upper triangle of their covariance. */
const KEPT = 9;

/** Room to work in, used again by each call and empty between them: making it new takes as long as the filter itself. */
const room = { timesUs: new Float64Array(), ahead: new Float64Array(), filtered: new Float64Array() };

function roomFor(readings: number): typeof room {
  if (room.timesUs.length < readings) {
    const length = 2 * readings;
    room.timesUs = new Float64Array(length);
    room.ahead = new Float64Array(KEPT * length);
    room.filtered = new Float64Array(KEPT * length);
  }
  return room;
}

/**
 * Rauch-Tung-Striebel smoother over the readings of one movement, in order of time: the filter runs forward once more, then
 * each state is corrected by what came later. It takes out the live filter's delay and most of its noise.
 */
export function smooth(readings: readonly Reading[], model: SmoothModel): SmoothPoint[] {
  const { noiseMm, jerkDensity, force } = model;
  const start = readings.findIndex((reading) => reading.channel === 'height');
  if (start < 0) return [];
  const { timesUs, ahead, filtered } = roomFor(readings.length - start);
  const filter = startFilter(readings[start]!.atUs, readings[start]!.value, noiseMm, 0);
  timesUs[0] = filter.atUs;
  keep(filtered, 0, filter);
  let count = 1;
  for (let index = start + 1; index < readings.length; index++) {
    const { channel, atUs, value } = readings[index]!;
    if (channel === 'height') {
      predict(filter, atUs, jerkDensity);
      if (isSpike(filter, readings, index, model)) continue;
      keep(ahead, count, filter);
      updateHeight(filter, value, noiseMm);
    } else {
      if (force === null) continue;
      predict(filter, atUs, jerkDensity);
      const told = accelerationOf(force, force.weightN, value, filter.velocityMmps);
      if (!agrees(filter, told, FORCE_NOISE_MMPS2)) continue;
      keep(ahead, count, filter);
      updateAcceleration(filter, told, FORCE_NOISE_MMPS2);
    }
    timesUs[count] = filter.atUs;
    keep(filtered, count, filter);
    count += 1;
  }
  let later = pointAt(filtered, count - 1, timesUs[count - 1]!);
  const points = Array<SmoothPoint>(count);
  points[count - 1] = later;
  for (let index = count - 2; index >= 0; index--) {
    later = corrected(filtered, index, timesUs[index]!, ahead, timesUs[index + 1]!, later);
    points[index] = later;
  }
  return points;
}

function keep(rows: Float64Array, row: number, f: HeightFilter): void {
  const at = KEPT * row;
  rows[at] = f.heightMm;
  rows[at + 1] = f.velocityMmps;
  rows[at + 2] = f.accelerationMmps2;
  rows[at + 3] = f.p00;
  rows[at + 4] = f.p01;
  rows[at + 5] = f.p02;
  rows[at + 6] = f.p11;
  rows[at + 7] = f.p12;
  rows[at + 8] = f.p22;
}

const pointAt = (rows: Float64Array, row: number, atUs: number): SmoothPoint => ({
  atUs,
  heightMm: rows[KEPT * row]!,
  velocityMmps: rows[KEPT * row + 1]!,
  accelerationMmps2: rows[KEPT * row + 2]!,
});

/** A height far off whose successor is not: a spike, not a bar that was stopped or dropped. */
function isSpike(filter: HeightFilter, readings: readonly Reading[], index: number, model: SmoothModel): boolean {
  const offMm = farMm(filter, readings[index]!.value, model.noiseMm);
  if (offMm === 0) return false;
  for (let next = index + 1; next < readings.length; next++) {
    const { channel, atUs, value } = readings[next]!;
    if (channel !== 'height') continue;
    const then = { ...filter };
    predict(then, atUs, model.jerkDensity);
    return farMm(then, value, model.noiseMm) * offMm <= 0;
  }
  return true;
}

/** x + P F' Pp^-1 (later - predicted): x and P as filtered in row `index`, predicted from there the row after it. */
function corrected(
  filtered: Float64Array,
  index: number,
  atUs: number,
  ahead: Float64Array,
  laterUs: number,
  later: SmoothPoint,
): SmoothPoint {
  const p = KEPT * (index + 1);
  const p00 = ahead[p + 3]!;
  const p01 = ahead[p + 4]!;
  const p02 = ahead[p + 5]!;
  const p11 = ahead[p + 6]!;
  const p12 = ahead[p + 7]!;
  const p22 = ahead[p + 8]!;
  // Solve Pp y = d by the adjugate of the symmetric 3x3.
  const c00 = p11 * p22 - p12 * p12;
  const c01 = p02 * p12 - p01 * p22;
  const c02 = p01 * p12 - p02 * p11;
  const c11 = p00 * p22 - p02 * p02;
  const c12 = p01 * p02 - p00 * p12;
  const c22 = p00 * p11 - p01 * p01;
  const det = p00 * c00 + p01 * c01 + p02 * c02;
  if (!(det > 0)) return pointAt(filtered, index, atUs);
  const d0 = (later.heightMm - ahead[p]!) / det;
  const d1 = (later.velocityMmps - ahead[p + 1]!) / det;
  const d2 = (later.accelerationMmps2 - ahead[p + 2]!) / det;
  const y0 = c00 * d0 + c01 * d1 + c02 * d2;
  const y1 = c01 * d0 + c11 * d1 + c12 * d2;
  const y2 = c02 * d0 + c12 * d1 + c22 * d2;
  // z = F' y
  const t = (laterUs - atUs) / 1e6;
  const z1 = t * y0 + y1;
  const z2 = (t * t * y0) / 2 + t * y1 + y2;
  const f = KEPT * index;
  const f01 = filtered[f + 4]!;
  const f02 = filtered[f + 5]!;
  const f12 = filtered[f + 7]!;
  return {
    atUs,
    heightMm: filtered[f]! + filtered[f + 3]! * y0 + f01 * z1 + f02 * z2,
    velocityMmps: filtered[f + 1]! + f01 * y0 + filtered[f + 6]! * z1 + f12 * z2,
    accelerationMmps2: filtered[f + 2]! + f02 * y0 + f12 * z1 + filtered[f + 8]! * z2,
  };
}
