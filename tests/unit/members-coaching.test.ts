/** What is said of a set just done: one sentence at most, and bests that somebody could see. */
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it, test } from 'vitest';
import { Coaching, coachingWithText } from '../../src/contracts/coaching.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { bestsOf } from '../../src/members/bests.ts';
import { type CoachedRep, coachingOf } from '../../src/members/coaching.ts';
import type { SetSummary } from '../../src/members/history.ts';

const good = (patch: Partial<CoachedRep> = {}): CoachedRep => ({
  verdict: 'counted',
  correction: null,
  reasons: [],
  holdS: 1.1,
  flags: [],
  meanVelocityMps: 0.4,
  ...patch,
});
const short = (shortMm: number): CoachedRep =>
  good({ verdict: 'partial', holdS: null, reasons: [withText({ kind: 'short-of-lockout', params: { shortMm } })] });
const rejected = good({ verdict: 'rejected', reasons: [withText({ kind: 'nothing-accelerated', params: {} })] });
const times = (n: number, rep: (index: number) => CoachedRep) => Array.from({ length: n }, (_, index) => rep(index));

describe('coaching', () => {
  it('says from which rep on the lockout was missing', () => {
    expect(coachingOf([...times(6, () => good()), rejected, short(21), short(40)], 1)).toEqual({
      kind: 'lockout-lost',
      params: { n: 7, shortMm: 21 },
    });
  });

  it('says so when only the first one reached it', () => {
    expect(coachingOf([good(), short(20), short(30)], 1)).toEqual({
      kind: 'lockout-lost',
      params: { n: 2, shortMm: 20 },
    });
  });

  it('says which rep in the middle missed it', () => {
    expect(coachingOf([good(), short(30), good(), good()], 1)).toEqual({
      kind: 'lockout-missed',
      params: { n: 2, shortMm: 30 },
    });
    expect(coachingOf([short(30), short(20)], 1)).toEqual({ kind: 'lockout-missed', params: { n: 1, shortMm: 30 } });
  });

  it('says that the holds shrank below their target, as they are shown', () => {
    const heldS = [1.36, 1.3, 1.2, 1, 0.8, 0.7];
    expect(
      coachingOf(
        heldS.map((holdS) => good({ holdS, flags: holdS < 1 ? ['hold-missed'] : [] })),
        1,
      ),
    ).toEqual({
      kind: 'hold-shrinking',
      params: { firstS: 1.3, lastS: 0.7 },
    });
    // Long enough to the end, or nothing to be held.
    expect(
      coachingOf(
        [2, 2, 1.5, 1.2].map((holdS) => good({ holdS })),
        1,
      ),
    ).toBeNull();
    expect(
      coachingOf(
        heldS.map((holdS) => good({ holdS })),
        0,
      ),
    ).toBeNull();
  });

  it('says that many holds were too short', () => {
    const reps = times(6, (index) => good({ holdS: 0.9, flags: index % 2 ? ['hold-missed'] : [] }));
    expect(coachingOf(reps, 1)).toEqual({ kind: 'holds-short', params: { shortReps: 3, reps: 6 } });
    expect(
      coachingOf(
        times(6, (index) => good({ flags: index === 0 ? ['hold-missed'] : [] })),
        1,
      ),
    ).toBeNull();
  });

  it('says from which rep on it went slower', () => {
    const speedsMps = [0.4, 0.5, 0.45, 0.39, 0.36];
    expect(
      coachingOf(
        speedsMps.map((meanVelocityMps) => good({ meanVelocityMps })),
        1,
      ),
    ).toEqual({
      kind: 'velocity-loss',
      params: { n: 4, lossPercent: 28 },
    });
    // One slow rep, or one in the middle, is a slip.
    expect(
      coachingOf(
        [0.5, 0.5, 0.5, 0.38].map((meanVelocityMps) => good({ meanVelocityMps })),
        1,
      ),
    ).toBeNull();
    expect(
      coachingOf(
        [0.5, 0.3, 0.3, 0.5].map((meanVelocityMps) => good({ meanVelocityMps })),
        1,
      ),
    ).toBeNull();
  });

  const holding = (heldS: readonly number[], targetS = 1) =>
    coachingOf(
      heldS.map((holdS) => good({ holdS, flags: holdS < targetS ? ['hold-missed'] : [] })),
      targetS,
    )?.kind ?? null;
  it('needs four reps, and a quarter of the first hold gone', () => {
    expect(holding([2, 2, 0.5, 0.5])).toBe('hold-shrinking');
    expect(holding([2, 1, 0.5])).toBeNull();
    expect(holding([1, 1, 0.75, 0.75])).toBe('hold-shrinking');
    expect(holding([1, 1, 0.76, 0.76])).toBe('holds-short');
    // Two short ones, which are a third.
    expect(holding([1.1, 0.9, 1.1, 1.1, 0.9, 1.1])).toBe('holds-short');
    expect(holding([1.1, 0.9, 1.1, 1.1, 1.1])).toBeNull();
    expect(holding([1.1, 0.9, 1.1, 1.1, 0.9, 1.1, 1.1])).toBeNull();
  });

  it('needs four velocities for a loss', () => {
    const going = (speedsMps: readonly number[]) =>
      coachingOf(
        speedsMps.map((meanVelocityMps) => good({ meanVelocityMps })),
        0,
      );
    expect(going([0.5, 0.5, 0.3, 0.25])).toEqual({ kind: 'velocity-loss', params: { n: 3, lossPercent: 50 } });
    expect(going([0.5, 0.3, 0.25])).toBeNull();
  });

  it('says the lockout before the hold, and the hold before the velocity', () => {
    const tired = times(6, (index) => good({ holdS: 1.3 - index * 0.15, meanVelocityMps: 0.5 - index * 0.05 }));
    expect(coachingOf(tired, 1)?.kind).toBe('hold-shrinking');
    expect(coachingOf([...tired, short(15)], 1)?.kind).toBe('lockout-lost');
    expect(coachingOf(tired, 0)?.kind).toBe('velocity-loss');
  });

  const rep = fc.oneof(
    fc
      .record({
        holdS: fc.double({ min: 0, max: 5, noNaN: true }),
        meanVelocityMps: fc.option(fc.double({ min: 0.01, max: 2, noNaN: true })),
      })
      .map((patch) => good(patch)),
    fc.integer({ min: 1, max: 90 }).map(short),
    fc.constant(rejected),
  );
  test('whatever was lifted: one sentence of the contract, or none; numbers are of the set', () => {
    const check = Compile(Coaching);
    fc.assert(
      fc.property(fc.array(rep, { maxLength: 20 }), fc.constantFrom(0, 1, 2, null), (reps, targetS) => {
        const code = coachingOf(reps, targetS);
        if (!code) return;
        const coaching = coachingWithText(code);
        expect(check.Errors(coaching)).toEqual([]);
        expect(coaching.text.split('. ')).toHaveLength(1);
        const lifts = reps.filter(({ verdict }) => verdict !== 'rejected').length;
        if ('n' in code.params) expect(code.params.n).toBeLessThanOrEqual(lifts);
      }),
    );
  });
});

