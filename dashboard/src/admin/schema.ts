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

/** What was typed, as a value of the configuration; undefined: left out, so that the default holds. */
export function parsed(text: string, schema: Schema): unknown {
  if (text.trim() === '') return undefined;
  if (isPlainList(schema)) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '').map((part) => parsed(part, schema.items ?? {}));
  }
  const isNumber =
    schema.type === 'number' || schema.type === 'integer' || schema.enum?.every((one) => typeof one === 'number');
  // What is no number goes to the station as it is, which says what is wrong with it.
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
}

export const shown = (value: unknown): string =>
  value === undefined || value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);
