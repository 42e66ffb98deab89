import type Type from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { messageOf } from '../common/message-of.ts';
import { withoutUnions } from '../contracts/common.ts';
import { COMMANDS, type CommandName } from '../contracts/topics.ts';

export type CommandPayload = { [Name in CommandName]: Type.Static<(typeof COMMANDS)[Name]['schema']> }[CommandName];

/** A command that was understood, or why it wasn't; `id` comes back in the result either way when it could be read. */
type ParsedCommand =
  | { ok: true; name: CommandName; payload: CommandPayload; id: string | null }
  | { ok: false; id: string | null; error: string };

export const MAX_COMMAND_BYTES = 4096;

/** Each is compiled at its first command: a start needs none. */
const validators = new Map<string, Validator>();

function validatorOf(name: string): Validator | undefined {
  const known = validators.get(name);
  if (known || !Object.hasOwn(COMMANDS, name)) return known;
  const compiled = Compile(COMMANDS[name as CommandName].schema as Type.TSchema);
  validators.set(name, compiled);
  return compiled;
}

/** Reads what came in on `cmd/<name>`. Never throws: errors go to the sender. */
export function parseCommand(name: string, bytes: Uint8Array): ParsedCommand {
  const validator = validatorOf(name);
  if (!validator)
    return { ok: false, id: null, error: `There is no command "${name}". Known: ${Object.keys(COMMANDS).join(', ')}.` };
  if (bytes.length > MAX_COMMAND_BYTES)
    return {
      ok: false,
      id: null,
      error: `The payload has ${bytes.length} bytes; at most ${MAX_COMMAND_BYTES} are taken.`,
    };
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return { ok: false, id: null, error: `The payload is not JSON (${messageOf(error)}). Send at least {}.` };
  }
  const id = idOf(payload);
  if (validator.Check(payload)) return { ok: true, name: name as CommandName, payload: payload as CommandPayload, id };
  const faults = withoutUnions(validator.Errors(payload)).map(({ instancePath, message, params }) => {
    const allowed = 'allowedValues' in params ? `: ${(params.allowedValues as string[]).join(', ')}` : '';
    const unknown = 'additionalProperties' in params ? `: ${(params.additionalProperties as string[]).join(', ')}` : '';
    return `${instancePath.slice(1) || 'payload'} ${message}${allowed}${unknown}`;
  });
  return { ok: false, id, error: `${name}: ${faults.join('; ')}.` };
}

function idOf(payload: unknown): string | null {
  const id = (payload as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id.length <= 64 ? id : null;
}
