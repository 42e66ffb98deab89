import type { Migration } from '../migrate.ts';

/**
 * Cases: a set whose count was wrong, what was right, and a copy of its recording. A copy, because it stays when the set goes because
 * of its age; it goes with its member, and with their consent.
 */
export const cases: Migration = {
  version: 10,
  name: 'cases',
  sql: `
    CREATE TABLE cases (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      set_id TEXT UNIQUE REFERENCES sets (id) ON DELETE SET NULL,
      member_id TEXT REFERENCES members (id) ON DELETE CASCADE,
      bay TEXT NOT NULL,
      exercise TEXT NOT NULL,
      made_at TEXT NOT NULL,
      version TEXT NOT NULL,
      counted_reps INTEGER NOT NULL,
      right_json TEXT NOT NULL,
      csv_gzip BLOB NOT NULL
    ) STRICT;
    CREATE INDEX cases_by_member ON cases (member_id) WHERE member_id IS NOT NULL;
  `,
};
