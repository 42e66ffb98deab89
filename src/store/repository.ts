import { statSync } from 'node:fs';
import { systemClock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import type { Calibration } from '../contracts/calibration.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import { trackChanges } from './changes.ts';
import { Database, type Row } from './database.ts';
import { cutLog, rewriteWords } from './erase.ts';
import { checkIdentity, type IdentityParts, keepIdentity } from './identity.ts';
import { APPLICATION_ID, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { ANNOUNCE_NOTHING, newestOf, pendingOf, putOutbox, tidyOutbox } from './outbox.ts';
import {
  calibrationToValues,
  INSERT_CALIBRATION,
  rowToCalibration,
  rowToSet,
  SELECT_CALIBRATIONS,
  SELECT_SET,
} from './rows.ts';
import { findSet, putRecording, putRep, putSet, repsOf } from './sets.ts';
import { isCorrupt, StoreError } from './store-error.ts';
import type { Change, OutboxItem, OutboxLimits, OutboxState, SetListQuery } from './store-types.ts';
import { putAlert } from './tables/alerts.ts';
import { putCardClaim } from './tables/card-claims.ts';
import { correctSet } from './tables/corrections.ts';
import { openTables } from './tables/index.ts';
import { putSession } from './tables/presence.ts';
import { putRange } from './tables/programmes.ts';
import { checkLimit } from './tables/rows.ts';
import type { Tables } from './tables/sync.ts';
import { queueAlertForWebhooks, queueForWebhooks, sharesSets } from './tables/webhooks.ts';
import { tableWithBadText } from './texts.ts';

/** How long to wait for another program (a backup, the command line) that holds the database. */
const BUSY_TIMEOUT_MS = 2000;
/** At the opening, which is tried again anyhow, and must not hold up the end of the station. */
const OPEN_BUSY_TIMEOUT_MS = 250;
const MAX_PAGE = 999;

/** What a check of SQLite found; empty when all is well. */
const wordsOf = (rows: readonly Row[]): string[] =>
  rows.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok');

/** All SQL of the store. Synchronous; lives in the store's worker thread. */
export class Repository {
  readonly #db: Database;
  /** of the station whose data it is; null: it was not asked */
  readonly controllerId: string | null;
  /** schema versions that opening the file has applied */
  readonly migrated: number[];
  /** what is kept of members */
  readonly tables: Tables;

  /**
   * @param announces false: nothing goes into the outbox, because nothing would take it out
   * @param tracksChanges true: what changes is noted for a hub
   * @param identity what belongs to the database; null: it is opened alone
   * @throws StoreError; and the error of libsql
   */
  constructor(file: string, announces = true, identity: IdentityParts | null = null, tracksChanges = false) {
    const wasClosed = !statSync(`${file}-wal`, { throwIfNoEntry: false })?.size;
    this.#db = new Database(file);
    this.#db.exec(`PRAGMA busy_timeout = ${OPEN_BUSY_TIMEOUT_MS}`);
    this.#checkTexts(file, wasClosed);
    const agreed = identity && checkIdentity(this.#db, file, identity);
    this.#db.exec('PRAGMA journal_mode = WAL');
    // NORMAL syncs at checkpoints only: a power cut takes the latest commits with it, and those are the set just lifted.
    this.#db.exec('PRAGMA synchronous = FULL');
    this.#db.exec('PRAGMA foreign_keys = ON');
    // What is deleted is overwritten, and not just forgotten.
    this.#db.exec('PRAGMA secure_delete = ON');
    this.migrated = migrate(this.#db, MIGRATIONS, file);
    if (identity && agreed) keepIdentity(this.#db, identity, agreed);
    this.controllerId = agreed?.id ?? null;
    this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    if (!announces) this.#db.exec(ANNOUNCE_NOTHING);
    if (tracksChanges) trackChanges(this.#db);
    this.tables = openTables(this.#db);
    this.#leaveMark();
  }

  write(...changes: readonly Change[]): void {
    this.#db.transaction(() => {
      for (const change of changes) this.#put(change);
    });
  }

  openSets(): SetEvent[] {
    return this.#db.all(`${SELECT_SET} WHERE ended_at IS NULL ORDER BY id`).map(rowToSet);
  }

  listSets({ bay, limit, before }: SetListQuery): { sets: SetEvent[]; next: string | null } {
    checkLimit(limit, MAX_PAGE);
    const where = [
      'deleted_at IS NULL',
      ...(bay === undefined ? [] : ['bay = ?']),
      ...(before === undefined ? [] : ['id < ?']),
    ];
    const sql = `${SELECT_SET} WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ?`;
    const values = [bay, before].filter((value) => value !== undefined);
    // One extra row shows whether there is a next page.
    const sets = this.#db.all(sql, ...values, limit + 1).map(rowToSet);
    const page = sets.slice(0, limit);
    return { sets: page, next: sets.length > limit ? page.at(-1)!.id : null };
  }

  getSet(id: string): { set: SetEvent; reps: Rep[] } | null {
    const found = findSet(this.#db, id);
    return found?.set.deletedAt === undefined ? found : null;
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
    return pendingOf(this.#db, bay, limit, afterSeq);
  }

  newest(bay: string): number {
    return newestOf(this.#db, bay);
  }

  tidyOutbox(limits: OutboxLimits): OutboxState {
    return this.#db.transaction(() => tidyOutbox(this.#db, limits));
  }

  lastSet(bay: string): SetEvent | null {
    const row = this.#db.get(
      `${SELECT_SET} WHERE bay = ? AND ended_at IS NOT NULL AND deleted_at IS NULL ORDER BY id DESC LIMIT 1`,
      bay,
    );
    if (!row) return null;
    const set = rowToSet(row);
    return sharesSets(this.#db, set.memberId) ? set : { ...set, memberId: null, sessionId: null };
  }

  /** Taken back by a power cut, they are published once more. */
  delivered(seqs: number[]): void {
    this.#db.hasty(() => {
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
    const startedMs = systemClock.monoMs();
    this.#db.transaction(() => this.#db.exec(`PRAGMA user_version = ${this.#db.number('PRAGMA user_version')}`));
    return systemClock.monoMs() - startedMs;
  }

  /** Looks through the whole file. @returns what is damaged, in SQLite's words; empty when all is well. */
  findDamage(): string[] {
    try {
      const table = tableWithBadText(this.#db, 'all');
      const texts = table === null ? [] : [`a text in ${table} is not UTF-8`];
      return [...texts, ...wordsOf(this.#db.all('PRAGMA quick_check(10)'))];
    } catch (error) {
      // SQLite gives up at some faults instead of listing them.
      if (isCorrupt(error)) return [messageOf(error)];
      throw error;
    }
  }

  /** After a member was deleted. */
  rewriteWords(): void {
    rewriteWords(this.#db);
  }

  /** @returns false: what was deleted is still in the log; try again */
  cutLog(): boolean {
    return cutLog(this.#db);
  }

  close(fold = true): void {
    this.#db.close(fold);
  }

  /** One that was not closed may have ended at such a text, or by a power cut: then it is looked through as a whole. */
  #checkTexts(file: string, wasClosed: boolean): void {
    // What is new or not ours is judged by its schema.
    if (this.#db.number('PRAGMA application_id') !== APPLICATION_ID) return;
    const table = tableWithBadText(this.#db, wasClosed ? 'newest' : 'all');
    if (table !== null)
      throw new StoreError(
        'corrupt',
        `The database ${file} is damaged: a text in ${table} is not UTF-8. Stop the station and restore a backup (npx lockout restore FILE).`,
      );
    if (!wasClosed) this.#mendIndexes();
  }

  /** A text that is right in its table may be wrong in an index, which is rebuilt from there. */
  #mendIndexes(): void {
    try {
      const faults = wordsOf(this.#db.all('PRAGMA integrity_check'));
      if (faults.some((fault) => fault.includes('index'))) this.#db.exec('REINDEX');
    } catch (error) {
      // Damaged pages are reported by what reads them, and by the doctor.
      if (!isCorrupt(error)) throw error;
    }
  }

  /** Something is in the log from now on until the database is closed. */
  #leaveMark(): void {
    try {
      this.#db.hasty(() => this.#db.exec(`PRAGMA user_version = ${this.#db.number('PRAGMA user_version')}`));
    } catch {
      // a full disk: the first write reports the fault
    }
  }

  #put(change: Change): void {
    const db = this.#db;
    for (const session of change.sessions ?? []) putSession(db, session);
    const sets = (change.sets ?? []).filter((set) => putSet(db, set));
    for (const rep of change.reps ?? []) putRep(db, rep);
    for (const { setId, csvGzip } of change.recordings ?? []) putRecording(db, setId, csvGzip);
    for (const { memberId, range } of change.ranges ?? []) putRange(db, memberId, range);
    for (const alert of change.alerts ?? []) {
      putAlert(db, alert);
      queueAlertForWebhooks(db, alert);
    }
    for (const row of change.outbox ?? []) putOutbox(db, row);
    for (const set of sets) if (set.endedAt !== null) queueForWebhooks(db, set, repsOf(db, set.id));
    for (const claim of change.cardClaims ?? []) putCardClaim(db, claim);
    // Last: what a correction announces is what the others have to keep.
    for (const request of change.corrections ?? []) correctSet(db, request);
  }
}
