import { MOST_FALL_MMPS, MOST_SPEED_MMPS } from './reach.ts';

/**
 * Kalman filter over height, velocity, acceleration (constant acceleration, white jerk) and the bias of the load cell's own
 * acceleration: an error of the weight, friction, a hand on the bar. Units: mm, mm/s, mm/s2. p.. is the upper triangle of the covariance.
 * Changed in place: V8 boxes each number of a new object, so that one new state for each reading would cost more than its arithmetic.
 */
export interface HeightFilter {
  atUs: number;
  heightMm: number;
  velocityMmps: number;
  accelerationMmps2: number;
  biasMmps2: number;
  p00: number;
  p01: number;
  p02: number;
  p03: number;
  p11: number;
  p12: number;
  p13: number;
  p22: number;
  p23: number;
  p33: number;
}

/**
 * Spectral density of the jerk, (mm/s3)^2/Hz. A minimum-jerk lift of 0.4 m in 0.8 s peaks at 47 m/s3; the value is
 * the compromise between lag on such a lift and noise of the velocity at rest (rest/calibrex_R2: sd 7 mm at 20 Hz).
 */
const JERK_DENSITY = 1.5e7;
/** A force this many standard deviations out is no load. */
const FAR_SIGMAS = 5;
/** A weight known to 5 %, and how fast the bias may change: 0.2 m/s2 within a second. */
const BIAS_MMPS2 = 500;
const BIAS_DENSITY = 4e4;
const MANOEUVRE_VELOCITY_VAR = 1e6;
const MANOEUVRE_ACCELERATION_VAR = 4e8;

export function startFilter(atUs: number, heightMm: number, noiseMm: number): HeightFilter {
  return {
    atUs,
    heightMm,
    velocityMmps: 0,
    accelerationMmps2: 0,
    biasMmps2: 0,
    p00: noiseMm * noiseMm,
    p01: 0,
    p02: 0,
    p03: 0,
    p11: 300 * 300,
    p12: 0,
    p13: 0,
    p22: 1000 * 1000,
    p23: 0,
    p33: BIAS_MMPS2 * BIAS_MMPS2,
  };
}

/** Moves the filter on to `atUs`, before any reading of that time. Times before its own leave it as it is. */
export function predict(f: HeightFilter, atUs: number): void {
  const t = (atUs - f.atUs) / 1e6;
  if (t <= 0) return;
  const half = (t * t) / 2;
  const q = JERK_DENSITY * t;
  const a01 = f.p01 + t * f.p11 + half * f.p12;
  const a02 = f.p02 + t * f.p12 + half * f.p22;
  const a12 = f.p12 + t * f.p22;
  f.atUs = atUs;
  f.heightMm += t * f.velocityMmps + half * f.accelerationMmps2;
  f.velocityMmps += t * f.accelerationMmps2;
  f.p00 += t * f.p01 + half * f.p02 + t * a01 + half * a02 + (q * half * half) / 5;
  f.p01 = a01 + t * a02 + (q * t * half) / 4;
  f.p02 = a02 + (q * half) / 3;
  f.p03 += t * f.p13 + half * f.p23;
  f.p11 += t * f.p12 + t * a12 + (q * t * t) / 3;
  f.p12 = a12 + (q * t) / 2;
  f.p13 += t * f.p23;
  f.p22 += q;
  f.p33 += BIAS_DENSITY * t;
}

/** Takes in a height whose standard deviation is `noiseMm`, at the filter's own time. */
export function updateHeight(f: HeightFilter, heightMm: number, noiseMm: number): void {
  const { p00, p01, p02, p03 } = f;
  correct(f, heightMm - f.heightMm, p00 + noiseMm * noiseMm, p00, p01, p02, p03);
}

/**
 * Takes in a height that the model can't follow: the bar was stopped or dropped. Its velocity isn't known then, but no bar is quicker than one can be: a wild
 * velocity would take the filter so far from the next height that it would be reset again, and stay wild for ever.
 */
export function resetTo(f: HeightFilter, heightMm: number, noiseMm: number): void {
  resetCovariance(f, heightMm - f.heightMm);
  f.velocityMmps = Math.min(MOST_SPEED_MMPS, Math.max(-MOST_FALL_MMPS, f.velocityMmps));
  updateHeight(f, heightMm, noiseMm);
}

/**
 * Takes in an acceleration (from the load cell, with its bias), at the filter's own time, if it fits what the heights say within 5 standard
 * deviations: whether it does.
 */
export function updateAcceleration(f: HeightFilter, accelerationMmps2: number, noiseMmps2: number): boolean {
  const residue = accelerationMmps2 - f.accelerationMmps2 - f.biasMmps2;
  const c2 = f.p22 + f.p23;
  const c3 = f.p23 + f.p33;
  const s = c2 + c3 + noiseMmps2 * noiseMmps2;
  if (residue * residue > FAR_SIGMAS * FAR_SIGMAS * s) return false;
  correct(f, residue, s, f.p02 + f.p03, f.p12 + f.p13, c2, c3);
  return true;
}

/** x + K residue and P - K c', with K = c / s: c the covariance of the state with what was measured, s the residue's variance. */
function correct(f: HeightFilter, residue: number, s: number, c0: number, c1: number, c2: number, c3: number): void {
  const k0 = c0 / s;
  const k1 = c1 / s;
  const k2 = c2 / s;
  const k3 = c3 / s;
  f.heightMm += k0 * residue;
  f.velocityMmps += k1 * residue;
  f.accelerationMmps2 += k2 * residue;
  f.biasMmps2 += k3 * residue;
  f.p00 -= k0 * c0;
  f.p01 -= k0 * c1;
  f.p02 -= k0 * c2;
  f.p03 -= k0 * c3;
  f.p11 -= k1 * c1;
  f.p12 -= k1 * c2;
  f.p13 -= k1 * c3;
  f.p22 -= k2 * c2;
  f.p23 -= k2 * c3;
  f.p33 -= k3 * c3;
}

/** Covariance reset: the height alone is still known, roughly. */
function resetCovariance(f: HeightFilter, residueMm: number): void {
  f.accelerationMmps2 = 0;
  f.biasMmps2 = 0;
  f.p00 += residueMm * residueMm;
  f.p01 = 0;
  f.p02 = 0;
  f.p03 = 0;
  f.p11 = MANOEUVRE_VELOCITY_VAR;
  f.p12 = 0;
  f.p13 = 0;
  f.p22 = MANOEUVRE_ACCELERATION_VAR;
  f.p23 = 0;
}
