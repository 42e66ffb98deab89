import type { Database, Row } from '../database.ts';
import type { BaySession, PresenceTable } from '../members-types.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import type { Sync } from './sync.ts';

const rowToSession = (row: Row): BaySession => ({
  id: row.id as string,
  bay: row.bay as string,
  kind: row.kind as BaySession['kind'],
  memberId: row.member_id as string | null,
  startedAt: row.started_at as string,
  endedAt: row.ended_at as string | null,
  endReason: row.end_reason as string | null,
});

/**
 * Writes a session inside the transaction of its change. An open one ends any other open one of its bay or member, so that neither
 * ever has two. Those of deleted members are skipped: no data of them is stored.
 */
export function putSession(db: Database, session: BaySession): void {
  const { id, bay, kind, memberId, startedAt, endedAt, endReason } = session;
  if (memberId !== null && !db.get('SELECT 1 FROM members WHERE id = ?', memberId)) return;
  const stored = db.get('SELECT ended_at, end_reason FROM bay_sessions WHERE id = ?', id);
  // May be written again after later changes: the current occupant stays.
  if (stored && stored.ended_at !== null && stored.end_reason !== 'waits') return;
  if (endedAt === null)
    db.run(
      `UPDATE bay_sessions SET ended_at = ?, end_reason = 'superseded'
       WHERE ended_at IS NULL AND id <> ? AND (bay = ? OR member_id = ?)`,
      startedAt,
      id,
      bay,
      memberId,
    );
  // The same change may be written again after what followed it: what has ended stays ended, and an occupant no longer waits.
  db.run(
    `INSERT INTO bay_sessions (id, bay, kind, member_id, started_at, ended_at, end_reason) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason
     WHERE end_reason = 'waits' OR (ended_at IS NULL AND excluded.end_reason IS NOT 'waits')`,
    id,
    bay,
    kind,
    memberId,
    startedAt,
    endedAt,
    endReason,
  );
}

export function presenceTable(db: Database): Sync<PresenceTable> {
  return {
    open: () => db.all('SELECT * FROM bay_sessions WHERE ended_at IS NULL ORDER BY started_at, id').map(rowToSession),
    waiting: (since) =>
      db
        .all(`SELECT * FROM bay_sessions WHERE ended_at >= ? AND end_reason = 'waits' ORDER BY ended_at, id`, since)
        .map(rowToSession),
    unclaimed: (bay, since) =>
      db
        .all(
          // Not what a guest did, and nothing from before a set of a signed-in member.
          `${SELECT_SET} WHERE bay = ?1 AND member_id IS NULL AND session_id IS NULL AND ended_at >= ?2 AND deleted_at IS NULL
             AND source <> 'replay'
             AND NOT EXISTS (
               SELECT 1 FROM sets AS later WHERE later.bay = ?1 AND later.started_at >= sets.ended_at
                 AND later.session_id IS NOT NULL)
           ORDER BY ended_at DESC, id DESC`,
          bay,
          since,
        )
        .map(rowToSet),
  };
}
