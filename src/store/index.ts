import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Database } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { StoreClient, type StoreOptions } from './store-client.ts';
import type { Store } from './store-types.ts';

export {
  type Adopted,
  adopt,
  type BackupInfo,
  backUp,
  checkBackup,
  type DataFiles,
  type Prepared,
  restore,
} from './backup.ts';
export { readCardKey } from './card-key.ts';
export { bootId } from './changes.ts';
export type * from './common-types.ts';
export type * from './correction-types.ts';
export { lockFile } from './file-lock.ts';
export { lockFolder } from './folder-lock.ts';
export { addHubCardKeys, hubCardKeysFile, readHubCardKeys } from './hub-card-keys.ts';
export { checkDatabaseIsThere, newControllerId, readControllerId } from './identity.ts';
export type * from './members-types.ts';
export type * from './people-types.ts';
export type * from './plan-types.ts';
export { makeFolderPrivate, openParts } from './private-files.ts';
export { hasUnfinishedRestore } from './restore-swap.ts';
export { setAside } from './set-aside.ts';
export type { StoreOptions } from './store-client.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
export type { Change, OutboxItem, OutboxState, Store, StoreStats } from './store-types.ts';

/** Version of a database, by a connection of its own; null: there is none, or it can't be read. */
export function schemaVersionOf(file: string): number | null {
  if (!existsSync(file)) return null;
  let db: Database | undefined;
  try {
    db = new Database(file);
    return db.number('PRAGMA user_version');
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

/** Version of the database that this program makes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;

/**
 * Opens the database, creating file and folder when missing and bringing an older schema up to date.
 * SQLite runs in a worker thread: a commit on a slow SD card takes tens of milliseconds, and no sample may wait for it.
 * @throws StoreError `no-access`, `not-a-database`, `not-ours`, `newer-schema`, `corrupt`, `disk-full`, `busy`
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const workerFile = createRequire(import.meta.url).resolve('#worker/store');
  const client = new StoreClient(options, workerFile);
  await client.open();
  return client;
}
