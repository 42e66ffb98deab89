import type { Migration } from '../migrate.ts';

/** Alerts stay in a list after they are over; webhooks that subscribe to them; members on the leaderboard. */
export const alerts: Migration = {
  version: 14,
  name: 'alerts and leaderboard',
  sql: `
    -- In the order of raising: a Raspberry Pi has no clock of its own.
    CREATE TABLE alerts (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      bay TEXT NOT NULL,
      kind TEXT NOT NULL,
      severity TEXT NOT NULL,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      set_id TEXT,
      params_json TEXT NOT NULL,
      text TEXT NOT NULL,
      seen_at TEXT,
      seen_by TEXT,
      seen_role TEXT,
      mailed_at TEXT
    ) STRICT;
    CREATE INDEX alerts_open ON alerts (id) WHERE ended_at IS NULL;
    CREATE INDEX alerts_unmailed ON alerts (seq) WHERE mailed_at IS NULL;

    ALTER TABLE webhooks ADD COLUMN alerts INTEGER NOT NULL DEFAULT 0;

    -- Who has said themselves that their alias may stand there.
    CREATE TABLE leaderboard_members (
      member_id TEXT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
      since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
