/**
 * How well a hold and a mean velocity can be told at all, rep by rep, from the lifter's own movement and the sensors' own noise. The smoother's
 * steady covariance says how well a height is known; over the bar's velocity 3 mm from where it stands that is a time. Where it stands is the
 * mean of the readings there. A mean velocity is the way over the time between the instants at which the velocity is 0.02 m/s: the covariance says how
 * well that velocity is known, and over the bar's acceleration there it is a time. At the lockout's event the way's end is still to come: there the filter's covariance says how well the
 * velocity is known that tells it.
 */
import type { Motion } from '../../src/sim/motion.ts';
import type { TruthRep } from '../../src/sim/truth.ts';

/** Standard errors, of an estimator that knew the model and needed nothing else. */
export interface Bound {
  /** Null where the bar doesn't stand: level and edges are one instant then, and err together. */
  readonly holdS: number | null;
  readonly velocityMps: number;
  readonly liveVelocityMps: number;
}

export interface Sensing {
  readonly heightHz: number;
  /** 0: no force that moves with the bar. */
  readonly forceHz: number;
  /** Times the noise of the recordings. */
  readonly noiseScale: number;
}

const EDGE_MM = 3;
/** A linear transducer's limit. */
const STILL_MMPS = 20;
/** A movement that hardly ends, at a stall, has no edge. */
const LEAST_MMPS2 = 50;
/** VL53L1X that looks up: 1.4 mm (d / 500 mm)^1.4 from rest/calibrex_*, never below 1 mm, told in whole millimetres. */
const heightNoiseMm = (distanceMm: number, scale: number): number =>
  Math.hypot(scale * Math.max(1, 1.4 * (distanceMm / 500) ** 1.4), 1 / Math.sqrt(12));
/** Rattle of a bar in use, a hundredth of its weight, as an acceleration. */
const FORCE_NOISE_MMPS2 = 98;
/** Of the longest movement: it forgets within 0.2 s. */
const STEADY_ROUNDS = 200;

type Matrix = readonly (readonly number[])[];
const at = (a: Matrix, row: number, column: number): number => a[row]![column]!;
const make = (of: (row: number, column: number) => number): Matrix =>
  [0, 1, 2].map((row) => [0, 1, 2].map((column) => of(row, column)));
const times = (a: Matrix, b: Matrix): Matrix =>
  make((row, column) => [0, 1, 2].reduce((sum, k) => sum + at(a, row, k) * at(b, k, column), 0));
const turned = (a: Matrix): Matrix => make((row, column) => at(a, column, row));
const plus = (a: Matrix, b: Matrix, sign = 1): Matrix =>
  make((row, column) => at(a, row, column) + sign * at(b, row, column));

function inverse(a: Matrix): Matrix {
  const minor = (r: number, c: number) =>
    at(a, (r + 1) % 3, (c + 1) % 3) * at(a, (r + 2) % 3, (c + 2) % 3) -
    at(a, (r + 1) % 3, (c + 2) % 3) * at(a, (r + 2) % 3, (c + 1) % 3);
  const determinant = [0, 1, 2].reduce((sum, c) => sum + at(a, 0, c) * minor(0, c), 0);
  return make((row, column) => minor(column, row) / determinant);
}

/** A reading of state `index` with variance `r`. */
const measured = (p: Matrix, index: number, r: number): Matrix =>
  make((row, column) => at(p, row, column) - (at(p, row, index) * at(p, index, column)) / (at(p, index, index) + r));

interface Known {
  /** Of the smoothed height in the middle of a long movement. */
  readonly smoothedMm: number;
  readonly smoothedMmps: number;
  /** Of the velocity at the last reading. */
  readonly lastMmps: number;
}

/** Standard deviations in a movement whose jerk has this density. */
function steady(q: number, noiseMm: number, { heightHz, forceHz, noiseScale }: Sensing): Known {
  const t = 1 / heightHz;
  const f: Matrix = [
    [1, t, t ** 2 / 2],
    [0, 1, t],
    [0, 0, 1],
  ];
  const noise: Matrix = [
    [(q * t ** 5) / 20, (q * t ** 4) / 8, (q * t ** 3) / 6],
    [(q * t ** 4) / 8, (q * t ** 3) / 3, (q * t ** 2) / 2],
    [(q * t ** 3) / 6, (q * t ** 2) / 2, q * t],
  ];
  let predicted: Matrix = make((row, column) => (row === column ? 1e6 : 0));
  let filtered = predicted;
  for (let round = 0; round < STEADY_ROUNDS; round++) {
    filtered = measured(predicted, 0, noiseMm ** 2);
    // Forces come more often than heights: as one of as much less variance.
    if (forceHz > 0) filtered = measured(filtered, 2, ((noiseScale * FORCE_NOISE_MMPS2) ** 2 * heightHz) / forceHz);
    predicted = plus(times(times(f, filtered), turned(f)), noise);
  }
  const gain = times(times(filtered, turned(f)), inverse(predicted));
  let smoothed = filtered;
  for (let round = 0; round < STEADY_ROUNDS; round++) {
    smoothed = plus(filtered, times(times(gain, plus(smoothed, predicted, -1)), turned(gain)));
  }
  return {
    smoothedMm: Math.sqrt(at(smoothed, 0, 0)),
    smoothedMmps: Math.sqrt(at(smoothed, 1, 1)),
    lastMmps: Math.sqrt(at(filtered, 1, 1)),
  };
}

