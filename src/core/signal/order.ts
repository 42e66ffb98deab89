import type { Channel } from '../types.ts';

/** A reading with its sensor's lag taken out, ready to be used in order of time. The object is used again for a later reading. */
export interface Reading {
  channel: Channel;
  atUs: number;
  value: number;
  /** Of a force, what of it the left of two cells carries, N; NaN with one cell, and for a height. */
  leftN: number;
  /** The device itself doubts it. */
  doubted: boolean;
}

/** Readings wait at most this long for the other channel: beyond it that channel counts as silent. */
const MAX_WAIT_US = 120_000;

/** Changed in place. */
export interface Order {
  /** The first `count` wait, in order of time; the others are to be used again. */
  readonly readings: Reading[];
  count: number;
  newestHeightUs: number;
  newestForceUs: number;
  /** What is not later than this may be used. */
  readyUs: number;
}

export const emptyOrder = (): Order => ({
  readings: [],
  count: 0,
  newestHeightUs: Number.NEGATIVE_INFINITY,
  newestForceUs: Number.NEGATIVE_INFINITY,
  readyUs: Number.NEGATIVE_INFINITY,
});

/**
 * Puts the two channels into one order of time. A reading is ready as soon as the other channel has delivered
 * something newer, or has been silent for 120 ms. Late ones are ready at once: nothing is dropped here.
 */
export function orderReading(
  order: Order,
  channel: Channel,
  atUs: number,
  value: number,
  leftN: number,
  doubted: boolean,
): void {
  const { readings } = order;
  const isHeight = channel === 'height';
  if (isHeight) order.newestHeightUs = atUs;
  else order.newestForceUs = atUs;
  const { newestHeightUs, newestForceUs } = order;
  const newestUs = Math.max(newestHeightUs, newestForceUs);
  const otherUs = isHeight ? newestForceUs : newestHeightUs;
  order.readyUs =
    newestUs - otherUs > MAX_WAIT_US
      ? Number.POSITIVE_INFINITY
      : Math.max(Math.min(newestHeightUs, newestForceUs), newestUs - MAX_WAIT_US);
  let at = order.count++;
  if (at === readings.length) readings.push({ channel, atUs, value, leftN, doubted });
  const reading = readings[at]!;
  reading.channel = channel;
  reading.atUs = atUs;
  reading.value = value;
  reading.leftN = leftN;
  reading.doubted = doubted;
  for (; at > 0 && readings[at - 1]!.atUs > atUs; at--) readings[at] = readings[at - 1]!;
  readings[at] = reading;
}

/** Makes ready all that waits, at the end of a set or of a recording. */
export function flushOrder(order: Order): void {
  order.readyUs = Number.POSITIVE_INFINITY;
}

/** Takes out the oldest reading that is ready; null when none is. It stays as it is until the next is put in. */
export function nextReady(order: Order): Reading | null {
  const { readings, readyUs } = order;
  if (order.count === 0) return null;
  const oldest = readings[0]!;
  if (oldest.atUs > readyUs) return null;
  order.count -= 1;
  for (let at = 0; at < order.count; at++) readings[at] = readings[at + 1]!;
  readings[order.count] = oldest;
  return oldest;
}
