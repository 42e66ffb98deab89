import type { ExerciseName } from '../../../contracts/common.ts';
import { shownHoldS } from '../../../contracts/shown.ts';

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

/** The member's note, and what has no column of its own in these apps: hold and speed. Empty when there is nothing. */
export function noteOf(set: { meanHoldS: number | null; bestMeanVelocityMps: number | null; note: string }): string {
  const hold = set.meanHoldS === null ? [] : [`hold ${shownHoldS(set.meanHoldS).toFixed(1)} s`];
  const speed = set.bestMeanVelocityMps === null ? [] : [`best ${set.bestMeanVelocityMps.toFixed(2)} m/s`];
  const own = set.note === '' ? [] : [set.note];
  return [...own, ...hold, ...speed].join(', ');
}
