import Type from 'typebox';
import {
  CONTRACT_VERSION,
  count,
  ExerciseName,
  Id,
  IsoTime,
  nullable,
  oneOf,
  quantity,
  strict,
  Verdict,
} from '../common.ts';
import { Reason } from '../reasons.ts';
import { example, leftShare, meanPowerW, origin, peakPowerW, Source, workJ } from './parts.ts';

/** `<base>/<site>/<bay>/rep`: one movement. Published again with a higher `revision` as more of it is known; keep the highest. */
export const Rep = strict(
  {
    ...origin,
    id: Id,
    revision: count('rises with every publication of the same rep; the highest one is right', { minimum: 1 }),
    stage: oneOf(['lockout', 'complete', 'settled'], {
      description: 'lockout: counted just now; complete: back down; settled: final, at the end of the set',
    }),
    setId: Id,
    memberId: nullable(Id),
    source: Source,
    exercise: ExerciseName,
    n: nullable(
      Type.Integer({
        minimum: 1,
        unit: '1',
        description: 'which counted rep of the set this is; null when it is not counted',
      }),
    ),
    verdict: Verdict,
    reasons: Type.Array(Reason, {
      description: 'why the verdict is what it is: `kind` and `params`, and both in plain English as `text`',
    }),
    startedAt: IsoTime,
    lockoutAt: nullable(IsoTime),
    endedAt: nullable(IsoTime),
    concentricS: nullable(quantity('s', { description: 'duration of the concentric phase', minimum: 0 })),
    holdS: nullable(quantity('s', { description: 'time still at lockout', minimum: 0 })),
    eccentricS: nullable(quantity('s', { description: 'duration of the eccentric phase', minimum: 0 })),
    romMm: nullable(quantity('mm', { description: 'range of motion', minimum: 0 })),
    meanVelocityMps: nullable(quantity('m/s', { description: 'mean concentric velocity' })),
    meanPropulsiveVelocityMps: nullable(
      quantity('m/s', { description: 'mean velocity while accelerating faster than -g' }),
    ),
    peakVelocityMps: nullable(quantity('m/s', { description: 'highest concentric velocity' })),
    topMm: nullable(quantity('mm', { description: 'height of its top: the level of the hold, or the highest point' })),
    loadKg: nullable(
      quantity('kg', {
        description: 'static weight that it was lifted with; null without a load cell that shows it',
        minimum: 0,
      }),
    ),
    meanForceN: nullable(
      quantity('N', { description: 'mean force of the concentric phase; null without a load cell' }),
    ),
    peakForceN: nullable(quantity('N', { description: 'highest force of the concentric phase' })),
    meanPowerW,
    peakPowerW,
    workJ,
    leftSharePercent: leftShare('in the concentric phase'),
    flags: Type.Array(Type.String(), {
      description:
        'remarks on form: short-of-lockout, hold-missed, overshoot, rocking, dropped, uneven, stalled; and on the measurement: gap, force-only',
    }),
    correction: nullable(
      oneOf(['excluded', 'restored'], {
        description:
          'a manual correction. excluded: it does not count, whatever its verdict; restored: it counts; null: none',
      }),
    ),
    deletedAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'when it was deleted for good; only in the message that announces it',
      }),
    ),
  },
  {
    $id: 'Rep',
    title: 'Rep',
    description: 'One movement with its verdict. A rep is counted at its lockout.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        id: example.rep,
        revision: 2,
        stage: 'complete',
        setId: example.set,
        memberId: null,
        source: 'board',
        exercise: 'hip-thrust',
        n: 3,
        verdict: 'counted',
        reasons: [],
        startedAt: '2026-11-22T17:05:08.100Z',
        lockoutAt: '2026-11-22T17:05:09.210Z',
        endedAt: '2026-11-22T17:05:11.560Z',
        concentricS: 1.11,
        holdS: 1.02,
        eccentricS: 1.33,
        romMm: 312.4,
        meanVelocityMps: 0.281,
        meanPropulsiveVelocityMps: 0.29,
        peakVelocityMps: 0.47,
        topMm: 402.1,
        loadKg: 80.2,
        meanForceN: 806.4,
        peakForceN: 934.2,
        meanPowerW: 226.5,
        peakPowerW: 402.8,
        workJ: 251.9,
        leftSharePercent: null,
        flags: [],
        correction: null,
      },
    ],
  },
);
export type Rep = Type.Static<typeof Rep>;
