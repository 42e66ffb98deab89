import { type Agreement, compare, medianForce } from '../metrics/carried.ts';
import { type Forces, forcesOf } from '../metrics/forces.ts';
import type { Smoothed } from '../metrics/smoothed.ts';
import type { Stretch } from '../metrics/trace.ts';

/**
 * Something passes the beam slowly while the bar is held: the heights go down and up again, or up and down, as a bar could. But the cell carries the
 * whole load all the while, and feels no acceleration. Such heights don't show the bar.
 */

const LEAST_STROKE_MM = 25;
const STROKE_SIGMAS = 5;
/** A stroke ends where the path rests for so long within so much. */
const RESTS_US = 120_000;
const RESTS_MM = 8;
const RESTS_SIGMAS = 4;
/** The force before and after a stroke shows its weight, too. */
const MARGIN_US = 100_000;
const CARRIED_SHARE = 0.8;
/** Of the mass that moves as the heights say, so much is felt at most. */
const UNFELT_GAIN = 0.3;
const LEAST_MOVED_G = 0.02;
const SURE_SIGMAS = 2;
/** A hand or a towel stays for up to 2 s (see `beam`). */
const LONGEST_US = 3e6;
/** It has left the beam when the bar is seen where it was, give or take what a hold sinks. */
const BACK_MM = 30;
const LEFT_US = 40_000;

interface Stroke {
  readonly from: number;
  readonly to: number;
}

type Feeling = 'unfelt' | 'unknown';

/** Takes the weight of such heights away; whether there were any. `weightN`: the load of the set. */
export function leaveOutUnfelt(stretch: Stretch, bar: Smoothed, weightN: number, noiseMm: number): boolean {
  const strokes = strokesOf(bar, noiseMm);
  const { atUs, heightMm } = bar;
  let forces: Forces | null = null;
  let leftOut = false;
  for (let index = 1; index < strokes.length; index++) {
    const before = strokes[index - 1]!;
    const isHeld = heightMm[before.to]! > heightMm[before.from]!;
    if (!isHeld || goesDown(bar, strokes[index]!, strokes[index - 1]!)) continue;
    forces ??= forcesOf(stretch);
    if (feelingOf(forces, bar, before, weightN) === 'unfelt') continue;
    const last = lastUnfelt(forces, bar, strokes, index, weightN);
    if (last < 0) continue;
    leaveOut(stretch, atUs[strokes[index]!.from]! - LEFT_US, atUs[strokes[last]!.to]! + LEFT_US);
    leftOut = true;
    index = last;
  }
  return leftOut;
}

/** The eccentric phase of a rep ends about where its concentric phase began: no more need be asked. */
function goesDown({ heightMm }: Smoothed, stroke: Stroke, up: Stroke): boolean {
  return Math.abs(heightMm[stroke.to]! - heightMm[up.from]!) < BACK_MM;
}

/** The last of the unfelt strokes from `index` on, where they lead back to the height at which they began; -1 for none. */
function lastUnfelt(forces: Forces, bar: Smoothed, strokes: readonly Stroke[], index: number, weightN: number): number {
  const { atUs, heightMm } = bar;
  const first = strokes[index]!;
  for (let last = index; last < strokes.length; last++) {
    const stroke = strokes[last]!;
    if (atUs[stroke.to]! - atUs[first.from]! > LONGEST_US) return -1;
    if (feelingOf(forces, bar, stroke, weightN) !== 'unfelt') return -1;
    if (Math.abs(heightMm[stroke.to]! - heightMm[first.from]!) < BACK_MM) return last;
  }
  return -1;
}

function feelingOf(forces: Forces, bar: Smoothed, { from, to }: Stroke, weightN: number): Feeling {
  const [fromUs, toUs] = [bar.atUs[from]! - MARGIN_US, bar.atUs[to]! + MARGIN_US];
  const carriedN = medianForce(forces, fromUs, toUs);
  if (carriedN === null || carriedN < CARRIED_SHARE * weightN) return 'unknown';
  const agreement = compare(forces, bar, fromUs, toUs, true);
  return agreement === null ? 'unknown' : told(agreement);
}

function told({ gain, gainError, movedG }: Agreement): Feeling {
  return movedG > LEAST_MOVED_G && gain + SURE_SIGMAS * gainError < UNFELT_GAIN ? 'unfelt' : 'unknown';
}

function leaveOut({ trace, first, end }: Stretch, fromUs: number, toUs: number): void {
  for (let index = first; index < end; index++) {
    const atUs = trace.atUs[index]!;
    if (trace.isHeight[index] === 1 && atUs > fromUs && atUs < toUs) trace.weight[index] = 0;
  }
}

/** The ways of the path up and down, from one turn or rest to the next. */
function strokesOf({ atUs, heightMm, count }: Smoothed, noiseMm: number): Stroke[] {
  const leastMm = Math.max(LEAST_STROKE_MM, STROKE_SIGMAS * noiseMm);
  const restsMm = Math.max(RESTS_MM, RESTS_SIGMAS * noiseMm);
  const strokes: Stroke[] = [];
  let from = 0;
  let extreme = 0;
  let place = 0;
  const close = (to: number): void => {
    if (Math.abs(heightMm[to]! - heightMm[from]!) >= leastMm) strokes.push({ from, to });
    from = to;
    extreme = to;
  };
  for (let index = 1; index < count; index++) {
    const mm = heightMm[index]!;
    if (Math.abs(mm - heightMm[place]!) > restsMm) {
      // It rested, and moves on.
      if (atUs[index - 1]! - atUs[place]! > RESTS_US) {
        close(place);
        from = index - 1;
        extreme = index - 1;
      }
      place = index;
    }
    const rising = heightMm[extreme]! >= heightMm[from]!;
    const isFurther = rising ? mm >= heightMm[extreme]! : mm <= heightMm[extreme]!;
    if (isFurther) extreme = index;
    else if (Math.abs(mm - heightMm[extreme]!) >= leastMm) {
      close(extreme);
      extreme = index;
    }
  }
  close(extreme);
  return strokes;
}
