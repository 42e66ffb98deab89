import type { ExerciseName, WeightUnit } from '../../../contracts/common.ts';
import { KG_PER_LB, shownHoldS, shownLoad } from '../../../contracts/shown.ts';
import type { Workout, WorkoutSet } from './workouts.ts';

/** What Strong and Hevy call the exercises in their own libraries, so that an import finds them. */
export const APP_NAMES: Readonly<Record<ExerciseName, string>> = {
  'hip-thrust': 'Hip Thrust (Barbell)',
  'single-leg-deadlift': 'Single Leg Romanian Deadlift (Barbell)',
  'bulgarian-split-squat': 'Bulgarian Split Squat',
  squat: 'Squat (Barbell)',
  deadlift: 'Deadlift (Barbell)',
  'bench-press': 'Bench Press (Barbell)',
  'shoulder-press': 'Overhead Press (Barbell)',
  generic: 'Other exercise',
};

export const WORKOUT_NAME = 'Lockout';

/** The member's note, and what has no column of its own in these apps: side, hold and speed. Never empty: Hevy leaves out rows of Strong without a note. */
export function noteOf(set: Pick<WorkoutSet, 'side' | 'meanHoldS' | 'bestMeanVelocityMps' | 'note'>): string {
  const own = set.note === '' ? [] : [set.note];
  const side = set.side === 'left' || set.side === 'right' ? [`${set.side} side`] : [];
  const hold = set.meanHoldS === null ? [] : [`hold ${shownHoldS(set.meanHoldS).toFixed(1)} s`];
  const speed = set.bestMeanVelocityMps === null ? [] : [`best ${set.bestMeanVelocityMps.toFixed(2)} m/s`];
  return [...own, ...side, ...hold, ...speed].join(', ') || 'measured by Lockout';
}

export function workoutNote({ sets }: Workout): string {
  const reps = sets.reduce((sum, set) => sum + set.reps, 0);
  return `${sets.length} ${sets.length === 1 ? 'set' : 'sets'}, ${reps} counted ${reps === 1 ? 'rep' : 'reps'}`;
}

/** As the screens show it. */
export const loadIn = (loadKg: number | null, units: WeightUnit): number | null =>
  loadKg === null ? null : shownLoad(units === 'lb' ? loadKg / KG_PER_LB : loadKg);
/** The same in kilograms, for files whose loads are in those alone. */
export const shownKg = (loadKg: number, units: WeightUnit): number =>
  units === 'lb' ? shownLoad(loadKg / KG_PER_LB) * KG_PER_LB : shownLoad(loadKg);
