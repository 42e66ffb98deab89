/** The CSV that Strong exports and other apps import, one row per set, local times: as Strong did until its version 5, and as version 6 does. */
import type { WeightUnit } from '../../../contracts/common.ts';
import type { ExportFile } from '../../../web/index.ts';
import { APP_NAMES, loadIn, noteOf, WORKOUT_NAME, workoutNote } from './app-names.ts';
import { type Cell, csvTable } from './csv-table.ts';
import { localTime, type Workout, type WorkoutSet } from './workouts.ts';

interface Row {
  /** From 1, oldest first. */
  number: number;
  workout: Workout;
  date: string;
  set: WorkoutSet;
  /** Within the exercise, from 1. */
  order: number;
  loadKg: number;
}
type Column = readonly [name: string, of: (row: Row, units: WeightUnit) => Cell];

/** Every cell that has a number in Strong's own files has one; RPE is there where the member gave it. The weight is in the unit of the app. */
const CLASSIC: readonly Column[] = [
  ['Date', ({ date }) => date],
  ['Workout Name', () => WORKOUT_NAME],
  ['Duration', ({ workout }) => duration(workout)],
  ['Exercise Name', ({ set }) => APP_NAMES[set.exercise]],
  ['Set Order', ({ order }) => order],
  ['Weight', ({ loadKg }, units) => loadIn(loadKg, units)],
  ['Reps', ({ set }) => set.reps],
  ['Distance', () => 0],
  ['Seconds', () => 0],
  ['Notes', ({ set }) => noteOf(set)],
  ['Workout Notes', ({ workout }) => workoutNote(workout)],
  ['RPE', ({ set }) => set.rpe],
];

/** Cells between semicolons; the unit is in the head, so it is kilograms always. */
const NUMBERED: readonly Column[] = [
  ['Workout #', ({ number }) => number],
  ['Date', ({ date }) => date],
  ['Workout Name', () => WORKOUT_NAME],
  ['Duration (sec)', ({ workout }) => durationS(workout)],
  ['Exercise Name', ({ set }) => APP_NAMES[set.exercise]],
  ['Set Order', ({ order }) => order],
  ['Weight (kg)', ({ loadKg }) => loadIn(loadKg, 'kg')],
  ['Reps', ({ set }) => set.reps],
  ['RPE', ({ set }) => set.rpe],
  ['Distance (meters)', () => 0],
  ['Seconds', () => 0],
  ['Notes', ({ set }) => noteOf(set)],
  ['Workout Notes', ({ workout }) => workoutNote(workout)],
];

export const strongExport = (workouts: readonly Workout[], timeZone: string, units: WeightUnit): ExportFile => ({
  fileName: 'lockout-strong.csv',
  contentType: 'text/csv; charset=utf-8',
  body: table(CLASSIC, rowsOf(workouts, timeZone), units, ','),
});

export const strong6Export = (workouts: readonly Workout[], timeZone: string): ExportFile => ({
  fileName: 'lockout-strong-6.csv',
  contentType: 'text/csv; charset=utf-8',
  body: table(NUMBERED, rowsOf(workouts, timeZone), 'kg', ';'),
});

const table = (columns: readonly Column[], rows: readonly Row[], units: WeightUnit, separator: ',' | ';') =>
  csvTable(
    columns.map(([name]) => name),
    rows.map((row) => columns.map(([, of]) => of(row, units))),
    separator,
  );

function rowsOf(workouts: readonly Workout[], timeZone: string): Row[] {
  return workouts.flatMap((workout, index) => {
    const { year, month, day, hour, minute, second } = localTime(workout.startedAt, timeZone);
    const date = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
    const done = new Map<string, number>();
    return workout.sets.map((set) => {
      const order = (done.get(set.exercise) ?? 0) + 1;
      done.set(set.exercise, order);
      return { number: index + 1, workout, date, set, order, loadKg: set.loadKg ?? 0 };
    });
  });
}

const durationS = ({ startedAt, endedAt }: Workout) =>
  Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / 1000));

/** Strong's own way: "1h 5m", "45m". */
function duration(workout: Workout): string {
  const minutes = Math.max(1, Math.round(durationS(workout) / 60));
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
