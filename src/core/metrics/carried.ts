import { GRAVITY_MMPS2 } from '../gravity.ts';
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
  const lies = lyingUs(forces, topUs, limitN);
  return { fromUs: begins, toUs: lies, forceN: usualN };
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

/** What the cell felt of the acceleration that the heights show. */
export interface Agreement {
  /** RMS acceleration of the smoothed heights, as a share of g. */
  readonly movedG: number;
  /** Force per acceleration, as a share of the load's own mass, and its standard error: 1 for a load that is lifted, 0 for one that lies. */
  readonly gain: number;
  readonly gainError: number;
  /** Of one reading, as a share of the load. */
  readonly noiseG: number;
  /** Standard deviation of the force, as a share of the load. */
  readonly spreadG: number;
  /** It repeats one number: it has stopped measuring, or feels nothing. */
  readonly stuck: boolean;
}

const LEAST_READINGS = 16;
/** A cell that repeats one number in so many readings has stopped measuring, or there is nothing to measure. */
const STUCK_SHARE = 0.8;
/** What a resting lifter and the cell's own noise leave is alike from one reading to the next; so few of them count for themselves. */
const ALIKE_READINGS = 3;

/**
 * Least squares of the force on the acceleration of the heights, from `fromUs` to `toUs`, beside a constant and the height itself (a band pulls
 * harder the higher it is). Null with too few readings or without a load.
 */
export function compare(forces: Forces, bar: Smoothed, fromUs: number, toUs: number): Agreement | null {
  const { atUs, forceN, count } = forces;
  const first = firstFrom(bar, fromUs);
  if (first >= bar.count) return null;
  const originMm = bar.heightMm[first]!;
  let [n, f, h, a, hh, ha, aa, hf, af, ff] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [thirds, repeats, f1, f2, f3] = [0, 0, 0, 0, 0];
  let at = first;
  for (let index = 0; index < count; index++) {
    if (atUs[index]! < fromUs || atUs[index]! > toUs) continue;
    while (at < bar.count - 1 && bar.atUs[at]! < atUs[index]!) at += 1;
    const force = forceN[index]!;
    const height = (bar.heightMm[at]! - originMm) / 1000;
    const acceleration = bar.accelerationMmps2[at]! / GRAVITY_MMPS2;
    f += force;
    h += height;
    a += acceleration;
    hh += height * height;
    ha += height * acceleration;
    aa += acceleration * acceleration;
    hf += height * force;
    af += acceleration * force;
    ff += force * force;
    if (n >= 3) thirds += (force - 3 * f1 + 3 * f2 - f3) ** 2;
    if (n >= 1 && force === f1) repeats += 1;
    [f3, f2, f1] = [f2, f1, force];
    n += 1;
  }
  if (n < LEAST_READINGS || f <= 0) return null;
  const meanN = f / n;
  const shh = hh - (h * h) / n;
  const sha = ha - (h * a) / n;
  const saa = aa - (a * a) / n;
  const shf = hf - (h * f) / n;
  const saf = af - (a * f) / n;
  const sff = ff - (f * f) / n;
  // The acceleration without what the height explains of it.
  const own = shh > 0 ? saa - (sha * sha) / shh : saa;
  if (own <= 0) return null;
  const slope = (saf - (shh > 0 ? (sha * shf) / shh : 0)) / own;
  const byHeight = shh > 0 ? (shf - slope * sha) / shh : 0;
  const left = Math.max(0, sff - slope * saf - byHeight * shf);
  return {
    movedG: Math.sqrt(aa / n),
    gain: slope / meanN,
    gainError: Math.sqrt((ALIKE_READINGS * left) / (n - 3) / own) / meanN,
    noiseG: Math.sqrt(thirds / (n - 3) / 20) / meanN,
    spreadG: Math.sqrt(Math.max(0, sff) / n) / meanN,
    stuck: repeats > STUCK_SHARE * n,
  };
}
