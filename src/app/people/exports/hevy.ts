/** The CSV that Hevy exports: one row per set, the weight in kg, local times such as "22 Nov 2026, 17:05". */
import type { ExportFile } from '../../../web/index.ts';
import { APP_NAMES, noteOf, WORKOUT_NAME } from './app-names.ts';
import { type Cell, csvTable } from './csv-table.ts';
import { localTime, type Workout } from './workouts.ts';

const COLUMNS = [
  'title',
  'start_time',
  'end_time',
  'description',
  'exercise_title',
  'superset_id',
  'exercise_notes',
  'set_index',
  'set_type',
  'weight_kg',
  'reps',
  'distance_km',
  'duration_seconds',
  'rpe',
];

export function hevyExport(workouts: readonly Workout[], timeZone: string): ExportFile {
  const hevyTime = (at: Date) => {
    const { day, monthName, year, hour, minute } = localTime(at, timeZone);
    return `${Number(day)} ${monthName} ${year}, ${hour}:${minute}`;
  };
  const rows = workouts.flatMap((workout) => {
    const done = new Map<string, number>();
    return workout.sets.map((set): Cell[] => {
      const index = done.get(set.exercise) ?? 0;
      done.set(set.exercise, index + 1);
      const times = [hevyTime(workout.startedAt), hevyTime(workout.endedAt)];
      const type = set.isWarmUp ? 'warmup' : set.isDrop ? 'dropset' : 'normal';
      const exercise = [APP_NAMES[set.exercise], null, noteOf(set)];
      return [WORKOUT_NAME, ...times, '', ...exercise, index, type, set.loadKg, set.reps, null, null, set.rpe];
    });
  });
  return { fileName: 'lockout-hevy.csv', contentType: 'text/csv; charset=utf-8', body: csvTable(COLUMNS, rows) };
}
