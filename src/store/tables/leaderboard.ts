import type { Database } from '../database.ts';
import type { LeaderboardTable } from '../people-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { getMember } from './members.ts';
import { checkLimit } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_ROWS = 100;

export function leaderboardTable(db: Database): Sync<LeaderboardTable> {
  const has = (memberId: string) =>
    db.get('SELECT 1 FROM leaderboard_members WHERE member_id = ?', memberId) !== undefined;
  return {
    has,
    put: (memberId, isOn, at) =>
      db.transaction(() => {
        const member = getMember(db, memberId);
        if (!member) throw refusal('no-such-member', { id: memberId });
        if (has(memberId) === isOn) return;
        if (isOn) db.run('INSERT INTO leaderboard_members (member_id, since) VALUES (?, ?)', memberId, at);
        else db.run('DELETE FROM leaderboard_members WHERE member_id = ?', memberId);
        const actor = { id: memberId, role: member.role };
        record(db, { at, actor, kind: isOn ? 'leaderboard-joined' : 'leaderboard-left', memberId });
      }),
    rows: ({ since, exercise, limit }) => {
      checkLimit(limit, MAX_ROWS);
      return db
        .all(
          `SELECT alias, count(*) AS sets, sum(counted_reps) AS reps, max(coalesce(entered_load_kg, load_kg)) AS load_kg
           FROM leaderboard_members l JOIN members m ON m.id = l.member_id JOIN sets s ON s.member_id = m.id
           WHERE s.started_at >= ? AND (? IS NULL OR s.exercise = ?) AND s.ended_at IS NOT NULL AND s.deleted_at IS NULL
             AND s.source <> 'replay' AND s.counted_reps > 0
           GROUP BY m.id ORDER BY reps DESC, m.sort_key, m.id LIMIT ?`,
          since,
          exercise ?? null,
          exercise ?? null,
          limit,
        )
        .map((row) => ({
          alias: row.alias as string,
          sets: row.sets as number,
          reps: row.reps as number,
          loadKg: row.load_kg as number | null,
        }));
    },
  };
}
