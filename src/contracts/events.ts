import Type from 'typebox';
import {
  ChannelStatus,
  CONTRACT_VERSION,
  count,
  ExerciseName,
  Id,
  IsoTime,
  nullable,
  oneOf,
  quantity,
  Slug,
  strict,
  Verdict,
  Version,
} from './common.ts';

const origin = {
  v: Version,
  site: Slug('site'),
  bay: Slug('bay'),
};

export const Source = oneOf(['board', 'simulated', 'replay'], {
  description: 'where the samples came from: a real board, the simulated lifter, or a replayed recording',
});

export const BoardState = oneOf(['starting', 'ok', 'degraded', 'lost'], {
  description: 'ok: every sensor delivers; degraded: one does not; lost: no board',
});

const example = {
  at: '2026-11-22T17:05:09.420Z',
  set: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01',
  rep: '019aac3e-60c4-7d10-8f3c-6f1f0f3f5b22',
};

const leftShare = (where: string) =>
  nullable(
    quantity('%', {
      description: `what the left of two load cells carried ${where}; null with one cell`,
      minimum: 0,
      maximum: 100,
    }),
  );
const meanPowerW = nullable(
  quantity('W', { description: 'mean power of the way up; null without a force of the lift' }),
);
const peakPowerW = nullable(quantity('W', { description: 'highest power of the way up' }));
const workJ = nullable(quantity('J', { description: 'work done on the way up' }));

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
    reasons: Type.Array(Type.String(), { description: 'why the verdict is what it is, in plain words' }),
    startedAt: IsoTime,
    lockoutAt: nullable(IsoTime),
    endedAt: nullable(IsoTime),
    concentricS: nullable(quantity('s', { description: 'duration of the way up', minimum: 0 })),
    holdS: nullable(quantity('s', { description: 'time still at lockout', minimum: 0 })),
    eccentricS: nullable(quantity('s', { description: 'duration of the way down', minimum: 0 })),
    romMm: nullable(quantity('mm', { description: 'range of motion', minimum: 0 })),
    meanVelocityMps: nullable(quantity('m/s', { description: 'mean velocity of the way up' })),
    meanPropulsiveVelocityMps: nullable(
      quantity('m/s', { description: 'mean velocity while accelerating faster than -g' }),
    ),
    peakVelocityMps: nullable(quantity('m/s', { description: 'highest velocity of the way up' })),
    topMm: nullable(quantity('mm', { description: 'height of its top: the level of the hold, or the highest point' })),
    meanForceN: nullable(
      quantity('N', { description: 'mean force of the way up; null without a load cell that tells it' }),
    ),
    peakForceN: nullable(quantity('N', { description: 'highest force of the way up' })),
    meanPowerW,
    peakPowerW,
    workJ,
    leftSharePercent: leftShare('on the way up'),
    flags: Type.Array(Type.String(), {
      description:
        'remarks on form: short-of-lockout, hold-missed, overshoot, rocking, dropped, uneven, stalled; and on the measurement: gap, force-only',
    }),
    correction: nullable(
      oneOf(['excluded', 'restored'], {
        description:
          'a person said otherwise than the station. excluded: it does not count, whatever its verdict; restored: it counts; null: nobody did',
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

/** Whether a movement counts: by its verdict, unless a person said otherwise. */
export const isCounted = ({ verdict, correction }: Pick<Rep, 'verdict' | 'correction'>): boolean =>
  correction === null ? verdict === 'counted' : correction === 'restored';

const mean = (what: string) => nullable(quantity('s', { description: `mean ${what} of the counted reps`, minimum: 0 }));
export const SetTempo = strict({
  concentricS: mean('way up'),
  holdS: mean('hold'),
  eccentricS: mean('way down'),
  pauseS: mean('pause at the bottom'),
});

export const Plates = strict({
  barKg: quantity('kg', { description: 'the bar of this bay', minimum: 0 }),
  perSideKg: Type.Array(quantity('kg', { description: 'one plate', exclusiveMinimum: 0 }), {
    description: 'plates on each side, heaviest first',
  }),
  totalKg: quantity('kg', {
    description: 'bar and plates; what the scale says beyond it is within 1.25 kg',
    minimum: 0,
  }),
});
export type Plates = Type.Static<typeof Plates>;
const plates = nullable(Plates);

export const enteredLoadKg = nullable(
  quantity('kg', {
    description: 'bar and plates as a person entered them; null: as measured',
    minimum: 0,
    maximum: 700,
  }),
);

export const EndReason = oneOf(
  ['rested', 'commanded', 'exercise-changed', 'source-changed', 'calibration', 'shutdown', 'interrupted'],
  {
    description:
      'rested: no progress for a while; commanded: a person ended it; calibration: the bay was calibrated, or a calibration came into force; interrupted: the process or the power went away in mid-set and it was closed at the next start',
  },
);

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
      quantity('kg', { description: 'static weight measured by the load cell; null without one', minimum: 0 }),
    ),
    enteredLoadKg,
    plates,
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
          errorKg: quantity('kg', { description: 'standard error of the estimate', minimum: 0 }),
          rSquared: quantity('1', { description: 'of the line through the loads', minimum: 0, maximum: 1 }),
          loads: count('different loads that it rests on', { minimum: 3 }),
        },
        { description: "from the member's own loads and velocities up to this set; null: too few of them, or no line" },
      ),
    ),
    hasRecording: Type.Boolean({ description: 'whether the raw samples of the set are stored' }),
    deletedAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'when it was deleted; only in the message that tells it' }),
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
        enteredLoadKg: null,
        plates: { barKg: 20, perSideKg: [25, 5], totalKg: 80 },
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
        hasRecording: true,
      },
    ],
  },
);
export type SetEvent = Type.Static<typeof SetEvent>;

