import { describe, expect, it } from 'vitest';
import { fuse, noRiseForce } from '../../src/core/live-force.ts';
import { startHeightReps } from '../../src/core/reps/height-state.ts';
import { startFilter } from '../../src/core/signal/height-filter.ts';
import { createState } from '../../src/core/state.ts';
import { options } from '../support/compact-lifts.ts';

/** A way up at 500 mm/s whose cell carries `forceN` all the while, after a rep with 1000 N: the acceleration that is left after 300 ms. */
function accelerationAfter(forceN: number, phase: 'ascending' | 'rest'): number {
  const state = createState(options);
  const filter = startFilter(0, 300, 3);
  filter.velocityMmps = 500;
  const reps = startHeightReps(filter);
  reps.phase = phase;
  state.height.status = 'ok';
  state.force.status = 'ok';
  state.sets.weightN = 1000;
  state.sets.force = { weightN: 1000, gain: 1, friction: 0 };
  const known = { ...state, filter, reps, rise: noRiseForce() };
  for (let ms = 0; ms <= 300; ms += 12.5) fuse(known, ms * 1000, forceN);
  return filter.accelerationMmps2;
}

describe('the force between two heights', () => {
  it('goes by the load of the last rep', () => {
    expect(Math.abs(accelerationAfter(1000, 'ascending'))).toBeLessThan(50);
    expect(accelerationAfter(900, 'rest')).toBeLessThan(-300);
  });
});
