import Type from 'typebox';
import { BoardReason } from '../board-reasons.ts';
import { ChannelReason } from '../channel-reasons.ts';
import { ClassClock } from '../class-clock.ts';
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
  strict,
} from '../common.ts';
import { BoardState, enteredLoadKg, example, origin, PlateSet, plates, Source } from './parts.ts';

const channelState = strict({
  status: ChannelStatus,
  reason: Type.Union([ChannelReason, Type.Null()], {
    description:
      'why it has this status, or that single readings are being rejected; null when there is nothing to say',
  }),
});

/** `<base>/<site>/<bay>/state`, retained: what the bay is doing now. */
export const State = strict(
  {
    ...origin,
    at: IsoTime,
    name: Type.String({ description: 'name of the bay for people' }),
    source: Source,
    board: strict({
      state: BoardState,
      reasons: Type.Array(BoardReason, { maxItems: 32, description: 'why, and what to do; empty when ok' }),
    }),
    channels: strict({ height: channelState, force: channelState }),
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
    plateSet: PlateSet,
    class: Type.Optional({
      ...ClassClock,
      description: 'the clock of a class that this bay takes part in; left out: none',
    } as typeof ClassClock),
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
        board: { state: 'ok', reasons: [] },
        channels: { height: { status: 'ok', reason: null }, force: { status: 'ok', reason: null } },
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
        plateSet: { unit: 'kg', barKg: 20, platesKg: [25, 20, 15, 10, 5, 2.5, 1.25] },
      },
    ],
  },
);
export type State = Type.Static<typeof State>;
