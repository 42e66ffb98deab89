/** The CSV that Hevy exports: one row per set, local times such as "22 Nov 2026, 17:05", the unit of the weight in the head. */
import type { WeightUnit } from '../../../contracts/common.ts';
import type { ExportFile } from '../../../web/index.ts';
import { APP_NAMES, loadIn, noteOf, WORKOUT_NAME } from './app-names.ts';
import { type Cell, csvTable } from './csv-table.ts';
import { localTime, offsetS, type Workout } from './workouts.ts';

const columns = (units: WeightUnit) => [
  'title',
  'start_time',
  'end_time',
  'description',
  'exercise_title',
  'superset_id',
  'exercise_notes',
  'set_index',
  'set_type',
  units === 'kg' ? 'weight_kg' : 'weight_lbs',
  'reps',
  'distance_km',
  'duration_seconds',
  'rpe',
];

export function hevyExport(workouts: readonly Workout[], timeZone: string, units: WeightUnit): ExportFile {
  const rows = workouts.flatMap((workout) => {
    const done = new Map<string, number>();
    const letters = [...new Set(workout.sets.flatMap(({ superset }) => superset ?? []))];
    return workout.sets.map((set): Cell[] => {
      const index = done.get(set.exercise) ?? 0;
      done.set(set.exercise, index + 1);
      const times = timesOf(workout, timeZone);
      const type = set.isWarmUp ? 'warmup' : set.isDrop ? 'dropset' : 'normal';
      const superset = set.superset === null ? null : letters.indexOf(set.superset);
      const exercise = [APP_NAMES[set.exercise], superset, noteOf(set)];
      return [
        WORKOUT_NAME,
        ...times,
        '',
        ...exercise,
        index,
        type,
        loadIn(set.loadKg, units),
        set.reps,
        null,
        null,
        set.rpe,
      ];
    });
  });
  return { fileName: 'lockout-hevy.csv', contentType: 'text/csv; charset=utf-8', body: csvTable(columns(units), rows) };
}

const MINUTE_MS = 60_000;

/**
 * Hevy's times have no offset and no seconds, and requires the end after the start: a workout over the hour in which the clocks change ends by
 * the clock that it began by, and one within a minute lasts a whole one.
 */
function timesOf({ startedAt, endedAt }: Workout, timeZone: string): [start: string, end: string] {
  const minuteOf = (at: Date) => Math.floor((at.getTime() + 1000 * offsetS(startedAt, timeZone)) / MINUTE_MS);
  const start = minuteOf(startedAt);
  return [hevyTime(start), hevyTime(Math.max(minuteOf(endedAt), start + 1))];
}

function hevyTime(localMinute: number): string {
  const { day, monthName, year, hour, minute } = localTime(new Date(localMinute * MINUTE_MS), 'UTC');
  return `${Number(day)} ${monthName} ${year}, ${hour}:${minute}`;
}
