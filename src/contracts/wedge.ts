/**
 * Tells a card reader that types like a keyboard from a person who types, by the time between keys: readers type a whole
 * number in one burst, some 2 to 30 ms from key to key, and end it with Enter. Pure, for the page and for tests.
 */

/** No person types twelve keys at this pace; readers with a slow setting still do. */
const LONGEST_GAP_MS = 60;
/** Over a whole burst; single keys come late when the browser is busy, or close together under a rolling hand. */
const LONGEST_MEAN_GAP_MS = 35;
/** The shortest number of a card: 4 bytes as hexadecimal digits. */
const FEWEST_KEYS = 8;
const MOST_KEYS = 40;

export interface WedgeKey {
  /** As in `KeyboardEvent.key`: a character, or a name such as `Enter` or `Shift`. */
  key: string;
  /** As in `KeyboardEvent.timeStamp`. */
  atMs: number;
  /** As in `KeyboardEvent.repeat`: a key that is held down is no reader. */
  isRepeat: boolean;
}

export interface WedgeState {
  text: string;
  firstMs: number;
  lastMs: number;
}

export const EMPTY_WEDGE: WedgeState = { text: '', firstMs: 0, lastMs: Number.NEGATIVE_INFINITY };
const SILENT_KEYS = new Set(['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'Unidentified']);

/**
 * @returns `cardText` with the Enter that ends a burst, to be given to `parseUid` or `POST …/taps`; else null. `isBurst` while
 * the keys so far look like a reader: then the page keeps them from whatever has the focus.
 */
export function stepWedge(
  state: WedgeState,
  { key, atMs, isRepeat }: WedgeKey,
): { state: WedgeState; cardText: string | null; isBurst: boolean } {
  if (SILENT_KEYS.has(key)) return { state, cardText: null, isBurst: false };
  const isContinued = !isRepeat && atMs - state.lastMs <= LONGEST_GAP_MS;
  if (key === 'Enter' || key === 'Tab') {
    const meanGapMs = (state.lastMs - state.firstMs) / Math.max(1, state.text.length - 1);
    const isLong = state.text.length >= FEWEST_KEYS && state.text.length <= MOST_KEYS;
    const isCard = isContinued && isLong && meanGapMs <= LONGEST_MEAN_GAP_MS;
    return { state: EMPTY_WEDGE, cardText: isCard ? state.text : null, isBurst: isCard };
  }
  if (isRepeat || key.length !== 1) return { state: EMPTY_WEDGE, cardText: null, isBurst: false };
  if (!isContinued) return { state: { text: key, firstMs: atMs, lastMs: atMs }, cardText: null, isBurst: false };
  const text = (state.text + key).slice(0, MOST_KEYS + 1);
  if (text.length > MOST_KEYS) return { state: { ...state, text, lastMs: atMs }, cardText: null, isBurst: false };
  return { state: { ...state, text, lastMs: atMs }, cardText: null, isBurst: text.length >= 3 };
}
