import type { Calibration } from '../contracts/calibration.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { OutboxTopic } from '../contracts/topics.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import {
  calibrationToValues,
  INSERT_CALIBRATION,
  repToValues,
  rowToCalibration,
  rowToRep,
  rowToSet,
  SELECT_CALIBRATIONS,
  SELECT_REPS_OF_SET,
  SELECT_SET,
  setToValues,
  UPSERT_REP,
  UPSERT_SET,
} from './rows.ts';
import { StoreError } from './store-error.ts';
import type { Change, OutboxItem, SetListQuery } from './store-types.ts';

/** How long to wait for another program (a backup, the command line) that holds the database. */
const BUSY_TIMEOUT_MS = 2000;
const MAX_PAGE = 999;

/** Adds a message unless the very same one is waiting: a change written twice is announced once. */
const INSERT_OUTBOX = `INSERT INTO outbox (bay, topic, message_id, payload_json) SELECT ?1, ?2, ?3, ?4
  WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE message_id = ?3 AND bay = ?1 AND topic = ?2 AND payload_json = ?4)`;
const SELECT_OUTBOX = 'SELECT seq, bay, topic, message_id, payload_json FROM outbox';

/** All SQL of the store. Synchronous; lives in the store's worker thread. */
export class Repository {
  readonly #db: Database;
  /** schema versions that opening the file has applied */
  readonly migrated: number[];

  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.#db.exec('PRAGMA journal_mode = WAL');
    // NORMAL syncs at checkpoints only: a power cut takes the latest commits with it, and those are the set just lifted.
    this.#db.exec('PRAGMA synchronous = FULL');
    this.#db.exec('PRAGMA foreign_keys = ON');
    this.migrated = migrate(this.#db, MIGRATIONS, file);
  }

  write(change: Change): void {
    const db = this.#db;
    db.transaction(() => {
      for (const set of change.sets ?? []) db.run(UPSERT_SET, ...setToValues(set));
      for (const rep of change.reps ?? []) db.run(UPSERT_REP, ...repToValues(rep));
      for (const { setId, csvGzip } of change.recordings ?? [])
        db.run('INSERT INTO recordings (set_id, csv_gzip) VALUES (?, ?) ON CONFLICT DO NOTHING', setId, csvGzip);
      for (const { bay, topic, id, payload } of change.outbox ?? [])
        db.run(INSERT_OUTBOX, bay, topic, id, JSON.stringify(payload));
    });
  }

  openSets(): SetEvent[] {
    return this.#db.all(`${SELECT_SET} WHERE ended_at IS NULL ORDER BY id`).map(rowToSet);
  }

  listSets({ bay, limit, before }: SetListQuery): { sets: SetEvent[]; next: string | null } {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
      throw new StoreError('invalid', `The limit must be a whole number from 1 to ${MAX_PAGE}, not ${limit}.`);
    const where = [...(bay === undefined ? [] : ['bay = ?']), ...(before === undefined ? [] : ['id < ?'])];
    const sql = `${SELECT_SET} ${where.length ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ?`;
    const values = [bay, before].filter((value) => value !== undefined);
    // One more than asked for tells whether there is a next page.
    const sets = this.#db.all(sql, ...values, limit + 1).map(rowToSet);
    const page = sets.slice(0, limit);
    return { sets: page, next: sets.length > limit ? page.at(-1)!.id : null };
  }

  getSet(id: string): { set: SetEvent; reps: Rep[] } | null {
    const row = this.#db.get(`${SELECT_SET} WHERE id = ?`, id);
    return row ? { set: rowToSet(row), reps: this.#db.all(SELECT_REPS_OF_SET, id).map(rowToRep) } : null;
  }

  recording(setId: string): Uint8Array | null {
    const row = this.#db.get('SELECT csv_gzip FROM recordings WHERE set_id = ?', setId);
    return row ? new Uint8Array(row.csv_gzip as ArrayBuffer | Uint8Array) : null;
  }

  saveCalibration(calibration: Calibration): void {
    this.#db.run(INSERT_CALIBRATION, ...calibrationToValues(calibration));
  }

  calibrations(bay: string, limit: number): Calibration[] {
    return this.#db.all(SELECT_CALIBRATIONS, bay, limit).map(rowToCalibration);
  }

  pending(bay: string, limit: number, afterSeq = 0): OutboxItem[] {
    return this.#db
      .all(`${SELECT_OUTBOX} WHERE bay = ? AND seq > ? ORDER BY seq LIMIT ?`, bay, afterSeq, limit)
      .map((row) => ({
        seq: row.seq as number,
        bay: row.bay as string,
        topic: row.topic as OutboxTopic,
        id: row.message_id as string,
        payload: row.payload_json as string,
      }));
  }

  delivered(seqs: number[]): void {
    this.#db.transaction(() => {
      for (const seq of seqs) this.#db.run('DELETE FROM outbox WHERE seq = ?', seq);
    });
  }

  count(bay?: string): number {
    return bay === undefined
      ? this.#db.number('SELECT count(*) FROM outbox')
      : this.#db.number('SELECT count(*) FROM outbox WHERE bay = ?', bay);
  }

  /** Milliseconds that one durable commit takes; it changes nothing. */
  timeCommit(): number {
    const startedMs = performance.now();
    this.#db.transaction(() => this.#db.exec(`PRAGMA user_version = ${this.#db.number('PRAGMA user_version')}`));
    return performance.now() - startedMs;
  }

  /** Looks through the whole file. @returns what is damaged, in SQLite's words; empty when all is well. */
  findDamage(): string[] {
    return this.#db
      .all('PRAGMA quick_check(10)')
      .map((row) => String(Object.values(row)[0]))
      .filter((text) => text !== 'ok');
  }

  close(): void {
    this.#db.close();
  }
}
