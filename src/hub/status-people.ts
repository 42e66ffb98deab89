/** What there is to know, and to do, about people. */
import type { Pool } from 'pg';

export interface PeopleStatus {
  members: number;
  cards: number;
  /** that were not held to a reader since the latest key came */
  cardsOfOlderKeys: number;
  visitors: number;
  /** What a gym and the hub changed differently: the hub has `ours`. */
  conflicts: {
    id: number;
    memberId: string;
    alias: string;
    /** of the member: an edit from here names it */
    revision: number;
    field: string;
    ours: unknown;
    theirs: unknown;
    gym: string;
    at: string;
  }[];
  /** Members of a station who may be duplicates: refused until their card and login are unique. */
  duplicates: {
    memberId: string;
    otherId: string;
    otherAlias: string;
    why: 'card' | 'login';
    gym: string;
    at: string;
  }[];
  /** Deleted, and these controllers have yet to confirm it. */
  deletions: { memberId: string; at: string; controllers: string[] }[];
}

const SHOWN = 100;

export async function peopleStatus(pool: Pool): Promise<PeopleStatus> {
  const { rows: counts } = await pool.query(
    `SELECT (SELECT count(*)::integer FROM members) AS members, (SELECT count(*)::integer FROM cards) AS cards,
       (SELECT count(*)::integer FROM cards WHERE split_part(hash, ':', 1) <>
          (SELECT kid FROM card_keys ORDER BY n DESC LIMIT 1)) AS older,
       (SELECT count(*)::integer FROM memberships WHERE visits_until > now()) AS visitors`,
  );
  const { rows: conflicts } = await pool.query(
    `SELECT c.id::integer, c.member_id, m.alias, m.revision, c.field, c.value, c.gym_id, c.at,
       jsonb_build_object('alias', m.alias, 'name', m.name, 'login', m.login, 'heightMm', m.height_mm, 'role', s.role) ->
         c.field AS own, (SELECT doc FROM programmes p WHERE p.member_id = m.id AND 'programme:' || p.exercise = c.field) AS programme
       FROM conflicts c JOIN members m ON m.id = c.member_id
       LEFT JOIN memberships s ON s.member_id = m.id AND s.gym_id = c.gym_id ORDER BY c.id DESC LIMIT ${SHOWN}`,
  );
  const { rows: duplicates } = await pool.query(
    `SELECT d.*, m.alias FROM duplicates d JOIN members m ON m.id = d.other_id ORDER BY d.at DESC LIMIT ${SHOWN}`,
  );
  const { rows: deletions } = await pool.query(
    `SELECT m.id, m.at, array_agg(c.id ORDER BY c.id) AS controllers FROM forgotten_members m
       JOIN feed f ON f.kind = 'person' AND f.id = m.id::text
       JOIN controllers c ON c.gym_id = f.gym_id AND c.state <> 'revoked' AND coalesce(c.feed_n, 0) < f.n
       GROUP BY m.id, m.at ORDER BY m.at LIMIT ${SHOWN}`,
  );
  const { members, cards, older, visitors } = counts[0];
  return {
    ...{ members, cards, cardsOfOlderKeys: older, visitors },
    conflicts: conflicts.map(({ id, member_id, alias, revision, field, value, gym_id, at, own, programme }) => ({
      ...{ id, memberId: member_id, alias, revision, field, ours: own ?? programme, theirs: value, gym: gym_id },
      at: at.toISOString(),
    })),
    duplicates: duplicates.map(({ member_id, other_id, alias, why, gym_id, at }) => ({
      ...{ memberId: member_id, otherId: other_id, otherAlias: alias, why, gym: gym_id, at: at.toISOString() },
    })),
    deletions: deletions.map(({ id, at, controllers }) => ({ memberId: id, at: at.toISOString(), controllers })),
  };
}
