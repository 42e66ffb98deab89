import { expect, test } from 'vitest';
import { UndoLast } from '../../src/app/bay/undo-last.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { addMember, addSet, openRepository } from '../integration/store-members-samples.ts';
import { newSet } from '../integration/store-samples.ts';

function bench() {
  const repository = openRepository();
  const memberId = addMember(repository);
  const { set } = addSet(repository, { memberId });
  const told: SetDetail[] = [];
  const { tables } = repository;
  const corrections = {
    ...tables.corrections,
    correct: async (...args: Parameters<typeof tables.corrections.correct>) => tables.corrections.correct(...args),
    undo: async (...args: Parameters<typeof tables.corrections.undo>) => tables.corrections.undo(...args),
  } as never;
  const store = () => ({ corrections, getSet: async (id: string) => repository.getSet(id) });
  const undo = new UndoLast({ store, corrected: (detail) => told.push(detail) });
  return { repository, undo, told, set, session: { memberId, sessionId: set.sessionId } };
}

test('pressed once it takes the last count back, pressed again it counts again', async () => {
  const { repository, undo, told, set, session } = bench();
  const place = { lastSet: set, inSet: false, session };
  const counted = repository.getSet(set.id)!.set.countedReps;
  expect(await undo.press(place)).toBeNull();
  expect(repository.getSet(set.id)!.set.countedReps).toBe(counted - 1);
  expect(repository.getSet(set.id)!.reps.at(-1)).toMatchObject({ correction: 'excluded', n: null });
  expect(await undo.press(place)).toBeNull();
  expect(repository.getSet(set.id)!.set.countedReps).toBe(counted);
  expect(told.map(({ set: { countedReps } }) => countedReps)).toEqual([counted - 1, counted]);
});

test('it is refused in mid-set, without a set, and for the set of someone else', async () => {
  const { undo, told, set, session } = bench();
  expect(await undo.press({ lastSet: set, inSet: true, session })).toMatch(/in progress/);
  expect(await undo.press({ lastSet: null, inSet: false, session })).toMatch(/no set/);
  const guests = [null, 'first', 'second'].map((sessionId) => ({ memberId: null, sessionId }));
  for (const on of guests) {
    expect(await undo.press({ lastSet: set, inSet: false, session: on })).toMatch(/another member/);
    for (const of of guests) {
      const refusal = await undo.press({ lastSet: newSet(of), inSet: false, session: on });
      expect(refusal).toMatch(of === on ? /no count/ : /another member/);
    }
  }
  const { memberId } = session;
  expect(await undo.press({ lastSet: newSet({ memberId }), inSet: false, session })).toMatch(/no count/);
  expect(told).toEqual([]);
});
