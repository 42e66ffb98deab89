/** Exercises that are done in turn: A1, A2, A1, A2, with a rest after each round only. */
import Type from 'typebox';
import { count, ExerciseName, oneOf, quantity, strict } from './common.ts';
import { SUPERSET_PLACES } from './superset-places.ts';

export const SupersetPlace = oneOf(SUPERSET_PLACES, {
  description:
    'place in a superset: exercises with the same letter are done in turn, in the order of the number, with a rest after each round only',
});

/** The superset that the exercise of the bay belongs to, as far as it is done today. */
export const Superset = strict({
  place: SupersetPlace,
  exercises: Type.Array(
    strict({
      exercise: ExerciseName,
      place: SupersetPlace,
      setsDone: count('sets of this exercise today'),
      sets: count('sets to do', { minimum: 1 }),
    }),
    { minItems: 2, description: 'in their order' },
  ),
  next: Type.Union([ExerciseName, Type.Null()], {
    description: 'whose turn it is; null: every set of the group is done',
  }),
  restS: quantity('s', {
    description: 'rest before the next set: 0 within a round, after it the longest rest of the group',
    minimum: 0,
  }),
});
export type Superset = Type.Static<typeof Superset>;
