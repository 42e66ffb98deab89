import type { Reading } from '../signal/order.ts';

/**
 * The readings behind the current movement, oldest first; beyond `count` nothing stands. Columns rather than an object for each reading: objects
 * that live as long as a movement are carried about by the garbage collector. Changed in place.
 */
export interface Trace {
  count: number;
  /** 1 for a height, 0 for a force. */
  isHeight: Uint8Array;
  atUs: Float64Array;
  value: Float64Array;
  leftN: Float64Array;
  /** How far the reading is believed, 0 to 1: an outlier's share in the likelihood is next to nothing. */
  weight: Float64Array;
}

/** Those of a trace from index `first` to before `end`. */
export interface Stretch {
  readonly trace: Trace;
  readonly first: number;
  readonly end: number;
}

/** Between the sets it is cut back to a short memory; of a set it holds all, some minutes of it at 400 readings a second. */
const REST_LENGTH = 2048;
const REST_KEEP = 1024;
const MAX_LENGTH = 65_536;
const MAX_KEEP = MAX_LENGTH / 2;

export const emptyTrace = (length = REST_LENGTH): Trace => ({
  count: 0,
  isHeight: new Uint8Array(length),
  atUs: new Float64Array(length),
  value: new Float64Array(length),
  leftN: new Float64Array(length),
  weight: new Float64Array(length),
});

/** `neededUs`: what came before that is needed no more; null at rest, when only the latest readings are. */
export function pushTrace(trace: Trace, reading: Reading, weight: number, neededUs: number | null): void {
  if (trace.count >= MAX_LENGTH) keepLast(trace, MAX_KEEP);
  else if (neededUs === null && trace.count >= REST_LENGTH) keepLast(trace, REST_KEEP);
  if (trace.count === trace.atUs.length) {
    // Of one set after the other without a rest the earlier ones are given up before it grows.
    const needed = trace.count - indexFrom(trace, 0, trace.count, (neededUs ?? 0) - MOST_MARGIN_US);
    if (2 * needed < trace.count) keepLast(trace, needed);
    else grow(trace);
  }
  const index = trace.count++;
  trace.isHeight[index] = reading.channel === 'height' ? 1 : 0;
  trace.atUs[index] = reading.atUs;
  trace.value[index] = reading.value;
  trace.leftN[index] = reading.leftN;
  trace.weight[index] = weight;
}

export function clearTrace(trace: Trace): void {
  trace.count = 0;
}

/** Takes out the latest `count` forces: they have turned out to be no force that was there. */
export function forgetForces(trace: Trace, count: number): void {
  let first = trace.count;
  for (let left = count; left > 0 && first > 0; ) if (trace.isHeight[--first] === 0) left -= 1;
  keepOnly(trace, first, (index) => trace.isHeight[index] === 1);
}

/** Takes out the heights since `fromUs`: the sensor has stopped measuring, and what it repeated is no height. */
export function forgetHeights(trace: Trace, fromUs: number): void {
  let first = trace.count;
  while (first > 0 && trace.atUs[first - 1]! >= fromUs) first -= 1;
  keepOnly(trace, first, (index) => trace.isHeight[index] === 0);
}

/** Takes out the heights that are the one before given again: alike, and so soon that `isSame` says so. */
export function forgetRepeats(trace: Trace, isSame: (lastedUs: number) => boolean): void {
  let lastUs = Number.NEGATIVE_INFINITY;
  let lastMm = Number.NaN;
  keepOnly(trace, 0, (index) => {
    if (trace.isHeight[index] === 0) return true;
    if (trace.value[index]! === lastMm && isSame(trace.atUs[index]! - lastUs)) return false;
    [lastUs, lastMm] = [trace.atUs[index]!, trace.value[index]!];
    return true;
  });
}

function keepOnly(trace: Trace, first: number, isKept: (index: number) => boolean): void {
  const { isHeight, atUs, value, leftN, weight } = trace;
  let kept = first;
  for (let index = first; index < trace.count; index++) {
    if (!isKept(index)) continue;
    for (const column of [isHeight, atUs, value, leftN, weight]) column[kept] = column[index]!;
    kept += 1;
  }
  trace.count = kept;
}

function keepLast(trace: Trace, kept: number): void {
  const { count, isHeight, atUs, value, leftN, weight } = trace;
  for (const column of [isHeight, atUs, value, leftN, weight]) column.copyWithin(0, count - kept, count);
  trace.count = kept;
}

function grow(trace: Trace): void {
  const { count, isHeight, atUs, value, leftN, weight } = trace;
  const larger = emptyTrace(2 * atUs.length);
  larger.isHeight.set(isHeight);
  larger.atUs.set(atUs);
  larger.value.set(value);
  larger.leftN.set(leftN);
  larger.weight.set(weight);
  Object.assign(trace, larger, { count });
}

/** Index from `first` to `end` of the first reading that isn't before `fromUs`. */
export function indexFrom({ atUs }: Trace, first: number, end: number, fromUs: number): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atUs[middle]! < fromUs) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** All that is kept from a time on. */
export function stretchFrom(trace: Trace, fromUs: number): Stretch {
  return { trace, first: indexFrom(trace, 0, trace.count, fromUs), end: trace.count };
}

/** Readings of a movement from `fromUs` to `untilUs`, with what is known by `nowUs` of its end. */
export function stretchOf(trace: Trace, fromUs: number, untilUs: number, nowUs: number): Stretch {
  const { count, isHeight, atUs } = trace;
  const first = indexFrom(trace, 0, count, fromUs);
  const toUs = Math.min(nowUs, untilUs + MARGIN_US);
  let end = indexFrom(trace, first, count, toUs);
  while (end < count && atUs[end]! <= toUs) end += 1;
  let seen = end - 1;
  while (seen >= first && isHeight[seen] === 0) seen -= 1;
  if (seen >= first) while (atUs[end - 1]! > atUs[seen]! + SEEN_FOR_US) end -= 1;
  return { trace, first, end };
}
