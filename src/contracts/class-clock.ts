import Type from 'typebox';
import { count, ExerciseName, IsoTime, nullable, quantity, Slug, strict } from './common.ts';

const times = {
  workS: quantity('s', { description: 'how long each round is lifted', minimum: 5, maximum: 1800 }),
  restS: quantity('s', { description: 'rest between two rounds', minimum: 0, maximum: 1800 }),
  rounds: count('how many rounds', { minimum: 1, maximum: 50 }),
};
/** One clock for several bays. */
export const ClassClock = strict(
  { startsAt: { ...IsoTime, description: 'when the first round begins' } as typeof IsoTime, ...times },
  { $id: 'ClassClock' },
);
export type ClassClock = Type.Static<typeof ClassClock>;

/** `POST /api/v1/class` */
export const NewClass = strict(
  { bays: Type.Array(Slug('bay'), { minItems: 1, maxItems: 16, uniqueItems: true }), ...times },
  { $id: 'NewClass' },
);
export type NewClass = Type.Static<typeof NewClass>;

/** `GET /api/v1/floor`: what of the floor is switched on, and the class that goes on. */
export const FloorInfo = strict(
  {
    leaderboard: Type.Boolean(),
    classMode: Type.Boolean(),
    class: nullable(strict({ bays: Type.Array(Type.String()), clock: ClassClock })),
  },
  { $id: 'FloorInfo' },
);
export type FloorInfo = Type.Static<typeof FloorInfo>;

/** `GET /api/v1/leaderboard`: members who have agreed to stand there by name; most reps first. */
export const LeaderboardQuery = strict({ exercise: Type.Optional(ExerciseName) });
export const Leaderboard = strict(
  {
    since: IsoTime,
    rows: Type.Array(
      strict({
        alias: Type.String(),
        sets: count('sets that count'),
        reps: count('reps that count'),
        loadKg: nullable(quantity('kg', { description: 'heaviest load; null: none was measured or entered' })),
      }),
    ),
  },
  { $id: 'Leaderboard' },
);
export type Leaderboard = Type.Static<typeof Leaderboard>;
/** `PUT /api/v1/members/:id/leaderboard`: only the member says so. */
export const OnLeaderboard = strict({ isOn: Type.Boolean() }, { $id: 'OnLeaderboard' });
export type OnLeaderboard = Type.Static<typeof OnLeaderboard>;
