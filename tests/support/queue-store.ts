/** The real tables behind the calls that the write queue makes, with faults in front of them. */
import { pino } from 'pino';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import { WriteQueue, type WriteQueueOptions, type WriteQueueStatus } from '../../src/app/storage/write-queue.ts';
import type { Change, OutboxItem, Store } from '../../src/store/index.ts';
import { StoreError } from '../../src/store/index.ts';
import type { Repository } from '../../src/store/repository.ts';
import { toStoreError } from '../../src/store/store-error.ts';
import { openRepository } from '../integration/store-members-samples.ts';

/** `full`: nothing is written. `lost`: written, but the answer never comes. */
export type Fault = 'full' | 'lost' | null;

const FULL = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

export class FaultyStore {
  readonly #repository: Repository;
  /** What becomes of the next write. */
  nextFault: (changes: readonly Change[]) => Fault = () => null;
  failsToRead = () => false;
  failsToDelete = () => false;
  /** How many changes each transaction was to hold. */
  readonly tries: number[] = [];
  /** Answers of reads wait for it. */
  readsAnswer: Promise<unknown> = Promise.resolve();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  get asStore(): Store {
    return this as unknown as Store;
  }

  async write(...changes: readonly Change[]): Promise<void> {
    this.tries.push(changes.length);
    const fault = this.nextFault(changes);
    if (fault === 'full') throw toStoreError(FULL, 'a.db');
    try {
      this.#repository.write(...changes);
    } catch (error) {
      throw toStoreError(error, 'a.db');
    }
    if (fault === 'lost') throw new StoreError('unavailable', 'The database thread ended before it answered.');
  }

  readonly outbox = {
    pending: async (bay: string, limit: number, afterSeq = 0): Promise<OutboxItem[]> => {
      if (this.failsToRead()) throw new StoreError('disk-error', 'The disk failed while reading.');
      const rows = this.#repository.pending(bay, limit, afterSeq);
      await this.readsAnswer;
      return rows;
    },
    delivered: async (seqs: number[]): Promise<void> => {
      if (this.failsToDelete()) throw toStoreError(FULL, 'a.db');
      this.#repository.delivered(seqs);
    },
  };

  stats = () => ({});
  close = async () => this.#repository.close();
}

export const alert = (id: string, bay = 'bay-1'): NewChange => ({
  outbox: [{ bay, topic: 'alert', id, payload: { id } }],
});
export const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** A queue whose retries come when the test says so. */
export function queueOn(options: Partial<WriteQueueOptions> = {}) {
  const repository = openRepository();
  const store = new FaultyStore(repository);
  const statuses: WriteQueueStatus[] = [];
  const timers: { delayMs: number; work: () => void }[] = [];
  const queue = new WriteQueue({
    open: async () => store.asStore,
    logger: pino({ level: 'silent' }),
    onStatus: (status) => statuses.push(status),
    random: () => 1,
    after: (delayMs, work) => {
      const timer = { delayMs, work };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    ...options,
  });
  void queue.start();
  /** The delay of the next retry is over. */
  const elapse = async (): Promise<number> => {
    const timer = timers.shift()!;
    timer.work();
    await queue.start();
    return timer.delayMs;
  };
  return { queue, store, repository, statuses, timers, elapse };
}
