import type { Forces } from './forces.ts';
import { firstFrom, type Smoothed } from './smoothed.ts';

/** When the cell carried the whole load of a movement. Outside of it the floor does, and the force tells nothing of the acceleration. */
export interface Carried {
  readonly fromUs: number;
  readonly toUs: number;
  /** Median force on the way up, N: about the weight. Null without a reading. */
  readonly forceN: number | null;
}

/** Below this share of the weight the floor carries a part. A way down begins with less, but not for long: hence the dwell. */
const CARRIED_SHARE = 0.85;
/** A quick eccentric phase unloads the cell for a fifth of a second; a bar on the floor stays there. */
const LYING_US = 250_000;
const MARGIN_US = 10_000;

const room: number[] = [];

/**
 * Walks from the middle of the way up to both sides. `upUs`: the middle of the way up; `topUs`: the bar is at the top; `endUs`: it is about down,
 * or null.
 */
export function carriedOver(
  forces: Forces,
  fromUs: number,
  upUs: number,
  topUs: number,
  endUs: number | null,
): Carried {
  const { atUs, forceN, count } = forces;
  room.length = 0;
  let middle = -1;
  for (let index = 0; index < count; index++) {
    if (atUs[index]! >= fromUs && atUs[index]! <= topUs) room.push(forceN[index]!);
    if (atUs[index]! <= upUs) middle = index;
  }
  if (room.length === 0) return { fromUs, toUs: endUs ?? Number.POSITIVE_INFINITY, forceN: null };
  room.sort((a, b) => a - b);
  const usualN = room[room.length >> 1]!;
  const limitN = CARRIED_SHARE * usualN;
  let first = Math.max(0, middle);
  while (first > 0 && forceN[first - 1]! >= limitN) first -= 1;
  const begins = first === 0 ? Number.NEGATIVE_INFINITY : atUs[first]! + MARGIN_US;
  return { fromUs: begins, toUs: lyingUs(forces, topUs, limitN), forceN: usualN };
}

/** When the bar lies again after the top: the force is low from then on, for longer than a way down begins. */
function lyingUs({ atUs, forceN, count }: Forces, topUs: number, limitN: number): number {
  let lowUs = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    if (atUs[index]! < topUs) continue;
    if (forceN[index]! >= limitN) lowUs = Number.POSITIVE_INFINITY;
    else if (lowUs === Number.POSITIVE_INFINITY) lowUs = atUs[index]!;
    if (atUs[index]! - lowUs > LYING_US) return lowUs - MARGIN_US;
  }
  return lowUs - MARGIN_US;
}

/** Does the force say that nothing was lifted? `still`: it stays as it was while the heights say that the load is accelerated. */
export interface Disagreement {
  /** RMS acceleration of the heights, as a share of g. */
  readonly movedG: number;
  /** RMS of the force about its mean, without its own noise, as a share of the weight. */
  readonly feltG: number;
  /** Of one reading. */
  readonly noiseG: number;
  readonly readings: number;
}

/** Compares what the cell felt with what the heights show, from `fromUs` to `toUs`. Null with too few readings. */
export function compare(forces: Forces, bar: Smoothed, fromUs: number, toUs: number): Disagreement | null {
  const { atUs, forceN, count } = forces;
  let readings = 0;
  let [sum, squares, thirds, moved] = [0, 0, 0, 0];
  let [f1, f2, f3] = [0, 0, 0];
  let at = firstFrom(bar, fromUs);
  for (let index = 0; index < count; index++) {
    if (atUs[index]! < fromUs || atUs[index]! > toUs) continue;
    const f = forceN[index]!;
    while (at < bar.count - 1 && bar.atUs[at]! < atUs[index]!) at += 1;
    const a = bar.accelerationMmps2[at]! / 9806.65;
    moved += a * a;
    sum += f;
    squares += f * f;
    if (readings >= 3) thirds += (f - 3 * f1 + 3 * f2 - f3) ** 2;
    [f3, f2, f1] = [f2, f1, f];
    readings += 1;
  }
  if (readings < 8) return null;
  const meanN = sum / readings;
  if (meanN <= 0) return null;
  const noise = thirds / (readings - 3) / 20;
  const variance = Math.max(0, squares / readings - meanN * meanN - noise);
  return {
    movedG: Math.sqrt(moved / readings),
    feltG: Math.sqrt(variance) / meanN,
    noiseG: Math.sqrt(noise) / meanN,
    readings,
  };
}
