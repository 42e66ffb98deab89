import type { Migration } from '../migrate.ts';

/** When a member said what they agree to (null: not yet, they are asked), and whether their history may follow them to other gyms. */
export const consents: Migration = {
  version: 11,
  name: 'consents',
  sql: `
    ALTER TABLE members ADD COLUMN across_gyms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE members ADD COLUMN consents_at TEXT;
  `,
};
