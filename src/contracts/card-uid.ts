/** Numbers of cards: one way to write them, whatever the reader wrote. Pure. */
import type { UidFormat } from './readers.ts';

type UidFault = 'empty' | 'not-a-number' | 'wrong-length' | 'all-zero' | 'all-ff' | 'cascade-tag';

export type CardUid =
  | {
      ok: true;
      /** Upper case, without separators. */
      uidHex: string;
      /** Made up again at each tap (phones, some bank cards): it can't be enrolled. */
      isRandom: boolean;
    }
  | { ok: false; fault: UidFault; text: string };

/** ISO/IEC 14443-3, 6.5.4: single, double and triple size; ISO/IEC 15693 and FeliCa have eight bytes. */
const SIZES_BYTES = [4, 7, 8, 10];
/** An EM4100 (125 kHz) has five. Most readers, and the print on the card, leave the first one out, so the other four are its number. */
const LF_BYTES = 5;
/** Ahead of the first three bytes of a longer UID (ISO/IEC 14443-3, 6.5.3.4); the next one is the maker, mostly NXP. */
const CASCADE_TAG = '88';
const HALF_OF_LONGER = /^8804/;
/** ISO/IEC 14443-3: a single size UID that begins with 08 is a random number. */
const RANDOM_TAG = '08';

const TEXTS: Record<UidFault, string> = {
  empty: 'The reader sent no number. Hold the card still for a second.',
  'not-a-number': 'What the reader sent is no card number. Check its format setting.',
  'wrong-length':
    'The card number is not 4, 5, 7, 8 or 10 bytes long: the card is of another kind, or part of it was lost. Hold it again.',
  'all-zero': 'The card number is all zeros, as a failed reading gives. Hold the card again.',
  'all-ff': 'The card number is all ones, as a failed reading gives. Hold the card again.',
  'cascade-tag':
    'The reader gives only the first part of the card number (it begins with 88 04). It needs a newer firmware.',
};

/**
 * @param text as a reader writes it: hexadecimal digits, also apart by `:`, `-` or blanks or after `0x`; a decimal number; or what is
 * printed on a 125 kHz card, `0008123456 123,62528` or `123,62528`
 * @param format `auto` takes as many digits as a decimal number of 4, 5, 7 or 8 bytes has for one, else hexadecimal
 */
export function parseUid(text: string, format: UidFormat = 'auto'): CardUid {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('empty');
  const [base, order] = format.split('-') as [string, string | undefined];
  const printed = hexOfPrint(trimmed);
  const hex = printed ?? (isDecimal(trimmed, base) ? hexOfDecimal(trimmed) : hexOfHex(trimmed));
  if (hex === null) return refuse('not-a-number');
  if (hex.length % 2 === 1) return refuse('wrong-length');
  return checkUid(order === 'reversed' ? reversed(hex) : hex, printed !== null || hex.length === 2 * LF_BYTES);
}

/**
 * Ten digits are 4 bytes, as desk readers write them, unless they are too many for that; 13 are the 5 bytes of a 125 kHz card, and 15 to 19
 * those of 7 or 8, since as hexadecimal digits they would be half a byte, no size of a card, or the rare number without any letter.
 */
function isDecimal(text: string, base: string): boolean {
  if (base !== 'auto') return base === 'decimal';
  if (!/^\d{10}$|^\d{13}$|^\d{15,19}$/.test(text)) return false;
  return text.length > 10 || Number(text) <= MOST[4];
}

/** The same check for a UID that comes as bytes. */
export function uidOfBytes(bytes: Uint8Array): CardUid {
  return checkUid(
    [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(''),
    bytes.length === LF_BYTES,
  );
}

/** The part of a card's number that may be shown, to distinguish cards: `…E680`. */
export const lastDigits = (uidHex: string): string => uidHex.slice(-4);

/** @param isLowFrequency a 125 kHz card: what the first bytes mean on one of 13.56 MHz doesn't hold for it */
function checkUid(given: string, isLowFrequency: boolean): CardUid {
  const uidHex = canonical(given);
  if (uidHex === '') return refuse('empty');
  if (/^0+$/.test(uidHex)) return refuse('all-zero');
  if (/^F+$/.test(uidHex)) return refuse('all-ff');
  if (uidHex.length === 8 && !isLowFrequency && HALF_OF_LONGER.test(uidHex)) return refuse('cascade-tag');
  if (!SIZES_BYTES.includes(uidHex.length / 2)) return refuse('wrong-length');
  return { ok: true, uidHex, isRandom: uidHex.length === 8 && !isLowFrequency && uidHex.startsWith(RANDOM_TAG) };
}

/** One number for one card, whatever of it the reader sends. */
function canonical(hex: string): string {
  if (hex.length === 2 * LF_BYTES) return hex.slice(2);
  // All of a double size UID, behind the cascade tag.
  if (hex.length === 16 && hex.startsWith(CASCADE_TAG)) return hex.slice(2);
  return hex;
}

const refuse = (fault: UidFault): CardUid => ({ ok: false, fault, text: TEXTS[fault] });

/** Separators only between bytes: `1-2345` is no number, however many digits it has. */
function hexOfHex(text: string): string | null {
  const digits = text.replace(/^0x/i, '');
  const isPlain = /^[0-9a-f]+$/i.test(digits);
  const isApart = /^[0-9a-f]{2}([:\- ])[0-9a-f]{2}(\1[0-9a-f]{2})*$/i.test(digits);
  return isPlain || isApart ? digits.replaceAll(/[:\- ]/g, '').toUpperCase() : null;
}

const MOST = { 4: 0xffff_ffff, 5: 0xff_ffff_ffffn, 7: 0xff_ffff_ffff_ffffn, 8: 0xffff_ffff_ffff_ffffn } as const;

/** With or without leading zeros; as many bytes as it needs of those that cards have. */
function hexOfDecimal(text: string): string | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const value = BigInt(text);
  // No maker of cards of 7 bytes has the number 0: what fits into 5 has 5.
  const bytes = value <= MOST[4] ? 4 : value <= MOST[5] ? 5 : value <= MOST[7] ? 7 : value <= MOST[8] ? 8 : null;
  return bytes === null
    ? null
    : value
        .toString(16)
        .padStart(2 * bytes, '0')
        .toUpperCase();
}

/** `0008123456 123,62528`: all of it, then its second byte from the right-hand three, and the last two; null: it is no such print. */
function hexOfPrint(text: string): string | null {
  const [, whole, high, low] = /^(?:(\d{10})[ ,]+)?(\d{1,3}),(\d{1,5})$/.exec(text) ?? [];
  if (high === undefined || low === undefined || Number(high) > 0xff || Number(low) > 0xffff) return null;
  const short = Number(high) * 0x1_0000 + Number(low);
  const value = whole === undefined ? short : Number(whole);
  if (value > MOST[4] || value % 0x100_0000 !== short) return null;
  return value.toString(16).padStart(8, '0').toUpperCase();
}

const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
