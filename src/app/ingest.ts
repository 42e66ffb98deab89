/**
 * From raw samples of a board to rows of a recording, which is what the core is fed from, live or not: one clock that
 * only goes forward, gaps marked, counts turned into millimetres and newtons. The time of arrival is an input.
 */

import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import type { BayConfig } from '../contracts/config.ts';
import type { RecordingRow } from '../contracts/recording.ts';
import { calibrateForce, calibrateHeight, type MicrosState, unwrapMicros } from '../core/index.ts';
import type { RawSample } from '../rig/messages.ts';
import { SLOT } from './board-config.ts';
import { type ClockMap, observeClock } from './clock-map.ts';

type Calibration = Pick<BayConfig, 'load' | 'distance'>;

/** Counts into newtons and distance into height, by the values of a bay. */
export interface Calibrate {
  forceN(counts: number): number;
  heightMm(distanceMm: number): number;
}

export function createCalibrate({ load, distance }: Calibration): Calibrate {
  const force = { tareCounts: load.zeroCounts, countsPerN: load.countsPerN };
  const direction = distance.looks === 'up' ? 'away' : 'toward';
  const height = { zeroMm: distance.zeroMm, direction, beamAngleDeg: distance.railAngleDeg } as const;
  return {
    forceN: (counts) => calibrateForce(force, counts),
    heightMm: (distanceMm) => calibrateHeight(height, distanceMm),
  };
}

export class Ingest {
  #calibrate: Calibrate;
  readonly #lastSeq = new Map<number, number>();
  #epoch = -1;
  #micros: MicrosState | null = null;
  /** Added to the board's own time, so that the clock goes on across a restart of the board. */
  #shiftUs = 0;
  #lastUs = 0;
  #lastHostMs = 0;
  #clock: ClockMap | null = null;
  samples = 0;
  gaps = 0;

  constructor(calibration: Calibration) {
    this.#calibrate = createCalibrate(calibration);
  }

  /** Puts other values into force, from the next sample on. */
  use(calibration: Calibration): void {
    this.#calibrate = createCalibrate(calibration);
  }

  /** Null until the first sample. */
  get clock(): ClockMap | null {
    return this.#clock;
  }

  get lastUs(): number {
    return this.#lastUs;
  }

  take(sample: RawSample): RecordingRow {
    const atUs = this.#monotonicUs(sample);
    const before = this.#lastSeq.get(sample.slot);
    const missing = before !== undefined && ((sample.seq - before) & 0xffff) !== 1;
    this.#lastSeq.set(sample.slot, sample.seq);
    this.samples++;
    if (missing) this.gaps++;
    const flags = missing ? sample.flags | SAMPLE_FLAGS.afterGap : sample.flags;
    const empty = { atUs, heightMm: null, forceN: null, rawLoad: null, rawDistanceMm: null, flags };
    if (sample.slot === SLOT.distance)
      return { ...empty, heightMm: this.#calibrate.heightMm(sample.raw), rawDistanceMm: sample.raw };
    return { ...empty, forceN: this.#calibrate.forceN(sample.raw), rawLoad: sample.raw };
  }

  /** Board time of a host time; null while the clocks are not known to each other. */
  boardTimeUs(hostMs: number): number | null {
    return this.#clock ? (hostMs - this.#clock.offsetMs) * 1000 : null;
  }

  #monotonicUs(sample: RawSample): number {
    const unwrapped = sample.epoch === this.#epoch ? unwrapMicros(this.#micros, sample.atUs) : null;
    if (!unwrapped || unwrapped.restarted) {
      // A new clock: time went on by what the host saw pass.
      const first = unwrapMicros(null, sample.atUs);
      const passedUs = this.#epoch < 0 ? sample.atUs : Math.max(1, (sample.hostMs - this.#lastHostMs) * 1000);
      this.#shiftUs = Math.round(this.#lastUs + passedUs) - first.atUs;
      this.#epoch = sample.epoch;
      this.#micros = first.state;
      this.#clock = null;
    } else {
      this.#micros = unwrapped.state;
    }
    const atUs = (unwrapped && !unwrapped.restarted ? unwrapped.atUs : sample.atUs) + this.#shiftUs;
    this.#lastUs = Math.max(this.#lastUs, atUs);
    this.#lastHostMs = sample.hostMs;
    this.#clock = observeClock(this.#clock, atUs, sample.hostMs);
    return atUs;
  }
}
