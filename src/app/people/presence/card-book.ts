/** All cards in memory, so that a tap greets at once, also while the database is unavailable. */
import { createHmac } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import { lastDigits } from '../../../contracts/card-uid.ts';
import type { Card as StoredCard } from '../../../contracts/members.ts';
import type { Card } from '../../../members/presence-events.ts';
import { type Actor, type CardsTable, readCardKey } from '../../../store/index.ts';
import { dataFiles } from '../../storage/data-folder.ts';

type KnownCard = Awaited<ReturnType<CardsTable['all']>>[number];

export class CardBook {
  readonly #dataDir: string;
  readonly #clock: Clock;
  #key: Buffer | null = null;
  #cards: ReadonlyMap<string, KnownCard> | null = null;
  /** Why cards can't be looked up; empty once the book is loaded. */
  reason = 'the list of cards is not read yet';

  constructor(dataDir: string, clock: Clock = systemClock) {
    this.#dataDir = dataDir;
    this.#clock = clock;
  }

  /** Reads the list again. On failure the one read before goes on to be used. */
  async read(cards: () => CardsTable): Promise<void> {
    try {
      this.#key ??= readKey(this.#dataDir);
      const known = await cards().all();
      this.#cards = new Map(known.map((card) => [card.hash, card]));
      this.reason = '';
    } catch (error) {
      if (!this.#cards) this.reason = messageOf(error);
      throw error;
    }
  }

  lookUp(uidHex: string): Card {
    if (!this.#cards)
      return {
        kind: 'unavailable',
        reason: `Cards can't be looked up now: ${this.reason}. Your sets are kept; tap later`,
      };
    const found = this.#cards.get(this.hashOf(uidHex));
    if (!found) return { kind: 'unknown', lastDigits: lastDigits(uidHex) };
    const { hash: _, ...member } = found;
    return { kind: 'member', ...member };
  }

  /** Gives a card to a member. @throws StoreError when it is somebody's already */
  async give(uidHex: string, memberId: string, cards: () => CardsTable, actor: Actor): Promise<StoredCard> {
    const card = { id: newId(), memberId, lastDigits: lastDigits(uidHex), addedAt: isoNow(this.#clock) };
    await cards().add(card, this.hashOf(uidHex), actor);
    await this.read(cards);
    return card;
  }

  /**
   * Card numbers have so few values that all can be tried, so a plain hash would hide nothing. With the database alone, without
   * the key beside it, cards can't be identified.
   * @throws Error when the key can't be read
   */
  hashOf(uidHex: string): string {
    this.#key ??= readKey(this.#dataDir);
    return createHmac('sha256', this.#key).update(uidHex).digest('hex');
  }
}

/** The database makes it. */
function readKey(dataDir: string): Buffer {
  const { keyFile } = dataFiles(dataDir);
  const key = readCardKey(keyFile);
  if (!key) throw new Error(`the key of the cards, ${keyFile}, is missing`);
  return key;
}
