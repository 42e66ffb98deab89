import type { Migration } from '../migrate.ts';

const unmarked = (json: string, at: string) =>
  `json_set(${json}, '${at}.isWarmUp', json('false'), '${at}.rpe', NULL, '${at}.note', '')`;

/** What the member says of a set: a warm-up, how hard it was, a note. */
export const setNotes: Migration = {
  version: 12,
  name: 'set notes',
  sql: `
    ALTER TABLE sets ADD COLUMN is_warm_up_json TEXT NOT NULL DEFAULT 'false';
    ALTER TABLE sets ADD COLUMN rpe REAL;
    ALTER TABLE sets ADD COLUMN note TEXT NOT NULL DEFAULT '';
    UPDATE corrected_sets SET original_json = ${unmarked('original_json', '$.set')};
    UPDATE outbox SET payload_json = ${unmarked('payload_json', '$')} WHERE topic = 'set';
    UPDATE webhook_outbox SET body_json = ${unmarked('body_json', '$.set')};
  `,
};
