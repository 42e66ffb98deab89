import type { TSchema } from 'typebox';

export const HIDDEN = '(hidden)';

/** Without the password of an address such as `mqtt://gym:password@broker`. */
export const hidePassword = (text: string): string =>
  text.replace(/\b([a-z]{2,10}:\/\/[^\s:@/]{0,200}):[^\s/]{1,200}@/gi, `$1:${HIDDEN}@`);

interface Annotated {
  secret?: boolean;
  anyOf?: Annotated[];
  properties?: Record<string, Annotated>;
  items?: Annotated;
}

/** A copy of `value` in which everything its schema marks `secret: true`, and any password in an address, is `(hidden)`. */
export function redact<T>(value: T, schema: TSchema): T {
  return redactValue(value, schema as Annotated) as T;
}

/** Also one that may be null. */
const isSecret = (schema: Annotated | undefined): boolean =>
  schema?.secret === true || schema?.anyOf?.some(isSecret) === true;

function redactValue(value: unknown, schema: Annotated | undefined): unknown {
  // An empty secret is shown as empty: the reader must see that it was never set.
  if (isSecret(schema) && value !== '' && value !== null && value !== undefined) return HIDDEN;
  if (typeof value === 'string') return hidePassword(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, schema?.items));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactValue(inner, schema?.properties?.[key])]),
  );
}
