import Type from 'typebox';
import { count, Id, nullable, quantity, strict } from './common.ts';
import { Name } from './names.ts';

/** The most weeks of a course. */
export const MAX_WEEKS = 52;

/** A day of the gym, such as 2026-11-23. */
export const Day = Type.String({
  format: 'date',
  minLength: 10,
  maxLength: 10,
  description: 'local day of the station, such as 2026-11-23',
});

/** How each week differs from the one before it. In a light week nothing rises. */
export const Progression = strict(
  {
    loadStepKg: quantity('kg', {
      description: 'more load each week, where a load is planned',
      minimum: 0,
      maximum: 50,
    }),
    stepPercent: quantity('%', {
      description: 'more of the one-repetition maximum each week, where a share of it is planned',
      minimum: 0,
      maximum: 20,
    }),
    repsStep: count('more reps each week', { maximum: 10 }),
    setsStep: count('more sets each week', { maximum: 5 }),
    lightEveryWeeks: nullable(count('every so many weeks one is light; null: none is', { minimum: 2, maximum: 12 })),
    lightPercent: quantity('%', { description: 'how much less is done in a light week', minimum: 0, maximum: 80 }),
  },
  { $id: 'Progression' },
);
export type Progression = Type.Static<typeof Progression>;

/** Weeks that a programme goes through, from the day on which it was begun. */
export const Course = strict(
  {
    templateId: nullable({ ...Id, description: 'the template that it was copied from' } as typeof Id),
    name: Name(60, 'what it is called'),
    startsOn: Day,
    weeks: count('how many weeks it lasts; the last one holds afterwards', { minimum: 1, maximum: MAX_WEEKS }),
    progression: Progression,
  },
  { $id: 'Course' },
);
export type Course = Type.Static<typeof Course>;

/** Which week of its course a programme is in. */
export const CourseWeek = strict({
  week: count('from 1', { minimum: 1, maximum: MAX_WEEKS }),
  weeks: count('of so many', { minimum: 1, maximum: MAX_WEEKS }),
  isLight: Type.Boolean({ description: 'a light week' }),
});
