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

/** Changed in place. */
export interface Order {
  /** In order of time. */
  readonly waiting: Reading[];
  newestHeightUs: number;
  newestForceUs: number;
  /** What is not later than this may be used. */
  readyUs: number;
}

export const emptyOrder = (): Order => ({
  waiting: [],
  newestHeightUs: Number.NEGATIVE_INFINITY,
  newestForceUs: Number.NEGATIVE_INFINITY,
  readyUs: Number.NEGATIVE_INFINITY,
});

/**
 * Puts the two channels into one order of time. A reading is ready as soon as the other channel has delivered
 * something newer, or has been silent for 120 ms. Late ones are ready at once: nothing is dropped here.
 */
export function orderReading(order: Order, reading: Reading): void {
  const { waiting } = order;
  const isHeight = reading.channel === 'height';
  if (isHeight) order.newestHeightUs = reading.atUs;
  else order.newestForceUs = reading.atUs;
  const { newestHeightUs, newestForceUs } = order;
  const newestUs = Math.max(newestHeightUs, newestForceUs);
  const otherUs = isHeight ? newestForceUs : newestHeightUs;
  order.readyUs =
    newestUs - otherUs > MAX_WAIT_US
      ? Number.POSITIVE_INFINITY
      : Math.max(Math.min(newestHeightUs, newestForceUs), newestUs - MAX_WAIT_US);
  let at = waiting.length;
  for (; at > 0 && waiting[at - 1]!.atUs > reading.atUs; at--) waiting[at] = waiting[at - 1]!;
  waiting[at] = reading;
}

/** Makes ready all that waits, at the end of a set or of a recording. */
export function flushOrder(order: Order): void {
  order.readyUs = Number.POSITIVE_INFINITY;
}

/** Takes out the oldest reading that is ready; null when none is. */
export function nextReady({ waiting, readyUs }: Order): Reading | null {
  const oldest = waiting[0];
  if (oldest === undefined || oldest.atUs > readyUs) return null;
  waiting.shift();
  return oldest;
}
