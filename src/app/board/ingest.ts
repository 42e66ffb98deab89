/**
 * From raw samples of a board to rows of a recording, which is what the core is fed from, live or not: one clock that
 * only goes forward, gaps marked, counts turned into millimetres and newtons. The time of arrival is an input.
 */

import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { calibrateForce, calibrateHeight, type MicrosState, unwrapMicros } from '../../core/index.ts';
import type { RawSample } from '../../rig/messages.ts';
import { SLOT } from './board-config.ts';
import { type ClockMap, observeClock } from './clock-map.ts';

type Calibration = Pick<BayConfig, 'load' | 'loadRight' | 'distance'>;

/**
 * How old the right cell's reading may be when it is added to a left one. The two converters run free, so it is up to a
 * period old (12.5 ms at 80 SPS: less than their own averaging of 50 ms); a bar that is lifted changes its force on one
 * side by some percent in 100 ms. Beyond that the sum is no force, and is marked so.
 */
const RIGHT_HELD_US = 100_000;
/** At 10 SPS even two readings of a healthy cell are 100 ms apart. */
const RIGHT_HELD_PERIODS = 2.5;

/** Counts into newtons and distance into height, by the values of a bay. */
interface Calibrate {
  /** @param rightCounts of the right cell, where the bay has one: its force is added. Without, it is the left one's. */
  forceN(counts: number, rightCounts?: number): number;
  heightMm(distanceMm: number): number;
}

export function createCalibrate({ load, loadRight, distance }: Calibration): Calibrate {
  const force = { tareCounts: load.zeroCounts, countsPerN: load.countsPerN };
  const right = loadRight && { tareCounts: loadRight.zeroCounts, countsPerN: loadRight.countsPerN };
  const direction = distance.looks === 'up' ? 'away' : 'toward';
  const { zeroMm, railAngleDeg: beamAngleDeg, scale } = distance;
  const height = { zeroMm, direction, beamAngleDeg, scale } as const;
  return {
    forceN: (counts, rightCounts) =>
      calibrateForce(force, counts) + (right && rightCounts !== undefined ? calibrateForce(right, rightCounts) : 0),
    heightMm: (distanceMm) => calibrateHeight(height, distanceMm),
  };
}

export class Ingest {
  #calibrate: Calibrate;
  /** Null on a bay with one load cell or none. */
  readonly #rightHeldUs: number | null;
  #right: { atUs: number; raw: number; flags: number } | null = null;
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
    const periodUs = 1e6 / calibration.load.rateHz;
    this.#rightHeldUs = calibration.loadRight ? Math.max(RIGHT_HELD_US, RIGHT_HELD_PERIODS * periodUs) : null;
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

  /** @returns null for a reading of the right cell, which waits for the next one of the left. */
  take(sample: RawSample): RecordingRow | null {
    const atUs = this.#monotonicUs(sample);
    const before = this.#lastSeq.get(sample.slot);
    const missing = before !== undefined && ((sample.seq - before) & 0xffff) !== 1;
    this.#lastSeq.set(sample.slot, sample.seq);
    this.samples++;
    if (missing) this.gaps++;
    const flags = missing ? sample.flags | SAMPLE_FLAGS.afterGap : sample.flags;
    if (sample.slot === SLOT.loadRight) {
      this.#right = { atUs, raw: sample.raw, flags: sample.flags & ~SAMPLE_FLAGS.afterGap };
      return null;
    }
    const empty = { atUs, heightMm: null, forceN: null, rawLoad: null, rawDistanceMm: null, flags };
    if (sample.slot === SLOT.distance)
      return { ...empty, heightMm: this.#calibrate.heightMm(sample.raw), rawDistanceMm: sample.raw };
    if (this.#rightHeldUs === null)
      return { ...empty, forceN: this.#calibrate.forceN(sample.raw), rawLoad: sample.raw };
    const right = this.#right && atUs - this.#right.atUs <= this.#rightHeldUs ? this.#right : null;
    const forceN = this.#calibrate.forceN(sample.raw, right?.raw);
    if (!right) return { ...empty, forceN, rawLoad: sample.raw, flags: flags | SAMPLE_FLAGS.timeout };
    const leftForceN = this.#calibrate.forceN(sample.raw);
    return { ...empty, forceN, leftForceN, rawLoad: sample.raw, rawLoadRight: right.raw, flags: flags | right.flags };
  }

  /** Board time of a monotonic time; null while the clocks are not known to each other. */
  boardTimeUs(monoMs: number): number | null {
    return this.#clock ? (monoMs - this.#clock.offsetMs) * 1000 : null;
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
