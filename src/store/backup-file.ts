/** What a backup is made of. Synchronous: it runs in a process of its own. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isoNow, systemClock } from '../common/clock.ts';
import { contentsOf } from './backup-check.ts';
import type { BackupInfo, DataFiles } from './backup-types.ts';
import { readCardKey } from './card-key.ts';
import { Database } from './database.ts';
import { BACKUP_TABLE, schemaFaults } from './schema.ts';
import { refusal, StoreError } from './store-error.ts';
import { syncPath } from './sync-path.ts';

const BUSY_TIMEOUT_MS = 5000;
const SECRET_MODE = 0o600;

/** @throws StoreError; there is no file then */
export function makeBackup({ file, keyFile }: DataFiles, target: string, lockoutVersion: string): BackupInfo {
  if (existsSync(target)) throw refusal('file-exists', { file: target });
  if (!existsSync(file)) throw refusal('no-database', { file });
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    writeFileSync(unfinished, '', { mode: SECRET_MODE });
    const source = new Database(file);
    source.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    // A snapshot: writes during the backup go on and are not in it.
    source.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    source.close();
    const info = complete(unfinished, keyFile, lockoutVersion);
    syncPath(unfinished);
    renameSync(unfinished, target);
    syncPath(dirname(target));
    return info;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Adds when and by what it was made, and the key of the cards; a backup that could not be restored is none. */
function complete(backup: string, keyFile: string, lockoutVersion: string): BackupInfo {
  const db = new Database(backup);
  db.exec(`
    PRAGMA journal_mode = DELETE;
    PRAGMA secure_delete = ON;
    DELETE FROM web_sessions;
    DELETE FROM idempotency_keys;
    ${BACKUP_TABLE};
  `);
  const schemaVersion = db.number('PRAGMA user_version');
  const faults = schemaFaults(db, schemaVersion, true);
  if (faults.length > 0)
    throw new StoreError(
      'invalid',
      `A backup could not be restored, because the database is not as Lockout made it: ${faults.slice(0, 5).join('; ')}. Remove what was added.`,
    );
  const contents = contentsOf(db);
  const key = readCardKey(keyFile);
  if (!key && contents.cards > 0)
    throw new StoreError(
      'mismatch',
      `The key of the cards, ${keyFile}, is missing, and a backup without it is worth no card. Put it back, or run \`npx lockout data adopt\` and enrol every card again.`,
    );
  const madeAt = isoNow(systemClock);
  db.run(
    'INSERT INTO backup (made_at, lockout_version, card_key) VALUES (?, ?, ?)',
    madeAt,
    lockoutVersion,
    key && Buffer.from(`${key.toString('hex')}\n`),
  );
  db.close();
  const bytes = statSync(backup).size;
  return { madeAt, lockoutVersion, schemaVersion, bytes, ...contents, hasCardKey: key !== null };
}
