import type { ExerciseName, WeightUnit } from '../../../contracts/common.ts';
import { rounded } from '../../../contracts/rounded.ts';
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

/** What has no column of its own in these apps: side, hold and speed. Never empty: Hevy leaves out rows of Strong without a note. */
export function noteOf(set: Pick<WorkoutSet, 'side' | 'meanHoldS' | 'bestMeanVelocityMps'>): string {
  const side = set.side === 'left' || set.side === 'right' ? [`${set.side} side`] : [];
  const hold = set.meanHoldS === null ? [] : [`hold ${set.meanHoldS.toFixed(1)} s`];
  const speed = set.bestMeanVelocityMps === null ? [] : [`best ${set.bestMeanVelocityMps.toFixed(2)} m/s`];
  return [...side, ...hold, ...speed].join(', ') || 'measured by Lockout';
}

export function workoutNote({ sets }: Workout): string {
  const reps = sets.reduce((sum, set) => sum + set.reps, 0);
  return `${sets.length} ${sets.length === 1 ? 'set' : 'sets'}, ${reps} counted ${reps === 1 ? 'rep' : 'reps'}`;
}

const POUNDS_PER_KG = 2.204_622_621_8;
export const loadIn = (loadKg: number | null, units: WeightUnit): number | null =>
  rounded(loadKg !== null && units === 'lb' ? loadKg * POUNDS_PER_KG : loadKg, 2);
