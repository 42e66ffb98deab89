import { createRequire } from 'node:module';
import type Libsql from 'libsql';
import { once } from '../common/once.ts';
import { StoreError } from './store-error.ts';

export type SqlValue = string | number | null | Uint8Array;
export type Row = Record<string, unknown>;

/** Loaded by who opens a database: the controller's own thread opens none, and it brings a binary. */
const libsql = once(() => createRequire(import.meta.url)('libsql') as typeof Libsql);

/**
 * libsql, kept to the few calls that node:sqlite has too, so that the one can take the other's place.
 * Statements are prepared once each. Synchronous: it belongs into a worker thread.
 */
export class Database {
  readonly #db: Libsql.Database;
  /** The first work of every transaction. */
  onBegin: () => void = () => {};
  /** Whether what follows is noted for a hub. */
  onNoting: (isNoting: boolean) => void = () => {};
  readonly #statements = new Map<string, Libsql.Statement<unknown[]>>();

  /** @throws the error of libsql when the file can't be opened; one that is no database shows only at the first query */
  constructor(file: string) {
    this.#db = new (libsql())(file);
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs one statement; returns how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.#prepare(sql).run(bindable(values)).changes;
  }

  get(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#prepare(sql).get(bindable(values)) as Row | undefined;
  }

  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.#prepare(sql).all(bindable(values)) as Row[];
  }

  /** One row after the other, for tables that don't fit into memory. */
  *each(sql: string): Generator<Row> {
    for (const row of this.#db.prepare(sql).iterate()) yield row as Row;
  }

  /** The first column of the first row as a number: a count or a pragma. */
  number(sql: string, ...values: SqlValue[]): number {
    return Number(Object.values(this.get(sql, ...values) ?? {})[0]);
  }

  /** Everything in `work` or nothing. Takes the write lock at once, so that it can't fail half-way with "busy". */
  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.onBegin();
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has already rolled back; a second ROLLBACK would hide the true error (libsql's own `transaction` does).
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Inside a transaction: what `work` changes is not noted for a hub. */
  unnoted<T>(work: () => T): T {
    this.onNoting(false);
    const result = work();
    // After a fault the transaction is taken back, and this with it.
    this.onNoting(true);
    return result;
  }

  /**
   * Everything in `work` or nothing, but a power cut may take it back with all that was written after it: it waits for no disk.
   * The next transaction that waits carries it to the disk.
   */
  hasty<T>(work: () => T): T {
    this.#db.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.transaction(work);
    } finally {
      this.#db.exec('PRAGMA synchronous = FULL');
    }
  }

  /**
   * The handle itself goes with the thread: libsql keeps it for its statements.
   * @param fold whether to fold the write-ahead log into the file, which takes the disk as long as some commits
   */
  close(fold = true): void {
    this.#statements.clear();
    if (fold) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }

  #prepare(sql: string): Libsql.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

/** libsql 0.5.29 aborts the whole process on a boolean and cuts a string at a NUL: neither may reach it. */
function bindable(values: SqlValue[]): SqlValue[] {
  for (const value of values) {
    const fine =
      value === null ||
      (typeof value === 'string' && !value.includes('\0')) ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      value instanceof Uint8Array;
    // `invalid`, because a retry can't help: it must not block later writes.
    if (!fine) throw new StoreError('invalid', `The value ${String(value)} (${typeof value}) cannot be stored.`);
  }
  return values;
}
