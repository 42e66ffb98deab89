import type { CardUid } from '../contracts/card-uid.ts';
import type { ReaderReasonCode } from '../contracts/reader-reasons.ts';

/** Where a driver reports what it sees. */
export interface ReaderSink {
  /** The reader works now. @param remark worth knowing though it does */
  opened(remark?: ReaderReasonCode): void;
  /** Every card in the field now, also none. */
  polled(cards: readonly CardUid[]): void;
  /** The reader reported one card by itself. */
  sent(card: CardUid): void;
  /** So many bytes, lines or frames made no sense. */
  garbage(count: number): void;
}

/**
 * Opens one device and reads until it is gone, then rejects with an error that says what to do; resolves only when `signal`
 * is aborted. It leaves nothing open.
 */
export type Drive = (sink: ReaderSink, signal: AbortSignal) => Promise<void>;
