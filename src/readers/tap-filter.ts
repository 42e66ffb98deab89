/** From what a reader sees to taps: one for each time a card is held there. Pure. */
import type { CardUid } from '../contracts/card-uid.ts';
import type { RefusalReason } from './reader.ts';

/** The same card again within this time is the same tap, read twice. */
const REPEAT_MS = 1_500;
/** A polled card that no poll finds for this long was taken away; shorter, the field was just lost for a moment. */
const AWAY_POLLED_MS = 1_000;
/** Readers that send a line send it once or again and again; as long as a tap is repeated, so that these two don't differ. */
const AWAY_SENT_MS = REPEAT_MS;
/** Two cards within this time are held there together; cards can't be swapped faster. */
const TOGETHER_MS = 500;
/** Held longer than this, a card was forgotten there. */
const LEFT_MS = 5_000;
/** After it was opened again, a reader on a microcontroller starts again, and reads the card that lies on it once more. */
const REOPENED_MS = 3_000;

/** A card that is on the reader, or was a moment ago. */
interface HeldCard {
  key: string;
  /** Null when it tapped. */
  reason: RefusalReason | null;
  sinceMs: number;
  lastMs: number;
  tappedMs: number;
  isRemovalRequested: boolean;
}

interface TapFilterState {
  cards: readonly HeldCard[];
  /** True from opening to the first poll: what is found then has been lying there. */
  isFirstPoll: boolean;
}

/**
 * opened: the reader works (again). polled: every card in the field now, also none. sent: the reader reported one card by
 * itself. Times are of one clock that only goes forward.
 */
export type TapFilterInput =
  | { kind: 'opened'; atMs: number }
  | { kind: 'polled'; atMs: number; cards: readonly CardUid[] }
  | { kind: 'sent'; atMs: number; card: CardUid };

interface TapFilterOutput {
  /** Number of the card that tapped. */
  tap: string | null;
  /** Every reading that was dropped; `isNews` once for each time a card is held there. */
  refusals: readonly { reason: RefusalReason; isNews: boolean }[];
}

export const EMPTY_READER: TapFilterState = { cards: [], isFirstPoll: false };
const NOTHING: TapFilterOutput = { tap: null, refusals: [] };

export function stepTapFilter(
  state: TapFilterState,
  input: TapFilterInput,
): { state: TapFilterState; output: TapFilterOutput } {
  const { atMs } = input;
  if (input.kind === 'opened') {
    // A removal while the reader was disconnected was not seen.
    const cards = state.cards.map((card) => ({ ...card, lastMs: atMs + REOPENED_MS }));
    return { state: { cards, isFirstPoll: true }, output: NOTHING };
  }
  const cards = state.cards.filter(
    ({ lastMs, tappedMs }) => atMs < Math.max(lastMs + AWAY_SENT_MS, tappedMs + REPEAT_MS),
  );
  if (input.kind === 'sent') {
    const result = observe(cards, identify(input.card), atMs, AWAY_SENT_MS, true);
    return { state: { cards: result.cards, isFirstPoll: false }, output: result.output };
  }
  return poll({ ...state, cards }, input.cards.map(identify), atMs);
}

function poll(state: TapFilterState, found: readonly Identity[], atMs: number) {
  const isFirstPoll = false;
  const real = found.filter(({ reason }) => reason !== 'malformed');
  if (state.isFirstPoll || real.length > 1) {
    const reason = real.length > 1 ? 'two-cards' : 'left-on-reader';
    const fresh = real.filter(({ key }) => !state.cards.some((card) => card.key === key));
    const isNews = fresh.length > 0 || state.cards.some((card) => card.reason === null && has(real, card));
    const cards = real.reduce((held, { key }) => put(held, key, reason, atMs), state.cards);
    const refusals = real.length > 0 && isNews ? [{ reason, isNews } as const] : [];
    return { state: { cards, isFirstPoll }, output: { tap: null, refusals } };
  }
  const identity = real[0] ?? found[0];
  if (!identity) return { state: { ...state, isFirstPoll }, output: NOTHING };
  const { cards, output } = observe(state.cards, identity, atMs, AWAY_POLLED_MS, false);
  return { state: { cards, isFirstPoll }, output };
}

