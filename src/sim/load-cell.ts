import type { Lifter } from './lifter.ts';
import { createRandom } from './random.ts';
import type { ClockConfig, Reading, SensorFault, SensorModel } from './sensor.ts';
import { createClock, createFaultSwitches, createLosses, createWander, READING_FLAGS } from './sensor.ts';

type LoadCellKind = 'hx711' | 'nau7802';

export interface LoadCellConfig extends ClockConfig {
  model: LoadCellKind;
  countsPerN: number;
  zeroCounts: number;
  /** Times the noise of the recordings. */
  noiseScale: number;
  /** Rattle of bar and rails while the bar is handled or lifted: standard deviation as a share of the force. */
  rattleShare: number;
  /** The first reading after power-up is full scale. */
  garbageFirst: boolean;
  /** Share of a standing load that the cell's creep adds in the end, and how slowly. */
  creepShare: number;
  creepTauS: number;
  driftNPerHour: number;
  /** How fast the zero runs away while the fault `drift` is on. */
  faultDriftNPerHour: number;
}

const FAULTS: Record<LoadCellKind, readonly SensorFault[]> = {
  hx711: ['silent', 'dropouts', 'gaps', 'frozen', 'drift', 'spikes', 'saturated', 'garbage', 'desync', 'timeout'],
  nau7802: ['silent', 'dropouts', 'gaps', 'frozen', 'drift', 'spikes', 'saturated', 'timeout', 'i2cError'],
};

/** Both converters have 24 bits, two's complement. */
const FULL_SCALE_COUNTS = 8_388_607;
/** Both settle in four conversions (HX711 datasheet: 50 ms at 80 SPS): a reading is the mean over the last four. */
const TAPS = 4;

/**
 * HX711: 19 counts at 10 SPS, as recorded (recordings README); 90 against 50 nV at 80 SPS (datasheet), so ×1.8 per ×8.
 * NAU7802: taken as equal at 10 SPS, and white, so it grows with the root of the rate; not measured.
 */
const NOISE_COUNTS: Record<LoadCellKind, (rateHz: number) => number> = {
  hx711: (rateHz) => 19 * (rateHz / 10) ** 0.283,
  nau7802: (rateHz) => 19 * (rateHz / 10) ** 0.5,
};
// Minute means of rest/rest_20240210_202235_longrun4.csv lie within ±0.4 N, sd 0.2 N, over 37 minutes.
const WANDER_N = 0.2;
const WANDER_TAU_S = 300;
/** fault/dual_standing_*.csv: two to three readings in a thousand are wrong; the switch makes it one in a hundred. */
const GARBAGE_RATE = 0.01;

