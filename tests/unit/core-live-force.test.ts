import { describe, expect, it } from 'vitest';
import { GRAVITY_MMPS2 } from '../../src/core/gravity.ts';
import { fuse, noRiseForce } from '../../src/core/live-force.ts';
import { startHeightReps } from '../../src/core/reps/height-state.ts';
import { noBeam, watchBeam } from '../../src/core/signal/beam.ts';
import { type HeightFilter, predict, resetTo, startFilter, updateHeight } from '../../src/core/signal/height-filter.ts';
import { createState } from '../../src/core/state.ts';
import { options } from '../support/compact-lifts.ts';

/** After a rep with 1000 N: feeds the filter with forces. */
function fuser(
  filter: HeightFilter,
  phase: 'ascending' | 'rest',
  steadyN: number | null = null,
): (ms: number, forceN: number) => boolean {
  const state = createState(options);
  state.load.loadN = steadyN;
  const reps = startHeightReps(filter);
  reps.phase = phase;
  state.height.status = 'ok';
  state.force.status = 'ok';
  state.sets.weightN = 1000;
  state.sets.force = { weightN: 1000, gain: 1, friction: 0 };
  const known = { ...state, filter, reps, rise: noRiseForce() };
  return (ms, forceN) => fuse(known, ms * 1000, forceN);
}

/** A way up at 500 mm/s whose cell carries `forceN` all the while, after a rep with 1000 N: the acceleration that is left after 300 ms. */
function accelerationAfter(forceN: number, phase: 'ascending' | 'rest', steadyN: number | null = null): number {
  const filter = startFilter(0, 300, 3);
  filter.velocityMmps = 500;
  const take = fuser(filter, phase, steadyN);
  for (let ms = 0; ms <= 300; ms += 12.5) take(ms, forceN);
  return filter.accelerationMmps2;
}

/** When a load of four times the one before is known, ms, of a bar that is seen at one height; `errorMmps`: of its velocity at first. */
function knownAfter(stepMs: number, errorMmps: number, forceN = (_ms: number): number => 4000): number {
  const filter = startFilter(0, 300, 1);
  filter.p11 = errorMmps ** 2;
  filter.p22 = 1;
  const take = fuser(filter, 'ascending');
  let ms = 0;
  while (ms < 2000 && !take(ms, forceN(ms))) {
    ms += stepMs;
    predict(filter, 1000 * ms);
    updateHeight(filter, 300, 1);
  }
  return ms;
}

describe('the force between two heights', () => {
  it('goes by the load of the last rep', () => {
    expect(Math.abs(accelerationAfter(1000, 'ascending'))).toBeLessThan(50);
    expect(accelerationAfter(900, 'rest')).toBeLessThan(-300);
  });

  it('goes by the steady load since, unless that is less than half: a bar that lies', () => {
    expect(Math.abs(accelerationAfter(600, 'rest', 600))).toBeLessThan(50);
    expect(accelerationAfter(450, 'rest', 450)).toBeLessThan(-300);
  });

  it('goes by the load of the concentric phase in progress, where that is another by 15 %', () => {
    /** What the force adds to a bar that is seen to rise at 500 mm/s, after as long as that takes to be known. */
    const added = (forceN: number): number => {
      const filter = startFilter(0, 300, 3);
      filter.velocityMmps = 500;
      filter.p11 = 50 ** 2;
      const take = fuser(filter, 'ascending');
      for (let ms = 0; ms <= 400; ms += 12.5) {
        if (ms % 25 === 0) {
          predict(filter, 1000 * ms);
          updateHeight(filter, 300 + ms / 2, 3);
        }
        take(ms, forceN);
      }
      return filter.accelerationMmps2 + filter.biasMmps2;
    };
    expect(added(1120)).toBeGreaterThan(800);
    expect(Math.abs(added(1200))).toBeLessThan(400);
  });

  it('knows that load after six forces, and after 0.12 s', () => {
    expect([knownAfter(12.5, 0), knownAfter(50, 0)]).toEqual([125, 250]);
  });

  it('knows it from when the velocity is known to 0.1 m/s and the bar is carried on, not before', () => {
    expect(knownAfter(12.5, 90)).toBe(125);
    expect(knownAfter(12.5, 110)).toBeGreaterThan(125);
    const lying = (ms: number): number => (ms < 100 ? 190 : 4000);
    expect(knownAfter(12.5, 0, lying)).toBe(225);
    expect(knownAfter(12.5, 0, (ms) => lying(ms) + 20)).not.toBe(225);
  });

  it('says nothing of a bar that was stopped and lies on something: less than a fifth of its load', () => {
    const stopped = (forceN: number): boolean => {
      const filter = startFilter(0, 300, 3);
      resetTo(filter, 400, 3);
      return fuser(filter, 'rest')(12.5, forceN);
    };
    expect([stopped(150), stopped(250)]).toEqual([false, true]);
  });

  it('is no acceleration beyond what a bar is pushed with, 20 m/s2: the weight is another one then', () => {
    const pushed = (forceN: number): boolean => {
      const filter = startFilter(0, 300, 3);
      resetTo(filter, 400, 3);
      return fuser(filter, 'rest')(12.5, forceN);
    };
    expect([pushed(2900), pushed(3200)]).toEqual([true, false]);
  });

  it('follows one reading by five sixths, for a bar rattles by 0.2 m/s2', () => {
    const filter = startFilter(0, 300, 3);
    const take = fuser(filter, 'rest');
    for (let ms = 0; ms <= 300; ms += 12.5) take(ms, 1000);
    take(312.5, 1040);
    const share = (filter.accelerationMmps2 + filter.biasMmps2) / (0.04 * GRAVITY_MMPS2);
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.9);
  });
});

it.each([
  [97_000, 3000],
  [-97_000, -5000],
  [2500, 2500],
])(
  'a filter that is reset at %s mm/s goes on at %s: no bar is quicker, and it must find back to the heights',
  (wildMmps, mmps) => {
    const filter = startFilter(0, 300, 2);
    filter.velocityMmps = wildMmps;
    resetTo(filter, 300, 2);
    expect(filter.velocityMmps).toBe(mmps);
    const watch = noBeam();
    Object.assign(watch, { barMm: 300, barUs: 0, barReadings: 4 });
    for (let ms = 20; ms <= 200; ms += 20) {
      predict(filter, 1000 * ms);
      expect(watchBeam(watch, filter, 1000 * ms, 300, 2)).toBe('bar');
      updateHeight(filter, 300, 2);
    }
    expect(Math.abs(filter.velocityMmps)).toBeLessThan(150);
  },
);