let made = 0;
const set = (patch: Partial<SetSummary> & { loadKg?: number; reps?: number; mps?: number } = {}): SetSummary => {
  const { loadKg = 80, reps = 8, mps = 0.4, ...rest } = patch;
  return {
    setId: `set-${++made}`,
    exercise: 'hip-thrust',
    at: '2026-11-22T17:00:00.000Z',
    loads: [{ loadKg, reps, bestMeanVelocityMps: mps }],
    reps,
    holdMetReps: reps,
    meanHoldS: 1,
    bestMeanVelocityMps: mps,
    ...rest,
  };
};

describe('bests', () => {
  it('are of load, reps and velocity at a load, and hold, with what they beat', () => {
    expect(bestsOf(set({ loadKg: 100, reps: 5, mps: 0.3 }), [set()])).toEqual([
      { kind: 'load', value: 100, before: 80, loadKg: 100 },
    ]);
    expect(
      bestsOf(set({ reps: 10, mps: 0.45, meanHoldS: 1.25 }), [set(), set({ loadKg: 60, reps: 12, mps: 0.9 })]),
    ).toEqual([
      { kind: 'reps-at-load', value: 10, before: 8, loadKg: 80 },
      { kind: 'velocity-at-load', value: 0.45, before: 0.4, loadKg: 80 },
      { kind: 'hold', value: 1.2, before: 1, loadKg: null },
    ]);
  });

  it('are none of a first set, of another exercise, or of a set without a counted rep', () => {
    expect(bestsOf(set({ loadKg: 200 }), [])).toEqual([]);
    expect(bestsOf(set({ loadKg: 200 }), [set({ exercise: 'squat' })])).toEqual([]);
    expect(bestsOf(set({ loadKg: 200, reps: 0 }), [set()])).toEqual([]);
  });

  it('need a counted rep at that load, and another load of the same set may have them', () => {
    const loads = [
      { loadKg: 120, reps: 0, bestMeanVelocityMps: 0.2 },
      { loadKg: 90, reps: 3, bestMeanVelocityMps: 0.3 },
    ];
    expect(bestsOf(set({ loads }), [set()])).toEqual([{ kind: 'load', value: 90, before: 80, loadKg: 90 }]);
    expect(bestsOf(set({ loadKg: 120, reps: 1 }), [set()])[0]).toMatchObject({ kind: 'load', value: 120 });
  });

  it('are none where the screen would show the same', () => {
    expect(
      bestsOf(set({ loadKg: 80.2, mps: 0.404, meanHoldS: 1.09 }), [set({ loadKg: 79.9, mps: 0.396, meanHoldS: 1.01 })]),
    ).toEqual([]);
  });

  const summary = fc
    .record({
      loadKg: fc.integer({ min: 20, max: 120 }),
      reps: fc.integer({ min: 0, max: 12 }),
      mps: fc.double({ min: 0.1, max: 1, noNaN: true }),
      meanHoldS: fc.option(fc.double({ min: 0, max: 4, noNaN: true })),
    })
    .map(set);
  test('every best beats what it says, and the same set again beats nothing', () => {
    fc.assert(
      fc.property(summary, fc.array(summary, { maxLength: 12 }), (done, earlier) => {
        const bests = bestsOf(done, earlier);
        for (const { value, before } of bests) expect(value).toBeGreaterThan(before);
        expect(new Set(bests.map(({ kind }) => kind)).size).toBe(bests.length);
        expect(bestsOf({ ...done, setId: 'again' }, [...earlier, done])).toEqual([]);
        expect(bestsOf(done, [...earlier, done])).toEqual(bests);
      }),
    );
  });
});
