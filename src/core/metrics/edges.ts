import type { SmoothPoint } from './smooth.ts';

/**
 * A smooth movement has no visible first or last instant. It begins when the bar is this far from where it stood, and it ends
 * when the bar is this near to where it will stand: about what an eye can tell.
 */
export const EDGE_MM = 3;
/** With more noise the edge is timed further out, at this many standard deviations of the smoothed height, and carried on to 3 mm. */
const NEAR_SIGMAS = 2;
const FAR_FACTOR = 4;
/** Never so far out that it would leave the edge's own part of the movement. */
const MOST_SHARE = 0.4;

/** Shorter holds have no level of their own. */
const LEAST_HOLD_US = 300_000;
const LEAST_HOLD_POINTS = 5;
const MOST_ROUNDS = 12;
/** Heights within this share of the range (and the noise) of the extreme are the plateau. */
const PLATEAU_SHARE = 0.02;

/**
 * Time at which the bar arrives at (or leaves) a level. Walks from `from`, a point amid the movement, in `direction`; the
 * level is `levelMm`, the whole way to it `travelMm`. Null when the readings don't reach the level.
 *
 * Near its end any smooth movement has a distance left of j t^3 / 6, so the cube root of the distance is linear in time: crossings at
 * `near` and `far` give the one at 3 mm.
 */
export function edgeUs(
  points: readonly SmoothPoint[],
  from: number,
  direction: 1 | -1,
  levelMm: number,
  travelMm: number,
  noiseMm: number,
): number | null {
  const farMm = Math.min(FAR_FACTOR * Math.max(EDGE_MM, NEAR_SIGMAS * noiseMm), MOST_SHARE * travelMm);
  const nearMm = farMm / FAR_FACTOR;
  const nearUs = crossingUs(points, from, direction, levelMm, nearMm);
  if (nearUs === null || nearMm <= EDGE_MM) return nearUs;
  const farUs = crossingUs(points, from, direction, levelMm, farMm) ?? nearUs;
  const beyond = (Math.cbrt(nearMm) - Math.cbrt(EDGE_MM)) / (Math.cbrt(farMm) - Math.cbrt(nearMm));
  return nearUs + beyond * (nearUs - farUs);
}

/** First time from `from` on at which the height is within `awayMm` of the level. */
function crossingUs(
  points: readonly SmoothPoint[],
  from: number,
  direction: 1 | -1,
  levelMm: number,
  awayMm: number,
): number | null {
  for (let index = from; index >= 0 && index < points.length; index += direction) {
    const point = points[index]!;
    const restMm = Math.abs(point.heightMm - levelMm);
    if (restMm > awayMm) continue;
    const before = points[index - direction];
    if (before === undefined || index === from) return point.atUs;
    const beforeMm = Math.abs(before.heightMm - levelMm);
    const share = beforeMm === restMm ? 0 : (beforeMm - awayMm) / (beforeMm - restMm);
    return before.atUs + share * (point.atUs - before.atUs);
  }
  return null;
}

/**
 * Level of the plateau at the highest (`sign` 1) or lowest (-1) of the points from `fromUs` to `toUs`: the median of its
 * middle, so that neither the noise nor the slopes beside it count. Null without points.
 */
export function plateauMm(
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
  sign: 1 | -1,
  travelMm: number,
): number | null {
  const within = points.filter((point) => point.atUs >= fromUs && point.atUs <= toUs);
  if (within.length === 0) return null;
  const extremeMm = Math.max(...within.map((point) => sign * point.heightMm));
  const near = within.filter((point) => sign * point.heightMm > extremeMm - PLATEAU_SHARE * travelMm);
  const trim = Math.floor(near.length / 5);
  return medianMm(near, trim, near.length - trim);
}

/** Room to sort in, used again by each call: numbers of a typed array sort ten times as fast as those of an array. */
let room = new Float64Array(1024);

function medianMm(points: readonly SmoothPoint[], from: number, end: number): number {
  const count = end - from;
  if (room.length < count) room = new Float64Array(2 * count);
  for (let index = 0; index < count; index++) room[index] = points[from + index]!.heightMm;
  return room.subarray(0, count).sort()[count >> 1]!;
}

/**
 * Level of a hold that lies somewhere from `fromUs` to `toUs`: the median height, whatever the bar rocked or overshot, taken once more
 * without the way there and away (more than an edge below the level, at either end) until it stays. Null when the hold is short.
 */
export function holdLevelMm(
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
  noiseMm: number,
): number | null {
  const edgeMm = Math.max(EDGE_MM, NEAR_SIGMAS * noiseMm);
  let first = points.findIndex(({ atUs }) => atUs >= fromUs);
  let end = points.findLastIndex(({ atUs }) => atUs <= toUs) + 1;
  if (first < 0 || first >= end) return null;
  let levelMm = Number.NaN;
  for (let round = 0, trimmed = true; round < MOST_ROUNDS && trimmed; round++) {
    levelMm = medianMm(points, first, end);
    const [before, edge] = [end - first, levelMm - edgeMm];
    while (points[first]!.heightMm <= edge) first += 1;
    while (points[end - 1]!.heightMm <= edge) end -= 1;
    trimmed = end - first < before;
  }
  const isLong = end - first >= LEAST_HOLD_POINTS && points[end - 1]!.atUs - points[first]!.atUs >= LEAST_HOLD_US;
  return isLong ? levelMm : null;
}
