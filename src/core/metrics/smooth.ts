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

/**
 * Rauch-Tung-Striebel smoother over the readings of one movement, in order of time: the filter runs forward once more, then
 * each state is corrected by what came later. It takes out the live filter's delay and most of its noise.
 */
export function smooth(readings: readonly Reading[], model: SmoothModel): SmoothPoint[] {
  const start = readings.findIndex((reading) => reading.channel === 'height');
  if (start < 0) return [];
  const filtered: HeightFilter[] = [startFilter(readings[start]!.atUs, readings[start]!.value, model.noiseMm, 0)];
  const predicted: HeightFilter[] = [filtered[0]!];
  for (let index = start + 1; index < readings.length; index++) {
    const { channel, atUs, value } = readings[index]!;
    if (channel === 'force' && model.force === null) continue;
    const ahead = predict(filtered.at(-1)!, atUs, model.jerkDensity);
    if (channel === 'height') {
      if (isSpike(ahead, readings, index, model)) continue;
      predicted.push(ahead);
      filtered.push(updateHeight(ahead, value, model.noiseMm));
    } else {
      const told = accelerationOf(model.force!, value, ahead.velocityMmps);
      if (!agrees(ahead, told, FORCE_NOISE_MMPS2)) continue;
      predicted.push(ahead);
      filtered.push(updateAcceleration(ahead, told, FORCE_NOISE_MMPS2));
    }
  }
  let later: SmoothPoint = filtered.at(-1)!;
  const points: SmoothPoint[] = [later];
  for (let index = filtered.length - 2; index >= 0; index--) {
    later = correct(filtered[index]!, predicted[index + 1]!, later);
    points.push(later);
  }
  return points.reverse();
}

/** A height far off whose successor is not: a spike, not a bar that was stopped or dropped. */
function isSpike(ahead: HeightFilter, readings: readonly Reading[], index: number, model: SmoothModel): boolean {
  const offMm = farMm(ahead, readings[index]!.value, model.noiseMm);
  if (offMm === 0) return false;
  for (let next = index + 1; next < readings.length; next++) {
    const { channel, atUs, value } = readings[next]!;
    if (channel !== 'height') continue;
    return farMm(predict(ahead, atUs, model.jerkDensity), value, model.noiseMm) * offMm <= 0;
  }
  return true;
}

/** x + P F' Pp^-1 (later - predicted). */
function correct(f: HeightFilter, p: HeightFilter, later: SmoothPoint): SmoothPoint {
  const dt = (p.atUs - f.atUs) / 1e6;
  const half = (dt * dt) / 2;
  const d0 = later.heightMm - p.heightMm;
  const d1 = later.velocityMmps - p.velocityMmps;
  const d2 = later.accelerationMmps2 - p.accelerationMmps2;
  // Solve Pp y = d by the adjugate of the symmetric 3x3.
  const c00 = p.p11 * p.p22 - p.p12 * p.p12;
  const c01 = p.p02 * p.p12 - p.p01 * p.p22;
  const c02 = p.p01 * p.p12 - p.p02 * p.p11;
  const c11 = p.p00 * p.p22 - p.p02 * p.p02;
  const c12 = p.p01 * p.p02 - p.p00 * p.p12;
  const c22 = p.p00 * p.p11 - p.p01 * p.p01;
  const det = p.p00 * c00 + p.p01 * c01 + p.p02 * c02;
  if (!(det > 0)) return f;
  const y0 = (c00 * d0 + c01 * d1 + c02 * d2) / det;
  const y1 = (c01 * d0 + c11 * d1 + c12 * d2) / det;
  const y2 = (c02 * d0 + c12 * d1 + c22 * d2) / det;
  // z = F' y
  const z0 = y0;
  const z1 = dt * y0 + y1;
  const z2 = half * y0 + dt * y1 + y2;
  return {
    atUs: f.atUs,
    heightMm: f.heightMm + f.p00 * z0 + f.p01 * z1 + f.p02 * z2,
    velocityMmps: f.velocityMmps + f.p01 * z0 + f.p11 * z1 + f.p12 * z2,
    accelerationMmps2: f.accelerationMmps2 + f.p02 * z0 + f.p12 * z1 + f.p22 * z2,
  };
}
