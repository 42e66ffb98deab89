/** The limits by which a settled set judges its movements, each from both sides, on heights alone. */
import { describe, expect, it } from 'vitest';
import { analyze, type Input } from '../../src/core/index.ts';
import { heightsAlong, options, repsAlong } from '../support/compact-lifts.ts';

const alone = { ...options, forceMount: 'none' as const };
const verdictOf = (inputs: readonly Input[], at = -1): string => {
  const { verdict, reasons } = analyze(inputs, alone).sets[0]!.movements.at(at)!;
  return reasons[0]?.kind ?? verdict;
};
/** Reps of these ranges from 100 mm. */
const ranges = (...mm: number[]): Input[] => repsAlong(mm.map((rom) => [100, 100 + rom]));

describe('a movement against its set', () => {
  it('is whole from nine tenths of the usual range on', () => {
    expect(verdictOf(ranges(350, 350, 350, 305))).toBe('shorter-than-set');
    expect(verdictOf(ranges(350, 350, 350, 325))).toBe('counted');
  });

  it('counts by its top where it began high, not from half way up', () => {
    const from = (bottomMm: number) =>
      verdictOf(
        repsAlong([
          [100, 450],
          [100, 450],
          [100, 450],
          [bottomMm, 450],
        ]),
      );
    expect(from(215)).toBe('counted');
    expect(from(245)).toBe('shorter-than-set');
  });

  it('is short where it turns at once, however quick it was before', () => {
    const four = ranges(350, 350, 350, 350);
    const fromS = four.at(-1)!.atUs / 1e6 + 0.02;
    const half = heightsAlong([
      [fromS, 100],
      [fromS + 0.4, 340],
      [fromS + 1.6, 100],
      [fromS + 4, 100],
    ]);
    expect(verdictOf([...four, ...half])).toBe('shorter-than-set');
  });

  it('is an attempt from a quarter of the usual range on', () => {
    const verdict = (mm: number): string =>
      analyze(ranges(350, 350, 350, mm, 350), alone).sets[0]!.movements.find(({ romMm }) => romMm! < 200)?.verdict ??
      'none';
    expect(verdict(105)).toBe('partial');
    expect(verdict(75)).toBe('rejected');
  });

  it('is handling where it is half as large again, in a set that has shown its range', () => {
    expect(verdictOf(ranges(300, 300, 300, 300, 390))).toBe('counted');
    expect(verdictOf(ranges(300, 300, 300, 300, 480))).toBe('larger-than-set');
    expect(verdictOf(ranges(300, 300, 480))).toBe('counted');
    expect(verdictOf(ranges(300, 300, 300, 480))).toBe('larger-than-set');
  });

  it('may be a little shorter than the exercise’s shortest where three are alike', () => {
    expect(analyze(ranges(117, 117, 117), alone).countedReps).toBe(3);
    expect(analyze(ranges(117, 117), alone).countedReps).toBe(0);
    expect(analyze(ranges(108, 108, 108), alone).countedReps).toBe(0);
  });

  it('was put on its hooks where it is the last and stays up for ten seconds', () => {
    const staying = (forS: number) => {
      const reps = repsAlong(
        [
          [100, 450],
          [100, 450],
          [100, 450],
        ],
        100,
      );
      const fromS = reps.at(-1)!.atUs / 1e6 + 0.02;
      return verdictOf([
        ...reps,
        ...heightsAlong([
          [fromS, 100],
          [fromS + 0.8, 450],
          [fromS + 0.8 + forS, 450],
        ]),
      ]);
    };
    expect(staying(7)).toBe('counted');
    expect(staying(14)).toBe('put-on-hooks');
  });

  it('was brought to where the reps begin, where it stays more than half of the range below their top', () => {
    const brought = (lowMm: number, restMm: number, highMm: number): string | undefined => {
      const first = heightsAlong([
        [0, lowMm],
        [2, lowMm],
        [2.9, restMm],
        [3.9, restMm],
        [4.6, highMm],
        [5.4, highMm],
        [6.2, 200],
        [7, 200],
      ]);
      const reps = repsAlong([
        [200, 500],
        [200, 500],
        [200, 500],
      ]).map((input) => ({ ...input, atUs: input.atUs + 7_020_000 }));
      const { verdict, reasons } = analyze([...first, ...reps], alone).sets[0]!.movements[0]!;
      return reasons[0]?.kind ?? verdict;
    };
    expect(brought(-100, 200, 500)).toBe('put-on-hooks');
    expect(brought(80, 380, 480)).toBe('counted');
  });
});
