import { Database } from './database.ts';

/** Readers that last as long as the process. */
const readers: Database[] = [];

/**
 * SQLite folds the write-ahead log into the file when its last reader or writer closes, and libsql has no way to forbid it: on a slow
 * disk that takes seconds, in which nothing is made any safer. A reader that ends with the process is never the last one to close; the
 * next start folds the log.
 */
export function leaveLog(file: string): void {
  try {
    const db = new Database(file);
    db.exec('BEGIN');
    db.get('SELECT 1 FROM sqlite_schema');
    readers.push(db);
  } catch {
    // then the log is folded now
  }
}
