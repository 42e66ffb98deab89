/** Members in gyms that are not theirs: known there for 90 days from the last time they trained. */
import type { PoolClient } from 'pg';
import type { Note } from './feed-notes.ts';

export const VISIT_MS = 90 * 24 * 3_600_000;
/** Written again at most once in so long. */
const RENEWED_AFTER_MS = 24 * 3_600_000;

interface Lifted {
  gymId: string;
  memberId: string | null;
  from: { atMs: number };
}

/** A visitor who trains is known for longer. @returns the changes for the feeds of their gyms */
export async function extendVisits(db: PoolClient, lifted: readonly Lifted[]): Promise<Note[]> {
  const visits = lifted.filter(({ memberId }) => memberId !== null);
  if (visits.length === 0) return [];
  const nowMs = Math.max(...visits.map(({ from }) => from.atMs));
  const { rows } = await db.query<{ member_id: string; gym_id: string }>(
    // Locked in one order: another batch may have the same visitors.
    `WITH due AS (SELECT m.member_id, m.gym_id FROM memberships m JOIN unnest($1::uuid[], $2::text[]) AS v (member_id, gym_id)
         ON m.member_id = v.member_id AND m.gym_id = v.gym_id WHERE m.visits_until < $4 ORDER BY 1, 2 FOR UPDATE OF m)
       UPDATE memberships m SET visits_until = $3 FROM (SELECT DISTINCT * FROM due) d
       WHERE m.member_id = d.member_id AND m.gym_id = d.gym_id RETURNING m.member_id, m.gym_id`,
    [
      visits.map(({ memberId }) => memberId),
      visits.map(({ gymId }) => gymId),
      new Date(nowMs + VISIT_MS),
      new Date(nowMs + VISIT_MS - RENEWED_AFTER_MS),
    ],
  );
  return rows.map(({ member_id, gym_id }) => ({ gymId: gym_id, kind: 'person', id: member_id }));
}
