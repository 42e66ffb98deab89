/** What a hub wants a controller to do, and what came of it: down with the feed, back by `POST /api/v1/results`. */
import Type from 'typebox';
import { Id, nullable, oneOf, quantity, Slug, strict } from './common.ts';
import { Correction } from './members.ts';

const bay = Slug('bay');
/** What is wanted. A correction follows the rules of the controller that owns the set. */
export const Wanted = Type.Union([
  strict({ kind: Type.Literal('end-set'), bay }),
  strict({ kind: Type.Literal('sign-out'), bay }),
  strict({ kind: Type.Literal('restart-board'), bay }),
  strict({ kind: Type.Literal('correct'), setId: Id, correction: Correction }),
  strict({ kind: Type.Literal('recording'), setId: Id }),
]);
export type Wanted = Type.Static<typeof Wanted>;

export const Command = strict({
  id: { ...Id, description: 'the same command has the same id, however often it comes' } as typeof Id,
  issuer: Type.String({ maxLength: 60, description: 'log-in name at the hub, for the audit' }),
  validForMs: quantity('ms', { description: 'from now on; after that it is not carried out', minimum: 0 }),
  wanted: Type.Unknown({ description: 'a Wanted; a newer hub may want what this controller does not know' }),
});
export type Command = Omit<Type.Static<typeof Command>, 'wanted'> & { wanted: Wanted };

/** Of a problem of the station's table. */
const ProblemValue = strict({
  kind: Type.String({ maxLength: 60 }),
  params: Type.Record(Type.String({ maxLength: 40 }), Type.Union([Type.String({ maxLength: 500 }), Type.Number()])),
});

/** expired: it came too late. interrupted: the controller ended while it carried it out, and does not know how far it got. */
const Outcome = oneOf(['done', 'refused', 'expired', 'interrupted']);

/** Of a recording that is sent up, gzipped CSV. */
export const MAX_RECORDING_BYTES = 512 * 1024;
export const MAX_RESULTS = 20;
export const CommandResult = strict({
  id: Id,
  outcome: Outcome,
  problem: nullable(ProblemValue),
  recording: Type.Optional(
    Type.String({ maxLength: Math.ceil((MAX_RECORDING_BYTES * 4) / 3) + 4, description: 'base64 of the gzipped CSV' }),
  ),
});
export type CommandResult = Type.Static<typeof CommandResult>;
export const CommandResults = strict({ results: Type.Array(CommandResult, { maxItems: MAX_RESULTS, minItems: 1 }) });

/** Waiting for one controller. */
export const MAX_WAITING_COMMANDS = 20;
