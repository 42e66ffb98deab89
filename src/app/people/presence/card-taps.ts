/** Cards held to the readers of the bays and of other devices: whose each is, here or at the hub, and what is reported of it. */
import type { Clock } from '../../../common/clock.ts';
import { messageOf } from '../../../common/message-of.ts';
import type { Tap } from '../../../contracts/presence.ts';
import type { UidFormat } from '../../../contracts/readers.ts';
import type { Card, PresenceEvent } from '../../../members/presence-events.ts';
import type { BayPresence } from '../../../members/presence-state.ts';
import type { RefusalReason } from '../../../readers/index.ts';
import type { Store } from '../../../store/index.ts';
import { CardBook } from './card-book.ts';
import { CardClaims } from './card-claims.ts';
import { OtherReaders } from './other-readers.ts';
import type { PresenceBay } from './presence-bay.ts';
import { TapReports } from './tap-reports.ts';

const STATION = { id: null, role: 'station' };
/** What the page calls a reader that types into it. */
const PAGE_READER = 'keyboard';

interface CardTapsOptions {
  site: string;
  dataDir: string;
  clock: Clock;
  /** @throws Error that says why the database isn't there */
  store: () => Store;
  bayOf: (id: string) => PresenceBay;
  known: (bay: string) => BayPresence;
  /** What comes of a tap at a bay. */
  step: (bay: string, card: Card) => Extract<PresenceEvent, { kind: 'tapped' }>;
}

export class CardTaps {
  readonly claims: CardClaims;
  readonly #options: CardTapsOptions;
  readonly #cards: CardBook;
  readonly #others = new OtherReaders();
  readonly #reports: TapReports;
  /** Looks up an unknown card at the hub: whether its owner is known here now, or could not be asked for; null: there is no hub. */
  elsewhere: ((hashes: readonly string[]) => Promise<'known' | 'unknown' | 'away'>) | null = null;

  constructor(options: CardTapsOptions) {
    const { site, dataDir, clock } = options;
    this.#options = options;
    this.#cards = new CardBook(dataDir, clock);
    this.#reports = new TapReports(site, clock);
    this.claims = new CardClaims(clock);
  }

  /** Of each bay, by result. */
  get counts(): TapReports['counts'] {
    return this.#reports.counts;
  }

  /** Reads the list of cards (again). @throws Error when it can't be read */
  read(): Promise<void> {
    return this.#cards.read(this.#table);
  }

  /** A card at a reader of the bay. */
  async take(bay: string, uidHex: string, reader: string): Promise<Tap> {
    const { known } = this.#options;
    let card = this.#cards.lookUp(uidHex);
    this.claims.over(bay);
    if (card.kind === 'unknown' && !known(bay).enrolment && this.elsewhere) {
      const hashes = this.#cards.hashesOf(uidHex);
      const owner = await this.elsewhere(hashes);
      if (owner === 'known') card = this.#cards.lookUp(uidHex);
      else if (owner === 'away') {
        const isKept = !known(bay).on && this.claims.tapped(bay, hashes);
        card = { ...card, away: isKept ? 'kept' : 'not-kept' };
      }
    }
    const { enrolment } = known(bay);
    if (card.kind !== 'unknown' || !enrolment) return this.tapped(bay, card, reader);
    // Only what is kept is promised: the card works after the next start too.
    try {
      await this.#cards.give(uidHex, enrolment.memberId, this.#table, STATION);
      return this.tapped(bay, card, reader);
    } catch (error) {
      return this.tapped(bay, { kind: 'unavailable', reason: messageOf(error) }, reader);
    }
  }

  /** A card that another device read, such as a keyboard reader at the screen. */
  async takeFrom(bay: string, uid: string, reader: string, format?: UidFormat): Promise<Tap> {
    const { bayOf, clock } = this.#options;
    const ofPage = reader === PAGE_READER ? bayOf(bay).config.keyboardFormat : undefined;
    const read = this.#others.take(bay, reader, { uid, format: format ?? ofPage ?? 'auto' }, clock.monoMs());
    return 'uidHex' in read ? this.take(bay, read.uidHex, reader) : this.left(bay, read.reason, read.text, reader);
  }

  /** A card that was read, and is no tap. */
  left(bay: string, reason: RefusalReason, text: string, reader: string): Tap {
    const result = reason === 'random-uid' ? 'refused' : reason;
    return this.#reports.report(this.#options.bayOf(bay), { result, lastDigits: null, asksSetId: null, text }, reader);
  }

  tapped(bay: string, card: Card, reader: string): Tap {
    const { bayOf, step } = this.#options;
    return this.#reports.report(bayOf(bay), step(bay, card), reader);
  }

  readonly #table = () => this.#options.store().cards;
}
