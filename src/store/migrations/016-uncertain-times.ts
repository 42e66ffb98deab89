import type { Migration } from '../migrate.ts';

const certain = (json: string, at: string) => `json_set(${json}, '${at}.isTimeUncertain', json('false'))`;

/** Sets that were recorded while the clock of the controller was unknown. */
export const uncertainTimes: Migration = {
  version: 16,
  name: 'uncertain times',
  sql: `
    ALTER TABLE sets ADD COLUMN is_time_uncertain_json TEXT NOT NULL DEFAULT 'false';
    CREATE INDEX sets_uncertain ON sets (started_at) WHERE is_time_uncertain_json = 'true';
    UPDATE corrected_sets SET original_json = ${certain('original_json', '$.set')};
    UPDATE outbox SET payload_json = ${certain('payload_json', '$')} WHERE topic = 'set';
    UPDATE webhook_outbox SET body_json = ${certain('body_json', '$.set')};
  `,
};
