/**
 * Tells a card reader that types like a keyboard from a person who types, by the time between keys: readers type a whole
 * number in one burst, some 2 to 30 ms from key to key, and end it with Enter. Pure, for the page and for tests.
 */

/** Single keys come late when the browser is busy, or close together under a rolling hand. */
const LONGEST_GAP_MS = 90;
/** Over a whole burst. No person types eight keys at this pace; readers with a slow setting, of 40 ms a key, still do. */
const LONGEST_MEAN_GAP_MS = 44;
/** The shortest number of a card: 4 bytes as hexadecimal digits. */
const FEWEST_KEYS = 8;
const MOST_KEYS = 40;

export interface WedgeKey {
  /** As in `KeyboardEvent.key`: a character, or a name such as `Enter` or `Shift`. */
  key: string;
  /** As in `KeyboardEvent.code`: which key it is, whatever letter the keyboard layout of the computer has there; may be empty. */
  code?: string;
  /** As in `KeyboardEvent.timeStamp`. */
  atMs: number;
  /** As in `KeyboardEvent.repeat`: a key that is held down is no reader. */
  isRepeat: boolean;
}

interface WedgeState {
  /** By the keys, as a reader means them: it types as on a US keyboard. */
  text: string;
  /** As the computer took it, for a reader that was set to the computer's layout. */
  taken: string;
  firstMs: number;
  lastMs: number;
}

export const EMPTY_WEDGE: WedgeState = { text: '', taken: '', firstMs: 0, lastMs: Number.NEGATIVE_INFINITY };
const SILENT_KEYS = new Set(['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'Unidentified']);

/**
 * @returns `cardText` with the Enter that ends a burst, to be given to `parseUid` or `POST …/taps`; else null. `isBurst` while
 * the keys so far look like a reader: then the page keeps them from whatever has the focus.
 */
export function stepWedge(
  state: WedgeState,
  { key, code = '', atMs, isRepeat }: WedgeKey,
): { state: WedgeState; cardText: string | null; isBurst: boolean } {
  if (SILENT_KEYS.has(key)) return { state, cardText: null, isBurst: false };
  const isContinued = !isRepeat && atMs - state.lastMs <= LONGEST_GAP_MS;
  if (key === 'Enter' || key === 'Tab') {
    const isLong = state.text.length >= FEWEST_KEYS && state.text.length <= MOST_KEYS;
    const isCard = isContinued && isLong && isFast(state);
    return { state: EMPTY_WEDGE, cardText: isCard ? numberOf(state) : null, isBurst: isCard };
  }
  const typed = key.length === 1 ? key : '';
  const meant = meantBy(code) ?? typed;
  if (isRepeat || meant === '') return { state: EMPTY_WEDGE, cardText: null, isBurst: false };
  if (!isContinued)
    return { state: { text: meant, taken: typed, firstMs: atMs, lastMs: atMs }, cardText: null, isBurst: false };
  const text = (state.text + meant).slice(0, MOST_KEYS + 1);
  const next = { ...state, text, taken: (state.taken + typed).slice(0, MOST_KEYS + 1), lastMs: atMs };
  const isBurst = text.length >= 3 && text.length <= MOST_KEYS && isFast(next);
  return { state: next, cardText: null, isBurst };
}

const isFast = ({ text, firstMs, lastMs }: WedgeState) =>
  (lastMs - firstMs) / Math.max(1, text.length - 1) <= LONGEST_MEAN_GAP_MS;

const PUNCTUATION: Readonly<Record<string, string>> = {
  Minus: '-',
  Space: ' ',
  Comma: ',',
  Semicolon: ':',
  NumpadSubtract: '-',
  NumpadComma: ',',
};

/** What a US keyboard has on this key, as far as card numbers have it; null: something else, or the browser doesn't say. */
function meantBy(code: string): string | null {
  const [, character] = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code) ?? [];
  return character ?? PUNCTUATION[code] ?? null;
}

/** A card number in either of them; that of the keys first. */
const numberOf = ({ text, taken }: WedgeState): string =>
  /^[\dA-F:, -]+$/i.test(text) || !/^[\dA-F:, -]+$/i.test(taken) ? text : taken;
