import Type from 'typebox';
import { CONTRACT_VERSION, ExerciseName, IsoTime, nullable, strict, Version } from './common.ts';
import { Alert, Availability, enteredLoadKg, LastSet, Rep, Session, SetEvent, State } from './events.ts';
import { Tap, TapRequest } from './presence.ts';
import { UpdateReport } from './update.ts';

/** Every topic below `<base>/<site>/<bay>/` that the station publishes: its schema, and how it is sent. */
export const TOPICS = {
  availability: { schema: Availability, retain: true, qos: 1, from: 'memory' },
  state: { schema: State, retain: true, qos: 1, from: 'memory' },
  session: { schema: Session, retain: true, qos: 1, from: 'memory' },
  'last-set': { schema: LastSet, retain: true, qos: 1, from: 'memory' },
  update: { schema: UpdateReport, retain: true, qos: 1, from: 'memory' },
  rep: { schema: Rep, retain: false, qos: 1, from: 'outbox' },
  set: { schema: SetEvent, retain: false, qos: 1, from: 'outbox' },
  alert: { schema: Alert, retain: false, qos: 1, from: 'outbox' },
  tap: { schema: Tap, retain: false, qos: 1, from: 'outbox' },
} as const;
export type TopicName = keyof typeof TOPICS;
/** Topics whose messages must never be lost: they go through the outbox. */
export type OutboxTopic = 'rep' | 'set' | 'alert' | 'tap';

const commandId = Type.Optional(Type.String({ maxLength: 64, description: 'comes back in the result' }));

/** Every command: `cmd/<name>` is answered on `cmd/<name>/result`. */
export const COMMANDS = {
  ping: { schema: strict({ id: commandId }), doc: 'answers ok' },
  'end-set': { schema: strict({ id: commandId }), doc: 'settles the set in progress now' },
  'select-exercise': {
    schema: strict({ id: commandId, exercise: ExerciseName }),
    doc: 'changes the exercise; a set in progress is settled first',
  },
  'set-load': {
    schema: strict({ id: commandId, enteredLoadKg }),
    doc: 'says what is on the bar, for the set in progress and the next ones; null: as measured',
  },
  tap: {
    schema: strict({
      id: commandId,
      uid: TapRequest.properties.uid,
      reader: TapRequest.properties.reader,
      format: TapRequest.properties.format,
      token: Type.String({ minLength: 20, maxLength: 200, description: 'a device token for "tap"' }),
    }),
    doc: 'a card that another reader read; a second tap of the same card within 15 s claims the set that the first one asks about (`asksSetId` of the message `tap`)',
  },
  'log-out': {
    schema: strict({ id: commandId }),
    doc: 'signs the occupant out of the bay; in mid-set, when the set ends',
  },
} as const;
export type CommandName = keyof typeof COMMANDS;
export type TapCommand = Type.Static<(typeof COMMANDS)['tap']['schema']>;

export const CommandResult = strict(
  {
    v: Version,
    id: nullable(Type.String()),
    command: Type.String(),
    at: IsoTime,
    ok: Type.Boolean(),
    error: nullable(Type.String({ description: 'what was wrong and what to do' })),
  },
  {
    $id: 'CommandResult',
    title: 'CommandResult',
    description: 'Answer to a command.',
    examples: [
      { v: CONTRACT_VERSION, id: 'a1', command: 'end-set', at: '2026-11-22T17:05:09.420Z', ok: true, error: null },
    ],
  },
);
export type CommandResult = Type.Static<typeof CommandResult>;

/** `bayTopic('lockout', 'gym', 'bay-1', 'rep')` is `lockout/gym/bay-1/rep`. */
export const bayTopic = (base: string, site: string, bay: string, name: string) => `${base}/${site}/${bay}/${name}`;
