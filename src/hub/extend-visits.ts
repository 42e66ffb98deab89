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
    `UPDATE memberships m SET visits_until = $3 FROM
       (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[]) AS t (member_id, gym_id)) v
       WHERE m.member_id = v.member_id AND m.gym_id = v.gym_id AND m.visits_until < $4 RETURNING m.member_id, m.gym_id`,
    [
      visits.map(({ memberId }) => memberId),
      visits.map(({ gymId }) => gymId),
      new Date(nowMs + VISIT_MS),
      new Date(nowMs + VISIT_MS - RENEWED_AFTER_MS),
    ],
  );
  return rows.map(({ member_id, gym_id }) => ({ gymId: gym_id, kind: 'person', id: member_id }));
}
