import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCase } from '../../src/app/cases/judge-case.ts';
import type { AnalysisDocument } from '../../src/contracts/analysis.ts';
import type { CaseRight } from '../../src/contracts/cases.ts';

/** An analysis that counts a rep at each of these lockouts. */
const counting = (...lockouts: number[]) =>
  ({
    countedReps: lockouts.length,
    movements: [
      ...lockouts.map((lockoutS) => ({ verdict: 'counted', startS: lockoutS - 1, lockoutS, endS: lockoutS + 1 })),
      { verdict: 'rejected', startS: 5.5, lockoutS: null, endS: 6 },
    ],
  }) as unknown as AnalysisDocument;

const movement = (fromS: number, isRep = true) => ({ fromS, toS: fromS + 3, isRep });
const right = (change: Partial<CaseRight>): CaseRight => ({ countedReps: 2, movements: [], missing: [], ...change });
const two = right({ movements: [movement(0), movement(10), movement(20, false)] });

describe('a case', () => {
  it('is right where each rep is counted once, and nothing else', () => {
    expect(judgeCase(counting(1, 11), two)).toEqual({ isRight: true, countedReps: 2, faults: [] });
  });

  it('is wrong where a rep is missed, though the number is right', () => {
    expect(judgeCase(counting(1, 21), two)).toEqual({
      isRight: false,
      countedReps: 2,
      faults: [
        { kind: 'missed', atS: 11.5 },
        { kind: 'phantom', atS: 21 },
      ],
    });
  });

  it('is wrong where one rep counts twice', () => {
    expect(judgeCase(counting(1, 2.5, 11), two).faults).toEqual([{ kind: 'phantom', atS: 2.5 }]);
  });

  it('asks of a missing rep that one is counted roughly there', () => {
    const missing = right({ countedReps: 2, movements: [movement(0)], missing: [{ fromS: 4, toS: 8 }] });
    expect(judgeCase(counting(1, 6), missing).isRight).toBe(true);
    expect(judgeCase(counting(1), missing).faults).toEqual([{ kind: 'missed', atS: 6 }]);
  });

  it('of which only the number is known goes by the number', () => {
    expect(judgeCase(counting(1, 2), right({})).isRight).toBe(true);
    expect(judgeCase(counting(1), right({})).isRight).toBe(false);
  });

  it('finds a match wherever there is one, however the spans overlap', () => {
    const spans = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(spans, (each) => {
        const reps = each.map(([fromS, width]) => ({ fromS, toS: fromS + width, isRep: true }));
        // One lockout somewhere in each of them.
        const lockouts = each.map(([fromS, width, into]) => fromS + Math.min(into, width));
        const said = right({ countedReps: reps.length, movements: reps });
        expect(judgeCase(counting(...lockouts), said).isRight).toBe(true);
        expect(judgeCase(counting(...lockouts.slice(1)), said).isRight).toBe(false);
      }),
    );
  });
});
