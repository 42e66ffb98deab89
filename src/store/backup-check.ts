/**
 * Whether a backup would run: it is copied, migrated, compared with the schema that this program makes, and opened as the station would.
 * A backup comes from elsewhere, so nothing in it is believed; what libsql can't take ends the process, which is one of its own.
 */
import { isUtf8 } from 'node:buffer';
import { chmodSync, copyFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { messageOf } from '../common/message-of.ts';
import { exampleOf } from '../contracts/common.ts';
import { Rep, SetEvent } from '../contracts/events.ts';
import { settle } from './adopt.ts';
import type { BackupInfo, DataFiles, Prepared } from './backup-types.ts';
import { cardKeyCheck, parseCardKey, readCardKey } from './card-key.ts';
import { Database } from './database.ts';
import { isControllerId, writeControllerId } from './identity.ts';
import { APPLICATION_ID } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { putOutbox } from './outbox.ts';
import { Repository } from './repository.ts';
import { schemaFaults } from './schema.ts';
import { putRep, putSet } from './sets.ts';
import { refusal, StoreError, toStoreError } from './store-error.ts';
import { syncPath } from './sync-path.ts';
import { record } from './tables/audit.ts';

const MAX_SHOWN = 5;
/** A migration may need some more than the backup has. */
const ROOM = 1.1;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const VERSION = /^[\w.+-]{1,64}$/;

/**
 * @param folder gets the database, the key of the cards, and the id of the station, ready to be used
 * @param current those of the station now, for what the backup doesn't have
 * @throws StoreError that says why it would not run
 */
export function prepareBackup(backup: string, folder: string, current: DataFiles): Prepared {
  const bytes = copyBackup(backup, folder);
  const [file, keyFile, idFile] = ['lockout.sqlite', 'card.key', 'controller.id'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { madeAt, lockoutVersion, schemaVersion, key } = checkAsItIs(backup, file);
  openAsTheStation(backup, file);
  const db = new Database(file);
  db.exec('PRAGMA secure_delete = ON');
  const { controller_id, card_key_check } = db.get('SELECT * FROM identity') ?? { controller_id: null };
  if (controller_id !== null && !isControllerId(controller_id))
    throw unusable(backup, ['the id of its station is none']);
  const ownKey = key === null ? null : parseCardKey(key)!;
  if (ownKey && card_key_check && card_key_check !== cardKeyCheck(ownKey, controller_id as string))
    throw unusable(backup, ['its key of the cards is not the one that its cards were stored with']);
  const info = { madeAt, lockoutVersion, schemaVersion, bytes, ...contentsOf(db), hasCardKey: ownKey !== null };
  // Without its key and without proof that ours is the same one, its cards can't be recognized.
  const usedKey = ownKey ?? (card_key_check || info.cards === 0 ? keyOf(current) : null);
  const adopted = settle(db, current, usedKey);
  db.exec('DROP TABLE backup');
  db.close();
  for (const tail of ['-wal', '-shm']) rmSync(`${file}${tail}`, { force: true });
  if (ownKey) writeFileSync(keyFile, key!, { mode: 0o600, flush: true });
  writeControllerId(idFile, adopted.controllerId);
  syncPath(file);
  return { info, ...adopted };
}

function keyOf({ keyFile }: DataFiles): Buffer | null {
  try {
    return readCardKey(keyFile);
  } catch {
    return null;
  }
}

function copyBackup(backup: string, folder: string): number {
  const stat = statSync(backup, { throwIfNoEntry: false });
  if (!stat) throw refusal('backup-gone', { file: backup });
  if (!stat.isFile()) throw notOurs(backup);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < stat.size * ROOM)
    throw new StoreError(
      'disk-full',
      `${folder} has ${Math.round((bavail * bsize) / 1e6)} MB free, and ${Math.ceil((stat.size * ROOM) / 1e6)} MB are needed for a copy of ${backup}. Make room.`,
    );
  const file = join(folder, 'lockout.sqlite');
  copyFileSync(backup, file);
  chmodSync(file, 0o600);
  return stat.size;
}

/** Before anything in it may run. */
function checkAsItIs(backup: string, file: string) {
  const db = new Database(file);
  db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
  const version = db.number('PRAGMA user_version');
  const isOurs = db.number('PRAGMA application_id') === APPLICATION_ID;
  const isUtf8Database = db.get('PRAGMA encoding')?.encoding === 'UTF-8';
  if (!isOurs || !isUtf8Database || db.number(`SELECT count(*) FROM sqlite_schema WHERE name = 'backup'`) === 0)
    throw notOurs(backup);
  if (!(version >= 1)) throw unusable(backup, [`its schema has the version ${version}, which no Lockout ever made`]);
  if (version > MIGRATIONS.length)
    throw new StoreError(
      'newer-schema',
      `${backup} was made by a newer Lockout (schema ${version}, this one knows ${MIGRATIONS.length}). Update Lockout first.`,
    );
  checkSchema(db, backup, version);
  checkPages(db, backup);
  checkTexts(db, backup);
  const rows = db.all('SELECT made_at, lockout_version, CAST(card_key AS BLOB) AS card_key FROM backup LIMIT 2');
  const [row] = rows;
  if (rows.length !== 1 || !ISO_TIME.test(String(row!.made_at)) || !VERSION.test(String(row!.lockout_version)))
    throw unusable(backup, ['it does not say when and by what it was made']);
  const key = row!.card_key === null ? null : Buffer.from(row!.card_key as Uint8Array).toString('latin1');
  if (key !== null && !parseCardKey(key)) throw unusable(backup, ['its key of the cards is no key']);
  db.close();
  return {
    madeAt: row!.made_at as string,
    lockoutVersion: row!.lockout_version as string,
    schemaVersion: version,
    key: key === null ? null : `${key.trim()}\n`,
  };
}

function checkSchema(db: Database, backup: string, version: number): void {
  const faults = schemaFaults(db, version, true);
  if (faults.length > 0) throw unusable(backup, faults);
}

function checkPages(db: Database, backup: string): void {
  const damage = [
    ...db.all(`PRAGMA integrity_check(${MAX_SHOWN})`).map((row) => String(Object.values(row)[0])),
    ...db.all('PRAGMA foreign_key_check').map((row) => `a row of ${row.table} refers to nothing in ${row.parent}`),
  ].filter((text) => text !== 'ok');
  if (damage.length > 0)
    throw new StoreError(
      'corrupt',
      `${backup} is damaged (${damage.slice(0, MAX_SHOWN).join('; ')}). Take another backup.`,
    );
}

const tablesOf = (db: Database) =>
  db
    .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .map(({ name }) => name as string);

/** libsql ends the process at a text that is not UTF-8, and SQLite doesn't look for it; JSON is read wherever a row is. */
function checkTexts(db: Database, backup: string): void {
  for (const table of tablesOf(db)) {
    const columns = db.all(`PRAGMA table_info(${table})`).map(({ name, type }) => ({ name: name as string, type }));
    const texts = columns.filter(({ type }) => type === 'TEXT').map(({ name }) => name);
    if (texts.length === 0) continue;
    const together = `CAST(concat_ws(char(31), ${texts.join(', ')}) AS BLOB)`;
    for (const { text } of db.each(`SELECT ${together} AS text FROM ${table}`)) {
      const bytes = new Uint8Array(text as ArrayBuffer | Uint8Array);
      if (!isUtf8(bytes) || bytes.includes(0)) throw corrupt(backup, `a text in ${table} is not UTF-8`);
    }
    for (const column of texts.filter((name) => name.endsWith('_json')))
      if (db.number(`SELECT count(*) FROM ${table} WHERE NOT json_valid(${column})`) > 0)
        throw corrupt(backup, `a value of ${table}.${column} is not JSON`);
  }
}

class RolledBack extends Error {}

/** Migrates it, reads of each table, and writes as if a set were lifted; what was written is taken back. */
function openAsTheStation(backup: string, file: string): void {
  const repository = new Repository(file);
  const { sets } = repository.listSets({ limit: 1 });
  for (const { id, bay } of [...sets, ...repository.openSets().slice(0, 1)]) {
    repository.getSet(id);
    repository.recording(id);
    repository.calibrations(bay, 1);
    repository.pending(bay, 1);
    repository.lastSet(bay);
  }
  const { members, cards, access, presence, corrections, webhooks } = repository.tables;
  for (const { id } of members.list({ limit: 1 }).items) cards.of(id);
  cards.all();
  access.countAdmins();
  access.tokens();
  presence.open();
  corrections.audit({ limit: 1 });
  webhooks.list();
  repository.close();

  const db = new Database(file);
  checkSchema(db, backup, MIGRATIONS.length);
  for (const table of tablesOf(db)) db.all(`SELECT * FROM ${table} LIMIT 1`);
  try {
    db.transaction(() => {
      const set = { ...exampleOf(SetEvent), id: newId() };
      const rep = { ...exampleOf(Rep), id: newId(), setId: set.id };
      putSet(db, set);
      putRep(db, rep);
      putOutbox(db, { bay: set.bay, topic: 'set', id: set.id, payload: set });
      record(db, { at: set.startedAt, actor: { id: null, role: 'station' }, kind: 'check' });
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack))
      throw unusable(backup, [`nothing can be written into it (${(error as Error).message})`]);
  }
  db.close();
}

export const contentsOf = (db: Database): Pick<BackupInfo, 'sets' | 'reps' | 'members' | 'cards'> => ({
  sets: db.number('SELECT count(*) FROM sets'),
  reps: db.number('SELECT count(*) FROM reps'),
  members: db.number('SELECT count(*) FROM members'),
  cards: db.number('SELECT count(*) FROM cards'),
});

const notOurs = (backup: string) =>
  new StoreError('not-ours', `${backup} is no backup of Lockout. Give it a file that \`lockout backup\` made.`);
const corrupt = (backup: string, what: string) =>
  new StoreError('corrupt', `${backup} is damaged (${what}). Take another backup.`);
/** What SQLite says of a database of ours would be the wrong advice for a file that was offered as a backup. */
export function faultOfBackup(error: unknown, backup: string): StoreError {
  const fault = toStoreError(error, backup);
  if (fault.code === 'not-a-database') return notOurs(backup);
  if (fault.code === 'corrupt' && fault !== error) return corrupt(backup, messageOf(error));
  return fault;
}
const unusable = (backup: string, faults: readonly string[]) =>
  new StoreError(
    'invalid',
    `${backup} would not run: ${faults.slice(0, MAX_SHOWN).join('; ')}. Take another backup; one that \`lockout backup\` made is not like that.`,
  );
