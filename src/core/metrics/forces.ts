import type { Stretch } from './trace.ts';

/** The forces of a stretch, oldest first; beyond `count` nothing stands. */
export interface Forces {
  count: number;
  atUs: Float64Array;
  forceN: Float64Array;
  /** What of it the left of two cells carries; NaN with one cell. */
  leftN: Float64Array;
  /** Their sign is the opposite of the cell’s. */
  turned: boolean;
}

const room = (length: number): Forces => ({
  count: 0,
  atUs: new Float64Array(length),
  forceN: new Float64Array(length),
  leftN: new Float64Array(length),
  turned: false,
});

/** Used again by each call. */
let forces = room(1024);

/** 3 kg: what pulls harder than this on a cell that carries a bar is the bar, with the wires swapped. */
const TURNED_N = 30;

/** Of what a cell shows that pulls both ways: the smaller part. */
const BOTH_WAYS_SHARE = 0.2;
/** Noise pulls both ways, too: by 0.8 of its standard deviation in the mean. */
const PULLED_SIGMAS = 2;
/** Of white noise, in the square of its third difference: 1 + 9 + 9 + 1. */
const THIRD_GAIN = 20;
const LEAST_WEIGHT = 0.5;

/**
 * What comes back belongs to the next call. A cell that is mounted upside down, or whose wires are swapped, is read the other way round; one that pulls
 * both ways shows nothing.
 */
export function forcesOf({ trace, first, end }: Stretch): Forces {
  if (forces.atUs.length < end - first) forces = room(2 * (end - first));
  const { isHeight, atUs, value, weight } = trace;
  const { atUs: forceUs, forceN, leftN } = forces;
  let count = 0;
  let below = 0;
  let above = 0;
  for (let index = first; index < end; index++) {
    if (isHeight[index] === 1 || weight[index]! < LEAST_WEIGHT) continue;
    const n = value[index]!;
    forceUs[count] = atUs[index]!;
    forceN[count] = n;
    leftN[count] = trace.leftN[index]!;
    if (n < -TURNED_N) below -= n;
    else if (n > TURNED_N) above += n;
    count += 1;
  }
  forces.count = count;
  const isBothWays = Math.min(below, above) > BOTH_WAYS_SHARE * (below + above);
  if (isBothWays && below + above > PULLED_SIGMAS * noiseSumN(forces)) return noForces;
  forces.turned = below > above;
  if (forces.turned) turn(forces);
  return forces;
}

/** What white noise alone would add up to, by its third differences. */
function noiseSumN({ count, forceN }: Forces): number {
  let thirds = 0;
  for (let index = 3; index < count; index++) {
    const third = forceN[index]! - 3 * forceN[index - 1]! + 3 * forceN[index - 2]! - forceN[index - 3]!;
    thirds += third * third;
  }
  return Math.sqrt((thirds * count) / THIRD_GAIN);
}

function turn({ count, forceN, leftN }: Forces): void {
  for (let index = 0; index < count; index++) {
    forceN[index] = -forceN[index]!;
    leftN[index] = -leftN[index]!;
  }
}

/** For a cell that shows nothing of the movement. */
export const noForces: Forces = room(0);
