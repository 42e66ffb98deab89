import { language } from '../locales/index.ts';
import { readNumbers, writtenNumber } from '../typed-number.ts';

/** The part of JSON Schema that the station's configuration uses. */
export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  unit?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  const?: unknown;
  secret?: boolean;
  maxItems?: number;
  /** Of all values below it: a change holds from the next start on. */
  requiresRestart?: boolean;
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
}

export type Path = readonly (string | number)[];
/** As the station names a value: `bays[0].load.rateHz`. */
export const dotted = (path: Path) =>
  path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${part}` : part),
    '',
  );

/** The values to choose from; null: anything of the type. */
export function choicesOf(schema: Schema): string[] | null {
  if (schema.enum) return schema.enum.map(String);
  const constants = schema.anyOf?.map((one) => one.const);
  return constants?.every((one) => one !== undefined) ? constants.map(String) : null;
}

/** Whether this is a list of plain values, which is typed as one line. */
export const isPlainList = ({ type, items }: Schema) =>
  type === 'array' && (items?.type === 'string' || items?.type === 'number' || items?.type === 'integer');

export const isNumber = (schema: Schema) => schema.type === 'number' || schema.type === 'integer';

/** What was typed, as a value of the configuration; undefined: left out, so that the default holds. */
export function parsed(text: string, schema: Schema): unknown {
  if (text.trim() === '') return undefined;
  if (isPlainList(schema)) {
    // What is no list of numbers goes to the station as it is, which says what is wrong with it.
    if (isNumber(schema.items ?? {})) return readNumbers(text, language.value) ?? text;
    const parts = text.split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }
  return schema.enum?.every((one) => typeof one === 'number') ? Number(text) : text;
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (!Array.isArray(value)) return String(value);
  const isOfNumbers = value.every((one) => typeof one === 'number');
  return isOfNumbers ? value.map((one) => writtenNumber(one, language.value)).join('; ') : value.join(', ');
}
