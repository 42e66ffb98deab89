import type { Lifter } from './lifter.ts';
import { createRandom } from './random.ts';
import type { ClockConfig, Reading, SensorFault, SensorModel } from './sensor.ts';
import { createClock, createFaultSwitches, createLosses, createWander, READING_FLAGS } from './sensor.ts';

type RangefinderKind = 'vl53l1x' | 'vl53l0x' | 'hcsr04';

export interface RangefinderConfig extends ClockConfig {
  model: RangefinderKind;
  /** `up`: the sensor lies below the bar and looks up; `down`: it hangs above and looks down. */
  looks: 'up' | 'down';
  /** Height of the sensor above the zero of the bar's height. */
  mountHeightMm: number;
  /** Times the noise of the recordings; 1.8 is the worse of the two recorded VL53L1X units. */
  noiseScale: number;
  /** The part gives the mean over this time. */
  budgetMs: number;
  /** From the end of the measurement to the time stamp. */
  readoutMs: number;
  /** Range of the part; a reading outside is flagged. */
  nearestMm: number;
  farthestMm: number;
  driftMmPerHour: number;
  /** How fast the zero runs away while the fault `drift` is on. */
  faultDriftMmPerHour: number;
}

const FAULTS: readonly SensorFault[] = [
  ...(['silent', 'dropouts', 'gaps', 'frozen', 'drift', 'spikes'] as const),
  ...(['blackMat', 'blocked', 'outOfRange', 'timeout', 'i2cError'] as const),
];

type Part = Pick<RangefinderConfig, 'rateHz' | 'budgetMs' | 'nearestMm' | 'farthestMm'> & {
  noiseMm(distanceMm: number): number;
};

const PARTS: Record<RangefinderKind, Part> = {
  vl53l1x: {
    rateHz: 50,
    budgetMs: 20,
    nearestMm: 40,
    farthestMm: 1300, // short mode
    // sd 1.37 mm at 501 (rest/calibrex_L2_rest_500mm.csv), 3.56 at 932 and 3.17 at 959 (.._932mm, .._959mm), white.
    noiseMm: (distanceMm) => Math.max(1, 1.4 * (distanceMm / 500) ** 1.4),
  },
  vl53l0x: {
    rateHz: 30,
    budgetMs: 33,
    nearestMm: 30,
    farthestMm: 1200,
    // sd 2.1 mm at 76 (rest/vl53l0x_static_1h.csv), 4.5 at 500 (lift/distances.csv from 21 s on, standing still).
    noiseMm: (distanceMm) => Math.max(1.5, 2.1 + (distanceMm - 76) * 0.0057),
  },
  hcsr04: {
    rateHz: 16, // 60 ms a cycle: the echoes of the last ping must have died
    budgetMs: 0,
    nearestMm: 20,
    farthestMm: 4000,
    // 1.3 mm, from the third differences of noise/hcsr04_moving_hand.csv (29 to 147 mm).
    noiseMm: () => 1.3,
  },
};

// rest/calibrex_L1_rest_961mm_black_mat.csv 14.3 mm, .._970mm 12.7, .._929mm 26: 3.6 to 7.9 times the noise above.
const BLACK_MAT_NOISE_FACTOR = 5;
// fault/L1.csv: 8 % of the readings off by more than 100 mm, up to 870 mm, two in five followed by another.
const BLACK_MAT_SPIKES = 0.06;
const FAULT_SPIKES = 0.01;
// Minute means of rest/vl53l0x_static_1h.csv and _4h.csv: sd 0.5 and 0.6 mm over 18 minutes each.
const WANDER_MM = 0.6;
const WANDER_TAU_S = 300;
const BUDGET_POINTS = 4;

