/** Sets that were lifted by the card of a visitor while the hub was away: once it is back, each is given to its owner. */
import { type Clock, isoNow } from '../../common/clock.ts';
import type { Store } from '../../store/index.ts';

/** A card that the hub does not know is asked for again only then. */
const ASK_AGAIN_MS = 3_600_000;
/** At once, because the hub answers only so many questions a minute. */
const MAX_ASKED = 20;

interface ClaimedCardsOptions {
  store: () => Pick<Store, 'cardClaims'>;
  /** whether its owner is known here now */
  ask: (hashes: readonly string[]) => Promise<'known' | 'unknown' | 'away'>;
  /** Sets have an owner now. */
  onGiven: (sets: readonly { setId: string; bay: string }[]) => Promise<void>;
  clock: Clock;
}

export class ClaimedCards {
  readonly #options: ClaimedCardsOptions;
  /** by the newest hash */
  readonly #askedMs = new Map<string, number>();
  readonly counts = { asked: 0, given: 0 };

  constructor(options: ClaimedCardsOptions) {
    this.#options = options;
  }

  async settle(): Promise<void> {
    const { store, ask } = this.#options;
    if ((await store().cardClaims.count()) === 0) return;
    const unknown = await this.#give();
    const due = unknown.filter((hashes) => this.#isDue(hashes)).slice(0, MAX_ASKED);
    let isFound = false;
    for (const hashes of due) {
      this.counts.asked++;
      const owner = await ask(hashes);
      if (owner === 'away') break;
      this.#askedMs.set(hashes[0]!, this.#options.clock.monoMs());
      isFound ||= owner === 'known';
    }
    if (isFound) await this.#give();
  }

  async #give(): Promise<string[][]> {
    const { store, clock, onGiven } = this.#options;
    const { given, unknown } = await store().cardClaims.give(isoNow(clock));
    this.counts.given += given.length;
    const waiting = new Set(unknown.map(([newest]) => newest));
    for (const hash of this.#askedMs.keys()) if (!waiting.has(hash)) this.#askedMs.delete(hash);
    if (given.length > 0) await onGiven(given);
    return unknown;
  }

  #isDue([newest]: readonly string[]): boolean {
    const askedMs = this.#askedMs.get(newest!);
    return askedMs === undefined || this.#options.clock.monoMs() - askedMs >= ASK_AGAIN_MS;
  }
}
