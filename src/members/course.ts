/** The weekly prescriptions of a programme. Pure; days are given as such, so no time zone matters. */
import type { Course, Progression } from '../contracts/course.ts';
import type { LoadTarget, NewProgramme, Programme } from '../contracts/members.ts';
import type { Template, TemplateWeeks } from '../contracts/programmes.ts';

type Fields = Pick<NewProgramme, 'sets' | 'repsMin' | 'repsMax' | 'load'>;

const DAY_MS = 86_400_000;
const DAYS = 7;
/** As `contracts/members.ts` limits them. */
const MOST = { sets: 20, reps: 100, loadKg: 700, percent: 110 } as const;
const LEAST_PERCENT = 10;
/** A pair of the lightest plates that every gym has. */
const LOAD_STEP_KG = 2.5;

/** The week of the course on that day, from 1; before it begins the first one, after its end the last one. */
export function weekOn({ startsOn, weeks }: Pick<Course, 'startsOn' | 'weeks'>, day: string): number {
  const week = Math.floor((Date.parse(day) - Date.parse(startsOn)) / (DAYS * DAY_MS)) + 1;
  return Math.min(weeks, Math.max(1, week));
}

export const isLightWeek = ({ lightEveryWeeks }: Progression, week: number): boolean =>
  lightEveryWeeks !== null && week % lightEveryWeeks === 0;

/** What the first week's numbers have become in another week. */
export function fieldsOfWeek<T extends Fields>(first: T, progression: Progression, week: number): T {
  let steps = 0;
  for (let each = 2; each <= week; each++) if (!isLightWeek(progression, each)) steps++;
  const { repsStep, setsStep, lightPercent } = progression;
  const risen = {
    ...first,
    sets: Math.min(MOST.sets, first.sets + steps * setsStep),
    repsMin: Math.min(MOST.reps, first.repsMin + steps * repsStep),
    repsMax: Math.min(MOST.reps, first.repsMax + steps * repsStep),
    load: risenLoad(first.load, progression, steps),
  };
  if (!isLightWeek(progression, week)) return risen;
  const share = 1 - lightPercent / 100;
  const load = lighter(risen.load, share);
  // Without a load that could be less, it is the sets that are fewer.
  return load === null ? { ...risen, sets: Math.max(1, Math.ceil(risen.sets * share)) } : { ...risen, load };
}

/** What a course makes of a programme on that day; null: it has none. */
export function weekOf(programme: Programme, day: string): NonNullable<Programme['thisWeek']> | null {
  const { course } = programme;
  if (!course) return null;
  const week = weekOn(course, day);
  const { sets, repsMin, repsMax, load } = fieldsOfWeek(programme, course.progression, week);
  const isLight = isLightWeek(course.progression, week);
  return { week, weeks: course.weeks, isLight, sets, repsMin, repsMax, load };
}

/** The prescriptions of a template, week by week. */
export function weeksOf({ weeks, exercises }: Pick<Template, 'weeks' | 'exercises'>): TemplateWeeks {
  const numbers = Array.from({ length: weeks }, (_, index) => index + 1);
  return {
    weeks: numbers.map((week) => ({
      week,
      exercises: exercises.map((one) => {
        const { sets, repsMin, repsMax, load } = fieldsOfWeek(one, one.progression, week);
        return { exercise: one.exercise, isLight: isLightWeek(one.progression, week), sets, repsMin, repsMax, load };
      }),
    })),
  };
}

/** The programme as it is on that day. */
export function programmeOn(programme: Programme, day: string): Programme {
  const { course } = programme;
  return !course ? programme : fieldsOfWeek(programme, course.progression, weekOn(course, day));
}

function risenLoad(load: LoadTarget, { loadStepKg, stepPercent }: Progression, steps: number): LoadTarget {
  if (load.kind === 'load') return { ...load, loadKg: Math.min(MOST.loadKg, tidy(load.loadKg + steps * loadStepKg)) };
  if (load.kind === 'percent-1rm')
    return { ...load, percent: Math.min(MOST.percent, tidy(load.percent + steps * stepPercent)) };
  return load;
}

/** Null: no load is planned. Plates make steps, so it is rounded down to one. */
function lighter(load: LoadTarget, share: number): LoadTarget | null {
  if (load.kind === 'load')
    return { ...load, loadKg: Math.min(load.loadKg, Math.floor((load.loadKg * share) / LOAD_STEP_KG) * LOAD_STEP_KG) };
  if (load.kind === 'percent-1rm') return { ...load, percent: Math.max(LEAST_PERCENT, tidy(load.percent * share)) };
  return null;
}

/** Without what a binary number adds: 0.1 + 0.2. */
const tidy = (value: number) => Math.round(value * 100) / 100;
