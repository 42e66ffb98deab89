/** FIT activities of strength training: one file per training day, several in a ZIP. */
import { FitWriter } from '@markw65/fit-file-writer';
import { zipSync } from 'fflate';
import type { ExerciseName } from '../../../contracts/common.ts';
import { type ExportFile, ProblemError } from '../../../web/index.ts';
import type { Workout } from './workouts.ts';

/** `exercise_category` and the exercise's number in it (FIT profile, types `exercise_category` and `*_exercise_name`). */
const FIT_EXERCISES: Readonly<Record<ExerciseName, readonly [category: number, name: number]>> = {
  'hip-thrust': [10, 1], // hip_raise: barbell_hip_thrust_with_bench
  'single-leg-deadlift': [8, 12], // deadlift: single_leg_deadlift_with_barbell
  'bulgarian-split-squat': [17, 7], // lunge: barbell_bulgarian_split_squat
  squat: [28, 6], // squat: barbell_back_squat
  deadlift: [8, 0], // deadlift: barbell_deadlift
  'bench-press': [0, 1], // bench_press: barbell_bench_press
  'shoulder-press': [24, 4], // shoulder_press: barbell_shoulder_press
  generic: [65534, 0], // unknown
};

/** @throws ProblemError 422 when there is nothing to put into a file */
export function fitExport(workouts: readonly Workout[]): ExportFile {
  const [first, ...others] = workouts;
  if (!first)
    throw new ProblemError(
      422,
      'nothing-to-export',
      'There is no set with a counted rep in this time: nothing to write.',
    );
  if (others.length === 0) {
    const body = Buffer.from(fitActivity(first));
    return { fileName: `lockout-${first.day}.fit`, contentType: 'application/vnd.ant.fit', body };
  }
  const files = Object.fromEntries(workouts.map((workout) => [`lockout-${workout.day}.fit`, fitActivity(workout)]));
  return { fileName: 'lockout-fit.zip', contentType: 'application/zip', body: Buffer.from(zipSync(files)) };
}

function fitActivity({ startedAt, endedAt, sets }: Workout): Uint8Array {
  const writer = new FitWriter();
  const at = (time: Date | string) => writer.time(new Date(time));
  const start = at(startedAt);
  const end = at(endedAt);
  const totalS = (endedAt.getTime() - startedAt.getTime()) / 1000;
  writer.writeMessage(
    'file_id',
    { type: 'activity', manufacturer: 'development', product: 0, serial_number: 1, time_created: start },
    null,
    true,
  );
  writer.writeMessage('event', { timestamp: start, event: 'timer', event_type: 'start' });
  let index = 0;
  let restFrom: string | null = null;
  for (const set of sets) {
    if (restFrom !== null && restFrom < set.startedAt)
      writer.writeMessage('set', {
        timestamp: at(set.startedAt),
        start_time: at(restFrom),
        duration: seconds(restFrom, set.startedAt),
        set_type: 'rest',
        message_index: { value: index++ },
      });
    const [category, name] = FIT_EXERCISES[set.exercise];
    const { loadKg } = set;
    writer.writeMessage('set', {
      timestamp: at(set.endedAt),
      start_time: at(set.startedAt),
      duration: seconds(set.startedAt, set.endedAt),
      set_type: 'active',
      repetitions: set.reps,
      ...(loadKg !== null && { weight: loadKg, weight_display_unit: 'kilogram' as const }),
      category: [category],
      category_subtype: [name],
      message_index: { value: index++ },
    });
    restFrom = set.endedAt;
  }
  writer.writeMessage('event', { timestamp: end, event: 'timer', event_type: 'stop_all' });
  const total = { timestamp: end, start_time: start, total_elapsed_time: totalS, total_timer_time: totalS };
  const sport = { sport: 'training' as const, sub_sport: 'strength_training' as const };
  writer.writeMessage('lap', { ...total, ...sport, message_index: { value: 0 } }, null, true);
  const session = { first_lap_index: 0, num_laps: 1, message_index: { value: 0 } };
  writer.writeMessage('session', { ...total, ...sport, ...session }, null, true);
  const activity = { timestamp: end, total_timer_time: totalS, num_sessions: 1, type: 'manual' as const };
  writer.writeMessage('activity', activity, null, true);
  const bytes = writer.finish();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
}

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;
