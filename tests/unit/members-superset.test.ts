import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import type { ExerciseName } from '../../src/contracts/common.ts';
import type { Programme } from '../../src/contracts/members.ts';
import { Superset } from '../../src/contracts/superset.ts';
import type { SupersetPlace } from '../../src/contracts/superset-places.ts';
import { defaultProgramme, exerciseDue } from '../../src/members/programme.ts';
import { supersetOf } from '../../src/members/superset.ts';

const step = (exercise: ExerciseName, superset: SupersetPlace | null, sets = 3, restS = 90): Programme => ({
  ...defaultProgramme(exercise, 'mira'),
  revision: 1,
  sets,
  restS,
  superset,
});
const done = (...names: ExerciseName[]) =>
  names.map((exercise) => ({ exercise, countedReps: 8, isWarmUp: false, startedAt: '2026-11-22T17:00:00.000Z' }));

/** What is done one after the other by who always does what is due, with the rest before each set. */
function walk(written: Programme[], from: ExerciseName): string[] {
  const sets: ExerciseName[] = [];
  const seen: string[] = [];
  for (;;) {
    const superset = supersetOf(from, written, done(...sets))!;
    expect(Compile(Superset).Errors(superset)).toEqual([]);
    if (superset.next === null) return seen;
    seen.push(`${superset.restS} ${superset.next}`);
    sets.push(superset.next);
  }
}

test('an exercise alone with its letter, or without one, is in no superset', () => {
  const written = [step('hip-thrust', 'A1'), step('squat', null), step('deadlift', 'B1')];
  for (const { exercise } of written) expect(supersetOf(exercise, written, [])).toBeNull();
  expect(supersetOf('bench-press', written, [])).toBeNull();
});

test('exercises with one letter are done in turn; the longest rest comes after each round', () => {
  const written = [step('squat', 'A2', 2, 60), step('hip-thrust', 'A1', 2, 120), step('deadlift', 'B1')];
  expect(walk(written, 'hip-thrust')).toEqual(['120 hip-thrust', '0 squat', '120 hip-thrust', '0 squat']);
});

test('what has more sets than the others goes on alone', () => {
  const written = [step('hip-thrust', 'A1', 3), step('squat', 'A2', 1), step('deadlift', 'A3', 2)];
  expect(walk(written, 'squat')).toEqual([
    '90 hip-thrust',
    '0 squat',
    '0 deadlift',
    '90 hip-thrust',
    '0 deadlift',
    '90 hip-thrust',
  ]);
});

test('who took another order is led back into the turn; warm-ups and sets of 0 reps count for no one', () => {
  const written = [step('hip-thrust', 'A1'), step('squat', 'A2')];
  expect(supersetOf('squat', written, done('squat', 'squat'))).toMatchObject({ next: 'hip-thrust', restS: 0 });
  const none = [
    { exercise: 'squat' as const, countedReps: 8, isWarmUp: true },
    { exercise: 'squat' as const, countedReps: 0, isWarmUp: false },
  ];
  expect(supersetOf('squat', written, none)?.exercises.map(({ setsDone }) => setsDone)).toEqual([0, 0]);
});

test('a member who comes back in the middle of a round begins with whose turn it is', () => {
  const written = [step('hip-thrust', 'A1'), step('squat', 'A2')];
  expect(exerciseDue('hip-thrust', written, done('hip-thrust'))).toBe('squat');
  expect(exerciseDue('hip-thrust', written, done('hip-thrust', 'squat'))).toBe('hip-thrust');
  expect(exerciseDue('squat', written, [])).toBe('hip-thrust');
  expect(exerciseDue('bench-press', written, [])).toBe('hip-thrust');
});
