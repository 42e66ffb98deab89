import type { Migration } from '../migrate.ts';

/** A list of sentences as a list of reasons that have no code. */
const coded = (json: string) =>
  `(SELECT json_group_array(json_object('kind', 'text', 'params', json('{}'), 'text', value)) FROM json_each(${json}))`;

/** The same in a set with its reps, as one JSON document. */
const codedReps = (json: string) =>
  `json_set(${json}, '$.reps', (SELECT json_group_array(
      json_set(rep.value, '$.reasons', ${coded("rep.value, '$.reasons'")})) FROM json_each(${json}, '$.reps') AS rep))`;

/**
 * Reasons were sentences; from here on they are codes with their numbers. What is stored keeps its sentence, also where it waits to be
 * delivered. The audit stays as it was written.
 */
export const reasonsAsCodes: Migration = {
  version: 6,
  name: 'reasons as codes',
  sql: `
    UPDATE reps SET reasons_json = ${coded('reps.reasons_json')} WHERE reasons_json <> '[]';
    UPDATE corrected_sets SET original_json = ${codedReps('original_json')};
    UPDATE outbox SET payload_json = json_set(payload_json, '$.reasons', ${coded("payload_json, '$.reasons'")})
      WHERE topic = 'rep';
    UPDATE webhook_outbox SET body_json = ${codedReps('body_json')};
  `,
};
