import type { Migration } from '../migrate.ts';

/** A set with its reps, as one JSON document, as far as it is known: without the load of each rep. */
const unknown = (json: string) =>
  `json_set(${json}, '$.set.loads', json('[]'), '$.reps', (SELECT json_group_array(
      json_set(rep.value, '$.loadKg', NULL)) FROM json_each(${json}, '$.reps') AS rep))`;

/** The load belongs to the rep: a drop set has several. Of sets that were stored before, one load for all of it is known. */
export const loadPerRep: Migration = {
  version: 7,
  name: 'load per rep',
  sql: `
    ALTER TABLE reps ADD COLUMN load_kg REAL;
    ALTER TABLE sets ADD COLUMN loads_json TEXT NOT NULL DEFAULT '[]';
    UPDATE corrected_sets SET original_json = ${unknown('original_json')};
    UPDATE outbox SET payload_json = json_set(payload_json, '$.loadKg', NULL) WHERE topic = 'rep';
    UPDATE outbox SET payload_json = json_set(payload_json, '$.loads', json('[]')) WHERE topic = 'set';
    UPDATE webhook_outbox SET body_json = ${unknown('body_json')};
  `,
};
