import type { Stretch } from './trace.ts';

/** The forces of a stretch, oldest first; beyond `count` nothing stands. */
export interface Forces {
  count: number;
  atUs: Float64Array;
  forceN: Float64Array;
  /** What of it the left of two cells carries; NaN with one cell. */
  leftN: Float64Array;
}

const room = (length: number): Forces => ({
  count: 0,
  atUs: new Float64Array(length),
  forceN: new Float64Array(length),
  leftN: new Float64Array(length),
});

/** Used again by each call. */
let forces = room(1024);

/** What comes back belongs to the next call. */
export function forcesOf({ trace, first, end }: Stretch): Forces {
  if (forces.atUs.length < end - first) forces = room(2 * (end - first));
  let count = 0;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 1) continue;
    forces.atUs[count] = trace.atUs[index]!;
    forces.forceN[count] = trace.value[index]!;
    forces.leftN[count] = trace.leftN[index]!;
    count += 1;
  }
  forces.count = count;
  return forces;
}

/** For a cell that tells nothing of the movement. */
export const noForces: Forces = room(0);
