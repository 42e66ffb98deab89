import type { SmoothPoint } from './smooth.ts';

/** Shares of the travel at which an edge is timed: far enough from the level to stand out of the noise, near enough to be its own. */
const FAR_SHARE = 0.2;
const NEAR_SHARE = 0.05;
/**
 * Towards its end a minimum-jerk movement has travelled 1 - (10 u^3 - 15 u^4 + 6 u^5), u being the share of time left. 20 % is left
 * at u = 0.3266 and 5 % at u = 0.1890, so the end lies 0.1890 / (0.3266 - 0.1890) times their distance beyond the second.
 */
const BEYOND = 1.374;
/** Longest extrapolation: a slow creep isn't the end of a lift. */
const MAX_BEYOND_US = 700_000;
/** Heights within this share of the range (and the noise) of the extreme are the plateau. */
const PLATEAU_SHARE = 0.02;

/**
 * Time at which the bar arrives at (or leaves) a level. Walks from `from`, a point amid the movement, in `direction`; the
 * level is `levelMm`, the whole way to it `travelMm`. Null when the readings don't reach the level.
 */
export function edgeUs(
  points: readonly SmoothPoint[],
  from: number,
  direction: 1 | -1,
  levelMm: number,
  travelMm: number,
): number | null {
  const farUs = crossingUs(points, from, direction, levelMm, FAR_SHARE * travelMm);
  const nearUs = crossingUs(points, from, direction, levelMm, NEAR_SHARE * travelMm);
  if (nearUs === null) return null;
  if (farUs === null) return nearUs;
  return nearUs + direction * Math.min(BEYOND * Math.abs(nearUs - farUs), MAX_BEYOND_US);
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
  const middle = near.slice(trim, near.length - trim).map((point) => point.heightMm);
  return middle.sort((a, b) => a - b)[middle.length >> 1]!;
}
