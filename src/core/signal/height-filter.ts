/**
 * Kalman filter over height, velocity, acceleration (constant acceleration, white jerk) and the bias of the load cell's own
 * acceleration: an error of the weight, friction, a hand on the bar. Units: mm, mm/s, mm/s2. p.. is the upper triangle of the covariance.
 */
export interface HeightFilter {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
  readonly accelerationMmps2: number;
  readonly biasMmps2: number;
  readonly p00: number;
  readonly p01: number;
  readonly p02: number;
  readonly p03: number;
  readonly p11: number;
  readonly p12: number;
  readonly p13: number;
  readonly p22: number;
  readonly p23: number;
  readonly p33: number;
}

/**
 * Spectral density of the jerk, (mm/s3)^2/Hz. A minimum-jerk lift of 0.4 m in 0.8 s peaks at 47 m/s3; the value is
 * the compromise between lag on such a lift and noise of the velocity at rest (rest/calibrex_R2: sd 7 mm at 20 Hz).
 */
const JERK_DENSITY = 1.5e7;
/** A residue this many standard deviations out means a manoeuvre the model can't follow, such as a bar that hits the floor. */
const MANOEUVRE_SIGMAS = 5;
/** A weight known to 5 %, and how fast the bias may change: 0.2 m/s2 within a second. */
const BIAS_MMPS2 = 500;
const BIAS_DENSITY = 4e4;
const MANOEUVRE_VELOCITY_VAR = 1e6;
const MANOEUVRE_ACCELERATION_VAR = 4e8;

/** `biasMmps2`: standard deviation of the load cell's bias; 0 where the weight is known exactly. */
export function startFilter(atUs: number, heightMm: number, noiseMm: number, biasMmps2 = BIAS_MMPS2): HeightFilter {
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
    p33: biasMmps2 * biasMmps2,
  };
}

/** The filter's state at `atUs`, before any reading of that time. */
export function predict(f: HeightFilter, atUs: number, jerkDensity = JERK_DENSITY): HeightFilter {
  const dt = (atUs - f.atUs) / 1e6;
  if (dt <= 0) return f;
  const half = (dt * dt) / 2;
  const dt3 = dt * dt * dt;
  const q = jerkDensity;
  const a01 = f.p01 + dt * f.p11 + half * f.p12;
  const a02 = f.p02 + dt * f.p12 + half * f.p22;
  const a12 = f.p12 + dt * f.p22;
  return {
    atUs,
    heightMm: f.heightMm + dt * f.velocityMmps + half * f.accelerationMmps2,
    velocityMmps: f.velocityMmps + dt * f.accelerationMmps2,
    accelerationMmps2: f.accelerationMmps2,
    biasMmps2: f.biasMmps2,
    p00: f.p00 + dt * f.p01 + half * f.p02 + dt * a01 + half * a02 + (q * dt3 * dt * dt) / 20,
    p01: a01 + dt * a02 + (q * dt3 * dt) / 8,
    p02: a02 + (q * dt3) / 6,
    p03: f.p03 + dt * f.p13 + half * f.p23,
    p11: f.p11 + dt * f.p12 + dt * a12 + (q * dt3) / 3,
    p12: a12 + (q * dt * dt) / 2,
    p13: f.p13 + dt * f.p23,
    p22: f.p22 + q * dt,
    p23: f.p23,
    p33: f.p33 === 0 ? 0 : f.p33 + BIAS_DENSITY * dt,
  };
}

/** How far beyond 5 standard deviations a height is from where the filter expects it, with its sign; 0 when it isn't. */
export function farMm(predicted: HeightFilter, heightMm: number, noiseMm: number): number {
  const residueMm = heightMm - predicted.heightMm;
  const s = predicted.p00 + noiseMm * noiseMm;
  return residueMm * residueMm > MANOEUVRE_SIGMAS * MANOEUVRE_SIGMAS * s ? residueMm : 0;
}

