/** The CSV that Strong exports and other apps import: one row per set, the weight in kg, local times. */
import type { ExportFile } from '../../../web/index.ts';
import { APP_NAMES, noteOf, WORKOUT_NAME } from './app-names.ts';
import { type Cell, csvTable } from './csv-table.ts';
import { localTime, type Workout } from './workouts.ts';

const COLUMNS = [
  'Date',
  'Workout Name',
  'Duration',
  'Exercise Name',
  'Set Order',
  'Weight',
  'Reps',
  'Distance',
  'Seconds',
  'Notes',
  'Workout Notes',
];

export function strongExport(workouts: readonly Workout[], timeZone: string): ExportFile {
  const rows = workouts.flatMap((workout) => {
    const { year, month, day, hour, minute, second } = localTime(workout.startedAt, timeZone);
    const date = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
    const done = new Map<string, number>();
    return workout.sets.map((set): Cell[] => {
      const order = (done.get(set.exercise) ?? 0) + 1;
      done.set(set.exercise, order);
      const exercise = APP_NAMES[set.exercise];
      const load = set.loadKg ?? 0;
      return [date, WORKOUT_NAME, duration(workout), exercise, order, load, set.reps, 0, 0, noteOf(set), ''];
    });
  });
  return { fileName: 'lockout-strong.csv', contentType: 'text/csv; charset=utf-8', body: csvTable(COLUMNS, rows) };
}

/** Strong's own way: "1h 5m", "45m". */
function duration({ startedAt, endedAt }: Workout): string {
  const minutes = Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / 60_000));
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
