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

/** Was the cell silent for more than so much of a time, then it says nothing of it. */
const MOST_SILENT_SHARE = 0.5;

/** Median of the forces from `fromUs` to `toUs`; null without any, and where the cell was silent for most of that time. */
export function medianForceHeard(forces: Forces, fromUs: number, toUs: number): number | null {
  const { atUs, count } = forces;
  const mostUs = MOST_SILENT_SHARE * (toUs - fromUs);
  let lastUs = fromUs;
  for (let index = firstForce(atUs, count, fromUs); lastUs < toUs; index++) {
    const nextUs = index < count ? Math.min(toUs, atUs[index]!) : toUs;
    if (nextUs - lastUs > mostUs) return null;
    lastUs = nextUs;
  }
  return medianForce(forces, fromUs, toUs);
}

/** Index of the first force that isn't before `fromUs`. */
function firstForce(atUs: Float64Array, count: number, fromUs: number): number {
  let low = 0;
  let high = count;
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
  /** The same of its means over a moment, less their noise: without the tremor of who carries it. */
  readonly slowChangeG: number;
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

/** As long as a swing of the slowest tremor (8 Hz). */
const MOMENT_US = 125_000;

const HOLE_US = 250_000;
/** A cell that fell silent amid the movement has shown nothing of its braking. */
const LEAST_WAY_SHARE = 0.5;

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
  const { first, end, movedMm } = runOf(forces, bar, fromUs, toUs);
  if (first === end || movedMm < LEAST_WAY_SHARE * wayMm(bar, fromUs, toUs)) return null;
  let sumN = 0;
  let squares = 0;
  let thirds = 0;
  let repeats = 0;
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
  const noiseN = Math.sqrt(thirds / Math.max(1, n - 3) / 20);
  if (n < LEAST_READINGS || sumN <= 0 || bar.count === 0) return null;
  const meanN = sumN / n;
  const moved = gather(forces, bar, first, end, meanN, isOneWay);
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
    noiseG: noiseN / meanN,
    periodS: lastsS / (n - 1),
    spreadG: Math.sqrt(Math.max(0, squares / n - meanN * meanN)) / meanN,
    slowChangeG: slowChangeN(forces, first, end, noiseN) / meanN,
    stuck: repeats > STUCK_SHARE * n,
    isOneWay,
  };
}

/** Standard deviation of the means over a moment, less their noise. */
function slowChangeN({ atUs, forceN }: Forces, first: number, end: number, noiseN: number): number {
  let moments = 0;
  let sum = 0;
  let squares = 0;
  for (let from = first; from < end; ) {
    let to = from;
    let momentN = 0;
    while (to < end && atUs[to]! - atUs[from]! < MOMENT_US) momentN += forceN[to++]!;
    const meanN = momentN / (to - from);
    moments += 1;
    sum += meanN;
    squares += meanN * meanN;
    from = to;
  }
  const variance = squares / moments - (sum / moments) ** 2;
  return Math.sqrt(Math.max(0, variance - (noiseN * noiseN * moments) / (end - first)));
}

interface Run {
  readonly first: number;
  readonly end: number;
  /** From its lowest to its highest point. */
  readonly movedMm: number;
}

/** Over a hole nothing is integrated: the stretch without one in which the bar moves furthest must do. */
function runOf({ atUs, count }: Forces, bar: Smoothed, fromUs: number, toUs: number): Run {
  let furthest = { first: 0, end: 0, movedMm: -1 };
  let first = firstForce(atUs, count, fromUs);
  while (first < count && atUs[first]! <= toUs) {
    let end = first + 1;
    while (end < count && atUs[end]! <= toUs && atUs[end]! - atUs[end - 1]! <= HOLE_US) end += 1;
    const movedMm = wayMm(bar, atUs[first]!, atUs[end - 1]!);
    if (movedMm > furthest.movedMm) furthest = { first, end, movedMm };
    first = end;
  }
  return furthest;
}

/** From the lowest to the highest point between two times. */
function wayMm(bar: Smoothed, fromUs: number, toUs: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
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

/**
 * Takes the moments of the forces from index `first` to before `end`: of what they tell, and of the velocities of the bar. Returns the sum of its squared
 * accelerations. In variables: a function that adds the products would be handed an object for each number. b: of the band, r: of what is rubbed, v: of
 * the velocity told, s: of the one shown.
 */
function gather(forces: Forces, bar: Smoothed, first: number, end: number, meanN: number, isOneWay: boolean): number {
  const { atUs, forceN } = forces;
  const { atUs: barUs, heightMm, velocityMmps, accelerationMmps2 } = bar;
  const last = bar.count - 1;
  let at = firstFrom(bar, atUs[first]!);
  const stoodMm = heightMm[Math.min(at, last)]!;
  const perN = (0.5 * GRAVITY_MMPS2) / meanN;
  let velocity = 0;
  let height = 0;
  let moved = 0;
  let friction = 0;
  let t1 = 0;
  let b1 = 0;
  let r1 = 0;
  let v1 = 0;
  let s1 = 0;
  let tt = 0;
  let tb = 0;
  let tr = 0;
  let tv = 0;
  let ts = 0;
  let bb = 0;
  let br = 0;
  let bv = 0;
  let bs = 0;
  let rr = 0;
  let rv = 0;
  let rs = 0;
  let vv = 0;
  let vs = 0;
  let ss = 0;
  let thenUs = atUs[first]!;
  let before = forceN[first]!;
  for (let index = first; index < end; index++) {
    const nowUs = atUs[index]!;
    while (at < last && barUs[at]! < nowUs) at += 1;
    const t = 1e-6 * (nowUs - thenUs);
    const shown = velocityMmps[at]!;
    velocity += (perN * (forceN[index]! + before) - GRAVITY_MMPS2) * t;
    moved += accelerationMmps2[at]! * accelerationMmps2[at]!;
    thenUs = nowUs;
    before = forceN[index]!;
    const time = 1e-6 * (nowUs - atUs[first]!);
    t1 += time;
    v1 += velocity;
    s1 += shown;
    tt += time * time;
    tv += time * velocity;
    ts += time * shown;
    vv += velocity * velocity;
    vs += velocity * shown;
    ss += shown * shown;
    if (isOneWay) continue;
    height += (heightMm[at]! - stoodMm) * t;
    friction += frictionSign(shown) * t;
    b1 += height;
    r1 += friction;
    tb += time * height;
    tr += time * friction;
    bb += height * height;
    br += height * friction;
    bv += height * velocity;
    bs += height * shown;
    rr += friction * friction;
    rv += friction * velocity;
    rs += friction * shown;
  }
  moments[0] = end - first;
  moments[1] = t1;
  moments[2] = b1;
  moments[3] = r1;
  moments[4] = v1;
  moments[5] = s1;
  moments[7] = tt;
  moments[8] = tb;
  moments[9] = tr;
  moments[10] = tv;
  moments[11] = ts;
  moments[14] = bb;
  moments[15] = br;
  moments[16] = bv;
  moments[17] = bs;
  moments[21] = rr;
  moments[22] = rv;
  moments[23] = rs;
  moments[28] = vv;
  moments[29] = vs;
  moments[35] = ss;
  return moved;
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