const known = new Map<string, Known>();

/** The same to a few per cent of q, which moves a standard deviation by a few per mille: thousands of reps are much alike. */
function knownOf(jerkDensity: number, noiseMm: number, sensing: Sensing): Known {
  const [q, r] = [Math.exp(Math.round(20 * Math.log(jerkDensity)) / 20), Math.round(20 * noiseMm) / 20];
  const key = [q, r, sensing.heightHz, sensing.forceHz, sensing.noiseScale].join(' ');
  const found = known.get(key) ?? steady(q, r, sensing);
  known.set(key, found);
  return found;
}

const jerkDensityOf = (travelMm: number, durationS: number): number =>
  ((720 * travelMm ** 2) / durationS ** 6) * (durationS / 8);

/** Near its end any smooth movement has j t^3 / 6 left and a velocity of j t^2 / 2: it takes 3 x / v from here. */
const edgeS = (velocityMmps: number): number => (3 * EDGE_MM) / velocityMmps;

/** The event comes when the velocity has been below this share of its peak, 1.875 D / T, on two readings. */
const SLOW_SHARE = 0.2;

export function boundOf(rep: TruthRep, motionAt: (atS: number) => Motion, sensing: Sensing): Bound {
  const { romMm, topMm, bottomMm, concentricS, eccentricS, concentricStartS, concentricEndS } = rep;
  const leaveS = rep.topS + rep.holdS;
  const velocityMmps = (atS: number) => 1000 * Math.abs(motionAt(atS).velocityMps);
  const accelerationMmps2 = (atS: number) => Math.max(LEAST_MMPS2, 1000 * Math.abs(motionAt(atS).accelerationMps2));
  const [last, away] = [velocityMmps(rep.topS), velocityMmps(leaveS)];
  // A smooth movement leaves 0.02 m/s when v = j t^2 / 2: it stood 2 v / a before.
  const [startMmps2, endMmps2] = [accelerationMmps2(concentricStartS), accelerationMmps2(concentricEndS)];
  const upS = concentricS + (2 * STILL_MMPS) / startMmps2 + (2 * STILL_MMPS) / endMmps2;
  const downS = eccentricS + 2 * edgeS(away);
  const topNoiseMm = heightNoiseMm(topMm, sensing.noiseScale);
  const lowNoiseMm = heightNoiseMm(bottomMm, sensing.noiseScale);
  const up = knownOf(jerkDensityOf(romMm, upS), topNoiseMm, sensing);
  const low = knownOf(jerkDensityOf(romMm, upS), lowNoiseMm, sensing);
  const down = knownOf(jerkDensityOf(romMm, downS), topNoiseMm, sensing);
  const heldMm = levelMm(rep.topS + edgeS(last), leaveS - edgeS(away), sensing.heightHz, topNoiseMm);
  const meanMmps = romMm / concentricS;
  const velocityMmpsError =
    Math.hypot(
      up.smoothedMm,
      low.smoothedMm,
      (meanMmps * low.smoothedMmps) / startMmps2,
      (meanMmps * up.smoothedMmps) / endMmps2,
    ) / concentricS;
  const holdErrorS = (levelErrorMm: number) =>
    Math.hypot(levelErrorMm * (1 / last + 1 / away), up.smoothedMm / last, down.smoothedMm / away);
  return {
    holdS: heldMm === null ? null : holdErrorS(heldMm),
    velocityMps: velocityMmpsError / 1000,
    liveVelocityMps: liveMps(romMm, upS, up.lastMmps, low.smoothedMmps / startMmps2, 1 / sensing.heightHz),
  };
}

/** How well it is known where the bar stands: as the mean of its readings there. Null when it doesn't stand. */
function levelMm(fromS: number, toS: number, heightHz: number, noiseMm: number): number | null {
  const count = Math.floor((toS - fromS) * heightHz);
  return count < 2 ? null : noiseMm / Math.sqrt(count);
}

/** Mean velocity over the way up when its last part follows from the velocity at the event: v = j t^2 / 2, x = j t^3 / 6, j = 60 D / T^3. */
function liveMps(romMm: number, upS: number, lastMmps: number, startS: number, dwellS: number): number {
  const jerk = (60 * romMm) / upS ** 3;
  const slowMmps = (SLOW_SHARE * 1.875 * romMm) / upS;
  const leftS = Math.max(0.2 * dwellS, Math.sqrt((2 * slowMmps) / jerk) - dwellS);
  // From 0.02 m/s to 0.02 m/s: each of the two ends is reached so long before the bar stands.
  const stillS = Math.sqrt((2 * STILL_MMPS) / jerk);
  const meanMps = (velocityMmps: number): number => {
    const restS = Math.sqrt((2 * velocityMmps) / jerk);
    const wayMm = romMm - (jerk * leftS ** 3) / 6 + (velocityMmps * restS) / 3 - (jerk * stillS ** 3) / 3;
    return wayMm / 1000 / (upS - leftS + restS - 2 * stillS);
  };
  const velocityMmps = (jerk * leftS ** 2) / 2;
  const byEnd = ((meanMps(velocityMmps + 1) - meanMps(velocityMmps - 1)) / 2) * lastMmps;
  return Math.hypot(byEnd, (meanMps(velocityMmps) / upS) * startS);
}
