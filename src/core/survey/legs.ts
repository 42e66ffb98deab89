import type { Smoothed } from '../metrics/smoothed.ts';

/** One movement up and down again, as indices of the smoothed instants. */
export interface Leg {
  /** The lowest point before it. */
  readonly low: number;
  /** Its highest point. */
  readonly high: number;
  /** The lowest point after it; null when the readings end before it has come down. */
  readonly next: number | null;
}

/** Room that every call uses again. */
let pivots = new Int32Array(256);

/** A dip of less than this share of the rise is part of the same movement; so is a swing at its top. */
const DIP_SHARE = 0.35;

/** A bar that overshot swings back by more, but soon: it rings at 2 Hz, where a half rep takes its time. */
const RING_SHARE = 0.68;
const RING_US = 450_000;
/** A bar that stands is seen within so much of its highest. */
const ARRIVED_MM = 12;

/**
 * The movements of a stretch: turning points at which the bar goes back by more than `turnMm`, put together where it only dipped or was rocked.
 * `usualMm`: the range of the set's reps; what came before may have begun far below.
 */
export function legsOf(bar: Smoothed, turnMm: number, usualMm = Number.POSITIVE_INFINITY): Leg[] {
  const count = turnsOf(bar, turnMm);
  const { heightMm, atUs } = bar;
  const legs: { low: number; high: number; next: number | null }[] = [];
  /** The top before the latest dip: a bar that rings has many. */
  let top = 0;
  for (let index = 0; index + 1 < count; index += 2) {
    const low = pivots[index]!;
    const high = pivots[index + 1]!;
    const next = index + 2 < count ? pivots[index + 2]! : null;
    const before = legs.at(-1);
    if (before !== undefined && before.next === low) {
      const wayMm = Math.min(heightMm[before.high]! - heightMm[before.low]!, usualMm);
      const isRinging =
        atUs[low]! - arrivedUs(bar, before.low, top) < RING_US && heightMm[top]! - heightMm[low]! < RING_SHARE * wayMm;
      if (isRinging || heightMm[before.high]! - heightMm[low]! < DIP_SHARE * wayMm) {
        // The bar dipped in its concentric phase, or at its top.
        if (heightMm[high]! > heightMm[before.high]!) before.high = high;
        before.next = next;
        top = high;
        continue;
      }
    }
    legs.push({ low, high, next });
    top = high;
  }
  return legs;
}

/** When the bar had come to about its top: one that stood there before it went down doesn't ring. */
function arrivedUs({ atUs, heightMm }: Smoothed, low: number, top: number): number {
  let arrived = top;
  while (arrived > low && heightMm[arrived - 1]! > heightMm[top]! - ARRIVED_MM) arrived -= 1;
  return atUs[arrived]!;
}

/** Alternating low and high points into `pivots`, a low one first and a high one last or a low one. Returns how many. */
function turnsOf({ heightMm, count }: Smoothed, turnMm: number): number {
  let turns = 0;
  let rising = false;
  let low = 0;
  let high = 0;
  const push = (at: number): void => {
    if (turns === pivots.length) {
      const larger = new Int32Array(2 * turns);
      larger.set(pivots);
      pivots = larger;
    }
    pivots[turns++] = at;
  };
  for (let index = 1; index < count; index++) {
    const mm = heightMm[index]!;
    if (rising) {
      if (mm > heightMm[high]!) high = index;
      else if (mm < heightMm[high]! - turnMm) {
        push(high);
        rising = false;
        low = index;
      }
    } else if (mm < heightMm[low]!) low = index;
    else if (mm > heightMm[low]! + turnMm) {
      push(low);
      rising = true;
      high = index;
    }
  }
  if (rising) push(high);
  else if (turns > 0) push(low);
  return turns;
}
