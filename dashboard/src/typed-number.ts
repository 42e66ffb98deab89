/**
 * Numbers as people type them: with the point or the comma of their language, or with the other one where it can mean nothing else. What can
 * mean two numbers, such as 1,234, is refused and never guessed.
 */

export type TypedNumber =
  | { readonly kind: 'empty' }
  | { readonly kind: 'number'; readonly value: number }
  /** Not a number at all. */
  | { readonly kind: 'no-number' }
  /** Two readings: the whole number, and the one with decimals. */
  | { readonly kind: 'two-readings'; readonly whole: number; readonly decimal: number };

/** What separates the decimals in each language of the page. */
export const DECIMAL_SIGN = { en: '.', de: ',', es: ',' } as const;
type Language = keyof typeof DECIMAL_SIGN;

const NUMBER = /^([+-]?)(\d*)(?:([.,])(\d*))?$/;
/** Longer than any quantity of a gym. */
const MOST_DIGITS = 15;

export function readNumber(text: string, language: Language): TypedNumber {
  const trimmed = text.trim().replace('\u2212', '-');
  if (trimmed === '') return { kind: 'empty' };
  const [, sign = '', whole = '', mark, decimals = ''] = NUMBER.exec(trimmed) ?? [];
  const digits = whole.length + decimals.length;
  if (digits === 0 || digits > MOST_DIGITS) return { kind: 'no-number' };
  const value = Number(`${sign}${whole || '0'}.${decimals || '0'}`);
  // In the other language this sign groups thousands; with three digits behind it, it may here too.
  const mayGroup =
    mark !== undefined && mark !== DECIMAL_SIGN[language] && /^[1-9]\d{0,2}$/.test(whole) && decimals.length === 3;
  if (mayGroup) return { kind: 'two-readings', whole: Number(`${sign}${whole}${decimals}`), decimal: value };
  return { kind: 'number', value };
}

/** Several numbers in one line, with spaces or semicolons between them: a comma may be within one. Null: one of them is none. */
export function readNumbers(text: string, language: Language): readonly number[] | null {
  const parts = text.split(/[;\s]+|,\s+/).filter((part) => part !== '');
  const read = parts.map((part) => readNumber(part.replace(/,$/, ''), language));
  // Without a space, 25,20 may be two numbers or one.
  const isUnclear = parts.some((part) => part.includes(',') && DECIMAL_SIGN[language] !== ',');
  if (isUnclear || read.some(({ kind }) => kind !== 'number')) return null;
  return read.flatMap((one) => (one.kind === 'number' ? [one.value] : []));
}

/** As it would be typed: the sign of the language, no thousands, no digits that say nothing. */
export function writtenNumber(value: number, language: Language, mostDecimals = 3): string {
  const rounded = Number(value.toFixed(mostDecimals));
  return String(Object.is(rounded, -0) ? 0 : rounded).replace('.', DECIMAL_SIGN[language]);
}
