import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

export interface Migration {
  /** 1, 2, 3, … without a gap */
  version: number;
  name: string;
  sql: string;
}

/** Marks a SQLite file as ours (`PRAGMA application_id`, ASCII "LOCK"), so that another program's database never gets our tables. */
export const APPLICATION_ID = 0x4c4f434b;

/**
 * Brings a database to the newest schema, each migration in its own transaction together with its `user_version`: whatever
 * interrupts it, the next start goes on where it stopped.
 * @returns the versions that were applied
 * @throws StoreError `newer-schema`, `not-ours`; the error of SQLite when a migration fails
 */
export function migrate(db: Database, migrations: readonly Migration[], file: string): number[] {
  const newest = migrations.length;
  const version = db.number('PRAGMA user_version');
  const applicationId = db.number('PRAGMA application_id');
  const isEmpty = db.number('SELECT count(*) FROM sqlite_schema') === 0;
  if (applicationId !== APPLICATION_ID && !isEmpty)
    throw new StoreError('not-ours', `${file} is a database of another program. Set \`dataDir\` to another folder.`);
  if (version > newest)
    throw new StoreError(
      'newer-schema',
      `${file} was written by a newer Lockout (schema ${version}, this one knows ${newest}). Install that version again, or set \`dataDir\` to another folder.`,
    );
  const due = migrations.slice(version);
  for (const migration of due)
    db.transaction(() => {
      db.exec(migration.sql);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.exec(`PRAGMA user_version = ${migration.version}`);
    });
  return due.map((migration) => migration.version);
}
