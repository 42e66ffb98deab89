import type { Decoded } from '../../firmware-bridge/codec.ts';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import type { SensorFault } from '../contracts/board-reasons.ts';
import { SlotSensor } from './slot-sensor.ts';

/**
 * A 24-bit converter is never still: the longest run of one value in all HX711 recordings is 3 samples
 * (rest_20240210_184742_2ndlongrun). A value that stays is a dead data line.
 */
const FROZEN_AFTER_MS = 1_000;
const FROZEN_SAMPLES = 12;
/** Plates dropped onto the hooks peak for a moment; a broken bridge stays. */
const SATURATED_AFTER_MS = 500;

/** Load cell behind an HX711 or NAU7802. Emits `sample` with raw counts (24 bit, signed) and `state`. */
export class LoadCell extends SlotSensor {
  #lastRaw: number | null = null;
  #sameSinceMs = 0;
  #sameSamples = 0;
  #saturatedSinceMs: number | null = null;

  protected override observe({ raw, flags }: Decoded<'SAMPLE'>, nowMs: number): void {
    if (raw !== this.#lastRaw) {
      this.#lastRaw = raw;
      this.#sameSinceMs = nowMs;
      this.#sameSamples = 0;
    }
    this.#sameSamples++;
    if (!(flags & SAMPLE_FLAGS.saturated)) this.#saturatedSinceMs = null;
    else this.#saturatedSinceMs ??= nowMs;
  }

  protected override valueFault(nowMs: number): SensorFault | null {
    if (this.#saturatedSinceMs !== null && nowMs - this.#saturatedSinceMs > SATURATED_AFTER_MS) {
      return 'full-scale';
    }
    if (this.#sameSamples >= FROZEN_SAMPLES && nowMs - this.#sameSinceMs > FROZEN_AFTER_MS) {
      return 'load-frozen';
    }
    return null;
  }
}
