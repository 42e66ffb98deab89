/** All cards in memory, so that a tap greets at once, also while the database is unavailable. */
import { v7 as newId } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import { lastDigits } from '../../../contracts/card-uid.ts';
import type { Card as StoredCard } from '../../../contracts/members.ts';
import type { Card } from '../../../members/presence-events.ts';
import type { Actor, CardsTable } from '../../../store/index.ts';
import { CardKeys } from './card-keys.ts';

type KnownCard = Awaited<ReturnType<CardsTable['all']>>[number];

export class CardBook {
  readonly #keys: CardKeys;
  readonly #clock: Clock;
  #cards: ReadonlyMap<string, KnownCard> | null = null;
  /** Stores a card by a newer key, at its next tap. */
  #rehash: (oldHash: string, hash: string) => void = () => undefined;
  /** Why cards can't be looked up; empty once the book is loaded. */
  reason = 'the list of cards is not read yet';

  constructor(dataDir: string, clock: Clock = systemClock) {
    this.#keys = new CardKeys(dataDir);
    this.#clock = clock;
  }

  /** Reads the list again. On failure the one read before goes on to be used. */
  async read(cards: () => CardsTable): Promise<void> {
    try {
      this.#keys.hashesOf('');
      const known = await cards().all();
      this.#cards = new Map(known.map((card) => [card.hash, card]));
      // One that fails is done at the tap after.
      this.#rehash = (oldHash, hash) => void orNothing(() => cards().rehash(oldHash, hash));
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
    const hashes = this.hashesOf(uidHex);
    const foundBy = hashes.find((hash) => this.#cards!.has(hash));
    const found = foundBy && this.#cards.get(foundBy);
    if (!found) return { kind: 'unknown', lastDigits: lastDigits(uidHex) };
    if (foundBy !== hashes[0]) this.#rehash(foundBy, hashes[0]);
    const { hash: _, ...member } = found;
    return { kind: 'member', ...member };
  }

  /** Gives a card to a member. @throws StoreError when it is someone's already */
  async give(uidHex: string, memberId: string, cards: () => CardsTable, actor: Actor): Promise<StoredCard> {
    const card = { id: newId(), memberId, lastDigits: lastDigits(uidHex), addedAt: isoNow(this.#clock) };
    await cards().add(card, this.hashOf(uidHex), actor);
    await this.read(cards);
    return card;
  }

  /** By the newest key. @throws Error when a key can't be read */
  hashOf(uidHex: string): string {
    return this.hashesOf(uidHex)[0];
  }

  /** By every key, newest first. @throws Error when a key can't be read */
  hashesOf(uidHex: string): [newest: string, ...older: string[]] {
    return this.#keys.hashesOf(uidHex);
  }
}

async function orNothing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // the database is away
  }
}
