import type { Migration } from '../migrate.ts';

/** Sets that were lifted after the tap of a card that no one knew here, while the hub could not be asked whose it is. */
export const cardClaims: Migration = {
  version: 18,
  name: 'claims by a card',
  sql: `
    CREATE TABLE card_claims (
      set_id TEXT PRIMARY KEY,
      -- of the card, by every key of the organisation; newest first
      hashes_json TEXT NOT NULL,
      tapped_at TEXT NOT NULL,
      expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER card_claim_gone AFTER DELETE ON sets BEGIN
      DELETE FROM card_claims WHERE set_id = OLD.id;
    END;
  `,
};
