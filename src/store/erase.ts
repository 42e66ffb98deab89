/** What was deleted must not stay readable in the files. */
import type { Database } from './database.ts';

/** Where the words of people are, but for notes of sets: that table is too large. Reps and recordings carry ids and numbers alone. */
const TABLES_WITH_WORDS = ['members', 'cards', 'programmes', 'web_sessions', 'idempotency_keys', 'audit', 'replica'];

/**
 * Writes the tables that hold words of people again. `secure_delete` overwrites a row where it lies; but when SQLite spreads rows over
 * other pages, copies of them can stay in the gaps of the old ones (some 3 rows in 1000, measured), where no later deletion finds them.
 * Not inside a transaction.
 */
export function rewriteWords(db: Database): void {
  // Each row comes back as it was: nothing that refers to it may notice.
  db.exec('PRAGMA foreign_keys = OFF');
  try {
    db.transaction(() =>
      db.unnoted(() => {
        for (const table of TABLES_WITH_WORDS) {
          db.exec(`CREATE TEMP TABLE words AS SELECT * FROM main.${table}`);
          db.exec(`DELETE FROM main.${table}`);
          db.exec(`INSERT INTO main.${table} SELECT * FROM temp.words`);
          db.exec('DROP TABLE temp.words');
        }
      }),
    );
  } finally {
    db.exec('PRAGMA foreign_keys = ON');
  }
}

/**
 * Folds the write-ahead log into the file, and cuts it: what was deleted is in it, too.
 * @returns false: the database is being read (a backup); try again
 */
export const cutLog = (db: Database): boolean => db.number('PRAGMA wal_checkpoint(TRUNCATE)') === 0;
