import type { Reading } from '../signal/order.ts';

/** The readings behind the current movement, newest last. Changed in place. */
export type Trace = Reading[];

/** At rest it is cut back to a short memory; in a movement it may hold some minutes at 400 readings a second. */
const REST_LENGTH = 1024;
const REST_KEEP = 256;
const MAX_LENGTH = 65_536;

export function pushTrace(trace: Trace, reading: Reading, atRest: boolean): void {
  if (trace.length >= MAX_LENGTH || (atRest && trace.length >= REST_LENGTH)) {
    trace.copyWithin(0, trace.length - REST_KEEP);
    trace.length = REST_KEEP;
  }
  trace.push(reading);
}

/** Readings from `fromUs` to `toUs`, oldest first. */
export function readingsBetween(trace: Trace, fromUs: number, toUs: number): Reading[] {
  let first = trace.length;
  while (first > 0 && trace[first - 1]!.atUs >= fromUs) first -= 1;
  return trace.slice(first).filter(({ atUs }) => atUs <= toUs);
}