export const AlertKind = oneOf(
  [
    'board-lost',
    'board-degraded',
    'height-unreliable',
    'force-unreliable',
    'samples-lost',
    'storage-failing',
    'calibrating',
    'calibration-unused',
    'load-shift',
    'height-shift',
    'lag-shift',
    'load-disagrees',
    'stalled',
    'uneven',
    'overshoot',
    'hold-missed',
  ],
  {
    description:
      'what the alert is about. calibrating: the bay is being calibrated and counts nothing; calibration-unused: the stored calibration does not fit the sensors; load-shift: the load cell does not read zero though the bar is racked; height-shift: the racked bar is not where it was calibrated; lag-shift: force and height don’t agree in time any more; load-disagrees: the scale says otherwise than what was entered; stalled: the bar has come to rest on its way up; uneven, overshoot, hold-missed: three reps in a row',
  },
);

/** `<base>/<site>/<bay>/alert`: something a person should know; sent again with `active: false` when it is over. */
export const Alert = strict(
  {
    ...origin,
    id: Id,
    at: IsoTime,
    kind: AlertKind,
    severity: oneOf(['info', 'warning', 'error']),
    active: Type.Boolean({ description: 'false when it is over' }),
    setId: nullable(Id),
    text: Type.String({ description: 'what happened and what to do, in plain words' }),
  },
  {
    $id: 'Alert',
    title: 'Alert',
    description: 'Something a trainer or the installer should know.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        id: example.rep,
        at: example.at,
        kind: 'board-lost',
        severity: 'error',
        active: true,
        setId: null,
        text: 'The board was unplugged. Plug its USB cable in again; it is picked up by itself.',
      },
    ],
  },
);
export type Alert = Type.Static<typeof Alert>;

const channelState = (name: string) =>
  strict({ status: ChannelStatus, reason: Type.String({ description: `why ${name} has this status; empty when ok` }) });

/** `<base>/<site>/<bay>/state`, retained: what the bay is doing now. */
export const State = strict(
  {
    ...origin,
    at: IsoTime,
    name: Type.String({ description: 'name of the bay for people' }),
    source: Source,
    board: strict({ state: BoardState, reason: Type.String({ description: 'why, in plain words; empty when ok' }) }),
    channels: strict({ height: channelState('height'), force: channelState('force') }),
    exercise: ExerciseName,
    targetHoldS: quantity('s', { description: 'how long each lockout is to be held', minimum: 0 }),
    set: nullable(
      strict({
        id: Id,
        startedAt: IsoTime,
        countedReps: count('reps counted so far'),
        loadKg: nullable(quantity('kg', { description: 'measured so far', minimum: 0 })),
        bestMeanVelocityMps: nullable(
          quantity('m/s', { description: 'mean velocity of the fastest counted rep so far' }),
        ),
        velocityLossPercent: nullable(
          quantity('%', { description: 'of the last counted rep against the fastest; null below two of them' }),
        ),
        side: nullable(oneOf(['both', 'left', 'right'])),
      }),
    ),
    enteredLoadKg,
    plates,
  },
  {
    $id: 'State',
    title: 'State',
    description: 'What the bay is doing now.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        at: example.at,
        name: 'Bay 1',
        source: 'board',
        board: { state: 'ok', reason: '' },
        channels: { height: { status: 'ok', reason: '' }, force: { status: 'ok', reason: '' } },
        exercise: 'hip-thrust',
        targetHoldS: 1,
        set: {
          id: example.set,
          startedAt: '2026-11-22T17:05:01.000Z',
          countedReps: 3,
          loadKg: 80.2,
          bestMeanVelocityMps: 0.31,
          velocityLossPercent: 4.8,
          side: 'both',
        },
        enteredLoadKg: 80,
        plates: { barKg: 20, perSideKg: [25, 5], totalKg: 80 },
      },
    ],
  },
);
export type State = Type.Static<typeof State>;

/** `<base>/<site>/<bay>/session`, retained: who is on the bay. */
export const Session = strict(
  {
    ...origin,
    at: IsoTime,
    kind: oneOf(['none', 'guest', 'member'], { description: 'none: nobody has tapped in' }),
    sessionId: nullable(Id),
    memberId: nullable(Id),
    alias: nullable(Type.String({ description: 'the name the member chose to show' })),
    since: nullable(IsoTime),
  },
  {
    $id: 'Session',
    title: 'Session',
    description: 'Who is on the bay.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        at: example.at,
        kind: 'none',
        sessionId: null,
        memberId: null,
        alias: null,
        since: null,
      },
    ],
  },
);
export type Session = Type.Static<typeof Session>;

/** `<base>/<site>/<bay>/availability`, retained, plain text, and the last will of the same topic. */
export const Availability = oneOf(['online', 'offline'], {
  $id: 'Availability',
  title: 'Availability',
  description: 'Plain text, not JSON: online on each connection, offline on a clean stop or as last will.',
  examples: ['online'],
});
export type Availability = Type.Static<typeof Availability>;
