import type { Decoded } from '../../firmware-bridge/codec.ts';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import type { SensorFault } from '../contracts/board-reasons.ts';
import { SlotSensor } from './slot-sensor.ts';

/** Whole millimetres of a bar at rest do repeat: up to 2.2 s in the recordings (20260529-DL-1). */
const FROZEN_AFTER_MS = 10_000;
/** Someone walks through the beam, or the bar is out for a moment. */
const BLIND_AFTER_MS = 2_000;

/** Distance sensor: VL53L1X, VL53L0X or HC-SR04. Emits `sample` with raw millimetres and `state`. */
export class Rangefinder extends SlotSensor {
  #lastRaw: number | null = null;
  #sameSinceMs = 0;
  #blindSinceMs: number | null = null;

  protected override observe({ raw, flags }: Decoded<'SAMPLE'>, nowMs: number): void {
    if (raw !== this.#lastRaw) {
      this.#lastRaw = raw;
      this.#sameSinceMs = nowMs;
    }
    if (!(flags & SAMPLE_FLAGS.outOfRange)) this.#blindSinceMs = null;
    else this.#blindSinceMs ??= nowMs;
  }

  protected override valueFault(nowMs: number): SensorFault | null {
    if (this.#blindSinceMs !== null && nowMs - this.#blindSinceMs > BLIND_AFTER_MS) {
      return 'sees-nothing';
    }
    if (nowMs - this.#sameSinceMs > FROZEN_AFTER_MS) return 'distance-frozen';
    return null;
  }
}
