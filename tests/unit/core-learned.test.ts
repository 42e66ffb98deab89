import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  analyze,
  type CoreOptions,
  type LearnedRange,
  learn,
  type Movement,
  type SetResult,
} from '../../src/core/index.ts';
import { easySet, inputsOf, options, type SyntheticSet } from './core-support.ts';

const usual: LearnedRange = { topMm: 500, romMm: 350, sets: 8 };
const knowing = (learned: LearnedRange): CoreOptions => ({ ...options, learned });
const resultOf = (set: SyntheticSet, core: CoreOptions = options): SetResult => analyze(inputsOf(set), core).sets[0]!;

/** Reps of several ranges, one after the other, as one set of inputs. */
function mixed(romsMm: readonly number[]) {
  let offsetUs = 0;
  return romsMm.flatMap((romMm, index) => {
    const set = { ...easySet, reps: 1, romMm, leadS: index === 0 ? 2 : 0.1 };
    const inputs = inputsOf(set, { seed: index + 1 }).map((input) => ({ ...input, atUs: input.atUs + offsetUs }));
    offsetUs = inputs.at(-1)!.atUs + 20_000;
    return inputs;
  });
}

describe('what a settled set teaches', () => {
  it('is the usual top and range of its reps', () => {
    const learned = learn(null, resultOf(easySet))!;
    expect(learned.sets).toBe(1);
    expect(learned.topMm).toBeCloseTo(500, -1);
    expect(Math.abs(learned.romMm - 350)).toBeLessThan(3);
  });

  it('is remembered slowly', () => {
    const next = learn(usual, resultOf({ ...easySet, bottomMm: 168 }))!;
    expect(next.topMm).toBeGreaterThan(501);
    expect(next.topMm).toBeLessThan(503);
    expect(next.sets).toBe(8);
  });

  it('is nothing where little is certain', () => {
    const set = resultOf(easySet);
    const as = (change: (movement: Movement, index: number) => Partial<Movement>): SetResult => ({
      ...set,
      movements: set.movements.map((movement, index) => ({ ...movement, ...change(movement, index) })),
    });
    expect(learn(usual, { ...set, movements: set.movements.slice(0, 2) })).toBe(usual);
    expect(
      learn(
        usual,
        as((_, index) => (index % 2 === 0 ? { verdict: 'doubtful' } : {})),
      ),
    ).toBe(usual);
    expect(
      learn(
        null,
        as(() => ({ flags: ['force-only'], topMm: null, romMm: null })),
      ),
    ).toBeNull();
    expect(
      learn(
        null,
        as(() => ({ flags: ['overshoot'] })),
      ),
    ).toBeNull();
  });

  it('moves nothing when one set is odd, and everything when the bench stays another', () => {
    const higher = resultOf({ ...easySet, bottomMm: 300 });
    let learned: LearnedRange = usual;
    for (let sets = 0; sets < 3; sets++) learned = learn(learned, higher)!;
    expect(learned).toMatchObject({ topMm: 500, romMm: 350 });
    learned = learn(learned, higher)!;
    expect(Math.abs(learned.topMm - 650)).toBeLessThan(3);
  });

  it('stays between what was known and what was seen', () => {
    const movement = resultOf(easySet).movements[0]!;
    const range = {
      topMm: fc.double({ min: 400, max: 600, noNaN: true }),
      romMm: fc.double({ min: 200, max: 400, noNaN: true }),
    };
    fc.assert(
      fc.property(fc.record({ ...range, sets: fc.integer({ min: 1, max: 8 }) }), fc.record(range), (known, seen) => {
        const movements = Array.from({ length: 5 }, () => ({ ...movement, ...seen }));
        const next = learn(known, { ...resultOfNothing, movements })!;
        for (const key of ['topMm', 'romMm'] as const) {
          expect(next[key]).toBeGreaterThanOrEqual(Math.min(known[key], seen[key]) - 1e-6);
          expect(next[key]).toBeLessThanOrEqual(Math.max(known[key], seen[key]) + 1e-6);
        }
        expect(next.sets).toBeGreaterThan(0);
        expect(next.sets).toBeLessThanOrEqual(8);
      }),
    );
  });
});

const resultOfNothing: SetResult = {
  startUs: 0,
  endUs: 0,
  countedReps: 0,
  loadKg: null,
  movements: [],
  velocityLossPercent: null,
  timeUnderTensionS: null,
  leftSharePercent: null,
  lag: null,
};

describe('a set of a member whose range is known', () => {
  const verdicts = (romsMm: readonly number[], core: CoreOptions) =>
    analyze(mixed(romsMm), core).sets.flatMap(({ movements }) => movements.map(({ verdict }) => verdict));

  it('doesn’t count a first rep that stays short', () => {
    expect(analyze(mixed([250, 350, 350]), options).movements[0]).toMatchObject({ verdict: 'partial' });
    expect(verdicts([250, 350, 350], knowing(usual))).toEqual(['partial', 'counted', 'counted']);
    expect(analyze(mixed([250]), knowing(usual))).toMatchObject({
      countedReps: 0,
      movements: [{ verdict: 'partial', flags: expect.arrayContaining(['short-of-lockout']) }],
    });
  });

  it('flags a first rep that goes too high', () => {
    const [first] = analyze(mixed([380, 350, 350, 350]), knowing(usual)).movements;
    expect(first).toMatchObject({ verdict: 'counted', flags: expect.arrayContaining(['overshoot']) });
  });

  it('goes by its own reps when they all end elsewhere', () => {
    expect(verdicts([250, 250, 250, 250], knowing(usual))).toEqual(['counted', 'counted', 'counted', 'counted']);
    // Less than half of the range that was learned: the first two are no reps, the rest is another exercise set-up.
    expect(verdicts([190, 190, 190, 190], knowing({ ...usual, romMm: 330 })).slice(2)).toEqual(['counted', 'counted']);
  });

  it('isn’t misled by a bar that stands higher or lower than it did', () => {
    for (const bottomMm of [50, 250]) {
      const { countedReps, movements } = resultOf({ ...easySet, bottomMm }, knowing(usual));
      expect(countedReps).toBe(8);
      expect(movements.flatMap(({ flags }) => flags)).not.toContain('overshoot');
    }
  });
});
