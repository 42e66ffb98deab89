import Type from 'typebox';
import {
  CONTRACT_VERSION,
  count,
  ExerciseName,
  exampleOf,
  Id,
  IsoTime,
  nullable,
  oneOf,
  quantity,
  strict,
} from '../common.ts';
import { SupersetPlace } from '../superset.ts';
import {
  enteredLoadKg,
  example,
  leftShare,
  meanPowerW,
  oneRepMaxErrorKg,
  origin,
  peakPowerW,
  plates,
  Source,
  workJ,
} from './parts.ts';

const mean = (what: string) => nullable(quantity('s', { description: `mean ${what} of the counted reps`, minimum: 0 }));
export const SetTempo = strict({
  concentricS: mean('concentric phase'),
  holdS: mean('hold'),
  eccentricS: mean('eccentric phase'),
  pauseS: mean('pause at the bottom'),
});

export const EndReason = oneOf(
  ['rested', 'commanded', 'exercise-changed', 'source-changed', 'calibration', 'shutdown', 'interrupted'],
  {
    description:
      'rested: no progress for a while; commanded: a person ended it, or it had more movements than a set may have; calibration: the bay was calibrated, or a calibration came into force; interrupted: the power failed or the station restarted in mid-set and it was closed at the next start',
  },
);

/** How hard it was: 10 is no rep more, 8 two more (Zourdos et al. 2016). */
export const rpe = quantity('1', {
  description: 'rating of perceived exertion, 1 to 10: at 10 no further rep was possible',
  minimum: 1,
  maximum: 10,
});

/** Counted reps in a row that were lifted with the same load. */
const LiftedLoad = strict({
  loadKg: quantity('kg', { description: 'median of these reps', minimum: 0 }),
  reps: count('counted reps with this load'),
  bestMeanVelocityMps: nullable(quantity('m/s', { description: 'mean velocity of the fastest of them' })),
});
export type LiftedLoad = Type.Static<typeof LiftedLoad>;

/** `<base>/<site>/<bay>/set`: one set, settled. */
export const SetEvent = strict(
  {
    ...origin,
    id: Id,
    revision: count('rises with every publication of the same set', { minimum: 1 }),
    memberId: nullable(Id),
    sessionId: nullable(Id),
    source: Source,
    exercise: ExerciseName,
    side: nullable(
      oneOf(['both', 'left', 'right'], {
        description: 'which side worked; null for an exercise of one side at a time until a person says which',
      }),
    ),
    startedAt: IsoTime,
    endedAt: nullable(IsoTime),
    endReason: nullable(EndReason),
    countedReps: count('reps with the verdict counted'),
    partialReps: count('reps with the verdict partial'),
    doubtfulReps: count('reps with the verdict doubtful'),
    rejectedReps: count('movements with the verdict rejected'),
    loadKg: nullable(
      quantity('kg', {
        description: 'static weight measured by the load cell, of a drop set that of most reps; null without one',
        minimum: 0,
      }),
    ),
    loads: Type.Array(LiftedLoad, {
      description:
        'what was measured of the counted reps, load by load: one entry, or several in a drop set; else none',
    }),
    enteredLoadKg,
    plates,
    targetHoldS: nullable(
      quantity('s', {
        description: 'how long each lockout was to be held; null: stored before this was kept',
        minimum: 0,
      }),
    ),
    meanHoldS: nullable(quantity('s', { description: 'mean hold of the counted reps', minimum: 0 })),
    bestMeanVelocityMps: nullable(quantity('m/s', { description: 'mean velocity of the fastest counted rep' })),
    velocityLossPercent: nullable(
      quantity('%', { description: 'loss of mean velocity of the last counted rep against the fastest' }),
    ),
    timeUnderTensionS: nullable(
      quantity('s', { description: 'time from start to end of each counted rep, summed', minimum: 0 }),
    ),
    tempo: nullable(SetTempo),
    meanPowerW,
    peakPowerW,
    workJ,
    leftSharePercent: leftShare('in the counted reps'),
    oneRepMax: nullable(
      strict(
        {
          oneRepMaxKg: quantity('kg', { description: 'heaviest load that this member could lift once', minimum: 0 }),
          errorKg: oneRepMaxErrorKg,
          rSquared: quantity('1', { description: 'of the line through the loads', minimum: 0, maximum: 1 }),
          loads: count('different loads that it rests on', { minimum: 3 }),
        },
        {
          description:
            "from the member's own loads and velocities up to this set; null: fewer than three loads, no falling line, or a heaviest load below 70 % of the result",
        },
      ),
    ),
    isWarmUp: Type.Boolean({ description: 'a person marked it as a warm-up: it is none of the sets of the programme' }),
    rpe: nullable(rpe),
    note: Type.String({
      maxLength: 300,
      description:
        'what the member wrote of it; empty in messages to other systems, unless they agreed that sets are shared',
    }),
    superset: Type.Optional(SupersetPlace),
    isTimeUncertain: Type.Boolean({
      description:
        'recorded while the clock of the controller was unknown: durations are right, dates may be wrong; published again with a higher revision once they are corrected',
    }),
    hasRecording: Type.Boolean({ description: 'whether the raw samples of the set are stored' }),
    deletedAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'when it was deleted; only in the message that announces it' }),
    ),
  },
  {
    $id: 'Set',
    title: 'Set',
    description: 'One set of one exercise on one bay.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        id: example.set,
        revision: 1,
        memberId: null,
        sessionId: null,
        source: 'board',
        exercise: 'hip-thrust',
        side: 'both',
        startedAt: '2026-11-22T17:05:01.000Z',
        endedAt: '2026-11-22T17:05:42.300Z',
        endReason: 'rested',
        countedReps: 9,
        partialReps: 1,
        doubtfulReps: 0,
        rejectedReps: 0,
        loadKg: 80.2,
        loads: [{ loadKg: 80.2, reps: 9, bestMeanVelocityMps: 0.31 }],
        enteredLoadKg: null,
        plates: { barKg: 20, perSideKg: [25, 5], totalKg: 80 },
        targetHoldS: 1,
        meanHoldS: 1.04,
        bestMeanVelocityMps: 0.31,
        velocityLossPercent: 12.4,
        timeUnderTensionS: 34.8,
        tempo: { concentricS: 1.14, holdS: 1.04, eccentricS: 1.41, pauseS: 0.62 },
        meanPowerW: 221.3,
        peakPowerW: 418.9,
        workJ: 2264.5,
        leftSharePercent: null,
        oneRepMax: null,
        isWarmUp: false,
        rpe: 8,
        note: '',
        isTimeUncertain: false,
        hasRecording: true,
      },
    ],
  },
);
export type SetEvent = Type.Static<typeof SetEvent>;

/** `<base>/<site>/<bay>/last-set`, retained: the last set that was lifted on the bay, as it stands now. */
export const LastSet = Type.Union([SetEvent, Type.Null()], {
  $id: 'LastSet',
  title: 'LastSet',
  description:
    'The last set of the bay as it stands now, also after a correction; null while there is none. Fields as in `set`.',
  examples: [exampleOf(SetEvent), null],
});
export type LastSet = Type.Static<typeof LastSet>;
