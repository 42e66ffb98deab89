import type { Channel } from '../types.ts';

/** A reading with its sensor's lag taken out, ready to be used in order of time. */
export interface Reading {
  readonly channel: Channel;
  readonly atUs: number;
  readonly value: number;
  /** Of a force, what of it the left of two cells carries, N; NaN with one cell, and for a height. */
  readonly leftN: number;
  /** The device itself doubts it. */
  readonly doubted: boolean;
}

/** Readings wait at most this long for the other channel: beyond it that channel counts as silent. */
const MAX_WAIT_US = 120_000;

export interface Order {
  readonly waiting: readonly Reading[];
  readonly newestHeightUs: number;
  readonly newestForceUs: number;
}

export const emptyOrder: Order = {
  waiting: [],
  newestHeightUs: Number.NEGATIVE_INFINITY,
  newestForceUs: Number.NEGATIVE_INFINITY,
};

const none: readonly Reading[] = [];

/**
 * Puts the two channels into one order of time. A reading is released as soon as the other channel has delivered
 * something newer, or has been silent for 120 ms. Late ones are released at once: nothing is dropped here.
 */
export function orderReading(order: Order, reading: Reading): { order: Order; ready: readonly Reading[] } {
  const isHeight = reading.channel === 'height';
  const newestHeightUs = isHeight ? reading.atUs : order.newestHeightUs;
  const newestForceUs = isHeight ? order.newestForceUs : reading.atUs;
  const newestUs = Math.max(newestHeightUs, newestForceUs);
  const bothUs = Math.min(newestHeightUs, newestForceUs);
  const releaseUs = Math.max(bothUs, newestUs - MAX_WAIT_US);
  const otherUs = isHeight ? newestForceUs : newestHeightUs;
  const throughUs = newestUs - otherUs > MAX_WAIT_US ? Number.POSITIVE_INFINITY : releaseUs;
  const isReady = reading.atUs <= throughUs;
  if (order.waiting.length === 0) {
    const alone = [reading];
    const next = { waiting: isReady ? none : alone, newestHeightUs, newestForceUs };
    return { order: next, ready: isReady ? alone : none };
  }
  const ready: Reading[] = [];
  const waiting: Reading[] = [];
  let placed = false;
  for (const other of order.waiting) {
    if (!placed && other.atUs > reading.atUs) {
      (isReady ? ready : waiting).push(reading);
      placed = true;
    }
    (other.atUs <= throughUs ? ready : waiting).push(other);
  }
  if (!placed) (isReady ? ready : waiting).push(reading);
  return { order: { waiting, newestHeightUs, newestForceUs }, ready };
}

/** Releases what waits, at the end of a set or of a recording. */
export function flushOrder(order: Order): { order: Order; ready: readonly Reading[] } {
  if (order.waiting.length === 0) return { order, ready: none };
  return { order: { ...order, waiting: none }, ready: order.waiting };
}
