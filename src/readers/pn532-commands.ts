/** The few commands of the PN532 that a card reader needs, with their sections of the user manual (UM0701-02). Pure. */
import { type CardUid, uidOfBytes } from '../contracts/card-uid.ts';

interface Command {
  code: number;
  data: readonly number[];
  /** How long the chip may take from its ACK to its answer. */
  patienceMs: number;
}

const QUICK_MS = 300;

export const COMMANDS = {
  /** 7.2.2 */
  getFirmwareVersion: { code: 0x02, data: [], patienceMs: QUICK_MS },
  /** 7.2.10: normal mode, no SAM; it also ends the low battery mode in which the chip starts. */
  samConfiguration: { code: 0x14, data: [0x01], patienceMs: QUICK_MS },
  /** 7.3.1, item 5: look for a card twice, then answer that there is none, instead of for ever. */
  maxRetries: { code: 0x32, data: [0x05, 0xff, 0x01, 0x01], patienceMs: QUICK_MS },
  /** 7.3.5: up to two cards, 106 kbit/s type A. Two cards with a protocol of their own take some 100 ms. */
  listTwoCards: { code: 0x4a, data: [0x02, 0x00], patienceMs: 1_000 },
  /** 7.3.1, item 1: field off until the next search. It resets every card: one that was selected would not answer again. */
  fieldOff: { code: 0x32, data: [0x01, 0x02], patienceMs: QUICK_MS },
} as const satisfies Record<string, Command>;
export type CommandName = keyof typeof COMMANDS;

/**
 * Sleeping, the chip misses the first bytes and wakes at the edges on its line: so a run of 55 and 00 goes ahead of the
 * first command, whose preamble may be of any length (6.2.1.6).
 */
export const WAKE_UP = Uint8Array.of(0x55, 0x55, ...new Array<number>(14).fill(0x00));

/** Version of the firmware in the chip, such as `1.6`; null when it is another chip. */
export function readFirmwareVersion(data: Uint8Array): string | null {
  const [chip, version, revision] = data;
  return chip === 0x32 && version !== undefined && revision !== undefined ? `${version}.${revision}` : null;
}

/**
 * The cards in an answer to `listTwoCards`: NbTg, then for each Tg, SENS_RES (2), SEL_RES, length of the UID, UID, and of a
 * card with ISO/IEC 14443-4 its ATS, whose first byte is its own length.
 * @returns null when the answer doesn't hold what it claims
 */
export function readCards(data: Uint8Array): CardUid[] | null {
  const [found] = data;
  if (found === undefined || found > 2) return null;
  const cards: CardUid[] = [];
  let at = 1;
  for (let n = 0; n < found; n++) {
    const selRes = data[at + 3];
    const uidLength = data[at + 4];
    if (selRes === undefined || uidLength === undefined || data.length < at + 5 + uidLength) return null;
    cards.push(uidOfBytes(data.subarray(at + 5, at + 5 + uidLength)));
    at += 5 + uidLength;
    if (selRes & 0x20) at += data[at] ?? 0;
  }
  return at === data.length ? cards : null;
}
