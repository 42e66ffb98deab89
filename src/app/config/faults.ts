import { distance } from 'fastest-levenshtein';
import { type ConfigFault, type ConfigFaultCode, configFaultText } from '../../contracts/config-faults.ts';

/** Turns the schema checker's errors into faults that say what would be right. */

export type Path = (string | number)[];
/** A line of the file, or a variable of the environment. */
export type Where = Pick<ConfigFault, 'line' | 'variable'>;
export interface Fault extends Where {
  code: ConfigFaultCode;
}
export const atLine = (line: number): Where => ({ line, variable: '' });
export const inVariable = (variable: string): Where => ({ line: null, variable });

export function faultOf({ line, variable, code }: Fault): ConfigFault {
  const where = variable !== '' ? variable : line === null ? 'in the file' : `line ${line}`;
  const { kind, params } = code;
  return { line, variable, kind, params: { ...params }, text: `${where}: ${configFaultText(code)}` };
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

export const sameFault = (a: Fault, b: Fault) => faultOf(a).text === faultOf(b).text;

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

/** One fault of the configuration; null for the checker's second report of the same thing. */
export function explain(
  root: unknown,
  error: SchemaError,
  value: unknown,
  whereOf: (path: Path) => Where,
): Fault | null {
  if (error.keyword === 'additionalProperties') return null; // each unknown key is reported by itself as 'boolean'
  const path = toPath(error.instancePath);
  const name = path.join('.') || 'the file';
  const where = whereOf(path);
  if (error.keyword === 'boolean') {
    const known = Object.keys(schemaAt(root, path.slice(0, -1))?.properties ?? {});
    const near = nearest(String(path.at(-1)), known);
    const code: ConfigFaultCode = near
      ? { kind: 'misspelt-key', params: { name, near } }
      : { kind: 'unknown-key', params: { name, known: known.join(', ') } };
    return { ...where, code };
  }
  const schema = schemaAt(root, path);
  const found = valueAt(value, path);
  const given = schema?.secret ? 'no text' : show(found);
  return { ...where, code: expected(schema, error.message, { name, given, hint: hintOf(schema, found) }) };
}

/** YAML reads `1234` and `true` as a number and a truth value. */
const hintOf = (schema: Schema | undefined, given: unknown) =>
  schema?.type === 'string' && (typeof given === 'number' || typeof given === 'boolean') ? 'quotes' : '';

interface Given {
  name: string;
  given: string;
  hint: string;
}

function expected(schema: Schema | undefined, message: string, { name, given, hint }: Given): ConfigFaultCode {
  if (!schema) return { kind: 'not-right', params: { name, given, reason: message, hint } };
  if (schema.enum) return { kind: 'not-one-of', params: { name, given, known: schema.enum.join(', '), hint } };
  if (schema.type === 'number' || schema.type === 'integer') return expectedNumber(schema, name, given);
  if (schema.type === 'object') return { kind: 'not-a-group', params: { name, given } };
  const what = schema.description ?? message;
  if (schema.type === 'array')
    return { kind: 'not-a-list', params: { name, given, least: schema.minItems ?? 0, most: schema.maxItems ?? 0 } };
  if (schema.maxLength === undefined) return { kind: 'not-a-text', params: { name, given, what, hint } };
  const [least, most] = [schema.minLength ?? 0, schema.maxLength];
  return { kind: 'not-a-text-of-length', params: { name, given, least, most, what, hint } };
}

function expectedNumber({ type, minimum, maximum, unit = '1' }: Schema, name: string, given: string): ConfigFaultCode {
  const shown = { name, given, unit: unit === '1' ? '' : unit };
  const isWhole = type === 'integer';
  return minimum !== undefined && maximum !== undefined
    ? { kind: isWhole ? 'not-whole-in-range' : 'not-in-range', params: { ...shown, least: minimum, most: maximum } }
    : { kind: isWhole ? 'not-a-whole-number' : 'not-a-number', params: shown };
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
