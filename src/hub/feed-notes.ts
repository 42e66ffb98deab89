/** Notes for gyms what they have yet to hear, in the transaction of the change itself. */
import type { PoolClient } from 'pg';

export interface Note {
  gymId: string;
  kind: 'person' | 'card-key';
  id: string;
}

/** Requests that wait for the feed of a gym listen on this channel. */
export const FEED_CHANNEL = 'lockout_feed';

/** The last thing in its transaction, once: counters are locked in one order. */
export async function note(db: PoolClient, notes: readonly Note[]): Promise<void> {
  const unique = [...new Map(notes.map((one) => [`${one.gymId} ${one.kind} ${one.id}`, one])).values()];
  if (unique.length === 0) return;
  const gyms = [...new Set(unique.map(({ gymId }) => gymId))].sort();
  await db.query('INSERT INTO feed_counters SELECT unnest($1::text[]), 0 ON CONFLICT DO NOTHING', [gyms]);
  const { rows } = await db.query<{ gym_id: string; last: string }>(
    'SELECT gym_id, last FROM feed_counters WHERE gym_id = ANY($1) ORDER BY gym_id FOR UPDATE',
    [gyms],
  );
  const last = new Map(rows.map((row) => [row.gym_id, Number(row.last)]));
  const numbered = unique.map((one) => {
    const n = last.get(one.gymId)! + 1;
    last.set(one.gymId, n);
    return { ...one, n };
  });
  await db.query(
    `INSERT INTO feed (gym_id, n, kind, id) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
       ON CONFLICT (gym_id, kind, id) DO UPDATE SET n = excluded.n`,
    [
      numbered.map(({ gymId }) => gymId),
      numbered.map(({ n }) => n),
      numbered.map(({ kind }) => kind),
      numbered.map(({ id }) => id),
    ],
  );
  await db.query(
    'UPDATE feed_counters c SET last = n.last FROM unnest($1::text[], $2::bigint[]) AS n (gym_id, last) WHERE c.gym_id = n.gym_id',
    [[...last.keys()], [...last.values()]],
  );
  for (const gym of gyms) await db.query('SELECT pg_notify($1, $2)', [FEED_CHANNEL, gym]);
}

/** The gyms that know a member: their own, and those they visited lately. */
export async function gymsOf(
  db: PoolClient,
  memberIds: readonly string[],
  nowMs: number,
): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ member_id: string; gym_id: string }>(
    `SELECT DISTINCT m.member_id, g.id AS gym_id FROM memberships m JOIN gyms g ON g.id = coalesce(m.gym_id, g.id)
       WHERE m.member_id = ANY($1) AND (m.visits_until IS NULL OR m.visits_until > $2)`,
    [memberIds, new Date(nowMs)],
  );
  const gyms = new Map<string, string[]>(memberIds.map((id) => [id, []]));
  for (const { member_id, gym_id } of rows) gyms.get(member_id)!.push(gym_id);
  return gyms;
}
