import { Database } from './database.ts';
import { toStoreError } from './store-error.ts';

/**
 * One process at a time: SQLite's own lock on a file of its own, which the operating system lets go when the process ends, however it ends.
 * @param waitMs how long to wait for another process
 * @returns lets it go, calling it again does nothing, and keep it: without a reference the lock may go by itself; null: another process has it
 * @throws StoreError when the file can't be written
 */
export function lockFile(file: string, waitMs = 0): (() => void) | null {
  let db: Database;
  try {
    db = new Database(file);
    db.exec(`PRAGMA busy_timeout = ${waitMs}`);
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    const fault = toStoreError(error, file);
    if (fault.code === 'busy') return null;
    throw fault;
  }
  let isHeld = true;
  return () => {
    if (isHeld) db.exec('ROLLBACK');
    isHeld = false;
  };
}
