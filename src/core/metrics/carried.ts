import { GRAVITY_MMPS2 } from '../gravity.ts';
import type { Forces } from './forces.ts';
import { frictionSign } from './fusion.ts';
import { select } from './select.ts';
import { firstFrom, type Smoothed } from './smoothed.ts';

/** When the cell carried the whole load of a movement. Outside of it the floor does, and the force shows nothing of the acceleration. */
export interface Carried {
  readonly fromUs: number;
  readonly toUs: number;
  /** Median force in the concentric phase, N: about the weight. Null without a reading. */
  readonly forceN: number | null;
}

/** Below this share of the weight the floor carries a part. An eccentric phase begins with less, but not for long: hence the dwell. */
const CARRIED_SHARE = 0.85;
/** A quick eccentric phase unloads the cell for a fifth of a second; a bar on the floor stays there. */
const LYING_US = 250_000;
const MARGIN_US = 10_000;

/** Used again by each call. */
let room = new Float64Array(512);

/** Median of the forces from `fromUs` to `toUs`; null without any. */
export function medianForce({ atUs, forceN, count }: Forces, fromUs: number, toUs: number): number | null {
  if (room.length < count) room = new Float64Array(2 * count);
  let within = 0;
  for (let index = firstForce(atUs, count, fromUs); index < count && atUs[index]! <= toUs; index++) {
    room[within++] = forceN[index]!;
  }
  return within === 0 ? null : select(room, 0, within, within >> 1);
}

/** Index of the first force that isn't before `fromUs`. */
function firstForce(atUs: Float64Array, count: number, fromUs: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atUs[middle]! < fromUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Walks from the concentric phase to both sides. `upUs`: the bar is in its concentric phase, and not braked yet; `topUs`: the bar is at the top; `endUs`: it is about down,
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
  const usualN = medianForce(forces, fromUs, topUs);
  if (usualN === null) return { fromUs, toUs: endUs ?? Number.POSITIVE_INFINITY, forceN: null };
  let middle = -1;
  for (let index = 0; index < count && atUs[index]! <= upUs; index++) middle = index;
  const limitN = CARRIED_SHARE * usualN;
  let first = Math.max(0, middle);
  while (first > 0 && forceN[first - 1]! >= limitN) first -= 1;
  const begins = first === 0 ? Number.NEGATIVE_INFINITY : atUs[first]! + MARGIN_US;
  const lies = lyingUs(forces, topUs, limitN);
  return { fromUs: begins, toUs: lies, forceN: usualN };
}

/** When the bar lies again after the top: the force is low from then on, for longer than an eccentric phase begins. */
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
  /** The velocity that the force shows per velocity that the heights show, and its standard error: 1 for a load that is lifted, 0 for one that lies. */
  readonly gain: number;
  readonly gainError: number;
  /** Of one reading, as a share of the load. */
  readonly noiseG: number;
  /** Time from one reading to the next. */
  readonly periodS: number;
  /** Standard deviation of the force, as a share of the load. */
  readonly spreadG: number;
  /** It repeats one number: it has stopped measuring, or feels nothing. */
  readonly stuck: boolean;
  /** Of the concentric phase alone, and so without a word about bands and friction. */
  readonly isOneWay: boolean;
}

const LEAST_READINGS = 16;
/** A cell that repeats one number in so many readings has stopped measuring, or there is nothing to measure. */
const STUCK_SHARE = 0.8;
/** What is integrated is alike for about so long: the time of a breath's or a whip's half swing. */
const ALIKE_S = 0.12;

const HOLE_US = 250_000;

/**
 * Compares what the force gained in velocity with what the heights show, from `fromUs` to `toUs`: g times the integral of F / W - 1 against v, by least
 * squares, beside a constant, time (the error of W), the integral of the height (a band pulls harder the higher it is) and that of the direction (the
 * friction of rails). In velocities the whip of a bar
 * and the noise of the heights weigh less than in accelerations. Of one way alone band and friction look like the acceleration itself: they are left
 * out then. Null with too few readings or without a load.
 */
