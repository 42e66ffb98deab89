import Type from 'typebox';
import { count, IsoTime, nullable, Phase, quantity, Slug, strict } from './common.ts';
import { Alert, AlertSeen, Rep, Session, SetEvent, State } from './events.ts';
import { Presence } from './presence.ts';

/** The moving values of one bay, many times a second. */
export const LiveFrame = strict(
  {
    bay: Slug('bay'),
    at: IsoTime,
    heightMm: nullable(quantity('mm', { description: 'height of the bar; null while the channel is absent' })),
    velocityMps: nullable(quantity('m/s', { description: 'upwards is positive' })),
    forceN: nullable(quantity('N', { description: 'force on the load cell' })),
    phase: Phase,
    holdS: quantity('s', { description: 'how long this lockout has been held so far', minimum: 0 }),
    countedReps: count('reps counted in the set in progress'),
    topMm: nullable(quantity('mm', { description: 'height of the lockout line' })),
    bottomMm: nullable(quantity('mm', { description: 'lowest height of the set' })),
    loadKg: nullable(
      quantity('kg', {
        description: 'weight on the load cell when it was last steady; null before that, and without load',
      }),
    ),
    stalled: Type.Boolean({ description: 'the bar has come to rest in the concentric phase' }),
    inSet: Type.Boolean(),
  },
  { $id: 'LiveFrame', title: 'LiveFrame' },
);
export type LiveFrame = Type.Static<typeof LiveFrame>;

/** Everything a page needs to draw one bay from nothing. */
export const BaySnapshot = strict(
  {
    state: State,
    session: Session,
    /** Null for clients that may not see the occupant, and for bays without sign-in. */
    presence: nullable(Presence),
    live: nullable(LiveFrame),
    reps: Type.Array(Rep, { description: 'movements of the set in progress, or of the last one, oldest first' }),
    lastSet: nullable(SetEvent),
    alerts: Type.Array(Alert, { description: 'alerts that are active' }),
    seenAlerts: Type.Array(AlertSeen, { description: 'those of them that a trainer has seen' }),
  },
  { $id: 'BaySnapshot', title: 'BaySnapshot' },
);
export type BaySnapshot = Type.Static<typeof BaySnapshot>;

export const LiveEvent = Type.Union([
  strict({ topic: Type.Literal('rep'), payload: Rep }),
  strict({ topic: Type.Literal('set'), payload: SetEvent }),
  strict({ topic: Type.Literal('alert'), payload: Alert }),
  strict({ topic: Type.Literal('alert-seen'), payload: AlertSeen }),
  strict({ topic: Type.Literal('state'), payload: State }),
  strict({ topic: Type.Literal('session'), payload: Session }),
  /** Only for the screen of the bay, its occupant, trainers and admins. */
  strict({ topic: Type.Literal('presence'), payload: Presence }),
]);
export type LiveEvent = Type.Static<typeof LiveEvent>;

/**
 * Server to client on `/api/v1/live` (WebSocket, JSON text). The server keeps at most a few messages unacknowledged per
 * client; while a client is behind, frames are replaced by newer ones and `missedFrames` says how many it never got.
 * Events are queued; when the queue is full the client gets a fresh `hello` instead and `missedEvents` says how many.
 */
export const LiveMessage = Type.Union(
  [
    strict({
      type: Type.Literal('hello'),
      seq: count('number of this message'),
      serverVersion: Type.String(),
      missedEvents: count('events this client never got; this snapshot makes up for them'),
      bays: Type.Array(BaySnapshot),
    }),
    strict({
      type: Type.Literal('frames'),
      seq: count('number of this message'),
      missedFrames: count('frames this client never got since the last message'),
      frames: Type.Array(LiveFrame),
    }),
    strict({ type: Type.Literal('event'), seq: count('number of this message'), event: LiveEvent }),
    /** Only from a hub, which has snapshots and no events: these bays, the others as they were. */
    strict({ type: Type.Literal('bays'), seq: count('number of this message'), bays: Type.Array(BaySnapshot) }),
  ],
  { $id: 'LiveMessage', title: 'LiveMessage' },
);
export type LiveMessage = Type.Static<typeof LiveMessage>;

/** Client to server: everything up to `seq` has been drawn. */
export const LiveAck = strict(
  {
    type: Type.Literal('ack'),
    seq: count('highest seq handled'),
    painted: Type.Optional(
      nullable(
        Type.String({
          maxLength: 64,
          description:
            'a frame was painted since the last one with this field; a page sends it every 10 s: the bay that it shows, null for another page',
        }),
      ),
    ),
  },
  { $id: 'LiveAck', title: 'LiveAck' },
);
export type LiveAck = Type.Static<typeof LiveAck>;
