/**
 * Everything worth keeping goes through here into the database, in the order in which it came (`write-order.ts`). When the database
 * is slow, full or unavailable, changes wait in memory, and their outbox rows are offered to MQTT from there (`waiting-outbox.ts`).
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Logger } from 'pino';
import { Backoff } from '../../common/backoff.ts';
import { messageOf } from '../../common/message-of.ts';
import { type OutboxItem, type Store, StoreError, type StoreErrorCode, type StoreStats } from '../../store/index.ts';
import { type NewChange, sizeOf } from './new-change.ts';
import { WaitingOutbox } from './waiting-outbox.ts';
import { changeOf, type Entry, type Fill, type Limits, WriteOrder } from './write-order.ts';

const compress = promisify(gzip);

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
/** A day of a busy gym of eight bays, its recordings among it: on a Pi of 1 GB there is room for it. */
const LIMITS: Limits = { entries: 20_000, bytes: 64 * 1024 * 1024 };
/** Beyond it who delivers has to wait: each of them is read again every time. */
const MAX_UNDELETED = 1000;
/** Trying again can't help: a value that can't be stored, a correction of what is not there or can't be corrected. */
const HOPELESS: ReadonlySet<StoreErrorCode> = new Set(['invalid', 'not-found', 'conflict']);

export interface WriteQueueStatus {
  failing: boolean;
  /** What is wrong and what to do; empty when nothing is. */
  reason: string;
  fill: Fill;
}

export interface WriteQueueOptions {
  open: () => Promise<Store>;
  logger: Logger;
  onStatus: (status: WriteQueueStatus) => void;
  limits?: Limits;
  /** Runs `work` later, unless the returned function is called before. */
  after?: (delayMs: number, work: () => void) => () => void;
  random?: () => number;
}

export class WriteQueue {
  readonly #options: Required<WriteQueueOptions>;
  readonly #order: WriteOrder;
  readonly #outbox = new WaitingOutbox();
  readonly #backoff: Backoff;
  #store: Store | null = null;
  #busy: Promise<void> | null = null;
  #cancelRetry: (() => void) | null = null;
  /** One recording is compressed after the other: together they would take the memory that they are to save. */
  #packing: Promise<void> = Promise.resolve();
  #idleWaiters: (() => void)[] = [];
  /** Before it the database is not opened, and not looked at: another station may have it. */
  #isStarted = false;
  #isClosed = false;
  readonly #giveUp = new AbortController();
  /** Null while the database can be written. */
  #fault: string | null = null;
  status: WriteQueueStatus = { failing: false, reason: '', fill: 'room' };
  failures = 0;
  /** Changes that the database will never take; each is in the log. */
  refused = 0;

  constructor(options: WriteQueueOptions) {
    this.#options = { limits: LIMITS, after, random: Math.random, ...options };
    this.#order = new WriteOrder(this.#options.limits);
    const { random } = this.#options;
    this.#backoff = new Backoff({ firstMs: FIRST_RETRY_MS, longestMs: LONGEST_RETRY_MS, random });
  }

  get waiting(): number {
    return this.#order.waiting;
  }

  get waitingBytes(): number {
    return this.#order.bytes;
  }

  /** What was lost because too much waited. */
  get dropped(): { changes: number; recordings: number } {
    return { changes: this.#order.dropped, recordings: this.#order.recordingsDropped };
  }

  /** Messages that are delivered, whose rows the database has not deleted yet. */
  get undeleted(): number {
    return this.#outbox.undeleted.size;
  }

  /** The database, or an error that says why it isn't there. */
  get store(): Store {
    if (this.#store) return this.#store;
    throw new StoreError('unavailable', this.status.reason || 'the database is not open yet');
  }

  /** A write, or an attempt to open the database, is in progress. */
  get isWriting(): boolean {
    return this.#busy !== null;
  }

  /** Null while the database isn't open. */
  get storeStats(): StoreStats | null {
    return this.#store?.stats() ?? null;
  }

  /** Opens the database; when it can't, goes on trying in the background and changes wait in memory. */
  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#work();
  }

  /** Resolves once the change is durable, or refused or lost for good (both are counted and in the log). Never rejects. */
  append(change: NewChange): Promise<void> {
    if (!this.#order.makeRoom(sizeOf(change))) {
      this.#logLost(change, 'a change is lost: the database takes none, and the memory for those that wait is full');
      this.#report();
      return Promise.resolve();
    }
    return new Promise((done) => {
      const entry = this.#order.add(change, this.#outbox.add(change.outbox ?? []), done);
      if (change.recordings?.length) this.#packing = this.#packing.then(() => this.#pack(entry, change.recordings!));
      if (!this.#cancelRetry) void this.#work();
      this.#report();
    });
  }

  /** Tries at once and waits until nothing waits, at most `timeoutMs`. @returns how many changes are still not written. */
  async flush(timeoutMs: number): Promise<number> {
    if (this.waiting > 0 && this.#isStarted) {
      void this.#work();
      await new Promise<void>((resolve) => {
        const cancel = this.#options.after(timeoutMs, resolve);
        this.#idleWaiters.push(() => {
          cancel();
          resolve();
        });
      });
    }
    return this.waiting;
  }