/** A distance sensor that looks at the bar and gives whole millimetres. */
export function createRangefinder(
  given: Partial<RangefinderConfig> & { model: RangefinderKind },
  seed: number,
): SensorModel {
  const { noiseMm, ...part } = PARTS[given.model];
  const config: RangefinderConfig = {
    looks: 'up',
    mountHeightMm: 0,
    noiseScale: 1,
    readoutMs: 1,
    driftMmPerHour: 0,
    faultDriftMmPerHour: 600,
    clockPpm: 0,
    stampJitterUs: 50,
    firstAtS: 0.05,
    ...part,
    ...given,
  };
  const sign = config.looks === 'up' ? 1 : -1;
  const budgetS = Math.min(config.budgetMs / 1000, 1 / config.rateHz);
  const readoutS = config.readoutMs / 1000;
  const random = createRandom(seed, `rangefinder ${config.model}`);
  const clock = createClock(config, random);
  const switches = createFaultSwitches(FAULTS, config.model);
  const isLost = createLosses(switches.has, config.rateHz, random);
  const wander = createWander(WANDER_MM * config.noiseScale, WANDER_TAU_S, random);
  let faultDriftMm = 0;
  let spikes = false;
  let lastRaw = config.nearestMm;

  function distanceMm(lifter: Lifter, trueS: number): number {
    const endS = trueS - readoutS;
    let sumMm = 0;
    for (let i = 0; i < BUDGET_POINTS; i++) {
      sumMm += lifter.motionAt(Math.max(0, endS - (budgetS * (i + 0.5)) / BUDGET_POINTS)).heightMm;
    }
    return sign * (sumMm / BUDGET_POINTS - config.mountHeightMm);
  }

  function spikeMm(): number {
    const rate = switches.has('blackMat') ? BLACK_MAT_SPIKES : switches.has('spikes') ? FAULT_SPIKES : 0;
    spikes = random.chance(spikes ? Math.min(0.4, rate * 10) : rate);
    if (!spikes) return 0;
    return (random.chance(0.5) ? 1 : -1) * Math.min(1000, 100 - 120 * Math.log(1 - random.next()));
  }

  function measure(lifter: Lifter, trueS: number): { raw: number; flags: number } {
    if (switches.has('i2cError')) return { raw: 0, flags: READING_FLAGS.i2cError };
    if (switches.has('timeout')) return { raw: 0, flags: READING_FLAGS.timeout };
    if (switches.has('outOfRange')) return { raw: config.farthestMm, flags: READING_FLAGS.outOfRange };
    if (switches.has('frozen')) return { raw: lastRaw, flags: 0 };
    if (switches.has('drift')) faultDriftMm += config.faultDriftMmPerHour / 3600 / config.rateHz;
    const driftMm = (config.driftMmPerHour * trueS) / 3600 + faultDriftMm + wander(1 / config.rateHz);
    const trueMm = switches.has('blocked') ? config.nearestMm + 30 : distanceMm(lifter, trueS);
    const matFactor = switches.has('blackMat') ? BLACK_MAT_NOISE_FACTOR : 1;
    const noise = noiseMm(Math.max(0, trueMm)) * matFactor * config.noiseScale * random.normal();
    const raw = Math.round(trueMm + driftMm + noise + spikeMm());
    const outside = raw < config.nearestMm || raw > config.farthestMm;
    return {
      raw: Math.min(config.farthestMm, Math.max(0, raw)),
      flags: outside ? READING_FLAGS.outOfRange : 0,
    };
  }

  return {
    channel: 'height',
    rateHz: config.rateHz,
    lagMs: (budgetS / 2 + readoutS) * 1000,
    faults: FAULTS,
    peekAtUs: clock.peekAtUs,
    setFault: switches.set,
    calibrated: (raw) => config.mountHeightMm + sign * raw,
    nextReading(lifter): Reading {
      const { trueS, atUs } = clock.tick();
      const { raw, flags } = measure(lifter, trueS);
      if (flags === 0) lastRaw = raw;
      return isLost(trueS) ? { atUs, raw, flags, missing: true } : { atUs, raw, flags };
    },
  };
}
