import type { Migration } from '../migrate.ts';

/** Programmes with weeks, templates of them, groups of members, and lists that members came from. */
export const plans: Migration = {
  version: 13,
  name: 'plans, groups and imports',
  sql: `
    -- null: every week is the same
    ALTER TABLE programmes ADD COLUMN course_json TEXT;

    CREATE TABLE templates (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      name TEXT NOT NULL,
      weeks INTEGER NOT NULL,
      note TEXT NOT NULL,
      exercises_json TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE groups (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      name TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE group_members (
      group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
      member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
      PRIMARY KEY (group_id, member_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX group_members_by_member ON group_members (member_id);

    CREATE TABLE imports (
      id TEXT PRIMARY KEY,
      at TEXT NOT NULL,
      actor_id TEXT,
      added INTEGER NOT NULL,
      undone_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE imported_members (
      member_id TEXT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
      import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX imported_members_by_import ON imported_members (import_id);
  `,
};
