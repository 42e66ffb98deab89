/** What became of each tap: counted, published, and answered by light and sound at the bay. */
import { v7 as newId } from 'uuid';
import { type Clock, isoNow } from '../../../common/clock.ts';
import { CONTRACT_VERSION } from '../../../contracts/common.ts';
import type { Tap, TapResult } from '../../../contracts/presence.ts';
import type { PresenceBay } from './presence-bay.ts';

export class TapReports {
  readonly #site: string;
  readonly #clock: Clock;
  /** Of each bay, by result. */
  readonly counts = new Map<string, Partial<Record<TapResult, number>>>();

  constructor(site: string, clock: Clock) {
    this.#site = site;
    this.#clock = clock;
  }

  /** @param openText for everyone; left out: the text has no name. @returns the tap as the bay shows it */
  report(
    bay: PresenceBay,
    what: Pick<Tap, 'result' | 'lastDigits' | 'asksSetId' | 'text'> & { openText?: string },
    reader: string,
  ): Tap {
    const { result, lastDigits, asksSetId, text, openText = text } = what;
    const { id } = bay.config;
    const at = isoNow(this.#clock);
    const tap: Tap = {
      v: CONTRACT_VERSION,
      site: this.#site,
      bay: id,
      id: newId(),
      at,
      reader,
      result,
      lastDigits,
      asksSetId,
      text,
    };
    const counts = this.counts.get(id) ?? {};
    this.counts.set(id, { ...counts, [result]: (counts[result] ?? 0) + 1 });
    bay.signals.tapped(result, asksSetId !== null);
    void bay.persist({ outbox: [{ bay: id, topic: 'tap', id: tap.id, payload: { ...tap, text: openText } }] });
    return tap;
  }
}
