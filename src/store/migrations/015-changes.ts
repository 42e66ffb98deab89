import type { Migration } from '../migrate.ts';

/**
 * What a hub has yet to be sent: one row a thing, however often it changed; only a station with a hub fills it (`changes.ts`).
 * `epoch` is the identity of this very file: a restored backup gets another one.
 */
export const changes: Migration = {
  version: 15,
  name: 'changes for a hub',
  sql: `
    ALTER TABLE identity ADD COLUMN epoch TEXT;
    CREATE TABLE changes (
      -- rises with every change, and is never used twice
      seq INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      -- when it changed last, on the monotonic axis of one run of the computer
      boot_id TEXT NOT NULL,
      mono_ms REAL NOT NULL,
      -- both clocks when the times of the thing were written down; empty and 0: not known
      stamp_boot_id TEXT NOT NULL,
      stamp_mono_ms REAL NOT NULL,
      stamp_wall_ms REAL NOT NULL,
      -- of a thing that is gone: the revision of its deletion, where it was, when it went
      gone_revision INTEGER,
      gone_bay TEXT,
      gone_at TEXT,
      -- 1: the hub has it. Kept of what is gone, for a hub that is restored from a backup
      is_sent INTEGER NOT NULL,
      -- why the hub does not take it; null: it was not refused
      refused TEXT,
      UNIQUE (kind, id)
    ) STRICT;
    CREATE INDEX changes_waiting ON changes (seq) WHERE is_sent = 0 AND refused IS NULL;
    CREATE INDEX changes_fresh ON changes (boot_id, mono_ms) WHERE is_sent = 0 AND refused IS NULL;
    CREATE TABLE changes_state (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      last_seq INTEGER NOT NULL,
      -- the latest request of the hub to send everything again that was done
      resent_mark TEXT
    ) STRICT;
    INSERT INTO changes_state (only_one, last_seq) VALUES (1, 0);
  `,
};