  /** Waits no longer for a database that is not open yet: what waits is not kept. */
  giveUpOpening(): void {
    if (!this.#store) this.#giveUp.abort();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.giveUpOpening();
    this.#cancelRetry?.();
    await this.#busy;
    await this.#store?.close();
  }

  /** Outbox rows still to be sent: those of the database behind `afterSeq`, and after them those in memory while the database fails. */
  async pending(bay: string, limit: number, afterSeq = 0): Promise<OutboxItem[]> {
    const { moves } = this.#outbox;
    const stored = await this.#stored(bay, limit, afterSeq);
    // Rows that moved during the read are in neither: the next read, triggered by the end of that write, has them.
    if (this.#fault === null || moves !== this.#outbox.moves) return stored;
    return [...stored, ...this.#outbox.loose(bay, limit - stored.length)];
  }

  /** Rows that reached the broker: taken out of the database, or out of the changes that still wait. */
  async delivered(seqs: readonly number[]): Promise<void> {
    this.#outbox.delivered(seqs);
    await this.#deleteDelivered();
  }

  async #stored(bay: string, limit: number, afterSeq: number): Promise<OutboxItem[]> {
    // Never opened in this run: rows left by an earlier run don't block it.
    if (!this.#store) return [];
    try {
      const rows = await this.#store.outbox.pending(bay, limit + this.#outbox.undeleted.size, afterSeq);
      return this.#outbox.read(bay, rows, limit, afterSeq);
    } catch (error) {
      if (this.#fault !== null && this.#outbox.isNothingStored(bay, afterSeq)) return [];
      throw error;
    }
  }

  /** What can't be deleted now is after the next write. @throws the failure once there are too many */
  async #deleteDelivered(): Promise<void> {
    const seqs = [...this.#outbox.undeleted];
    if (seqs.length === 0) return;
    try {
      await this.store.outbox.delivered(seqs);
      this.#outbox.deleted(seqs);
    } catch (error) {
      if (seqs.length > MAX_UNDELETED) throw error;
    }
  }

  async #pack(entry: Entry, recordings: NonNullable<NewChange['recordings']>): Promise<void> {
    try {
      const packed = [];
      for (const { setId, csv } of recordings) packed.push({ setId, csvGzip: await compress(csv) });
      this.#order.packed(entry, packed);
    } catch (error) {
      this.#options.logger.error(`a recording is lost: it can't be compressed: ${messageOf(error)}`);
      this.#order.packed(entry, null);
    }
    if (!this.#cancelRetry) void this.#work();
  }

  #work(): Promise<void> {
    if (!this.#isStarted) return Promise.resolve();
    this.#busy ??= this.#drain().finally(() => {
      this.#busy = null;
      // What came after the last look.
      if (this.#order.hasNext && !this.#cancelRetry && !this.#isClosed) void this.#work();
      if (this.waiting === 0) for (const resolve of this.#idleWaiters.splice(0)) resolve();
    });
    return this.#busy;
  }

  /** Writes until nothing is left that can be written, or the database fails. */
  async #drain(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    try {
      this.#store ??= await this.#open();
      for (let batch = this.#order.next(); batch.length > 0 && !this.#isClosed; batch = this.#order.next())
        await this.#write(this.#store, batch);
      if (this.waiting === 0) this.#recovered();
    } catch (error) {
      this.#order.failed();
      this.failures++;
      if (!this.#giveUp.signal.aborted) this.#fault = `the database can't be written: ${messageOf(error)}`;
      else this.#fault ??= 'the database was not open yet when the station ended';
      if (!this.#isClosed) this.#cancelRetry = this.#options.after(this.#backoff.next(), () => void this.#work());
    }
    this.#report();
  }

  /** One that comes after all, when the station ends, is closed again. */
  async #open(): Promise<Store> {
    const { signal } = this.#giveUp;
    signal.throwIfAborted();
    const opening = this.#options.open();
    let giveUp = () => {};
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = () => {
        void opening.then((store) => store.close()).catch(() => undefined);
        reject(signal.reason);
      };
    });
    signal.addEventListener('abort', giveUp);
    try {
      return await Promise.race([opening, givenUp]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  async #write(store: Store, batch: readonly Entry[]): Promise<void> {
    try {
      await store.write(...batch.map(changeOf));
    } catch (error) {
      // What isn't the store's own error is one of ours: the change is no data (a function in it, say).
      const isHopeless = !(error instanceof StoreError) || HOPELESS.has(error.code);
      if (!isHopeless) throw error;
      const refused = this.#order.refused();
      if (refused) this.#refuse(refused, error as Error);
      return;
    }
    for (const { rows, change, done } of this.#order.written()) {
      this.#outbox.remove(rows, true);
      if (change.corrections?.length) this.#outbox.forgetStored();
      done();
    }
    this.#recovered();
    void this.#deleteDelivered().catch(() => {}); // the next delivery reports it
  }

  /** Trying again can't help. */
  #refuse(entry: Entry, reason: Error): void {
    this.refused++;
    this.#outbox.remove(entry.rows, false);
    this.#logLost(changeOf(entry), `a change was refused for good: ${reason.message}`, reason);
    entry.done();
  }

  /** The whole change goes into the log, but for its raw samples: from there a person can bring it back. */
  #logLost(change: object, text: string, err?: Error): void {
    this.#options.logger.error({ change: { ...change, recordings: undefined }, err }, text);
  }

  #recovered(): void {
    this.#backoff.reset();
    this.#fault = null;
    this.#report();
  }

  #report(): void {
    const { fill } = this.#order;
    const reason = [this.#fault, FILLED[fill]].filter((text) => text).join('; ');
    const before = this.status;
    if (before.reason === reason) return;
    const { logger, onStatus } = this.#options;
    this.status = { failing: this.#fault !== null, reason, fill };
    if (reason === '') logger.info('the database is written again');
    else logger.error(`${reason}; what happens now is kept in memory and tried again`);
    onStatus(this.status);
  }
}

const FILLED: Record<Fill, string> = {
  room: '',
  half: 'the memory for what waits is half full',
  full: 'the memory for what waits is full: raw samples are given up first, then what comes now is lost',
};

function after(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs);
  return () => clearTimeout(timer);
}
