import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { CASE_LIMITS, type NewCase } from '../../src/contracts/cases.ts';
import { hasRoomFor, rightOf } from '../../src/members/cases.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

const START = '2026-11-22T18:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString();
const set = newSet({ startedAt: START, endedAt: at(20) });
const reps = [0, 4, 8].map((startS) =>
  newRep(set.id, { startedAt: at(startS), lockoutAt: at(startS + 1), endedAt: at(startS + 2.5) }),
);
const each = (...isRep: boolean[]) => reps.map(({ id }, index) => ({ repId: id, isRep: isRep[index]! }));
const say = (said: Partial<NewCase>, change = {}) =>
  rightOf({ set: { ...set, ...change }, reps }, { countedReps: 3, movements: [], missing: [], ...said }, 3);

describe('what was right of a set', () => {
  it('is told on the clock of the recording', () => {
    const missing = [
      { fromS: 10.5, toS: 14 },
      { fromS: 2.5, toS: 4 },
    ];
    expect(say({ countedReps: 4, movements: each(true, false, true), missing })).toEqual({
      countedReps: 4,
      movements: [
        { fromS: 3, toS: 5.5, isRep: true },
        { fromS: 7, toS: 9.5, isRep: false },
        { fromS: 11, toS: 13.5, isRep: true },
      ],
      missing: [
        { fromS: 5.5, toS: 7 },
        { fromS: 13.5, toS: 17 },
      ],
    });
  });

  it('may be the number alone', () => {
    expect(say({ countedReps: 5 })).toEqual({ countedReps: 5, movements: [], missing: [] });
  });

  it.each([
    ['movements of another set', { movements: [{ repId: newId(), isRep: true }] }, 'no-such-rep'],
    [
      'only some of the movements',
      { movements: each(true, true, true).slice(1), countedReps: 2 },
      'movements-unlisted',
    ],
    [
      'a movement twice',
      { movements: [...each(true, true, true).slice(1), each(true)[0]!, each(true)[0]!] },
      'movements-unlisted',
    ],
    ['another number than is named', { movements: each(true, true, false) }, 'reps-differ'],
    ['a missing rep without the movements', { missing: [{ fromS: 1, toS: 2 }], countedReps: 1 }, 'movements-needed'],
    [
      'a missing rep that ends before it begins',
      { movements: each(true, true, false), missing: [{ fromS: 3, toS: 2 }] },
      'missing-outside',
    ],
    [
      'a missing rep long after the set',
      { movements: each(true, true, false), missing: [{ fromS: 80, toS: 90 }] },
      'missing-outside',
    ],
    [
      'a missing rep long before the set',
      { movements: each(true, true, false), missing: [{ fromS: -70, toS: 1 }] },
      'missing-outside',
    ],
  ] satisfies [string, Partial<NewCase>, string][])('is not %s', (_, said, kind) => {
    expect(say(said)).toMatchObject({ kind });
  });

  it('waits for the end of the set, and is not asked of a deleted one', () => {
    expect(say({}, { endedAt: null })).toMatchObject({ kind: 'set-in-progress' });
    expect(say({}, { deletedAt: START })).toMatchObject({ kind: 'set-deleted' });
  });
});

it('as many cases are kept as the limits say, and as many bytes', () => {
  const { cases, totalBytes } = CASE_LIMITS;
  expect(hasRoomFor({ cases: cases - 1, bytes: totalBytes - 5 }, 5)).toBe(true);
  expect(hasRoomFor({ cases, bytes: 0 }, 1)).toBe(false);
  expect(hasRoomFor({ cases: 0, bytes: totalBytes - 4 }, 5)).toBe(false);
});
