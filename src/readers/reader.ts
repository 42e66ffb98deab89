import type { EventEmitter } from 'node:events';
import type { ReaderReasonCode } from '../contracts/reader-reasons.ts';

/** A card that was held to the reader once: neither read twice nor left lying. */
interface ReaderTap {
  /** 4, 7 or 10 bytes, upper case without separators: `04A2B3C4D5E680`. Never log it. */
  uidHex: string;
  /** Wall clock, ms since 1970. */
  atMs: number;
}

/**
 * Why a card that was read is no tap. `repeated`: again within 1.5 s; `left-on-reader`: it lies there; `two-cards`: both at
 * once; `malformed`: no card number can look like that; `random-uid`: a phone or a card that makes up a new number each time.
 */
export type RefusalReason = 'repeated' | 'left-on-reader' | 'two-cards' | 'malformed' | 'random-uid';

export interface ReaderRefusal {
  reason: RefusalReason;
  /** What happened and what to do, for the screen; holds no card number. */
  text: string;
  atMs: number;
}

export interface ReaderHealth {
  /** starting: opening for the first time; lost: it is opened again by itself once it is back. */
  state: 'starting' | 'ok' | 'lost';
  /** Why it is not ok, and what to do; when it is, what is worth knowing, such as a keyboard whose keys the desktop sees too. */
  reasons: readonly ReaderReasonCode[];
}

/** What became of everything that was read; nothing is dropped without being counted here. */
export interface ReaderCounters {
  taps: number;
  refused: Record<RefusalReason, number>;
  /** Bytes, lines and frames that made no sense. */
  garbage: number;
  /** Disconnections after it had worked. */
  losses: number;
}

export interface ReaderEvents {
  tap: [tap: ReaderTap];
  /** Once for each card that is held there, however often the reader reads it; see the counters for every single one. */
  refused: [refusal: ReaderRefusal];
  /** On every change. */
  state: [health: ReaderHealth];
}

/** One card reader. It knows cards by their number, and no members. */
export interface Reader extends EventEmitter<ReaderEvents> {
  /** For people and messages, such as `pn532`. */
  readonly name: string;
  readonly health: ReaderHealth;
  readonly counters: Readonly<ReaderCounters>;
  /** Opens the reader, now and again whenever it is gone. Never throws; failures are reported by `state`. */
  start(): void;
  /** Resolves when its port is free. A reader that was stopped can't be started again. */
  stop(): Promise<void>;
}
