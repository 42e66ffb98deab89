import { select } from '../metrics/select.ts';
import type { Trace } from '../metrics/trace.ts';

/**
 * A second reflection: a cover, a bolt or a bench that the sensor sees instead of the bar, in single readings and always at the same height. Where
 * the bar passes that height the two can't be told apart by their ways, so that the height itself is learned from what was rejected elsewhere.
 */
export interface Ghost {
  readonly heightMm: number;
  readonly bandMm: number;
}

/** So many of the readings, and so many of those that were rejected, are at one height. */
const LEAST_READINGS = 10;
const LEAST_SHARE = 0.04;
const LEAST_REJECTED_SHARE = 0.5;
/** A hand stays; a reflection is seen in single readings, by chance in some in a row. */
const MOST_IN_A_ROW = 2;
const BAND_MM = 14;
const BAND_SIGMAS = 3;
/** The bar itself stands there where most of the readings around say so. */
const AROUND = 5;
const BAR_SHARE = 0.55;

let room = new Float64Array(1024);

/** The height at which most of the rejected ones among the first `count` heights (`at`: where they stand) lie; null where they don't, or last. */
export function ghostOf({ value, weight }: Trace, at: Int32Array, count: number, noiseMm: number): Ghost | null {
  if (room.length < count) room = new Float64Array(2 * count);
  let rejected = 0;
  for (let index = 0; index < count; index++) if (weight[at[index]!] === 0) room[rejected++] = value[at[index]!]!;
  if (rejected < Math.max(LEAST_READINGS, LEAST_SHARE * count)) return null;
  const bandMm = BAND_MM + BAND_SIGMAS * noiseMm;
  const sorted = room.subarray(0, rejected).sort();
  let best = 0;
  let bestFrom = 0;
  for (let from = 0, to = 0; to < rejected; to++) {
    while (sorted[to]! - sorted[from]! > bandMm) from += 1;
    if (to + 1 - from > best) [best, bestFrom] = [to + 1 - from, from];
  }
  if (best < Math.max(LEAST_READINGS, LEAST_SHARE * count, LEAST_REJECTED_SHARE * rejected)) return null;
  const heightMm = select(sorted, bestFrom, bestFrom + best, bestFrom + (best >> 1));
  let runs = 0;
  let all = 0;
  let isIn = false;
  for (let index = 0; index < count; index++) {
    const isHere = weight[at[index]!] === 0 && Math.abs(value[at[index]!]! - heightMm) <= bandMm;
    if (isHere) all += 1;
    if (isHere && !isIn) runs += 1;
    isIn = isHere;
  }
  return all > MOST_IN_A_ROW * runs ? null : { heightMm, bandMm };
}

/** Leaves those heights of the first `count` in `at` that aren't the reflection's: how many. What is left out has the weight 0. */
export function withoutGhost({ value, weight }: Trace, at: Int32Array, count: number, ghost: Ghost): number {
  const isGhost = (index: number): boolean => Math.abs(value[at[index]!]! - ghost.heightMm) <= ghost.bandMm;
  let around = 0;
  const seen = new Uint8Array(count);
  for (let index = 0; index < count; index++) seen[index] = isGhost(index) ? 1 : 0;
  for (let index = 0; index < Math.min(count, AROUND); index++) around += seen[index]!;
  let kept = 0;
  for (let index = 0; index < count; index++) {
    if (index + AROUND < count) around += seen[index + AROUND]!;
    if (index > AROUND) around -= seen[index - AROUND - 1]!;
    const of = Math.min(count - 1, index + AROUND) - Math.max(0, index - AROUND) + 1;
    if (seen[index] === 1 && around < BAR_SHARE * of) weight[at[index]!] = 0;
    else at[kept++] = at[index]!;
  }
  return kept;
}
