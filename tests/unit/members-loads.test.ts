import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heaviestLoad, liftedLoads } from '../../src/contracts/events.ts';
import { loadsOf, mostLiftedKg } from '../../src/members/loads.ts';
import { tally } from '../../src/members/set-tally.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

/** Each rep takes 3 s; `pauseS` lies before it. */
const lifted = (loadsKg: readonly (number | null)[], pauseS = 5) =>
  loadsKg.map((loadKg, index) => {
    const at = (inRepS: number) => new Date(1_800_000_000_000 + 1000 * (index * (3 + pauseS) + inRepS)).toISOString();
    return { loadKg, meanVelocityMps: 0.5 - 0.01 * index, startedAt: at(0), endedAt: at(3) };
  });
const inShort = (loadsKg: readonly (number | null)[], pauseS?: number) =>
  loadsOf(lifted(loadsKg, pauseS)).map(({ loadKg, reps }) => [loadKg, reps]);

describe('the loads of a set', () => {
  it('are one, however the scale trembles', () => {
    expect(inShort([80.1, 79.4, 80.9, 81.6, 80])).toEqual([[80.1, 5]]);
  });

  it('are one for each load of a drop set, each with its own fastest rep', () => {
    expect(loadsOf(lifted([100.2, 99.8, 60.1, 59.9, 60]))).toEqual([
      { loadKg: 100, reps: 2, bestMeanVelocityMps: 0.5 },
      { loadKg: 60, reps: 3, bestMeanVelocityMps: 0.48 },
    ]);
    expect(inShort([40, 37.5, 37.5])).toEqual([
      [40, 1],
      [37.5, 2],
    ]);
    expect(inShort([100, 60])).toHaveLength(2);
  });

  it('are not torn apart by one rep that was measured badly, or not at all', () => {
    expect(inShort([80, 80, 92, 80, 80])).toEqual([[80, 5]]);
    expect(inShort([null, 80, null, 80])).toEqual([[80, 4]]);
    expect(inShort([null, null])).toEqual([]);
    expect(inShort([])).toEqual([]);
  });

  it('do not change without a pause in which plates could be taken off', () => {
    expect(inShort([88.5, 80.5, 80.5, 80.5], 1)).toEqual([[80.5, 4]]);
    expect(inShort([100, 100, 60, 60], 1)).toHaveLength(1);
    expect(inShort([100, 100, 60, 60], 3)).toHaveLength(2);
  });

  it('have all reps, and no load that no rep had, whatever was measured', () => {
    const anyKg = fc.integer({ min: 0, max: 30_000 }).map((n) => n / 100);
    fc.assert(
      fc.property(fc.array(anyKg, { minLength: 1 }), fc.integer({ min: 0, max: 6 }), (loadsKg, pauseS) => {
        const loads = loadsOf(lifted(loadsKg, pauseS));
        expect(loads.reduce((sum, { reps }) => sum + reps, 0)).toBe(loadsKg.length);
        for (const { loadKg } of loads) {
          expect(loadKg).toBeGreaterThanOrEqual(Math.min(...loadsKg));
          expect(loadKg).toBeLessThanOrEqual(Math.max(...loadsKg));
        }
        if (pauseS < 3) expect(loads).toHaveLength(1);
      }),
    );
  });

  it('of a correction are those of the reps that still count', () => {
    const set = newSet();
    const reps = lifted([100, 100, 60]).map((rep, index) =>
      newRep(set.id, { ...rep, n: index + 1, meanVelocityMps: 0.4 }),
    );
    expect(tally(reps).loads).toHaveLength(2);
    expect(tally(reps.with(2, { ...reps[2]!, correction: 'excluded' })).loads).toEqual([
      { loadKg: 100, reps: 2, bestMeanVelocityMps: 0.4 },
    ]);
  });

  it('give way to what a person entered, and to the only one that an older set knows', () => {
    const loads = [
      { loadKg: 60, reps: 5, bestMeanVelocityMps: 0.5 },
      { loadKg: 100, reps: 4, bestMeanVelocityMps: 0.3 },
    ];
    const whole = { countedReps: 9, bestMeanVelocityMps: 0.5, loadKg: 60 };
    expect(liftedLoads({ ...whole, enteredLoadKg: null, loads })).toEqual(loads);
    expect(heaviestLoad({ ...whole, enteredLoadKg: null, loads })).toEqual(loads[1]);
    expect(liftedLoads({ ...whole, enteredLoadKg: 62.5, loads })).toEqual([
      { loadKg: 62.5, reps: 9, bestMeanVelocityMps: 0.5 },
    ]);
    expect(liftedLoads({ ...whole, enteredLoadKg: null, loads: [] })).toMatchObject([{ loadKg: 60, reps: 9 }]);
    expect(liftedLoads({ ...whole, enteredLoadKg: null, loadKg: null, loads: [] })).toEqual([]);
  });

  it('have one that most reps were lifted with, the heaviest of equals', () => {
    const load = (loadKg: number, reps: number) => ({ loadKg, reps, bestMeanVelocityMps: null });
    expect(mostLiftedKg([load(100, 4), load(80, 6)])).toBe(80);
    expect(mostLiftedKg([load(60, 5), load(100, 5), load(80, 5)])).toBe(100);
    expect(mostLiftedKg([load(80, 6)])).toBeNull();
  });
});
