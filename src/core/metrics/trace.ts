import type { Reading } from '../signal/order.ts';

/** The readings behind the current movement, newest first; a persistent list, so that states share it. */
export interface Trace {
  readonly reading: Reading;
  readonly previous: Trace | null;
  readonly length: number;
}

/** At rest the list is cut back to a short memory; in a movement it may hold some minutes at 400 readings a second. */
const REST_LENGTH = 1024;
const REST_KEEP = 256;
const MAX_LENGTH = 65_536;

export function pushTrace(trace: Trace | null, reading: Reading, atRest: boolean): Trace {
  const length = trace === null ? 0 : trace.length;
  const kept = length >= MAX_LENGTH || (atRest && length >= REST_LENGTH) ? newest(trace, REST_KEEP) : trace;
  return { reading, previous: kept, length: (kept === null ? 0 : kept.length) + 1 };
}

function newest(trace: Trace | null, count: number): Trace | null {
  const readings: Reading[] = [];
  for (let node = trace; node !== null && readings.length < count; node = node.previous) readings.push(node.reading);
  let kept: Trace | null = null;
  let length = 0;
  for (let index = readings.length - 1; index >= 0; index--) {
    kept = { reading: readings[index]!, previous: kept, length: ++length };
  }
  return kept;
}

/** Readings from `fromUs` to `toUs`, oldest first. */
export function readingsBetween(trace: Trace | null, fromUs: number, toUs: number): Reading[] {
  const readings: Reading[] = [];
  for (let node = trace; node !== null && node.reading.atUs >= fromUs; node = node.previous) {
    if (node.reading.atUs <= toUs) readings.push(node.reading);
  }
  return readings.reverse();
}
