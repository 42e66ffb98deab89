import type { Smoothed } from '../metrics/smoothed.ts';
import type { Leg } from './legs.ts';

export const sizeMm = ({ low, high }: Leg, { heightMm }: Smoothed): number => heightMm[high]! - heightMm[low]!;

/** Much larger than the set's reps: something else lies before the concentric phase, or after it. */
const LARGE_SHARE = 1.25;
const ALIKE_SHARE = 0.12;
const DWELL_US = 120_000;
const DWELL_MM = 8;
const DWELL_SIGMAS = 4;

/**
 * A hand that leaves the beam slowly, or the bar taken into the lap, looks like the beginning of the rep after it, with a rest amid the concentric phase. Where what
 * lies above that rest, or below it, is as large as the set's reps, there are two movements.
 */
export function withoutHandling(leg: Leg, bar: Smoothed, usualMm: number, noiseMm: number): readonly Leg[] {
  const { heightMm } = bar;
  if (sizeMm(leg, bar) < LARGE_SHARE * usualMm) return [leg];
  const isUsual = (mm: number): boolean => Math.abs(mm - usualMm) < ALIKE_SHARE * usualMm;
  const rests = restsOf(leg, bar, Math.max(DWELL_MM, DWELL_SIGMAS * noiseMm));
  const rest =
    rests.find(({ last }) => isUsual(heightMm[leg.high]! - heightMm[last]!)) ??
    rests.find(({ first }) => isUsual(heightMm[first]! - heightMm[leg.low]!));
  if (rest === undefined) return [leg];
  return [
    { low: leg.low, high: rest.first, next: rest.last },
    { low: rest.last, high: leg.high, next: leg.next },
  ];
}

/** Where the bar stood in its concentric phase. */
function restsOf({ low, high }: Leg, { heightMm, atUs }: Smoothed, dwellMm: number): { first: number; last: number }[] {
  const rests: { first: number; last: number }[] = [];
  let first = low;
  for (let index = low + 1; index <= high; index++) {
    if (Math.abs(heightMm[index]! - heightMm[first]!) < dwellMm && index < high) continue;
    if (atUs[index - 1]! - atUs[first]! > DWELL_US) rests.push({ first, last: index - 1 });
    first = index;
  }
  return rests;
}
