import type { Actor } from '../common-types.ts';
import type { Database } from '../database.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import { announceDeleted } from '../sets.ts';
import { record } from './audit.ts';

const THEIR_SETS = 'SELECT id FROM sets WHERE member_id = ?';

/**
 * Deletes all data stored about a member, inside a transaction. For each set that was published, a deletion is published.
 * What remains: the counts of the utilisation, and one row of the audit with an id that nothing else holds any more.
 */
export function forgetMember(db: Database, id: string, at: string, actor: Actor): { sets: number; reps: number } {
  const ended = db
    .all(`${SELECT_SET} WHERE member_id = ? AND ended_at IS NOT NULL AND deleted_at IS NULL`, id)
    .map(rowToSet);
  const sets = db.number('SELECT count(*) FROM sets WHERE member_id = ?', id);
  const reps = db.number(`SELECT count(*) FROM reps WHERE set_id IN (${THEIR_SETS})`, id);

  // Messages still waiting would reveal their sets.
  db.run(`DELETE FROM outbox WHERE message_id IN (SELECT id FROM reps WHERE set_id IN (${THEIR_SETS}))`, id);
  db.run(`DELETE FROM outbox WHERE message_id IN (${THEIR_SETS})`, id);
  // A tap greets them by their name.
  const alias = db.get('SELECT alias FROM members WHERE id = ?', id)?.alias as string | undefined;
  if (alias !== undefined)
    db.run(`DELETE FROM outbox WHERE topic = 'tap' AND instr(json_extract(payload_json, '$.text'), ?) > 0`, alias);
  db.run(`DELETE FROM webhook_outbox WHERE set_id IN (${THEIR_SETS})`, id);
  db.run(`DELETE FROM audit WHERE set_id IN (${THEIR_SETS})`, id);
  db.run('DELETE FROM audit WHERE member_id = ?', id);
  db.run(
    `DELETE FROM card_claims WHERE EXISTS
       (SELECT 1 FROM json_each(hashes_json) h JOIN cards c ON c.hash = h.value AND c.member_id = ?)`,
    id,
  );
  // Stored answers of repeated requests contain their names.
  db.run('DELETE FROM idempotency_keys WHERE instr(body, ?1) > 0 OR instr(scope, ?1) > 0', id);
  for (const set of ended) announceDeleted(db, set, at);
  db.run('DELETE FROM sets WHERE member_id = ?', id);
  db.run('DELETE FROM members WHERE id = ?', id);

  // Their id in actions for other members, and in sets that belonged to them before a correction.
  db.run('UPDATE audit SET actor_id = NULL WHERE actor_id = ?', id);
  db.run('UPDATE alerts SET seen_by = NULL WHERE seen_by = ?', id);
  db.run('UPDATE imports SET actor_id = NULL WHERE actor_id = ?', id);
  const quoted = JSON.stringify(id);
  for (const column of ['before_json', 'after_json', 'correction_json'])
    db.run(`UPDATE audit SET ${column} = replace(${column}, ?1, 'null') WHERE instr(${column}, ?1) > 0`, quoted);
  db.run(
    `UPDATE corrected_sets SET original_json = replace(original_json, ?1, 'null') WHERE instr(original_json, ?1) > 0`,
    quoted,
  );

  record(db, {
    at,
    actor: actor.id === id ? { ...actor, id: null } : actor,
    kind: 'member-deleted',
    memberId: id,
    after: { sets, reps },
  });
  return { sets, reps };
}
