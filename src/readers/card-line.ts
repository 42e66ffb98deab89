/** The card number in a line of text. Pure. */
import { type CardUid, parseUid } from '../contracts/card-uid.ts';
import type { UidFormat } from '../contracts/readers.ts';

/** `Card UID: `, but not `AC:`, which are two digits and a separator. */
const LABEL = /^(?=[^:=]*[g-z])[a-z ]+[:=]\s*/i;
/** What desk readers may be set to put before and after a number. */
const FRILLS = /^[^0-9a-z]+|[^0-9a-z]+$/gi;

/** @returns null when the line is no number at all, such as the greeting of a microcontroller that starts */
export function cardOfLine(line: string, format: UidFormat): CardUid | null {
  const card = parseUid(line.trim().replace(LABEL, '').replaceAll(FRILLS, ''), format);
  return !card.ok && (card.fault === 'not-a-number' || card.fault === 'empty') ? null : card;
}
