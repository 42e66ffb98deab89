import Type from 'typebox';
import { count, ExerciseName, Id, IsoTime, nullable, oneOf, quantity, strict } from './common.ts';
import { oneRepMaxErrorKg } from './events/parts.ts';

/** The best a member did; each names the set it happened in. */
export const PersonalRecord = strict(
  {
    exercise: ExerciseName,
    kind: oneOf(['load', 'reps-at-load', 'volume', 'velocity-at-load', 'hold', 'one-rep-max'], {
      description:
        'load: heaviest set with a counted rep; reps-at-load: most reps with a load; volume: most load in a set, summed over its reps; velocity-at-load: fastest mean velocity with a load (of a drop set each load by itself); hold: longest mean hold of a set; one-rep-max: highest estimate',
    }),
    value: Type.Number({ unit: 'of the kind', description: 'kg, reps, kg, m/s, s, kg in the order of `kind`' }),
    errorKg: nullable(
      quantity('kg', {
        description: 'an estimate is within this of the true value in 68 of 100 cases; null: measured',
        minimum: 0,
      }),
    ),
    loadKg: nullable(
      quantity('kg', { description: 'with this load; null: with several, or none is known', minimum: 0 }),
    ),
    setId: Id,
    at: IsoTime,
  },
  { $id: 'PersonalRecord' },
);
export type PersonalRecord = Type.Static<typeof PersonalRecord>;
export const RecordList = strict({ records: Type.Array(PersonalRecord) }, { $id: 'RecordList' });

/** One day of one exercise. */
export const DayTotal = strict({
  day: Type.String({ format: 'date', description: "local day of the station's time zone" }),
  exercise: ExerciseName,
  sets: count('sets'),
  reps: count('counted reps'),
  volumeKg: quantity('kg', { description: 'load of each counted rep, summed', minimum: 0 }),
  meanHoldS: nullable(quantity('s', { description: 'mean hold of the counted reps', minimum: 0 })),
  holdMetPercent: nullable(
    quantity('%', { description: 'counted reps whose hold reached its target', minimum: 0, maximum: 100 }),
  ),
  bestMeanVelocityMps: nullable(quantity('m/s', { description: 'fastest counted rep' })),
  maxLoadKg: nullable(quantity('kg', { description: 'heaviest load', minimum: 0 })),
});
export type DayTotal = Type.Static<typeof DayTotal>;

/** One point of a trend: the fastest rep of a set against its load; a drop set has one for each load. */
const LoadVelocityPoint = strict({
  setId: Id,
  at: IsoTime,
  loadKg: quantity('kg', { description: 'load', minimum: 0 }),
  bestMeanVelocityMps: quantity('m/s', { description: 'fastest counted rep' }),
});

/** An estimate never stands without its error. */
const NoOneRepMax = oneOf(['few-loads', 'poor-fit', 'not-falling', 'too-light'], {
  description:
    'why the sets up to the last day give no estimate; few-loads: below three loads; poor-fit: R² below 0.8; not-falling: heavier loads were not slower; too-light: the heaviest load is below 70 % of what the line gives; null: there is one, no set, or an exercise without a known velocity of its 1RM',
});
export type NoOneRepMax = Type.Static<typeof NoOneRepMax>;

export const OneRepMaxEstimate = strict({
  day: Type.String({ format: 'date', description: 'from the sets up to this day' }),
  oneRepMaxKg: quantity('kg', { description: 'estimate', minimum: 0 }),
  errorKg: oneRepMaxErrorKg,
  rSquared: Type.Number({ unit: '1', description: 'of the line through the points' }),
});
export type OneRepMaxEstimate = Type.Static<typeof OneRepMaxEstimate>;

/** `GET /api/v1/members/:id/trends?exercise=`: everything a member's page draws. */
export const Trends = strict(
  {
    exercise: ExerciseName,
    days: Type.Array(DayTotal),
    loadVelocity: Type.Array(LoadVelocityPoint),
    oneRepMax: Type.Array(OneRepMaxEstimate),
    oneRepMaxMissing: nullable(NoOneRepMax),
  },
  { $id: 'Trends' },
);
export type Trends = Type.Static<typeof Trends>;

/** `GET /api/v1/utilisation`: how busy the bays were. It holds no person and survives the deletion of one. */
export const Utilisation = strict(
  {
    hours: Type.Array(
      strict({
        hour: IsoTime,
        bay: Type.String(),
        exercise: ExerciseName,
        sets: count('sets that ended in this hour'),
        reps: count('counted reps of them'),
      }),
    ),
  },
  { $id: 'Utilisation' },
);
export type Utilisation = Type.Static<typeof Utilisation>;

export const EXPORT_FORMATS = ['csv', 'strong', 'strong-6', 'hevy', 'fit', 'json'] as const;
/** `GET /api/v1/members/:id/export?format=` */
export const ExportFormat = oneOf([...EXPORT_FORMATS], {
  description:
    'csv: a row per rep; strong, hevy: as these apps export; strong-6: as Strong 6 does, with numbered workouts and durations in seconds; fit: one activity per workout, several in a ZIP; json: everything that is kept of the member',
});
export type ExportFormat = Type.Static<typeof ExportFormat>;
