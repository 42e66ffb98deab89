/** The device counts microseconds in 32 bits: they wrap every 2^32 us = 71.6 min. */
const WRAP_US = 2 ** 32;
/**
 * Larger backward steps than this can't be reordering on the wire, so the device has restarted. Steps across
 * half the range can't be distinguished from a wrap, hence a silence above 35 min needs a fresh state.
 */
const REORDER_US = 1_000_000;

export interface MicrosState {
  readonly rawUs: number;
  readonly atUs: number;
}

export interface UnwrappedMicros {
  readonly state: MicrosState;
  /** Monotonic microseconds; starts at the device's own first value. */
  readonly atUs: number;
  /** The device's clock jumped back: it has restarted. The caller resets its samples' state; time goes on from the last value. */
  readonly restarted: boolean;
}

/**
 * Turns a wrapping u32 device clock into monotonic microseconds. Pure: pass the previous state, or null at the start.
 * Small backward steps (up to 1 s: two sensors whose stamps cross) are kept as they are.
 */
export function unwrapMicros(state: MicrosState | null, rawUs: number): UnwrappedMicros {
  if (!Number.isInteger(rawUs) || rawUs < 0 || rawUs >= WRAP_US) {
    throw new RangeError(`a device time is a whole number from 0 to ${WRAP_US - 1}, not ${rawUs}`);
  }
  if (state === null) return { state: { rawUs, atUs: rawUs }, atUs: rawUs, restarted: false };
  const aheadUs = (rawUs - state.rawUs + WRAP_US) % WRAP_US;
  if (aheadUs < WRAP_US / 2) {
    const atUs = state.atUs + aheadUs;
    return { state: { rawUs, atUs }, atUs, restarted: false };
  }
  const backUs = WRAP_US - aheadUs;
  // The newest stamp stays the reference, so that crossed stamps can't walk the clock back.
  if (backUs <= REORDER_US) return { state, atUs: Math.max(0, state.atUs - backUs), restarted: false };
  return { state: { rawUs, atUs: state.atUs }, atUs: state.atUs, restarted: true };
}
