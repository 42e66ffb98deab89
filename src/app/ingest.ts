/**
 * From raw samples of a board to inputs of the core: one clock that only goes forward, gaps made explicit, counts turned
 * into millimetres and newtons. Pure apart from its own state; the time of arrival is an input.
 */

import type { BayConfig } from '../contracts/config.ts';
import { calibrateForce, calibrateHeight, type Input, type MicrosState, unwrapMicros } from '../core/index.ts';
import type { RawSample } from '../rig/messages.ts';
import { SLOT } from './board-config.ts';
import { type ClockMap, observeClock } from './clock-map.ts';

type Calibration = Pick<BayConfig, 'load' | 'distance'>;

/** A sample as the core gets it, with what the sensor itself said. */
export interface Measured {
  input: Extract<Input, { kind: 'height' | 'force' }>;
  raw: number;
}

interface SlotState {
  seq: number;
  atUs: number;
}

export class Ingest {
  readonly #calibration: Calibration;
  readonly #slots = new Map<number, SlotState>();
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
    this.#calibration = calibration;
  }

  /** Null until the first sample. */
  get clock(): ClockMap | null {
    return this.#clock;
  }

  get lastUs(): number {
    return this.#lastUs;
  }

  /** @returns the gap before the sample, if samples are missing, and the sample itself. */
  take(sample: RawSample): { gap: Input | null; measured: Measured } {
    const atUs = this.#monotonicUs(sample);
    const channel = sample.slot === SLOT.distance ? 'height' : 'force';
    const before = this.#slots.get(sample.slot);
    const missing = before !== undefined && ((sample.seq - before.seq) & 0xffff) !== 1;
    this.#slots.set(sample.slot, { seq: sample.seq, atUs });
    this.samples++;
    if (missing) this.gaps++;
    const gap: Input | null = missing ? { kind: 'gap', channel, fromUs: before.atUs, atUs } : null;
    return { gap, measured: { input: this.#measure(channel, atUs, sample), raw: sample.raw } };
  }

  /** Board time of a host time; null while the clocks are not known to each other. */
  boardTimeUs(hostMs: number): number | null {
    return this.#clock ? (hostMs - this.#clock.offsetMs) * 1000 : null;
  }

  #measure(channel: 'height' | 'force', atUs: number, sample: RawSample): Measured['input'] {
    const { load, distance } = this.#calibration;
    const flags = sample.flags === 0 ? {} : { flags: sample.flags };
    if (channel === 'force') {
      const forceN = calibrateForce({ tareCounts: load.zeroCounts, countsPerN: load.countsPerN }, sample.raw);
      return { kind: 'force', atUs, forceN, ...flags };
    }
    const direction = distance.looks === 'up' ? 'away' : 'toward';
    const heightMm = calibrateHeight(
      { zeroMm: distance.zeroMm, direction, beamAngleDeg: distance.railAngleDeg },
      sample.raw,
    );
    return { kind: 'height', atUs, heightMm, ...flags };
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
