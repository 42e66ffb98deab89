import type { TSchema } from 'typebox';

export const HIDDEN = '(hidden)';

interface Annotated {
  secret?: boolean;
  properties?: Record<string, Annotated>;
  items?: Annotated;
}

/** A copy of `value` in which everything its schema marks `secret: true`, and any password in an address, is `(hidden)`. */
export function redact<T>(value: T, schema: TSchema): T {
  return redactValue(value, schema as Annotated) as T;
}

function redactValue(value: unknown, schema: Annotated | undefined): unknown {
  // An empty secret is told as it is: whoever looks must see that it was never set.
  if (schema?.secret && value !== '') return HIDDEN;
  if (typeof value === 'string') return value.replace(/^([a-z]+:\/\/[^:@/]*):[^@/]+@/i, `$1:${HIDDEN}@`);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, schema?.items));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactValue(inner, schema?.properties?.[key])]),
  );
}
