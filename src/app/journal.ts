/**
 * Everything worth keeping goes through here into the database. When the database is slow, full or away, changes wait in
 * memory, in order, are tried again until they are in, and the outbox rows among them are offered to MQTT meanwhile.
 */
import type { Logger } from 'pino';
import {
  type Change,
  type OutboxItem,
  type Store,
  StoreError,
  type StoreErrorCode,
  type StoreStats,
} from '../store/index.ts';

const RETRY_MS = 1000;
/** Trying again can't help: a value that can't be stored, a correction of what is not there or can't be corrected. */
const HOPELESS: ReadonlySet<StoreErrorCode> = new Set(['invalid', 'not-found', 'conflict']);

interface Waiting {
  change: Change;
  done: () => void;
}

export interface JournalStatus {
  failing: boolean;
  reason: string;
}

export class Journal {
  readonly #open: () => Promise<Store>;
  readonly #logger: Logger;
  readonly #onStatus: (status: JournalStatus) => void;
  #store: Store | null = null;
  #waiting: Waiting[] = [];
  #busy: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  /** Outbox rows offered from memory, by the negative number that stands for them. */
  readonly #loose = new Map<number, NonNullable<Change['outbox']>[number]>();
  #nextLoose = -1;
  status: JournalStatus = { failing: false, reason: '' };
  failures = 0;
  /** Changes that the database will never take; each is in the log. */
  refused = 0;

  constructor(options: { open: () => Promise<Store>; logger: Logger; onStatus: (status: JournalStatus) => void }) {
    this.#open = options.open;
    this.#logger = options.logger;
    this.#onStatus = options.onStatus;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The database, or an error that says why it isn't there. */
  get store(): Store {
    if (this.#store) return this.#store;
    throw new Error(this.status.reason || 'the database is not open yet');
  }

  /** Null while the database isn't open. */
  get storeStats(): StoreStats | null {
    return this.#store?.stats() ?? null;
  }

  /** Opens the database; when it can't, goes on trying in the background and reps wait in memory. */
  async start(): Promise<void> {
    await this.#work();
  }

  /** Resolves once the change is durable. Never rejects: it is tried until it is in or the journal is closed. */
  append(change: Change): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ change, done });
      void this.#work();
    });
  }

  /** Waits until nothing waits, at most `timeoutMs`. @returns how many changes are still not written. */
  async flush(timeoutMs: number): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    while (this.#waiting.length > 0 && Date.now() < deadline) {
      await this.#work();
      if (this.#waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return this.#waiting.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#busy;
    await this.#store?.close();
  }

  /** Outbox rows still to be sent: of the database, or of memory while the database fails. */
  async pending(bay: string, limit: number, afterSeq?: number): Promise<OutboxItem[]> {
    if (this.#store && !this.status.failing) return this.#store.outbox.pending(bay, limit, afterSeq);
    const items = this.#waiting
      .flatMap((entry) => entry.change.outbox ?? [])
      .filter((row) => row.bay === bay)
      .map((row) => ({ ...row, seq: this.#looseSeq(row), payload: JSON.stringify(row.payload) }));
    const after = items.findIndex((item) => item.seq === afterSeq);
    return items.slice(after + 1, after + 1 + limit);
  }

  /** Rows that reached the broker: taken out of the database, or out of the changes that still wait. */
  async delivered(seqs: number[]): Promise<void> {
    const sent = new Set(seqs.flatMap((seq) => this.#loose.get(seq) ?? []));
    for (const entry of sent.size > 0 ? this.#waiting : []) {
      if (entry.change.outbox)
        entry.change = { ...entry.change, outbox: entry.change.outbox.filter((row) => !sent.has(row)) };
    }
    for (const seq of seqs) this.#loose.delete(seq);
    const stored = seqs.filter((seq) => seq >= 0);
    if (stored.length > 0) await this.store.outbox.delivered(stored);
  }

  #looseSeq(row: NonNullable<Change['outbox']>[number]): number {
    for (const [seq, known] of this.#loose) if (known === row) return seq;
    const seq = this.#nextLoose--;
    this.#loose.set(seq, row);
    return seq;
  }

  #work(): Promise<void> {
    this.#busy ??= this.#drain().finally(() => {
      this.#busy = null;
      if (this.#waiting.length > 0 && !this.status.failing) void this.#work();
    });
    return this.#busy;
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#retry);
    try {
      this.#store ??= await this.#open();
      const batch = this.#waiting.slice();
      if (batch.length > 0) await this.#write(this.#store, batch);
      this.#setStatus({ failing: false, reason: '' });
    } catch (error) {
      this.failures++;
      this.#setStatus({ failing: true, reason: `the database can't be written: ${(error as Error).message}` });
      if (!this.#closed) this.#retry = setTimeout(() => void this.#work(), RETRY_MS);
    }
  }

  /** One transaction for all; when it fails, each by itself, so that one bad change holds up no other. */
  async #write(store: Store, batch: Waiting[]): Promise<void> {
    try {
      await store.write(merge(batch.map((entry) => entry.change)));
      this.#settle(batch);
    } catch (error) {
      let failure: unknown = null;
      for (const entry of batch) {
        try {
          if (batch.length === 1) throw error;
          await store.write(entry.change);
          this.#settle([entry]);
        } catch (reason) {
          if (reason instanceof StoreError && HOPELESS.has(reason.code)) this.#refuse(entry, reason);
          else failure = reason;
        }
      }
      if (failure) throw failure;
    }
  }

  /** Trying again can't help: the whole change goes into the log, from where a person can bring it back. */
  #refuse(entry: Waiting, reason: StoreError): void {
    this.refused++;
    this.#logger.error(
      { change: { ...entry.change, recordings: undefined } },
      `a change was refused for good: ${reason.message}`,
    );
    this.#settle([entry]);
  }

  #settle(written: Waiting[]): void {
    this.#waiting = this.#waiting.filter((entry) => !written.includes(entry));
    for (const entry of written) entry.done();
  }

  #setStatus(status: JournalStatus): void {
    if (status.failing === this.status.failing && status.reason === this.status.reason) return;
    this.status = status;
    if (status.failing)
      this.#logger.error(`${status.reason}; what happens now is kept in memory and tried again every second`);
    else this.#logger.info('the database is written again');
    this.#onStatus(status);
  }
}

function merge(changes: Change[]): Change {
  return {
    sets: changes.flatMap((change) => change.sets ?? []),
    reps: changes.flatMap((change) => change.reps ?? []),
    recordings: changes.flatMap((change) => change.recordings ?? []),
    sessions: changes.flatMap((change) => change.sessions ?? []),
    ranges: changes.flatMap((change) => change.ranges ?? []),
    corrections: changes.flatMap((change) => change.corrections ?? []),
    outbox: changes.flatMap((change) => change.outbox ?? []),
  };
}