/** A load cell behind its converter, giving counts. */
export function createLoadCell(given: Partial<LoadCellConfig> & { model: LoadCellKind }, seed: number): SensorModel {
  const config: LoadCellConfig = {
    rateHz: given.model === 'hx711' ? 80 : 320,
    // Full scale 8.4 kN; 19 counts are then 2 g, as on the body-weight cells of fault/dual_standing_Felix.csv (0.02 N).
    countsPerN: 1000,
    zeroCounts: 84_213,
    noiseScale: 1,
    // 0.1 m/s² of a carried mass, the lower of the two errors that a cell in use is reckoned to have (0.1 to 0.3).
    rattleShare: 0.01,
    // Five of the six fault/dual_standing_*.csv begin with one.
    garbageFirst: given.model === 'hx711',
    creepShare: 0.0003,
    creepTauS: 600,
    driftNPerHour: 0,
    faultDriftNPerHour: 3600,
    clockPpm: 0,
    stampJitterUs: 50,
    firstAtS: 0.06,
    ...given,
  };
  const periodS = 1 / config.rateHz;
  const faults = FAULTS[config.model];
  const random = createRandom(seed, `load cell ${config.model}`);
  const clock = createClock(config, random);
  const switches = createFaultSwitches(faults, config.model);
  const isLost = createLosses(switches.has, config.rateHz, random);
  const wander = createWander(WANDER_N * config.noiseScale, WANDER_TAU_S, random);
  const noiseCounts = NOISE_COUNTS[config.model](config.rateHz) * config.noiseScale;
  let taps: number[] = [];
  let creepN = 0;
  let faultDriftN = 0;
  let garbageLeft = 0;
  let isFirst = true;
  let lastRaw = config.zeroCounts;

  /** Mean force over the last conversion, by two-point Gauss (exact for a cubic). */
  function conversionN(lifter: Lifter, trueS: number): number {
    const halfS = periodS / 2;
    const middleS = trueS - halfS;
    const offsetS = halfS / Math.sqrt(3);
    return (lifter.forceAt(Math.max(0, middleS - offsetS)) + lifter.forceAt(Math.max(0, middleS + offsetS))) / 2;
  }

  function settledN(lifter: Lifter, trueS: number): number {
    const newestN = conversionN(lifter, trueS);
    taps = taps.length < TAPS ? Array<number>(TAPS).fill(newestN) : [...taps.slice(1), newestN];
    return taps.reduce((sum, n) => sum + n, 0) / TAPS;
  }

  function limited(counts: number): { raw: number; flags: number } {
    const raw = Math.min(FULL_SCALE_COUNTS, Math.max(-FULL_SCALE_COUNTS - 1, Math.round(counts)));
    return { raw, flags: raw >= FULL_SCALE_COUNTS || raw <= -FULL_SCALE_COUNTS - 1 ? READING_FLAGS.saturated : 0 };
  }

  function anyBits(): number {
    return random.integer(-FULL_SCALE_COUNTS, FULL_SCALE_COUNTS - 1);
  }

  function isGarbage(): boolean {
    if (garbageLeft === 0 && random.chance(GARBAGE_RATE)) garbageLeft = random.integer(1, 3);
    if (garbageLeft === 0) return false;
    garbageLeft -= 1;
    return true;
  }

  function measure(lifter: Lifter, trueS: number): { raw: number; flags: number } {
    // The part goes on converting whatever becomes of the reading, so its filter stays right after a fault.
    const forceN = settledN(lifter, trueS);
    creepN += (config.creepShare * forceN - creepN) * (1 - Math.exp(-periodS / config.creepTauS));
    const wanderN = wander(periodS);
    if (switches.has('drift')) faultDriftN += (config.faultDriftNPerHour / 3600) * periodS;
    if (isFirst && config.garbageFirst) return limited(FULL_SCALE_COUNTS);
    if (switches.has('i2cError')) return { raw: 0, flags: READING_FLAGS.i2cError };
    if (switches.has('timeout')) return { raw: 0, flags: READING_FLAGS.timeout };
    if (switches.has('desync')) return { raw: anyBits(), flags: READING_FLAGS.desync };
    if (switches.has('saturated')) return limited(FULL_SCALE_COUNTS);
    if (switches.has('frozen')) return { raw: lastRaw, flags: 0 };
    if (switches.has('garbage') && isGarbage()) return { raw: anyBits(), flags: 0 };
    const rattleN =
      lifter.phaseAt(trueS) === 'rest' ? 0 : config.rattleShare * config.noiseScale * forceN * random.normal();
    // rest/rest_20240210_202235_longrun4.csv at 1729 s: one reading 502 N off, its neighbours untouched.
    const spikeN = switches.has('spikes') && random.chance(GARBAGE_RATE) ? random.between(200, 800) : 0;
    const driftN = (config.driftNPerHour * trueS) / 3600 + faultDriftN;
    const feltN = forceN + creepN + wanderN + driftN + rattleN + spikeN;
    return limited(config.zeroCounts + config.countsPerN * feltN + noiseCounts * random.normal());
  }

  return {
    channel: 'force',
    rateHz: config.rateHz,
    lagMs: ((TAPS * periodS) / 2) * 1000,
    faults,
    peekAtUs: clock.peekAtUs,
    setFault: switches.set,
    calibrated: (raw) => (raw - config.zeroCounts) / config.countsPerN,
    nextReading(lifter): Reading {
      const { trueS, atUs } = clock.tick();
      const { raw, flags } = measure(lifter, trueS);
      isFirst = false;
      if (flags === 0) lastRaw = raw;
      return isLost(trueS) ? { atUs, raw, flags, missing: true } : { atUs, raw, flags };
    },
  };
}
