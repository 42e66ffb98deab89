/**
 * Kalman filter over height, velocity and acceleration (constant acceleration, white jerk). Units: mm, mm/s, mm/s2.
 * p.. is the upper triangle of the covariance.
 */
export interface HeightFilter {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
  readonly accelerationMmps2: number;
  readonly p00: number;
  readonly p01: number;
  readonly p02: number;
  readonly p11: number;
  readonly p12: number;
  readonly p22: number;
}

/**
 * Spectral density of the jerk, (mm/s3)^2/Hz. A minimum-jerk lift of 0.4 m in 0.8 s peaks at 47 m/s3; the value is
 * the compromise between lag on such a lift and noise of the velocity at rest (rest/calibrex_R2: sd 7 mm at 20 Hz).
 */
const JERK_DENSITY = 1.5e7;
/** A residue this many standard deviations out means a manoeuvre the model can't follow, such as a bar that hits the floor. */
const MANOEUVRE_SIGMAS = 4;
const MANOEUVRE_VELOCITY_VAR = 1e6;
const MANOEUVRE_ACCELERATION_VAR = 4e8;

export function startFilter(atUs: number, heightMm: number, noiseMm: number): HeightFilter {
  return {
    atUs,
    heightMm,
    velocityMmps: 0,
    accelerationMmps2: 0,
    p00: noiseMm * noiseMm,
    p01: 0,
    p02: 0,
    p11: 300 * 300,
    p12: 0,
    p22: 1000 * 1000,
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
    p00: f.p00 + dt * f.p01 + half * f.p02 + dt * a01 + half * a02 + (q * dt3 * dt * dt) / 20,
    p01: a01 + dt * a02 + (q * dt3 * dt) / 8,
    p02: a02 + (q * dt3) / 6,
    p11: f.p11 + dt * f.p12 + dt * a12 + (q * dt3) / 3,
    p12: a12 + (q * dt * dt) / 2,
    p22: f.p22 + q * dt,
  };
}

/** Takes in a height whose standard deviation is `noiseMm`, at the filter's own time. */
export function updateHeight(predicted: HeightFilter, heightMm: number, noiseMm: number): HeightFilter {
  const residueMm = heightMm - predicted.heightMm;
  const r = noiseMm * noiseMm;
  const far = residueMm * residueMm > MANOEUVRE_SIGMAS * MANOEUVRE_SIGMAS * (predicted.p00 + r);
  const f = far ? loosened(predicted, residueMm) : predicted;
  const s = f.p00 + r;
  const k0 = f.p00 / s;
  const k1 = f.p01 / s;
  const k2 = f.p02 / s;
  return {
    atUs: f.atUs,
    heightMm: f.heightMm + k0 * residueMm,
    velocityMmps: f.velocityMmps + k1 * residueMm,
    accelerationMmps2: f.accelerationMmps2 + k2 * residueMm,
    p00: f.p00 - k0 * f.p00,
    p01: f.p01 - k0 * f.p01,
    p02: f.p02 - k0 * f.p02,
    p11: f.p11 - k1 * f.p01,
    p12: f.p12 - k1 * f.p02,
    p22: f.p22 - k2 * f.p02,
  };
}

/** Takes in an acceleration (from the load cell), at the filter's own time. */
export function updateAcceleration(f: HeightFilter, accelerationMmps2: number, noiseMmps2: number): HeightFilter {
  const residue = accelerationMmps2 - f.accelerationMmps2;
  const s = f.p22 + noiseMmps2 * noiseMmps2;
  const k0 = f.p02 / s;
  const k1 = f.p12 / s;
  const k2 = f.p22 / s;
  return {
    atUs: f.atUs,
    heightMm: f.heightMm + k0 * residue,
    velocityMmps: f.velocityMmps + k1 * residue,
    accelerationMmps2: f.accelerationMmps2 + k2 * residue,
    p00: f.p00 - k0 * f.p02,
    p01: f.p01 - k0 * f.p12,
    p02: f.p02 - k0 * f.p22,
    p11: f.p11 - k1 * f.p12,
    p12: f.p12 - k1 * f.p22,
    p22: f.p22 - k2 * f.p22,
  };
}

function loosened(f: HeightFilter, residueMm: number): HeightFilter {
  return {
    ...f,
    accelerationMmps2: 0,
    p00: f.p00 + residueMm * residueMm,
    p01: 0,
    p02: 0,
    p11: MANOEUVRE_VELOCITY_VAR,
    p12: 0,
    p22: MANOEUVRE_ACCELERATION_VAR,
  };
}
