import { select } from './select.ts';
import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';

/**
 * A smooth movement has no visible first or last instant. It begins when the bar is this far from where it stood, and it ends
 * when the bar is this near to where it will stand: about what an eye can tell.
 */
export const EDGE_MM = 3;
/** With more noise the edge is timed further out, at this many standard deviations of the smoothed height, and carried on to 3 mm. */
const NEAR_SIGMAS = 2.5;
const FAR_FACTOR = 4;
/** Never so far out that it would leave the edge's own part of the movement. */
const MOST_SHARE = 0.4;

/** To a thousandth of the time between two readings. */
const HALVINGS = 10;
/** Heights within this share of the range (and the noise) of the extreme are the plateau. */
const PLATEAU_SHARE = 0.02;
/** As many instants as a level is taken of: half a second of them, where height and force come as often as they do. */
const MOST_INSTANTS = 64;

/**
 * Time at which the bar arrives at (or leaves) a level. Walks from `from`, the index of an instant amid the movement, in `direction`; the
 * level is `levelMm`, the whole way to it `travelMm`. Null when the readings don't reach the level.
 *
 * Where noise asks for more than 3 mm, the crossings at `near` and `far` give the one at 3 mm. So far out a bar is braked, about evenly: the distance
 * left is a t^2 / 2, and its square root is linear in time. The last millimetres alone have j t^3 / 6: with that law, edges between 10 and 60 mm came
 * out too late and too early, and holds up to 0.17 s too short.
 */
export function edgeUs(
  bar: Smoothed,
  from: number,
  direction: 1 | -1,
  levelMm: number,
  travelMm: number,
  noiseMm: number,
): number | null {
  const farMm = Math.min(FAR_FACTOR * Math.max(EDGE_MM, NEAR_SIGMAS * noiseMm), MOST_SHARE * travelMm);
  const nearMm = farMm / FAR_FACTOR;
  const nearUs = crossingUs(bar, from, direction, levelMm, nearMm);
  if (nearUs === null || nearMm <= EDGE_MM) return nearUs;
  const farUs = crossingUs(bar, from, direction, levelMm, farMm) ?? nearUs;
  const beyond = (Math.sqrt(nearMm) - Math.sqrt(EDGE_MM)) / (Math.sqrt(farMm) - Math.sqrt(nearMm));
  return nearUs + beyond * (nearUs - farUs);
}

/**
 * First time from `from` on at which the height is within `awayMm` of the level, or beyond it: a bar passes at speed the level at which it will
 * stand. Between two instants the bar takes the cubic that has their
 * heights and velocities: a straight line would find it up to 2 ms further from the movement's middle, always.
 */
function crossingUs(
  { atUs, heightMm, velocityMmps, count }: Smoothed,
  from: number,
  direction: 1 | -1,
  levelMm: number,
  awayMm: number,
): number | null {
  const sign = heightMm[from]! > levelMm ? 1 : -1;
  for (let index = from; index >= 0 && index < count; index += direction) {
    const restMm = sign * (heightMm[index]! - levelMm);
    if (restMm > awayMm) continue;
    if (index === from) return atUs[index]!;
    const before = index - direction;
    const beforeMm = sign * (heightMm[before]! - levelMm);
    const lastsUs = atUs[index]! - atUs[before]!;
    const side = sign * 1e-6 * lastsUs;
    const share = shareAt(
      beforeMm - awayMm,
      restMm - awayMm,
      side * velocityMmps[before]!,
      side * velocityMmps[index]!,
    );
    return atUs[before]! + share * lastsUs;
  }
  return null;
}

/** Where between 0 and 1 a cubic of these values (the first above 0, the second not) and slopes is 0: by halving. */
function shareAt(first: number, last: number, firstSlope: number, lastSlope: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < HALVINGS; round++) {
    const s = (low + high) / 2;
    const value =
      first +
      s *
        (firstSlope +
          s * (3 * (last - first) - 2 * firstSlope - lastSlope + s * (2 * (first - last) + firstSlope + lastSlope)));
    if (value > 0) low = s;
    else high = s;
  }
  return (low + high) / 2;
}

/** Room to find medians in, used again by each call. */
let room = new Float64Array(1024);

/** The median of the first `count` numbers in the room, without the `trim` at either end. */
const medianOfRoom = (count: number, trim: number): number => select(room, trim, count - trim, count >> 1);

function makeRoom(count: number): void {
  if (room.length < count) room = new Float64Array(2 * count);
}

/**
 * Level of the plateau at the highest (`sign` 1) or lowest (-1) of the heights from `fromUs` to `toUs`: the median of its
 * middle, so that neither the noise nor the slopes beside it count. Null without heights.
 */
export function plateauMm(bar: Smoothed, fromUs: number, toUs: number, sign: 1 | -1, travelMm: number): number | null {
  const first = firstFrom(bar, fromUs);
  const end = firstAfter(bar, toUs);
  if (first >= end) return null;
  const { heightMm } = bar;
  let extremeMm = Number.NEGATIVE_INFINITY;
  for (let index = first; index < end; index++) extremeMm = Math.max(extremeMm, sign * heightMm[index]!);
  makeRoom(end - first);
  let near = 0;
  for (let index = first; index < end; index++) {
    if (sign * heightMm[index]! > extremeMm - PLATEAU_SHARE * travelMm) room[near++] = heightMm[index]!;
  }
  return medianOfRoom(near, Math.floor(near / 5));
}

/**
 * Median height from `fromUs` to `toUs` of what lies within `nearMm` of `aboutMm`: the level at which the bar stands there. Null without any.
 */
export function levelMm(bar: Smoothed, fromUs: number, toUs: number, aboutMm: number, nearMm: number): number | null {
  const first = firstFrom(bar, fromUs);
  const end = firstAfter(bar, toUs);
  if (first >= end) return null;
  // A smoothed path goes on as it went: some of its instants say what all of them do.
  const every = Math.ceil((end - first) / MOST_INSTANTS);
  makeRoom(MOST_INSTANTS);
  let near = 0;
  for (let index = first; index < end; index += every) {
    if (Math.abs(bar.heightMm[index]! - aboutMm) <= nearMm) room[near++] = bar.heightMm[index]!;
  }
  return near === 0 ? null : medianOfRoom(near, 0);
}
