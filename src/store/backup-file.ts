/** What a backup is made of and how it is put back. Synchronous: it runs in a thread of its own. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isoNow, systemClock } from '../common/clock.ts';
import type { BackupInfo, BackupTask, DataFiles, Restored } from './backup-types.ts';
import { Database } from './database.ts';
import { APPLICATION_ID } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { StoreError } from './store-error.ts';

const BUSY_TIMEOUT_MS = 5000;
const SECRET_MODE = 0o600;

export function makeBackup({
  file,
  keyFile,
  target,
  lockoutVersion,
}: Extract<BackupTask, { kind: 'make' }>): BackupInfo {
  if (existsSync(target))
    throw new StoreError('conflict', `${target} exists already. Name another file for the backup.`);
  if (!existsSync(file))
    throw new StoreError('not-found', `There is no database ${file} yet, so there is nothing to back up.`);
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    writeFileSync(unfinished, '', { mode: SECRET_MODE });
    const source = new Database(file);
    source.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    // A snapshot: whoever writes meanwhile goes on, and is not in it.
    source.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    source.close();
    addInfo(unfinished, keyFile, lockoutVersion);
    sync(unfinished);
    renameSync(unfinished, target);
    sync(dirname(target));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return readInfo(new Database(target), target);
}

function addInfo(backup: string, keyFile: string, lockoutVersion: string): void {
  const db = new Database(backup);
  db.exec(`
    PRAGMA journal_mode = DELETE;
    PRAGMA secure_delete = ON;
    DELETE FROM web_sessions;
    DELETE FROM idempotency_keys;
    CREATE TABLE backup (
      made_at TEXT NOT NULL,
      lockout_version TEXT NOT NULL,
      card_key BLOB
    ) STRICT;
  `);
  const key = existsSync(keyFile) ? new Uint8Array(readFileSync(keyFile)) : null;
  db.run(
    'INSERT INTO backup (made_at, lockout_version, card_key) VALUES (?, ?, ?)',
    isoNow(systemClock),
    lockoutVersion,
    key,
  );
  db.close();
}

export function checkBackup(backup: string): BackupInfo {
  if (!existsSync(backup)) throw new StoreError('not-found', `There is no file ${backup}.`);
  const db = new Database(backup);
  const schemaVersion = db.number('PRAGMA user_version');
  const isOurs = db.number('PRAGMA application_id') === APPLICATION_ID;
  if (!isOurs || !db.get("SELECT 1 FROM sqlite_schema WHERE name = 'backup'"))
    throw new StoreError('not-ours', `${backup} is no backup of Lockout. Give it a file that \`lockout backup\` made.`);
  if (schemaVersion > MIGRATIONS.length)
    throw new StoreError(
      'newer-schema',
      `${backup} was made by a newer Lockout (schema ${schemaVersion}, this one knows ${MIGRATIONS.length}). Update Lockout first.`,
    );
  const damage = [
    ...db.all('PRAGMA integrity_check(5)').map((row) => String(Object.values(row)[0])),
    ...db.all('PRAGMA foreign_key_check').map((row) => `a row of ${row.table} refers to nothing in ${row.parent}`),
  ].filter((text) => text !== 'ok');
  if (damage.length > 0)
    throw new StoreError('corrupt', `${backup} is damaged (${damage.slice(0, 5).join('; ')}). Take another backup.`);
  return readInfo(db, backup);
}

function readInfo(db: Database, file: string): BackupInfo {
  const row = db.get('SELECT made_at, lockout_version, card_key IS NOT NULL AS has_key FROM backup')!;
  return {
    madeAt: row.made_at as string,
    lockoutVersion: row.lockout_version as string,
    schemaVersion: db.number('PRAGMA user_version'),
    bytes: statSync(file).size,
    sets: db.number('SELECT count(*) FROM sets'),
    reps: db.number('SELECT count(*) FROM reps'),
    members: db.number('SELECT count(*) FROM members'),
    hasCardKey: row.has_key === 1,
  };
}

export function restoreBackup({ backup, file, keyFile }: Extract<BackupTask, { kind: 'restore' }>): Restored {
  const info = checkBackup(backup);
  const [newFile, newKeyFile] = [`${file}.restoring`, `${keyFile}.restoring`];
  copyFileSync(backup, newFile);
  chmodSync(newFile, SECRET_MODE);
  const db = new Database(newFile);
  db.exec('PRAGMA secure_delete = ON');
  const key = db.get('SELECT card_key FROM backup')!.card_key as ArrayBuffer | Uint8Array | null;
  db.exec('DROP TABLE backup');
  db.close();
  sync(newFile);
  if (key) {
    writeFileSync(newKeyFile, new Uint8Array(key), { mode: SECRET_MODE });
    sync(newKeyFile);
  }
  const keptOld = keepOld({ file, keyFile });
  renameSync(newFile, file);
  if (key) renameSync(newKeyFile, keyFile);
  sync(dirname(file));
  return { info, keptOld };
}

/** The old files get a second name, so that there is a database under the first one at every moment until the new one takes it. */
function keepOld({ file, keyFile }: DataFiles): string[] {
  const stamp = isoNow(systemClock).replaceAll(':', '-');
  const kept: string[] = [];
  for (const old of [file, keyFile]) {
    if (!existsSync(old)) continue;
    secondName(old, `${old}.before-restore-${stamp}`);
    kept.push(`${old}.before-restore-${stamp}`);
  }
  // What an unclean end left in the log belongs to the old file: to the new one it would be poison.
  for (const tail of ['-wal', '-shm']) {
    if (!existsSync(`${file}${tail}`)) continue;
    renameSync(`${file}${tail}`, `${file}.before-restore-${stamp}${tail}`);
    kept.push(`${file}.before-restore-${stamp}${tail}`);
  }
  return kept;
}

/** A copy where the file system has no second names (a USB stick). */
function secondName(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    copyFileSync(file, name);
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
