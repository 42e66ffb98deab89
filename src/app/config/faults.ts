import { distance } from 'fastest-levenshtein';

/** Turns the schema checker's errors into sentences that say what to do. */

export type Path = (string | number)[];
export interface Fault {
  where: string;
  text: string;
}
interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  unit?: string;
  description?: string;
  type?: string;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  secret?: boolean;
}
interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
}

export const sameFault = (a: Fault, b: Fault) => a.where === b.where && a.text === b.text;

const toPath = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));

/** The schema at a path, or undefined where the path leaves it (an unknown key). */
function schemaAt(schema: unknown, path: Path): Schema | undefined {
  let here = schema as Schema | undefined;
  for (const part of path) here = typeof part === 'number' ? here?.items : here?.properties?.[part];
  return here;
}

/** One fault of the configuration in words; null for the checker's second report of the same thing. */
export function explain(
  root: unknown,
  error: SchemaError,
  value: unknown,
  whereOf: (path: Path) => string,
): Fault | null {
  if (error.keyword === 'additionalProperties') return null; // each unknown key is reported by itself as 'boolean'
  const path = toPath(error.instancePath);
  const name = path.join('.') || 'the file';
  const where = whereOf(path);
  if (error.keyword === 'boolean') {
    const known = Object.keys(schemaAt(root, path.slice(0, -1))?.properties ?? {});
    const near = nearest(String(path.at(-1)), known);
    const hint = near ? `did you mean ${near}?` : `known keys here: ${known.join(', ')}`;
    return { where, text: `${name} is not a known key; ${hint}` };
  }
  const schema = schemaAt(root, path);
  const given = valueAt(value, path);
  const shown = schema?.secret ? 'no text' : show(given);
  return {
    where,
    text: `${name} is ${shown}, but must be ${expected(schema, error.message)}${quotesHint(schema, given)}`,
  };
}

/** YAML reads `1234` and `true` as a number and a truth value. */
const quotesHint = (schema: Schema | undefined, given: unknown) =>
  schema?.type === 'string' && (typeof given === 'number' || typeof given === 'boolean') ? '; put it in quotes' : '';

function expected(schema: Schema | undefined, message: string): string {
  if (!schema) return message;
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'number' || schema.type === 'integer') {
    const unit = schema.unit && schema.unit !== '1' ? ` ${schema.unit}` : '';
    const range =
      schema.minimum !== undefined && schema.maximum !== undefined
        ? ` from ${schema.minimum} to ${schema.maximum}${unit}`
        : unit;
    return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${range}`;
  }
  if (schema.type === 'object') return 'a group of keys';
  if (schema.type === 'array') return `a list of ${schema.minItems} to ${schema.maxItems} entries`;
  const length = schema.maxLength === undefined ? '' : ` of ${schema.minLength ?? 0} to ${schema.maxLength} characters`;
  return `a text${length}: ${schema.description ?? message}`;
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((here, part) => (here as Record<string | number, unknown> | undefined)?.[part], value);

function show(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value); // JSON has no word for NaN
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The known word within two edits that share something with it, if there is one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({
    candidate,
    edits: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  ranked.sort((a, b) => a.edits - b.edits);
  return ranked[0] && ranked[0].edits <= 2 && ranked[0].edits < word.length ? ranked[0].candidate : undefined;
}
