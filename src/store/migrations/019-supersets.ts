import type { Migration } from '../migrate.ts';

/** The place of an exercise in a superset, such as A2, of a programme and of the sets that were done by it; and which alerts went to phones. */
export const supersets: Migration = {
  version: 19,
  name: 'supersets and push',
  sql: `
    ALTER TABLE programmes ADD COLUMN superset TEXT;
    ALTER TABLE sets ADD COLUMN superset TEXT;
    ALTER TABLE alerts ADD COLUMN pushed_at TEXT;
    CREATE INDEX alerts_unpushed ON alerts (seq) WHERE pushed_at IS NULL;
  `,
};
