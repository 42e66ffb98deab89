/** FIT activities of strength training: one file per workout, several in a ZIP. */
import { zipSync } from 'fflate';
import type { ExerciseName, WeightUnit } from '../../../contracts/common.ts';
import { type ExportFile, ProblemError } from '../../../web/index.ts';
import { shownKg } from './app-names.ts';
import { type FitMessage, fitFile, fitTime } from './fit-file.ts';
import { offsetS, type Workout, type WorkoutSet } from './workouts.ts';

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

/** FIT has no side of a set: it is the name of the step of the workout that the set belongs to. */
const SIDES = ['left', 'right'] as const;
const FILE_ACTIVITY = 4;
const MANUFACTURER_DEVELOPMENT = 255;
const EVENT_TIMER = 0;
const EVENT_START = 0;
const EVENT_STOP_ALL = 4;
const SET_REST = 0;
const SET_ACTIVE = 1;
const SPORT_TRAINING = 10;
const SUB_SPORT_STRENGTH = 20;
const STEP_OPEN = 5;
const TARGET_OPEN = 2;
const ACTIVITY_MANUAL = 0;
const DISPLAY_UNIT: Readonly<Record<WeightUnit, number>> = { kg: 1, lb: 2 };

/**
 * @param units in which the device shows the loads; the file itself has sixteenths of a kilogram
 * @throws ProblemError 422 when there is nothing to put into a file
 */
export function fitExport(workouts: readonly Workout[], timeZone: string, units: WeightUnit): ExportFile {
  const files = workouts.map((workout) => [fileName(workout), fitActivity(workout, timeZone, units)] as const);
  const [first, ...others] = files;
  if (!first) throw new ProblemError('nothing-to-export', {});
  if (others.length === 0) return { fileName: first[0], contentType: 'application/vnd.ant.fit', body: first[1] };
  const body = Buffer.from(zipSync(Object.fromEntries(files)));
  return { fileName: 'lockout-fit.zip', contentType: 'application/zip', body };
}

/** In UTC, so that the hour that comes twice in autumn makes two names. */
const fileName = ({ startedAt }: Workout) =>
  `lockout-${startedAt.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}Z.fit`;

function fitActivity({ startedAt, endedAt, sets }: Workout, timeZone: string, units: WeightUnit): Buffer {
  const start = fitTime(startedAt);
  const end = fitTime(endedAt);
  const totalS = (endedAt.getTime() - startedAt.getTime()) / 1000;
  const sport = { sport: SPORT_TRAINING, sub_sport: SUB_SPORT_STRENGTH };
  const total = { timestamp: end, start_time: start, total_elapsed_time: totalS, total_timer_time: totalS, ...sport };
  return fitFile([
    [
      'file_id',
      {
        type: FILE_ACTIVITY,
        manufacturer: MANUFACTURER_DEVELOPMENT,
        product: 0,
        serial_number: 1,
        time_created: start,
      },
    ],
    ['event', { timestamp: start, event: EVENT_TIMER, event_type: EVENT_START }],
    ...stepsOf(sets),
    ...setsOf(sets, units),
    ['event', { timestamp: end, event: EVENT_TIMER, event_type: EVENT_STOP_ALL }],
    ['lap', { message_index: 0, ...total }],
    ['session', { message_index: 0, first_lap_index: 0, num_laps: 1, ...total }],
    [
      'activity',
      {
        timestamp: end,
        local_timestamp: fitTime(endedAt, offsetS(endedAt, timeZone)),
        total_timer_time: totalS,
        num_sessions: 1,
        type: ACTIVITY_MANUAL,
      },
    ],
  ]);
}

function stepsOf(sets: readonly WorkoutSet[]): FitMessage[] {
  if (sets.every((set) => stepOf(set) === -1)) return [];
  const steps = SIDES.map(
    (side, index): FitMessage => [
      'workout_step',
      { message_index: index, wkt_step_name: side, duration_type: STEP_OPEN, target_type: TARGET_OPEN },
    ],
  );
  return [['workout', { sport: SPORT_TRAINING, num_valid_steps: SIDES.length, wkt_name: 'Lockout' }], ...steps];
}

const stepOf = ({ side }: WorkoutSet) => (SIDES as readonly unknown[]).indexOf(side);

function setsOf(sets: readonly WorkoutSet[], units: WeightUnit): FitMessage[] {
  const messages: FitMessage[] = [];
  let restFrom: string | null = null;
  for (const set of sets) {
    if (restFrom !== null && restFrom < set.startedAt)
      messages.push([
        'set',
        { ...spanOf(restFrom, set.startedAt), set_type: SET_REST, message_index: messages.length },
      ]);
    const [category, name] = FIT_EXERCISES[set.exercise];
    const step = stepOf(set);
    messages.push([
      'set',
      {
        ...spanOf(set.startedAt, set.endedAt),
        set_type: SET_ACTIVE,
        repetitions: set.reps,
        ...(set.loadKg !== null && { weight: shownKg(set.loadKg, units), weight_display_unit: DISPLAY_UNIT[units] }),
        category,
        category_subtype: name,
        message_index: messages.length,
        ...(step !== -1 && { wkt_step_index: step }),
      },
    ]);
    restFrom = set.endedAt;
  }
  return messages;
}

const spanOf = (from: string, to: string) => ({
  timestamp: fitTime(to),
  start_time: fitTime(from),
  duration: (Date.parse(to) - Date.parse(from)) / 1000,
});
