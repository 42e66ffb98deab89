import { WorkerSupervisor } from '../common/worker-supervisor.ts';
import type { Calibration } from '../contracts/calibration.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { IdentityParts } from './identity.ts';
import { leaveLog } from './leave-log.ts';
import type { MembersStore } from './members-types.ts';
import { fromWire, StoreError } from './store-error.ts';
import type { Change, OutboxItem, OutboxLimits, OutboxState, SetListQuery, Store, StoreStats } from './store-types.ts';
import {
  isWriting,
  type Operation,
  type Reply,
  type Request,
  type StoreTask,
  TABLE_CALLS,
  type TableName,
} from './worker-protocol.ts';

export interface StoreOptions {
  /** path of the database file */
  file: string;
  /** left out: a database alone, with nothing beside it that must belong to it */
  identity?: IdentityParts;
  /** false: nothing is put into the outbox; true when left out */
  announces?: boolean;
  /** true: what changes is noted for a hub; false when left out */
  tracksChanges?: boolean;
  logger?: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

interface Call {
  operation: Operation;
  resolve(value: unknown): void;
  reject(error: StoreError): void;
}

/** Far more than eight bays make in a minute: reaching it means that the disk has stopped, and memory must not fill up. */
const MAX_QUEUED = 10_000;
/** A disk that takes longer for a commit takes seconds to fold the log; the next start does it. */
const FOLD_BELOW_MS = 100;

/** The store as seen from the controller's thread: sends requests to the worker and starts it again after a crash. */
export class StoreClient implements Store {
  readonly #options: StoreOptions;
  readonly #supervisor: WorkerSupervisor<Reply>;
  readonly #calls = new Map<number, Call>();
  readonly #stats = { writes: 0, writeErrors: 0, lastCommitMs: 0, maxCommitMs: 0, refused: 0 };
  #lastId = 0;
  #isClosed = false;
  #wasOpen = false;
  /** Of the station whose data it is; null: not known. */
  controllerId: string | null = null;

  constructor(options: StoreOptions, workerFile: string) {
    this.#options = options;
    const { file, logger } = options;
    this.#supervisor = new WorkerSupervisor({
      file: workerFile,
      options: () => ({ workerData: this.#task(), name: 'lockout-store' }),
      onMessage: (reply) => this.#onReply(reply),
      notStarted: (why) => new StoreError('internal', `The database thread could not start: ${why}.`),
      onDown: (why, againMs) => {
        logger?.error(`database thread ended (${why}); starting it again in ${againMs} ms`);
        // Whether the last write was committed is unknown; ids and revisions make it safe to write it again.
        this.#rejectAll(
          new StoreError('unavailable', `The database thread ended (${why}) before it answered. Write it again.`),
        );
      },
      onUpAgain: () => logger?.info(`database ${file} is open again`),
      onRestartFailed: ({ message }, againMs) => logger?.error(`${message} Next try in ${againMs} ms.`),
    });
  }

  /** Starts the worker; rejects with its StoreError when the file can't be opened. */
  open(): Promise<void> {
    return this.#supervisor.start();
  }

  write(...changes: readonly Change[]): Promise<void> {
    return this.#call('write', [...changes]);
  }
  openSets(): Promise<SetEvent[]> {
    return this.#call('openSets', []);
  }
  listSets(query: SetListQuery): Promise<{ sets: SetEvent[]; next: string | null }> {
    return this.#call('listSets', [query]);
  }
  getSet(id: string): Promise<{ set: SetEvent; reps: Rep[] } | null> {
    return this.#call('getSet', [id]);
  }
  async recording(setId: string): Promise<Buffer | null> {
    const bytes = await this.#call<Uint8Array | null>('recording', [setId]);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  saveCalibration(calibration: Calibration): Promise<void> {
    return this.#call('saveCalibration', [calibration]);
  }
  calibrations(bay: string, limit: number): Promise<Calibration[]> {
    return this.#call('calibrations', [bay, limit]);
  }
  readonly outbox = {
    pending: (bay: string, limit: number, afterSeq = 0): Promise<OutboxItem[]> =>
      this.#call('pending', [bay, limit, afterSeq]),
    delivered: (seqs: number[]): Promise<void> => this.#call('delivered', [seqs]),
    newest: (bay: string): Promise<number> => this.#call('newest', [bay]),
    tidy: (limits: OutboxLimits): Promise<OutboxState> => this.#call('tidyOutbox', [limits]),
    lastSet: (bay: string): Promise<SetEvent | null> => this.#call('lastSet', [bay]),
    count: (bay?: string): Promise<number> => this.#call('count', [bay]),
  };

