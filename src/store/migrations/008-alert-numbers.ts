import type { Migration } from '../migrate.ts';

/** Alerts carry their numbers apart from their text; those that wait to be published have none. */
export const alertNumbers: Migration = {
  version: 8,
  name: 'alert numbers',
  sql: `UPDATE outbox SET payload_json = json_set(payload_json, '$.params', json('{}')) WHERE topic = 'alert';`,
};
