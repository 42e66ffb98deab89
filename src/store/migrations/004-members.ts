import type { Migration } from '../migrate.ts';

/**
 * Members and what belongs to them. `sets.member_id` has no foreign key on purpose: a set must never be refused because its member
 * was deleted while it was lifted; `Repository.write` stores such a set as unclaimed.
 */
export const members: Migration = {
  version: 4,
  name: 'members',
  sql: `
    CREATE TABLE members (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      alias TEXT NOT NULL,
      name TEXT,
      role TEXT NOT NULL CHECK (role IN ('member', 'trainer', 'admin')),
      login TEXT,
      -- in one case of letters: upper and lower case are one log-in
      login_key TEXT UNIQUE,
      secret_hash TEXT,
      height_mm REAL,
      show_alias INTEGER NOT NULL,
      keep_recordings INTEGER NOT NULL,
      share_sets INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      -- alias, and all words to search for, in one case of letters and without accents
      sort_key TEXT NOT NULL,
      search_key TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX members_by_alias ON members (sort_key, id);
    CREATE INDEX members_admins ON members (id) WHERE role = 'admin';

    CREATE TABLE cards (
      id TEXT PRIMARY KEY,
      member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
      hash TEXT NOT NULL UNIQUE,
      last_digits TEXT NOT NULL,
      added_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cards_by_member ON cards (member_id);

    CREATE TABLE tokens (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      scopes_json TEXT NOT NULL,
      bay TEXT,
      secret_hash TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL,
      last_used_at TEXT,
      revoked_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE web_sessions (
      id_hash TEXT PRIMARY KEY,
      member_id TEXT REFERENCES members (id) ON DELETE CASCADE,
      token_id TEXT REFERENCES tokens (id) ON DELETE CASCADE,
      created_at TEXT NOT NULL,
      expires_at TEXT NOT NULL,
      last_used_at TEXT NOT NULL,
      label TEXT NOT NULL,
      CHECK ((member_id IS NULL) <> (token_id IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX web_sessions_by_member ON web_sessions (member_id) WHERE member_id IS NOT NULL;
    CREATE INDEX web_sessions_by_token ON web_sessions (token_id) WHERE token_id IS NOT NULL;

    CREATE TABLE set_up_code (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      code_hash TEXT NOT NULL
    ) STRICT;

    CREATE TABLE bay_sessions (
      id TEXT PRIMARY KEY,
      bay TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('guest', 'member')),
      member_id TEXT REFERENCES members (id) ON DELETE CASCADE,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      end_reason TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bay_sessions_open ON bay_sessions (id) WHERE ended_at IS NULL;
    CREATE INDEX bay_sessions_by_bay ON bay_sessions (bay, started_at);
    CREATE INDEX bay_sessions_by_member ON bay_sessions (member_id) WHERE member_id IS NOT NULL;
    CREATE INDEX bay_sessions_by_end ON bay_sessions (ended_at) WHERE ended_at IS NOT NULL;

    CREATE TABLE programmes (
      member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
      exercise TEXT NOT NULL,
      revision INTEGER NOT NULL,
      sets INTEGER NOT NULL,
      reps_min INTEGER NOT NULL,
      reps_max INTEGER NOT NULL,
      hold_s REAL NOT NULL,
      tempo_json TEXT NOT NULL,
      load_json TEXT NOT NULL,
      rest_s REAL NOT NULL,
      note TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      PRIMARY KEY (member_id, exercise)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE learned_ranges (
      member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
      exercise TEXT NOT NULL,
      top_mm REAL NOT NULL,
      rom_mm REAL NOT NULL,
      sets INTEGER NOT NULL,
      updated_at TEXT NOT NULL,
      PRIMARY KEY (member_id, exercise)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE sets ADD COLUMN deleted_at TEXT;
    CREATE INDEX sets_by_member ON sets (member_id, id) WHERE member_id IS NOT NULL;
    CREATE INDEX sets_of_nobody ON sets (bay, ended_at) WHERE member_id IS NULL;
    CREATE INDEX sets_by_start ON sets (started_at);
    CREATE INDEX sets_deleted ON sets (deleted_at) WHERE deleted_at IS NOT NULL;

    -- A set and its reps as they were before anybody corrected them.
    CREATE TABLE corrected_sets (
      set_id TEXT PRIMARY KEY REFERENCES sets (id) ON DELETE CASCADE,
      original_json TEXT NOT NULL
    ) STRICT;

    -- In the order of saving, not of time: a Raspberry Pi has no clock of its own and may wake up in the past.
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      at TEXT NOT NULL,
      actor_id TEXT,
      actor_role TEXT NOT NULL,
      kind TEXT NOT NULL,
      set_id TEXT REFERENCES sets (id) ON DELETE SET NULL,
      member_id TEXT,
      -- null for what is not the correction of a set
      correction_json TEXT,
      before_json TEXT NOT NULL,
      after_json TEXT NOT NULL,
      undone_at TEXT,
      undoes TEXT REFERENCES audit (id) ON DELETE SET NULL
    ) STRICT;
    CREATE INDEX audit_by_set ON audit (set_id, seq) WHERE set_id IS NOT NULL;
    CREATE INDEX audit_by_member ON audit (member_id, seq) WHERE member_id IS NOT NULL;
    CREATE INDEX audit_by_actor ON audit (actor_id) WHERE actor_id IS NOT NULL;
    CREATE INDEX audit_by_undone ON audit (undoes) WHERE undoes IS NOT NULL;

    -- How busy the bays were, without any person. Triggers count, so that no way of writing a set can forget it; a set that
    -- is deleted from the table stays counted, one that a person takes back (deleted_at) doesn't.
    CREATE TABLE utilisation (
      hour TEXT NOT NULL,
      bay TEXT NOT NULL,
      exercise TEXT NOT NULL,
      sets INTEGER NOT NULL,
      reps INTEGER NOT NULL,
      PRIMARY KEY (hour, bay, exercise)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO utilisation (hour, bay, exercise, sets, reps)
      SELECT substr(ended_at, 1, 13) || ':00:00.000Z', bay, exercise, count(*), sum(counted_reps) FROM sets
      WHERE ended_at IS NOT NULL AND source <> 'replay' GROUP BY 1, 2, 3;
    CREATE TRIGGER utilisation_of_new_set AFTER INSERT ON sets
      WHEN NEW.ended_at IS NOT NULL AND NEW.deleted_at IS NULL AND NEW.source <> 'replay'
    BEGIN
      INSERT INTO utilisation (hour, bay, exercise, sets, reps)
        VALUES (substr(NEW.ended_at, 1, 13) || ':00:00.000Z', NEW.bay, NEW.exercise, 1, NEW.counted_reps)
        ON CONFLICT DO UPDATE SET sets = sets + 1, reps = reps + excluded.reps;
    END;
    CREATE TRIGGER utilisation_before_change AFTER UPDATE ON sets
      WHEN OLD.ended_at IS NOT NULL AND OLD.deleted_at IS NULL AND OLD.source <> 'replay'
    BEGIN
      UPDATE utilisation SET sets = sets - 1, reps = reps - OLD.counted_reps
        WHERE hour = substr(OLD.ended_at, 1, 13) || ':00:00.000Z' AND bay = OLD.bay AND exercise = OLD.exercise;
    END;
    CREATE TRIGGER utilisation_after_change AFTER UPDATE ON sets
      WHEN NEW.ended_at IS NOT NULL AND NEW.deleted_at IS NULL AND NEW.source <> 'replay'
    BEGIN
      INSERT INTO utilisation (hour, bay, exercise, sets, reps)
        VALUES (substr(NEW.ended_at, 1, 13) || ':00:00.000Z', NEW.bay, NEW.exercise, 1, NEW.counted_reps)
        ON CONFLICT DO UPDATE SET sets = sets + 1, reps = reps + excluded.reps;
    END;

    CREATE TABLE webhooks (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      secret TEXT NOT NULL,
      active INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      last_delivered_at TEXT,
      last_error TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE webhook_outbox (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      set_id TEXT NOT NULL,
      body_json TEXT NOT NULL,
      tries INTEGER NOT NULL,
      next_try_at TEXT NOT NULL,
      UNIQUE (webhook_id, set_id)
    ) STRICT;
    CREATE INDEX webhook_outbox_due ON webhook_outbox (webhook_id, next_try_at);

    CREATE TABLE idempotency_keys (
      scope TEXT NOT NULL,
      key TEXT NOT NULL,
      request_hash TEXT NOT NULL,
      at TEXT NOT NULL,
      status INTEGER,
      body TEXT,
      PRIMARY KEY (scope, key)
    ) STRICT;
    CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);
  `,
};