export function compare(
  forces: Forces,
  bar: Smoothed,
  fromUs: number,
  toUs: number,
  isOneWay: boolean,
): Agreement | null {
  const { atUs, forceN } = forces;
  const { first, end } = runOf(forces, bar, fromUs, toUs);
  let [sumN, squares, thirds, repeats] = [0, 0, 0, 0];
  for (let index = first; index < end; index++) {
    const f = forceN[index]!;
    sumN += f;
    squares += f * f;
    if (index > first && f === forceN[index - 1]!) repeats += 1;
    if (index >= first + 3) {
      thirds += (f - 3 * forceN[index - 1]! + 3 * forceN[index - 2]! - forceN[index - 3]!) ** 2;
    }
  }
  const n = end - first;
  if (n < LEAST_READINGS || sumN <= 0 || bar.count === 0) return null;
  const meanN = sumN / n;
  moments.fill(0);
  let at = firstFrom(bar, atUs[first]!);
  const stoodMm = bar.heightMm[Math.min(at, bar.count - 1)]!;
  let [velocity, height, moved, friction] = [0, 0, 0, 0];
  for (let index = 0; index < n; index++) {
    const thenUs = atUs[first + index]!;
    while (at < bar.count - 1 && bar.atUs[at]! < thenUs) at += 1;
    const t = index === 0 ? 0 : (thenUs - atUs[first + index - 1]!) / 1e6;
    const before = forceN[first + Math.max(0, index - 1)]!;
    const shown = bar.velocityMmps[at]!;
    velocity += GRAVITY_MMPS2 * ((forceN[first + index]! + before) / (2 * meanN) - 1) * t;
    height += (bar.heightMm[at]! - stoodMm) * t;
    moved += bar.accelerationMmps2[at]! ** 2;
    friction += frictionSign(shown) * t;
    addMoments((thenUs - atUs[first]!) / 1e6, height, friction, velocity, shown);
  }
  const lastsS = (atUs[end - 1]! - atUs[first]!) / 1e6;
  takeOut(CONSTANT);
  takeOut(TIME);
  if (!isOneWay) {
    takeOut(BAND);
    takeOut(RUBBED);
  }
  const own = moments[SHOWN * COLUMNS + SHOWN]!;
  if (own <= 0) return null;
  const gain = moments[TOLD * COLUMNS + SHOWN]! / own;
  const left = Math.max(0, moments[TOLD * COLUMNS + TOLD]! - gain * gain * own);
  const independent = Math.max(2, lastsS / ALIKE_S - 3);
  return {
    movedG: Math.sqrt(moved / n) / GRAVITY_MMPS2,
    gain,
    gainError: Math.sqrt(left / own / independent),
    noiseG: Math.sqrt(thirds / Math.max(1, n - 3) / 20) / meanN,
    periodS: lastsS / (n - 1),
    spreadG: Math.sqrt(Math.max(0, squares / n - meanN * meanN)) / meanN,
    stuck: repeats > STUCK_SHARE * n,
    isOneWay,
  };
}

/** Over a hole nothing is integrated: the stretch without one in which the bar moves furthest must do. */
function runOf({ atUs, count }: Forces, bar: Smoothed, fromUs: number, toUs: number): { first: number; end: number } {
  let furthest = { first: 0, end: 0 };
  let mostMm = -1;
  let first = firstForce(atUs, count, fromUs);
  while (first < count && atUs[first]! <= toUs) {
    let end = first + 1;
    while (end < count && atUs[end]! <= toUs && atUs[end]! - atUs[end - 1]! <= HOLE_US) end += 1;
    const movedMm = wayMm(bar, atUs[first]!, atUs[end - 1]!);
    if (movedMm > mostMm) [furthest, mostMm] = [{ first, end }, movedMm];
    first = end;
  }
  return furthest;
}

/** From the lowest to the highest point between two times. */
function wayMm(bar: Smoothed, fromUs: number, toUs: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = firstFrom(bar, fromUs); index < bar.count && bar.atUs[index]! <= toUs; index++) {
    low = Math.min(low, bar.heightMm[index]!);
    high = Math.max(high, bar.heightMm[index]!);
  }
  return Math.max(0, high - low);
}

/** What is compared, and what else explains it, in the order in which it is taken out. */
const [CONSTANT, TIME, BAND, RUBBED, TOLD, SHOWN, COLUMNS] = [0, 1, 2, 3, 4, 5, 6];
/** Sums of the products of each two of them, those on and above the diagonal. Used again by each call. */
const moments = new Float64Array(COLUMNS * COLUMNS);

function addMoments(time: number, band: number, rubbed: number, told: number, shown: number): void {
  moments[0]! += 1;
  moments[1]! += time;
  moments[2]! += band;
  moments[3]! += rubbed;
  moments[4]! += told;
  moments[5]! += shown;
  moments[7]! += time * time;
  moments[8]! += time * band;
  moments[9]! += time * rubbed;
  moments[10]! += time * told;
  moments[11]! += time * shown;
  moments[14]! += band * band;
  moments[15]! += band * rubbed;
  moments[16]! += band * told;
  moments[17]! += band * shown;
  moments[21]! += rubbed * rubbed;
  moments[22]! += rubbed * told;
  moments[23]! += rubbed * shown;
  moments[28]! += told * told;
  moments[29]! += told * shown;
  moments[35]! += shown * shown;
}

/** Takes out of the columns after it what one of them explains. */
function takeOut(by: number): void {
  const own = moments[by * COLUMNS + by]!;
  if (own <= 0) return;
  for (let row = by + 1; row < COLUMNS; row++) {
    const share = moments[by * COLUMNS + row]! / own;
    for (let column = row; column < COLUMNS; column++) {
      moments[row * COLUMNS + column]! -= share * moments[by * COLUMNS + column]!;
    }
  }
}