/** @param isEvent the reader reported the card by itself: then each report that is no tap counts as a drop */
function observe(
  cards: readonly HeldCard[],
  { key, reason }: Identity,
  atMs: number,
  awayMs: number,
  isEvent: boolean,
) {
  const refuse = (why: RefusalReason, isNews: boolean, held: readonly HeldCard[]) => ({
    cards: held,
    output: { tap: null, refusals: [{ reason: why, isNews }] },
  });
  const known = cards.find((card) => card.key === key);
  const isHere = known !== undefined && atMs - known.lastMs < awayMs;
  if (isHere) {
    const isLeft = atMs - known.sinceMs >= LEFT_MS;
    const isNews = isLeft && !known.isRemovalRequested;
    const held = replace(cards, { ...known, lastMs: atMs, isRemovalRequested: known.isRemovalRequested || isNews });
    if (isNews) return refuse('left-on-reader', true, held);
    if (!isEvent) return { cards: held, output: NOTHING };
    return refuse(known.reason ?? (atMs - known.tappedMs < REPEAT_MS ? 'repeated' : 'left-on-reader'), false, held);
  }
  const isMalformed = reason === 'malformed';
  const others = cards.filter((card) => card.key !== key && card.key !== 'malformed' && isSeenNow(card, atMs));
  if (others.length > 0 && !isMalformed) {
    const blocked = others.reduce((held, other) => put(held, other.key, 'two-cards', other.lastMs), cards);
    return refuse('two-cards', true, put(blocked, key, 'two-cards', atMs));
  }
  if (known && atMs - known.tappedMs < REPEAT_MS)
    return refuse(
      'repeated',
      true,
      replace(cards, { ...known, sinceMs: atMs, lastMs: atMs, isRemovalRequested: false }),
    );
  if (reason) return refuse(reason, true, put(without(cards, key), key, reason, atMs));
  const card = { key, reason: null, sinceMs: atMs, lastMs: atMs, tappedMs: atMs, isRemovalRequested: false };
  return { cards: [...without(cards, key), card], output: { tap: key, refusals: [] } };
}

/** What is seen on the reader, and why it can't tap; when it can, `key` is its number. */
type Identity = Pick<HeldCard, 'key' | 'reason'>;

/** A phone gives another number each time it is asked again: whatever it says, it is the same phone. */
function identify(card: CardUid): Identity {
  if (!card.ok) return { key: 'malformed', reason: 'malformed' };
  if (card.isRandom) return { key: 'random', reason: 'random-uid' };
  return { key: card.uidHex, reason: null };
}

/** Not a card of which nothing was seen since the reader was opened again. */
const isSeenNow = ({ lastMs }: HeldCard, atMs: number) => lastMs <= atMs && atMs - lastMs < TOGETHER_MS;
const has = (identities: readonly Identity[], { key }: HeldCard) => identities.some((one) => one.key === key);
const without = (cards: readonly HeldCard[], key: string) => cards.filter((card) => card.key !== key);
const replace = (cards: readonly HeldCard[], card: HeldCard) => [...without(cards, card.key), card];

/** Marks a card as held there without a tap; since when, if it was there already. */
function put(cards: readonly HeldCard[], key: string, reason: RefusalReason | null, lastMs: number): HeldCard[] {
  const { sinceMs = lastMs, tappedMs = Number.NEGATIVE_INFINITY } = cards.find((card) => card.key === key) ?? {};
  return [...without(cards, key), { key, reason, sinceMs, lastMs, tappedMs, isRemovalRequested: true }];
}
