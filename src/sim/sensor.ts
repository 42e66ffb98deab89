import type { Lifter } from './lifter.ts';
import type { Random } from './random.ts';

/** Bits of `Reading.flags`, as the protocol of the firmware numbers them. */
export const READING_FLAGS = { saturated: 1, timeout: 2, desync: 4, i2cError: 8, outOfRange: 16 } as const;

export const SENSOR_FAULTS = [
  'silent', // no reading arrives
  'dropouts', // one reading in twenty is lost
  'gaps', // stretches of 0.3 to 0.75 s are lost, about every 10 s
  'frozen', // the last value over and over, with fresh time stamps
  'drift', // the zero runs away
  'spikes', // single readings far off
  'blackMat', // distance: black rubber reflects hardly any light
  'blocked', // distance: something stands in the beam
  'outOfRange', // distance: nothing in sight
  'timeout', // the part doesn't finish its conversion
  'i2cError', // the bus fails
  'saturated', // load: full scale
  'garbage', // load: unnoticed bursts of wrong bits
  'desync', // load: wrong bits, and the device knows
] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

export interface Reading {
  /** Device time at the end of the conversion, microseconds, not wrapped. */
  atUs: number;
  /** Whole millimetres of distance, or counts of the converter. */
  raw: number;
  flags: number;
  /** The reading was lost on its way; `raw` must not be used. */
  missing?: true;
}

export interface SensorModel {
  readonly channel: 'height' | 'force';
  readonly rateHz: number;
  /** How far a reading's value lies behind its time stamp. */
  readonly lagMs: number;
  /** Faults that this part can have. */
  readonly faults: readonly SensorFault[];
  /** `atUs` of the next reading. */
  peekAtUs(): number;
  nextReading(lifter: Lifter): Reading;
  /** @throws RangeError on a fault that this part can't have. */
  setFault(fault: SensorFault, on: boolean): void;
  /** Millimetres of height or newtons, by the part's true calibration. */
  calibrated(raw: number): number;
}

export interface ClockConfig {
  rateHz: number;
  /** How much the device's clock runs fast. A ceramic resonator is within 5,000, a crystal within 50. */
  clockPpm: number;
  /** The stamp comes up to this late, as the firmware's loop looks at the part now and then. */
  stampJitterUs: number;
  /** True time of the first reading. */
  firstAtS: number;
}

/** The times of the conversions: true seconds for the physics, device microseconds for the stamp. */
export function createClock(config: ClockConfig, random: Random) {
  if (!(config.rateHz > 0)) throw new RangeError(`Simulated sensor: rateHz must be above 0, not ${config.rateHz}.`);
  let count = 0;
  const stamped = () => {
    const trueS = config.firstAtS + count / config.rateHz;
    const stampS = trueS + random.next() * config.stampJitterUs * 1e-6;
    return { trueS, atUs: Math.round(stampS * 1e6 * (1 + config.clockPpm * 1e-6)) };
  };
  let next = stamped();
  return {
    peekAtUs: () => next.atUs,
    tick: () => {
      const now = next;
      count += 1;
      next = stamped();
      return now;
    },
  };
}

export function createFaultSwitches(supported: readonly SensorFault[], part: string) {
  const active = new Set<SensorFault>();
  return {
    has: (fault: SensorFault) => active.has(fault),
    set: (fault: SensorFault, on: boolean) => {
      if (!supported.includes(fault)) {
        throw new RangeError(
          `Simulated ${part} can't have the fault "${fault}"; it can have: ${supported.join(', ')}.`,
        );
      }
      if (on) active.add(fault);
      else active.delete(fault);
    },
  };
}

/** A slow wander around zero (Ornstein-Uhlenbeck), exact for any step: standard deviation `sd`, memory `tauS`. */
export function createWander(sd: number, tauS: number, random: Random) {
  let value = sd * random.normal();
  return (stepS: number) => {
    const kept = Math.exp(-stepS / tauS);
    value = kept * value + sd * Math.sqrt(1 - kept * kept) * random.normal();
    return value;
  };
}

/**
 * What gets lost between part and host. The recordings rest/rest_20240210_*.csv have gaps of 0.42 s (23 conversions in
 * 64 minutes; longest 0.73 s); the switch `gaps` makes the same gaps more often, so that a short test meets one.
 */
export function createLosses(has: (fault: SensorFault) => boolean, rateHz: number, random: Random) {
  let lostUntilS = -1;
  return (trueS: number): boolean => {
    if (has('gaps') && trueS >= lostUntilS && random.chance(0.1 / rateHz))
      lostUntilS = trueS + random.between(0.3, 0.75);
    return has('silent') || trueS < lostUntilS || (has('dropouts') && random.chance(0.05));
  };
}
