/** Codes before sentences: `kind` says what, `params` how much, `text` both in plain English. A table of kinds gives all three. */
import Type from 'typebox';
import { strict } from './common.ts';

interface Entry<Params extends Type.TProperties> {
  readonly params: Type.TObject<Params>;
  readonly text: (params: Type.Static<Type.TObject<Params>>) => string;
}
type Table = Readonly<Record<string, { readonly params: Type.TObject; readonly text: (params: never) => string }>>;

/** One kind: its numbers, each with its unit, and the English sentence made of them. */
export const entry = <const Params extends Type.TProperties>(
  params: Params,
  text: (params: Type.Static<Type.TObject<Params>>) => string,
): Entry<Params> => ({ params: strict(params), text });

/** A kind with its numbers, without its text. */
export type CodeOf<T extends Table> = {
  [Kind in keyof T]: { readonly kind: Kind; readonly params: Type.Static<T[Kind]['params']> };
}[keyof T];
export type CodedOf<T extends Table> = CodeOf<T> & { readonly text: string };

const TEXT = Type.String({ description: 'kind and params in plain English' });

/** Every kind of a table, each with its own numbers. */
export function codedSchema<T extends Table>(table: T, options: Type.TSchemaOptions = {}) {
  const kinds = Object.entries(table).map(([kind, { params }]) =>
    strict({ kind: Type.Literal(kind), params, text: TEXT }),
  );
  // A choice of one is none: linters of the OpenAPI document complain.
  return Type.Unsafe<CodedOf<T>>(kinds.length === 1 ? kinds[0]! : Type.Union(kinds, options));
}

export const textIn = <T extends Table>(table: T, { kind, params }: CodeOf<T>): string =>
  table[kind]!.text(params as never);
