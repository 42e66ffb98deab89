import type { Channel } from '../types.ts';

/** A reading with its sensor's lag taken out, ready to be used in order of time. */
export interface Reading {
  readonly channel: Channel;
  readonly atUs: number;
  readonly value: number;
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
  const otherIsSilent = newestUs - otherUs > MAX_WAIT_US;
  if (order.waiting.length === 0) {
    if (otherIsSilent || reading.atUs <= releaseUs) {
      return { order: { waiting: none, newestHeightUs, newestForceUs }, ready: [reading] };
    }
    return { order: { waiting: [reading], newestHeightUs, newestForceUs }, ready: none };
  }
  const sorted = insert(order.waiting, reading);
  if (otherIsSilent) return { order: { waiting: none, newestHeightUs, newestForceUs }, ready: sorted };
  let count = 0;
  while (count < sorted.length && sorted[count]!.atUs <= releaseUs) count++;
  return {
    order: { waiting: sorted.slice(count), newestHeightUs, newestForceUs },
    ready: sorted.slice(0, count),
  };
}

/** Releases what waits, at the end of a set or of a recording. */
export function flushOrder(order: Order): { order: Order; ready: readonly Reading[] } {
  if (order.waiting.length === 0) return { order, ready: none };
  return { order: { ...order, waiting: none }, ready: order.waiting };
}

function insert(sorted: readonly Reading[], reading: Reading): Reading[] {
  let index = sorted.length;
  while (index > 0 && sorted[index - 1]!.atUs > reading.atUs) index--;
  return [...sorted.slice(0, index), reading, ...sorted.slice(index)];
}
