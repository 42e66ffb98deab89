import type { Reading } from '../signal/order.ts';

/** The readings behind the current movement, newest last. Changed in place. */
export type Trace = Reading[];

/** At rest it is cut back to a short memory; in a movement it may hold some minutes at 400 readings a second. */
const REST_LENGTH = 1024;
const REST_KEEP = 512;
const MAX_LENGTH = 65_536;

export function pushTrace(trace: Trace, reading: Reading, atRest: boolean): void {
  if (trace.length >= MAX_LENGTH || (atRest && trace.length >= REST_LENGTH)) {
    trace.copyWithin(0, trace.length - REST_KEEP);
    trace.length = REST_KEEP;
  }
  trace.push(reading);
}

/** Readings before and after a movement, so that the smoother is settled inside it. */
export const MARGIN_US = 400_000;
/** A slow movement has left its place by 3 mm long before it is seen to: a minimum-jerk one after an eighth of its time, from where it must be seen to stand. */
const MARGIN_SHARE = 0.4;
const MOST_MARGIN_US = 1_200_000;
/** The force alone carries the height on for a moment, not for the second until its loss is noticed. */
const SEEN_FOR_US = 100_000;

/** From when on the readings tell where a movement began that left at about `startUs` and was up by `upUs`. */
export const marginFromUs = (startUs: number, upUs: number): number =>
  startUs - Math.min(Math.max(MARGIN_US, MARGIN_SHARE * (upUs - startUs)), MOST_MARGIN_US);

/** Readings of a movement from `fromUs` to `untilUs`, with what is known by `nowUs` of its end; oldest first. */
export function readingsOf(trace: Trace, fromUs: number, untilUs: number, nowUs: number): Reading[] {
  let first = trace.length;
  while (first > 0 && trace[first - 1]!.atUs >= fromUs) first -= 1;
  let end = trace.length;
  const toUs = Math.min(nowUs, untilUs + MARGIN_US);
  while (end > first && trace[end - 1]!.atUs > toUs) end -= 1;
  let seen = end - 1;
  while (seen >= first && trace[seen]!.channel !== 'height') seen -= 1;
  if (seen < first) return trace.slice(first, end);
  while (trace[end - 1]!.atUs > trace[seen]!.atUs + SEEN_FOR_US) end -= 1;
  return trace.slice(first, end);
}