/** Takes in a height whose standard deviation is `noiseMm`, at the filter's own time. */
export function updateHeight(predicted: HeightFilter, heightMm: number, noiseMm: number): HeightFilter {
  const residueMm = heightMm - predicted.heightMm;
  const r = noiseMm * noiseMm;
  const f = farMm(predicted, heightMm, noiseMm) === 0 ? predicted : loosened(predicted, residueMm);
  const s = f.p00 + r;
  const k0 = f.p00 / s;
  const k1 = f.p01 / s;
  const k2 = f.p02 / s;
  const k3 = f.p03 / s;
  return {
    atUs: f.atUs,
    heightMm: f.heightMm + k0 * residueMm,
    velocityMmps: f.velocityMmps + k1 * residueMm,
    accelerationMmps2: f.accelerationMmps2 + k2 * residueMm,
    biasMmps2: f.biasMmps2 + k3 * residueMm,
    p00: f.p00 - k0 * f.p00,
    p01: f.p01 - k0 * f.p01,
    p02: f.p02 - k0 * f.p02,
    p03: f.p03 - k0 * f.p03,
    p11: f.p11 - k1 * f.p01,
    p12: f.p12 - k1 * f.p02,
    p13: f.p13 - k1 * f.p03,
    p22: f.p22 - k2 * f.p02,
    p23: f.p23 - k2 * f.p03,
    p33: f.p33 - k3 * f.p03,
  };
}

/** Does this acceleration, as the load cell tells it, fit what the heights say, within 5 standard deviations? */
export function agrees(f: HeightFilter, accelerationMmps2: number, noiseMmps2: number): boolean {
  const residue = accelerationMmps2 - f.accelerationMmps2 - f.biasMmps2;
  const s = f.p22 + 2 * f.p23 + f.p33 + noiseMmps2 * noiseMmps2;
  return residue * residue <= MANOEUVRE_SIGMAS * MANOEUVRE_SIGMAS * s;
}

/** Takes in an acceleration (from the load cell, with its bias), at the filter's own time. */
export function updateAcceleration(f: HeightFilter, accelerationMmps2: number, noiseMmps2: number): HeightFilter {
  const residue = accelerationMmps2 - f.accelerationMmps2 - f.biasMmps2;
  const c0 = f.p02 + f.p03;
  const c1 = f.p12 + f.p13;
  const c2 = f.p22 + f.p23;
  const c3 = f.p23 + f.p33;
  const s = c2 + c3 + noiseMmps2 * noiseMmps2;
  const k0 = c0 / s;
  const k1 = c1 / s;
  const k2 = c2 / s;
  const k3 = c3 / s;
  return {
    atUs: f.atUs,
    heightMm: f.heightMm + k0 * residue,
    velocityMmps: f.velocityMmps + k1 * residue,
    accelerationMmps2: f.accelerationMmps2 + k2 * residue,
    biasMmps2: f.biasMmps2 + k3 * residue,
    p00: f.p00 - k0 * c0,
    p01: f.p01 - k0 * c1,
    p02: f.p02 - k0 * c2,
    p03: f.p03 - k0 * c3,
    p11: f.p11 - k1 * c1,
    p12: f.p12 - k1 * c2,
    p13: f.p13 - k1 * c3,
    p22: f.p22 - k2 * c2,
    p23: f.p23 - k2 * c3,
    p33: f.p33 - k3 * c3,
  };
}

function loosened(f: HeightFilter, residueMm: number): HeightFilter {
  return {
    ...f,
    accelerationMmps2: 0,
    biasMmps2: 0,
    p00: f.p00 + residueMm * residueMm,
    p01: 0,
    p02: 0,
    p03: 0,
    p11: MANOEUVRE_VELOCITY_VAR,
    p12: 0,
    p13: 0,
    p22: MANOEUVRE_ACCELERATION_VAR,
    p23: 0,
  };
}