  readonly members = this.#table('members');
  readonly cards = this.#table('cards');
  readonly access = this.#table('access');
  readonly changes = this.#table('changes');
  readonly replica = this.#table('replica');
  readonly cardClaims = this.#table('cardClaims');
  readonly presence = this.#table('presence');
  readonly programmes = this.#table('programmes');
  readonly templates = this.#table('templates');
  readonly groups = this.#table('groups');
  readonly imports = this.#table('imports');
  readonly alerts = this.#table('alerts');
  readonly leaderboard = this.#table('leaderboard');
  readonly ranges = this.#table('ranges');
  readonly corrections = this.#table('corrections');
  readonly cases = this.#table('cases');
  readonly history = this.#table('history');
  readonly webhooks = this.#table('webhooks');
  readonly idempotency = this.#table('idempotency');
  readonly upkeep = this.#table('upkeep');

  timeCommit(): Promise<number> {
    return this.#call('timeCommit', []);
  }
  findDamage(): Promise<string[]> {
    return this.#call('findDamage', []);
  }

  stats(): StoreStats {
    return { ...this.#stats, restarts: this.#supervisor.restarts, queued: this.#calls.size };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    const isSlow = this.#supervisor.worker !== null && this.#stats.lastCommitMs > FOLD_BELOW_MS;
    if (isSlow) leaveLog(this.#options.file);
    const closed = this.#supervisor.worker ? this.#call<void>('close', [!isSlow]) : Promise.resolve();
    this.#isClosed = true;
    const released = this.#supervisor.release();
    if (!released) return;
    const { worker, ended } = released;
    try {
      await Promise.race([closed, ended]);
    } finally {
      await worker.terminate();
      this.#rejectAll(new StoreError('closed', 'The database was closed before it answered.'));
    }
  }

  /** A database that was open in this run is that of the same station when it is opened again. */
  #expectedIdentity(): IdentityParts | null {
    const { identity = null } = this.#options;
    return identity && this.controllerId !== null ? { ...identity, lastId: this.controllerId } : identity;
  }

  #task(): StoreTask {
    const { file, announces = true, tracksChanges = false } = this.#options;
    return { file, announces, tracksChanges, identity: this.#expectedIdentity(), mustExist: this.#wasOpen };
  }

  #table<T extends TableName>(table: T): MembersStore[T] {
    const calls = Object.keys(TABLE_CALLS[table]).map((name) => [
      name,
      (...args: unknown[]) => this.#call(`${table}.${name}` as Operation, args),
    ]);
    return Object.fromEntries(calls) as MembersStore[T];
  }

  #call<T>(operation: Operation, args: unknown[]): Promise<T> {
    const refusal = this.#refusal();
    if (refusal) {
      this.#stats.refused++;
      return Promise.reject(refusal);
    }
    return new Promise<T>((resolve, reject) => {
      const id = ++this.#lastId;
      this.#calls.set(id, { operation, resolve: resolve as Call['resolve'], reject });
      this.#supervisor.worker!.postMessage({ id, operation, args } satisfies Request);
    });
  }

  #refusal(): StoreError | null {
    if (this.#isClosed) return new StoreError('closed', 'The database is closed.');
    if (!this.#supervisor.worker)
      return new StoreError('unavailable', `The database ${this.#options.file} is being opened again. Try again soon.`);
    if (this.#calls.size >= MAX_QUEUED)
      return new StoreError('overloaded', `${MAX_QUEUED} calls wait for the disk. Check the SD card; try again later.`);
    return null;
  }

  #onReply(reply: Reply): 'up' | StoreError | null {
    if (reply.kind === 'failed') return fromWire(reply.error);
    if (reply.kind !== 'ready') {
      this.#answer(reply);
      return null;
    }
    const { file, logger } = this.#options;
    if (reply.migrated.length) logger?.info(`database ${file}: schema is now ${reply.migrated.at(-1)}`);
    this.#wasOpen = true;
    this.controllerId = reply.controllerId;
    return 'up';
  }

  #answer(reply: Extract<Reply, { id: number }>): void {
    const call = this.#calls.get(reply.id);
    if (!call) return;
    this.#calls.delete(reply.id);
    const isWrite = isWriting(call.operation);
    if (reply.kind === 'error') {
      if (isWrite) this.#stats.writeErrors++;
      call.reject(fromWire(reply.error));
      return;
    }
    if (isWrite) {
      this.#stats.writes++;
      this.#stats.lastCommitMs = reply.durationMs;
      this.#stats.maxCommitMs = Math.max(this.#stats.maxCommitMs, reply.durationMs);
    }
    call.resolve(reply.value);
  }

  #rejectAll(error: StoreError): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) {
      if (isWriting(call.operation)) this.#stats.writeErrors++;
      call.reject(error);
    }
  }
}
