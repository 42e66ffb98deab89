/** Cards that other devices read, over MQTT or HTTP: by the same rules as those of our own readers. */
import { parseUid } from '../../../contracts/card-uid.ts';
import type { UidFormat } from '../../../contracts/readers.ts';
import { EMPTY_READER, REFUSAL_TEXTS, type RefusalReason, stepTapFilter } from '../../../readers/index.ts';

/** Devices that are counted separately; further names share one entry. */
const MAX_NAMES = 32;
const SHARED = 'others';

type OtherTap = { uidHex: string } | { reason: RefusalReason; text: string };

export class OtherReaders {
  /** What each of them has just read. */
  readonly #seen = new Map<string, typeof EMPTY_READER>();

  /** @returns the number of the card, or why this is no tap */
  take(bay: string, reader: string, { uid, format }: { uid: string; format: UidFormat }, atMs: number): OtherTap {
    const own = `${bay}/${reader}`;
    const name = this.#seen.has(own) || this.#seen.size < MAX_NAMES ? own : SHARED;
    const card = parseUid(uid, format);
    const { state, output } = stepTapFilter(this.#seen.get(name) ?? EMPTY_READER, { kind: 'sent', atMs, card });
    this.#seen.set(name, state);
    if (output.tap !== null) return { uidHex: output.tap };
    const reason = output.refusals[0]?.reason ?? 'repeated';
    return { reason, text: card.ok ? REFUSAL_TEXTS[reason] : card.text };
  }
}
