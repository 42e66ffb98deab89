import { expect, test } from 'vitest';
import type { ExerciseName } from '../../src/contracts/common.ts';
import type { Course } from '../../src/contracts/course.ts';
import { calendarOf } from '../../src/members/calendar.ts';
import { defaultProgramme } from '../../src/members/programme.ts';

const dayOf = (at: string) => at.slice(0, 10);
const lifted = (who: string, startedAt: string, reps = 8, exercise: ExerciseName = 'hip-thrust') => {
  const [alias = '', id = alias] = who.split('/');
  return { memberId: id, alias, exercise, startedAt, reps };
};
const written = (memberId: string, updatedAt: string | null, sets: number, course?: Course) => ({
  ...defaultProgramme('hip-thrust', memberId),
  sets,
  updatedAt,
  ...(course && { course }),
});

test('each day has its sets and reps for each exercise; members stand in the order of their names', () => {
  const { members } = calendarOf(
    [
      lifted('Zoe', '2026-11-22T18:00:00Z', 8),
      lifted('Anna/2', '2026-11-22T18:00:00Z', 3),
      lifted('Anna/1', '2026-11-22T18:00:00Z', 3),
      lifted('Zoe', '2026-11-22T18:05:00Z', 6),
      lifted('Zoe', '2026-11-22T18:10:00Z', 5, 'squat'),
      lifted('Zoe', '2026-11-23T18:00:00Z', 4),
    ],
    [],
    dayOf,
  );
  expect(members.map(({ alias, id }) => [alias, id])).toEqual([
    ['Anna', '1'],
    ['Anna', '2'],
    ['Zoe', 'Zoe'],
  ]);
  expect(members[2]!.days).toEqual([
    { day: '2026-11-22', exercise: 'hip-thrust', sets: 2, reps: 14, plannedSets: null },
    { day: '2026-11-22', exercise: 'squat', sets: 1, reps: 5, plannedSets: null },
    { day: '2026-11-23', exercise: 'hip-thrust', sets: 1, reps: 4, plannedSets: null },
  ]);
});

const planned = (programme: ReturnType<typeof written>, ...days: number[]) => {
  const sets = days.map((day) => lifted('Zoe', `2026-11-${String(day).padStart(2, '0')}T18:00:00Z`));
  return calendarOf(sets, [programme], dayOf).members[0]!.days.map(({ plannedSets }) => plannedSets);
};

test('what was planned is said from the day on which it was written; before, nobody knows', () => {
  expect(planned(written('Zoe', '2026-11-22T12:00:00Z', 4), 21, 22, 23)).toEqual([null, 4, 4]);
  expect(planned(written('Zoe', null, 3), 21)).toEqual([3]);
  expect(planned(written('Anna', '2026-11-01T12:00:00Z', 4), 22)).toEqual([null]);
});

test('a course plans each day by its week', () => {
  const course: Course = {
    templateId: null,
    name: 'Base',
    startsOn: '2026-11-02',
    weeks: 4,
    progression: {
      loadStepKg: 0,
      stepPercent: 0,
      repsStep: 0,
      setsStep: 1,
      lightEveryWeeks: null,
      lightPercent: 0,
    },
  };
  expect(planned(written('Zoe', '2026-11-02T12:00:00Z', 3, course), 8, 9, 16, 23)).toEqual([3, 4, 5, 6]);
});
