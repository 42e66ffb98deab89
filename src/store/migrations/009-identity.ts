import type { Migration } from '../migrate.ts';

/** Which station the data belongs to, and which key its cards were hashed with: database, key file and identity file must agree. */
export const identity: Migration = {
  version: 9,
  name: 'identity',
  sql: `
    CREATE TABLE identity (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      controller_id TEXT NOT NULL,
      -- keyed hash by the key of the cards; null while there is no key
      card_key_check TEXT
    ) STRICT;
  `,
};
