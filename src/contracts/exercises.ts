import type { ExerciseName } from './common.ts';

/** Everything about an exercise: the limits of the core, and the texts for people. */
export interface Exercise {
  readonly name: ExerciseName;
  readonly label: string;
  /** Where the bar is before the first rep. */
  readonly liftStart: 'bottom' | 'top' | 'either';
  /** Shortest and longest range of motion that is a rep of it. */
  readonly romMinMm: number;
  readonly romMaxMm: number;
  /** How far from half the left side's share may be, in percentage points; null for one leg at a time, which is uneven by nature. */
  readonly unevenBeyondPercent: number | null;
  /** `one`: one side at a time, and a set is of the one or the other. */
  readonly sides: 'both' | 'one';
  readonly targetRepsMin: number;
  readonly targetRepsMax: number;
  /** How long each lockout is held. */
  readonly targetHoldS: number;
  readonly cues: readonly string[];
  readonly setUpSteps: readonly string[];
}

export const exercises: Readonly<Record<ExerciseName, Exercise>> = {
  'hip-thrust': {
    name: 'hip-thrust',
    label: 'Hip thrust',
    liftStart: 'bottom',
    romMinMm: 120,
    romMaxMm: 700,
    unevenBeyondPercent: 10,
    sides: 'both',
    targetRepsMin: 8,
    targetRepsMax: 10,
    targetHoldS: 1,
    cues: ['Push through the floor', 'Drive the hips up', 'Hold', 'Lower'],
    setUpSteps: ['Pad the bar', 'Upper back on the bench, bar across the hips', 'Feet planted close to the glutes'],
  },
  'single-leg-deadlift': {
    name: 'single-leg-deadlift',
    label: 'Single-leg deadlift',
    liftStart: 'either',
    romMinMm: 150,
    romMaxMm: 1000,
    unevenBeyondPercent: null,
    sides: 'one',
    targetRepsMin: 6,
    targetRepsMax: 10,
    targetHoldS: 0.5,
    cues: ['Hips square', 'Reach the free leg back', 'Stand tall', 'Lower'],
    setUpSteps: ['Stand close to the bar on one leg', 'Soft knee, hips square to the bar', 'Grip at shoulder width'],
  },
  'bulgarian-split-squat': {
    name: 'bulgarian-split-squat',
    label: 'Bulgarian split squat',
    liftStart: 'top',
    romMinMm: 150,
    romMaxMm: 800,
    unevenBeyondPercent: null,
    sides: 'one',
    targetRepsMin: 8,
    targetRepsMax: 12,
    targetHoldS: 0,
    cues: ['Straight down', 'Front foot flat', 'Drive up'],
    setUpSteps: ['Rear foot on the bench', 'Front foot a long step ahead', 'Bar on the upper back'],
  },
  squat: {
    name: 'squat',
    label: 'Squat',
    liftStart: 'top',
    romMinMm: 150,
    romMaxMm: 1100,
    unevenBeyondPercent: 10,
    sides: 'both',
    targetRepsMin: 5,
    targetRepsMax: 10,
    targetHoldS: 0,
    cues: ['Brace', 'Down between the hips', 'Drive up', 'Stand tall'],
    setUpSteps: ['Bar on the upper back', 'Step back with both feet', 'Feet at shoulder width'],
  },
  deadlift: {
    name: 'deadlift',
    label: 'Deadlift',
    liftStart: 'bottom',
    romMinMm: 200,
    romMaxMm: 1000,
    unevenBeyondPercent: 10,
    sides: 'both',
    targetRepsMin: 3,
    targetRepsMax: 8,
    targetHoldS: 0.5,
    cues: ['Brace', 'Push the floor away', 'Lock out', 'Lower'],
    setUpSteps: ['Bar over the middle of the feet', 'Grip outside the knees', 'Chest up, arms long'],
  },
  'bench-press': {
    name: 'bench-press',
    label: 'Bench press',
    liftStart: 'top',
    romMinMm: 120,
    romMaxMm: 700,
    unevenBeyondPercent: 10,
    sides: 'both',
    targetRepsMin: 5,
    targetRepsMax: 10,
    targetHoldS: 0,
    cues: ['Shoulders down and back', 'Bar to the chest', 'Press', 'Arms long'],
    setUpSteps: ['Eyes under the bar', 'Feet on the floor', 'Safety arms below chest height'],
  },
  'shoulder-press': {
    name: 'shoulder-press',
    label: 'Shoulder press',
    liftStart: 'bottom',
    romMinMm: 200,
    romMaxMm: 1000,
    unevenBeyondPercent: 10,
    sides: 'both',
    targetRepsMin: 5,
    targetRepsMax: 10,
    targetHoldS: 0.5,
    cues: ['Brace', 'Press', 'Head through', 'Lower'],
    setUpSteps: ['Bar on the front of the shoulders', 'Grip just outside the shoulders', 'Ribs down'],
  },
  generic: {
    name: 'generic',
    label: 'Other exercise',
    liftStart: 'either',
    romMinMm: 120,
    romMaxMm: 1500,
    unevenBeyondPercent: null,
    sides: 'both',
    targetRepsMin: 8,
    targetRepsMax: 12,
    targetHoldS: 0,
    cues: ['Up', 'Down'],
    setUpSteps: ['Set the bar up', 'Check the load'],
  },
};

export const exerciseNames = Object.keys(exercises) as ExerciseName[];
export const isExerciseName = (name: string): name is ExerciseName => Object.hasOwn(exercises, name);
