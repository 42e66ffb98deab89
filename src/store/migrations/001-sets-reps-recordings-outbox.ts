import type { Migration } from '../migrate.ts';

/** Tables of the first release. Units end the names of columns as they end the names in the contracts. */
export const setsRepsRecordingsOutbox: Migration = {
  version: 1,
  name: 'sets, reps, recordings, outbox',
  sql: `
    CREATE TABLE sets (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      site TEXT NOT NULL,
      bay TEXT NOT NULL,
      member_id TEXT,
      source TEXT NOT NULL,
      exercise TEXT NOT NULL,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      end_reason TEXT,
      counted_reps INTEGER NOT NULL,
      partial_reps INTEGER NOT NULL,
      doubtful_reps INTEGER NOT NULL,
      rejected_reps INTEGER NOT NULL,
      load_kg REAL,
      mean_hold_s REAL,
      best_mean_velocity_mps REAL,
      velocity_loss_percent REAL,
      time_under_tension_s REAL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sets_by_bay ON sets (bay, id);
    CREATE INDEX sets_open ON sets (id) WHERE ended_at IS NULL;

    CREATE TABLE reps (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      stage TEXT NOT NULL,
      set_id TEXT NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
      site TEXT NOT NULL,
      bay TEXT NOT NULL,
      member_id TEXT,
      source TEXT NOT NULL,
      exercise TEXT NOT NULL,
      n INTEGER,
      verdict TEXT NOT NULL,
      reasons_json TEXT NOT NULL,
      started_at TEXT NOT NULL,
      lockout_at TEXT,
      ended_at TEXT,
      concentric_s REAL,
      hold_s REAL,
      eccentric_s REAL,
      rom_mm REAL,
      mean_velocity_mps REAL,
      mean_propulsive_velocity_mps REAL,
      peak_velocity_mps REAL,
      flags_json TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reps_by_set ON reps (set_id, started_at);

    CREATE TABLE recordings (
      set_id TEXT PRIMARY KEY REFERENCES sets (id) ON DELETE CASCADE,
      csv_gzip BLOB NOT NULL
    ) STRICT;

    -- AUTOINCREMENT: a number once given is never given again, so a publisher can go on behind the last one it sent.
    CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      bay TEXT NOT NULL,
      topic TEXT NOT NULL,
      message_id TEXT NOT NULL,
      payload_json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_bay ON outbox (bay, seq);
    CREATE INDEX outbox_by_message ON outbox (message_id);
  `,
};
