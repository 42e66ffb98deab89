/** The real tables behind the calls that the write queue makes, with faults in front of them. */
import type { Change, OutboxItem, Store } from '../../src/store/index.ts';
import { StoreError } from '../../src/store/index.ts';
import type { Repository } from '../../src/store/repository.ts';
import { toStoreError } from '../../src/store/store-error.ts';

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
