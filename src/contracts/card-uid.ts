/** Numbers of cards: one way to write them, whatever the reader wrote. Pure. */
import type { UidFormat } from './readers.ts';

export type UidFault = 'empty' | 'not-a-number' | 'wrong-length' | 'all-zero' | 'all-ff' | 'cascade-tag';

export type CardUid =
  | {
      ok: true;
      /** Upper case, without separators. */
      uidHex: string;
      /** Made up anew at each tap (phones, some bank cards): it can't be enrolled. */
      isRandom: boolean;
    }
  | { ok: false; fault: UidFault; text: string };

/** ISO/IEC 14443-3, 6.5.4: single, double and triple size. */
const SIZES_BYTES = [4, 7, 10];
const CASCADE_TAG = '88';
/** ISO/IEC 14443-3: a single size UID that begins with 08 is a random number. */
const RANDOM_TAG = '08';

const TEXTS: Record<UidFault, string> = {
  empty: 'The reader sent no number. Hold the card still for a second.',
  'not-a-number': 'What the reader sent is no card number. Check its format setting.',
  'wrong-length':
    'The card number is not 4, 7 or 10 bytes long: the card is of another kind (125 kHz?), or part of it was lost. Hold it again.',
  'all-zero': 'The card number is all zeros, as a failed reading gives. Hold the card again.',
  'all-ff': 'The card number is all ones, as a failed reading gives. Hold the card again.',
  'cascade-tag':
    'The reader gives only the first part of the card number (it begins with 88). It needs a newer firmware.',
};

/**
 * @param text as a reader writes it: hexadecimal digits, also apart by `:`, `-` or blanks or after `0x`, or a decimal number
 * @param format `auto` takes ten decimal digits for a decimal number (5 bytes are no size of a UID), else hexadecimal
 */
export function parseUid(text: string, format: UidFormat = 'auto'): CardUid {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('empty');
  const [base, order] = format.split('-') as [string, string | undefined];
  const isDecimal = base === 'decimal' || (base === 'auto' && /^\d{10}$/.test(trimmed));
  const hex = isDecimal ? hexOfDecimal(trimmed) : hexOfHex(trimmed);
  if (hex === null) return refuse('not-a-number');
  if (hex.length % 2 === 1) return refuse('wrong-length');
  return checkUid(order === 'reversed' ? reversed(hex) : hex);
}

/** The same check for a UID that comes as bytes. */
export function uidOfBytes(bytes: Uint8Array): CardUid {
  return checkUid([...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(''));
}

/** What may be shown of a card, to tell one from another: `…E680`. */
export const lastDigits = (uidHex: string): string => uidHex.slice(-4);

function checkUid(uidHex: string): CardUid {
  if (uidHex === '') return refuse('empty');
  if (/^0+$/.test(uidHex)) return refuse('all-zero');
  if (/^F+$/.test(uidHex)) return refuse('all-ff');
  if (uidHex.startsWith(CASCADE_TAG)) return refuse('cascade-tag');
  if (!SIZES_BYTES.includes(uidHex.length / 2)) return refuse('wrong-length');
  return { ok: true, uidHex, isRandom: uidHex.length === 8 && uidHex.startsWith(RANDOM_TAG) };
}

const refuse = (fault: UidFault): CardUid => ({ ok: false, fault, text: TEXTS[fault] });

/** Separators only between bytes: `1-2345` is no number, however many digits it has. */
function hexOfHex(text: string): string | null {
  const digits = text.replace(/^0x/i, '');
  const isPlain = /^[0-9a-f]+$/i.test(digits);
  const isApart = /^[0-9a-f]{2}([:\- ])[0-9a-f]{2}(\1[0-9a-f]{2})*$/i.test(digits);
  return isPlain || isApart ? digits.replaceAll(/[:\- ]/g, '').toUpperCase() : null;
}

/** Decimal readers write 4 bytes, with or without leading zeros. */
function hexOfDecimal(text: string): string | null {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 0xffffffff ? value.toString(16).padStart(8, '0').toUpperCase() : null;
}

const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
