/** Whose card it is: every card in memory, so that a tap greets at once, also while the database is away. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import { lastDigits } from '../../../contracts/card-uid.ts';
import type { Card as StoredCard } from '../../../contracts/members.ts';
import type { Card } from '../../../members/presence-events.ts';
import type { Actor, CardsTable } from '../../../store/index.ts';

const KEY_FILE = 'card.key';
const KEY_BYTES = 32;

type KnownCard = Awaited<ReturnType<CardsTable['all']>>[number];

export class CardBook {
  readonly #dataDir: string;
  readonly #clock: Clock;
  #key: Buffer | null = null;
  #cards: ReadonlyMap<string, KnownCard> | null = null;
  /** Why nobody can be looked up; empty when the book is read. */
  reason = 'the list of cards is not read yet';

  constructor(dataDir: string, clock: Clock = systemClock) {
    this.#dataDir = dataDir;
    this.#clock = clock;
  }

  /** Reads the list anew. On failure the one read before goes on to be used. */
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

  look(uidHex: string): Card {
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
   * Card numbers have few values enough to try them all, so a plain hash would hide nothing: whoever has the database alone, without
   * the key beside it, can't tell the cards.
   * @throws Error when the key can't be read
   */
  hashOf(uidHex: string): string {
    this.#key ??= readKey(this.#dataDir);
    return createHmac('sha256', this.#key).update(uidHex).digest('hex');
  }
}

/** The key, made at the first call. Readable by the station's user only. */
function readKey(dataDir: string): Buffer {
  const file = join(dataDir, KEY_FILE);
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new Error(`the key of the cards, ${file}, can't be made: ${messageOf(error)}`);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES)
    throw new Error(`${file} is damaged: put the one of a backup there, or delete it and enrol every card anew`);
  return key;
}
