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
  let count = 0;
  let [below, above, thirds] = [0, 0, 0];
  let [n1, n2, n3] = [0, 0, 0];
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 1 || trace.weight[index]! < LEAST_WEIGHT) continue;
    const forceN = trace.value[index]!;
    forces.atUs[count] = trace.atUs[index]!;
    forces.forceN[count] = forceN;
    forces.leftN[count] = trace.leftN[index]!;
    if (forceN < -TURNED_N) below -= forceN;
    else if (forceN > TURNED_N) above += forceN;
    if (count > 2) thirds += (forceN - 3 * n1 + 3 * n2 - n3) ** 2;
    n3 = n2;
    n2 = n1;
    n1 = forceN;
    count += 1;
  }
  const isPulled = below + above > PULLED_SIGMAS * Math.sqrt((thirds * count) / THIRD_GAIN);
  if (isPulled && Math.min(below, above) > BOTH_WAYS_SHARE * (below + above)) return noForces;
  forces.count = count;
  forces.turned = below > above;
  if (forces.turned) turn(forces);
  return forces;
}

function turn({ count, forceN, leftN }: Forces): void {
  for (let index = 0; index < count; index++) {
    forceN[index] = -forceN[index]!;
    leftN[index] = -leftN[index]!;
  }
}

/** For a cell that shows nothing of the movement. */
export const noForces: Forces = room(0);
