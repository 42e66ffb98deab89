import Type from 'typebox';
import { count, ExerciseName, Id, nullable, oneOf, quantity, Slug, strict } from './common.ts';
import { enteredLoadKg, Rep, SetEvent } from './events.ts';

export const BayParams = strict({ bay: Slug('bay') });
export const SetParams = strict({ id: Id });
export const SelectExercise = strict({ exercise: ExerciseName }, { $id: 'SelectExercise' });
export const SetLoad = strict({ enteredLoadKg }, { $id: 'SetLoad' });

export const SetQuery = strict({
  bay: Type.Optional(Slug('bay')),
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,2}$', form: 'digits', description: 'how many, 1 to 999; 50 when left out' }),
  ),
  before: Type.Optional(Type.String({ format: 'uuid', description: 'the `next` of the page before' })),
});
/** Newest first. */
export const SetPage = strict({ sets: Type.Array(SetEvent), next: nullable(Id) }, { $id: 'SetPage' });
export type SetPage = Type.Static<typeof SetPage>;
export const SetDetail = strict({ set: SetEvent, reps: Type.Array(Rep) }, { $id: 'SetDetail' });
export type SetDetail = Type.Static<typeof SetDetail>;

export const ReplayQuery = strict({
  speed: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,4}(\\.[0-9]{1,3})?$',
      form: 'digits',
      description: 'times real time, 0.1 to 1000; 1 when left out',
    }),
  ),
});
export const ReplayStarted = strict(
  {
    replayId: Id,
    samples: count('samples in the recording'),
    durationS: quantity('s', { description: 'length of the recording' }),
  },
  { $id: 'ReplayStarted' },
);
export type ReplayStarted = Type.Static<typeof ReplayStarted>;

/** `GET /api/v1/exercises`: one entry of `exercises.ts`. */
export const ExerciseDetail = strict(
  {
    name: ExerciseName,
    label: Type.String({ description: 'for people' }),
    liftStart: oneOf(['bottom', 'top', 'either'], { description: 'where the bar is before the first rep' }),
    romMinMm: quantity('mm', { description: 'shortest range of motion that is a rep', minimum: 0 }),
    romMaxMm: quantity('mm', { description: 'longest range of motion that is a rep', minimum: 0 }),
    unevenBeyondPercent: nullable(
      quantity('%', {
        description: 'how far from half the share of the left side may be; null for one leg at a time',
        minimum: 0,
      }),
    ),
    sides: oneOf(['both', 'one'], { description: 'one: one side at a time' }),
    targetRepsMin: count('fewest reps of a full set'),
    targetRepsMax: count('most reps of a full set'),
    targetHoldS: quantity('s', { description: 'how long each lockout is held', minimum: 0 }),
    cues: Type.Array(Type.String(), { description: 'what to think of in each rep, in order' }),
    setUpSteps: Type.Array(Type.String(), { description: 'what to do before the first rep, in order' }),
  },
  { $id: 'Exercise', title: 'Exercise' },
);
export type ExerciseDetail = Type.Static<typeof ExerciseDetail>;
