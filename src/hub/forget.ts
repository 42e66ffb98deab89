/** A member who is deleted, and one who no longer agrees to be known in other gyms. It applies whichever side it comes from. */
import type { PoolClient } from 'pg';
import type { Note } from './feed-notes.ts';
import { hashOf } from './items.ts';
import { dropRecordings } from './recordings.ts';

/**
 * Deletes a member with everything they lifted; of each set its ids remain, so that an old copy does not bring it back, and so does the id of the
 * member. @returns the changes for every feed
 */
export async function forget(db: PoolClient, id: string, nowMs: number): Promise<Note[]> {
  const at = new Date(nowMs);
  await db.query('INSERT INTO forgotten_members (id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, at]);
  const { rows: sets } = await db.query<{ id: string }>('SELECT id FROM sets WHERE member_id = $1 ORDER BY id', [id]);
  const ids = sets.map((set) => set.id);
  await db.query('DELETE FROM diverged WHERE set_id = ANY($1)', [ids]);
  await dropRecordings(db, ids);
  // A correction may name them, or hold what they wrote.
  await db.query(`DELETE FROM commands WHERE set_id = ANY($1) OR wanted->'correction'->>'memberId' = $2`, [ids, id]);
  // As the deletion of each set by its controller will say it: then the two are the same, and not diverged.
  await db.query(
    `UPDATE sets s SET revision = s.revision + 1, hash = n.hash, gone_at = $3, member_id = NULL, session_id = NULL, note = '',
       exercise = NULL, source = NULL, counted_reps = NULL, load_kg = NULL, said_started_at = NULL, said_ended_at = NULL,
       deleted_at = NULL, doc = '{}', reps = '[]'
     FROM unnest($1::uuid[], $2::bytea[]) AS n (id, hash) WHERE s.id = n.id`,
    [ids, ids.map((set) => hashOf({ gone: set })), at],
  );
  await db.query('DELETE FROM duplicates WHERE member_id = $1', [id]);
  await db.query('DELETE FROM members WHERE id = $1', [id]);
  const { rows: gyms } = await db.query<{ id: string }>('SELECT id FROM gyms');
  return gyms.map((gym) => ({ gymId: gym.id, kind: 'person', id }));
}

/** Their sets stay without them; their own gyms keep them. @returns the changes for the feeds of gyms that knew them */
export async function leave(db: PoolClient, id: string): Promise<Note[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT DISTINCT g.id FROM memberships m JOIN gyms g ON g.id = coalesce(m.gym_id, g.id) WHERE m.member_id = $1`,
    [id],
  );
  const { rows: sets } = await db.query<{ id: string }>('SELECT id FROM sets WHERE member_id = $1', [id]);
  const ids = sets.map((set) => set.id);
  await dropRecordings(db, ids);
  await db.query(`DELETE FROM commands WHERE set_id = ANY($1) OR wanted->'correction'->>'memberId' = $2`, [ids, id]);
  await db.query(`UPDATE sets SET member_id = NULL, session_id = NULL, note = '' WHERE member_id = $1`, [id]);
  await db.query('DELETE FROM duplicates WHERE member_id = $1', [id]);
  await db.query('DELETE FROM members WHERE id = $1', [id]);
  return rows.map((gym) => ({ gymId: gym.id, kind: 'person', id }));
}

/** Sets and deletions take turns: a set must not come in with a member who is being deleted. The first thing in its transaction. */
export const lockPeople = (db: PoolClient, isChanging: boolean) =>
  db.query(`SELECT pg_advisory_xact_lock${isChanging ? '' : '_shared'}($1)`, [PEOPLE_LOCK]);
const PEOPLE_LOCK = 4_871_004;
