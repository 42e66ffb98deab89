import type { Migration } from '../migrate.ts';

/** Members whom a hub knows too: their last state from it, so that a local edit differs from one made there. */
export const replica: Migration = {
  version: 17,
  name: 'replica of a hub',
  sql: `
    CREATE TABLE replica (
      member_id TEXT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
      -- fields and cards as both sides had them last; null: the hub has yet to take the member
      base_json TEXT,
      hub_revision INTEGER NOT NULL,
      -- of a visitor: when they are forgotten here; null: this is a gym of theirs
      visits_until TEXT,
      -- in which run of the feed they came last
      epoch TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX replica_visits ON replica (visits_until) WHERE visits_until IS NOT NULL;
    ALTER TABLE changes_state ADD COLUMN feed_epoch TEXT;
    ALTER TABLE changes_state ADD COLUMN feed_cursor INTEGER NOT NULL DEFAULT 0;
  `,
};
