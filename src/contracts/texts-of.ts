interface Code {
  readonly kind: string;
  readonly params: object;
}

/**
 * A text for every kind that the contract has, in every language. Its numbers keep the names of the contract, but are handed in as the
 * reader sees them: `shortMm` is `2.1 cm` or `0.8 in`.
 */
export type TextsOf<C extends Code> = {
  readonly [Kind in C['kind']]: (
    shown: Readonly<Record<keyof Extract<C, { readonly kind: Kind }>['params'], string>>,
    /** As numbers, for plurals. */
    given: Extract<C, { readonly kind: Kind }>['params'],
  ) => string;
};
