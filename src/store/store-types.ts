import type { Calibration } from '../contracts/calibration.ts';
import type { Alert, Rep, SetEvent } from '../contracts/events.ts';
import type { CardClaim } from '../contracts/hub-people.ts';
import type { LearnedRange } from '../contracts/members.ts';
import type { OutboxTopic } from '../contracts/topics.ts';
import type { CorrectionRequest } from './correction-types.ts';
import type { BaySession, MembersStore } from './members-types.ts';

/** What is written in one transaction: all of it is kept, or none. Writing the same change again changes nothing. */
export interface Change {
  /** A set with a lower or equal `revision` than the stored one is left out. */
  sets?: SetEvent[];
  /** The set of a rep must be stored already or be part of the same change. */
  reps?: Rep[];
  /** Raw samples of a set: CSV, gzip. The first one for a set stays. */
  recordings?: { setId: string; csvGzip: Uint8Array }[];
  /** Who came and went. An open one ends any other open one of its bay, or of its member. */
  sessions?: BaySession[];
  /** What was learned of members, latest last. */
  ranges?: { memberId: string; range: LearnedRange }[];
  /** Sets of cards whose owner the hub is still to name. */
  cardClaims?: CardClaim[];
  /** Corrections of ended sets (a claim); they may be in the same change. A request that can't be met makes the change `invalid`. */
  corrections?: CorrectionRequest[];
  /** Raised, changed or over, in this order. */
  alerts?: Alert[];
  /** Messages that announce the change; they stay until `outbox.delivered`. */
  outbox?: { bay: string; topic: OutboxTopic; id: string; payload: object }[];
}

export interface OutboxItem {
  /** Order of the commits; never used twice. */
  seq: number;
  bay: string;
  topic: OutboxTopic;
  id: string;
  /** JSON text, ready to be published. */
  payload: string;
}

export interface OutboxLimits {
  /** those of the configuration */
  bays: string[];
  /** that may wait of each of them */
  maxRows: number;
  /** that may wait of all other bays together */
  maxOrphans: number;
}

export interface OutboxState {
  /** rows that were just deleted because of the limits */
  dropped: number;
  /** by bay */
  waiting: Record<string, number>;
  /** the same of bays that are not configured any more */
  orphans: Record<string, number>;
}

export interface SetListQuery {
  bay?: string;
  /** 1 to 999 */
  limit: number;
  /** the `next` of the page before */
  before?: string;
}

export interface StoreStats {
  /** changes committed, and changes that failed */
  writes: number;
  writeErrors: number;
  /** time of the latest and of the slowest commit in the worker, the wait in its queue not included */
  lastCommitMs: number;
  maxCommitMs: number;
  /** calls handed to the worker and not answered yet */
  queued: number;
  /** calls refused because the queue was full or the worker was down */
  refused: number;
  /** how often the worker was started again after a crash */
  restarts: number;
}

/** Every method rejects with a `StoreError` whose message says what to do. */
export interface Store extends MembersStore {
  /** Of the station whose data it is; null: it was opened without its identity. */
  readonly controllerId: string | null;
  /** All changes in one transaction, one after the other. */
  write(...changes: readonly Change[]): Promise<void>;
  /** Sets without an end: a crash or a power cut left them. Oldest first. */
  openSets(): Promise<SetEvent[]>;
  /** Newest first; `next` goes into `before` to read on, null at the end. */
  listSets(query: SetListQuery): Promise<{ sets: SetEvent[]; next: string | null }>;
  /** Reps in the order in which they began. */
  getSet(id: string): Promise<{ set: SetEvent; reps: Rep[] } | null>;
  /** gzip of the CSV */
  recording(setId: string): Promise<Buffer | null>;
  /** Puts it into force: the calibration saved last is the active one of its bay. Saving one again changes nothing. */
  saveCalibration(calibration: Calibration): Promise<void>;
  /** Of one bay, the one saved last first. */
  calibrations(bay: string, limit: number): Promise<Calibration[]>;
  outbox: {
    /** Oldest first, beginning behind `afterSeq`. */
    pending(bay: string, limit: number, afterSeq?: number): Promise<OutboxItem[]>;
    /** Forgets messages that the broker has acknowledged. */
    delivered(seqs: number[]): Promise<void>;
    /** The highest `seq` that waits of a bay; 0: none. */
    newest(bay: string): Promise<number>;
    /** Deletes the oldest beyond the limits. */
    tidy(limits: OutboxLimits): Promise<OutboxState>;
    /** The last set that ended on a bay, without who lifted it unless they agreed to that; null: there is none. */
    lastSet(bay: string): Promise<SetEvent | null>;
    count(bay?: string): Promise<number>;
  };
  /** Milliseconds that one durable commit takes; it changes nothing. */
  timeCommit(): Promise<number>;
  /** Looks through the whole file; resolves to what is damaged, in SQLite's words. Blocks all other calls. */
  findDamage(): Promise<string[]>;
  stats(): StoreStats;
  /** Waits for what is queued, then, unless the disk is slow, folds the write-ahead log into the file. */
  close(): Promise<void>;
}
