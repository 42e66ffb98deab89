import { describe, expect, it } from 'vitest';
import { analyze, type CoreOptions, type Input } from '../../src/core/index.ts';
import { easySet, inputsOf, options } from './core-support.ts';

const twoSided: CoreOptions = { ...options, profile: { ...options.profile, unevenBeyondPercent: 10 } };

/** The same set through two cells, the left of which carries this share. */
const split = (share: number, sensing = {}): Input[] =>
  inputsOf({ ...easySet, reps: 4 }, sensing).map((input) =>
    input.kind === 'force' ? { ...input, leftForceN: share * input.forceN } : input,
  );

const flagged = (inputs: Input[], core: CoreOptions) =>
  analyze(inputs, core).movements.map(({ flags }) => flags.includes('uneven'));

describe('left and right', () => {
  it.each([0.5, 0.43, 0.62])('tells what the left one carries: %d', (share) => {
    const [set] = analyze(split(share), twoSided).sets;
    expect(set!.leftSharePercent).toBeCloseTo(100 * share, 1);
    for (const { leftSharePercent } of set!.movements) expect(leftSharePercent).toBeCloseTo(100 * share, 1);
  });

  it('is uneven beyond the exercise’s own limit', () => {
    expect(flagged(split(0.42), twoSided)).toEqual([false, false, false, false]);
    expect(flagged(split(0.39), twoSided)).toEqual([true, true, true, true]);
    expect(flagged(split(0.61), twoSided)).toEqual([true, true, true, true]);
    expect(flagged(split(0.8), options)).toEqual([false, false, false, false]);
  });

  it('is told on force alone too', () => {
    const [set] = analyze(split(0.62, { heightHz: 0 }), twoSided).sets;
    expect(set!.leftSharePercent).toBeCloseTo(62, 1);
    expect(set!.movements.every(({ flags }) => flags.includes('uneven'))).toBe(true);
  });

  it('is unknown with one cell, on hooks, and for an unloaded bar', () => {
    const shares = (inputs: Input[], core: CoreOptions) => {
      const [set] = analyze(inputs, core).sets;
      return [set!.leftSharePercent, ...set!.movements.map(({ leftSharePercent }) => leftSharePercent)];
    };
    const none = [null, null, null, null, null];
    expect(shares(inputsOf({ ...easySet, reps: 4 }), twoSided)).toEqual(none);
    expect(shares(split(0.5), { ...twoSided, forceMount: 'hooks' })).toEqual(none);
    const light = inputsOf({ ...easySet, reps: 4, massKg: 1 }).map((input) =>
      input.kind === 'force' ? { ...input, leftForceN: 5 } : input,
    );
    expect(shares(light, twoSided)).toEqual(none);
  });

  it('doesn’t change what is measured', () => {
    const plain = analyze(inputsOf({ ...easySet, reps: 4 }), twoSided);
    expect(analyze(split(0.5), twoSided).sets[0]!.movements.map(({ meanVelocityMps }) => meanVelocityMps)).toEqual(
      plain.sets[0]!.movements.map(({ meanVelocityMps }) => meanVelocityMps),
    );
  });
});
