/** Times that were recorded by an unknown clock, and move once it is known. Inside a transaction. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Rep, SetEvent } from '../../contracts/events.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { Database } from '../database.ts';
import type { SessionTimes } from '../members-types.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import { announce, findSet, putRep, putSet, repsOf } from '../sets.ts';

/** Sets end in nearly the order in which they start; there is no index of their ends. */
const NEWEST = `SELECT max(at) AS at FROM (
  SELECT max(started_at, coalesce(ended_at, started_at)) AS at FROM (SELECT * FROM sets ORDER BY started_at DESC LIMIT 100)
  UNION ALL SELECT max(started_at, coalesce(ended_at, started_at)) FROM bay_sessions)`;

export const newestTime = (db: Database): string | null => (db.get(NEWEST)?.at ?? null) as string | null;

export const sessionTimes = (db: Database, since: string): SessionTimes[] =>
  db
    .all('SELECT id, started_at, ended_at FROM bay_sessions WHERE ended_at >= ?', since)
    .map(({ id, started_at, ended_at }) => ({ id, startedAt: started_at, endedAt: ended_at }) as SessionTimes);

export function setSessionTimes(db: Database, sessions: readonly SessionTimes[]): void {
  for (const { id, startedAt, endedAt } of sessions)
    db.run('UPDATE bay_sessions SET started_at = ?, ended_at = ? WHERE id = ?', startedAt, endedAt, id);
}

export function shiftUncertain(db: Database, since: string, byMs: number, limit: number): SetDetail[] {
  // The one that moves first has nothing in its way.
  const order = byMs < 0 ? 'ASC' : 'DESC';
  const sets = db.all(
    `${SELECT_SET} WHERE is_time_uncertain_json = 'true' AND started_at >= ? AND ended_at IS NOT NULL
     ORDER BY started_at ${order} LIMIT ?`,
    since,
    limit,
  );
  return sets.map(rowToSet).map((set) => shiftSet(db, { set, reps: repsOf(db, set.id) }, byMs));
}

function shiftSet(db: Database, before: SetDetail, byMs: number): SetDetail {
  const { set, reps } = shifted(before, byMs, 1);
  putSet(db, set);
  for (const rep of reps) putRep(db, rep);
  const original = db.get('SELECT original_json FROM corrected_sets WHERE set_id = ?', set.id);
  if (original) {
    const moved = shifted(JSON.parse(original.original_json as string) as SetDetail, byMs, 0);
    db.run('UPDATE corrected_sets SET original_json = ? WHERE set_id = ?', JSON.stringify(moved), set.id);
  }
  shiftRecording(db, set.id, before.set.startedAt, set.startedAt);
  const stored = findSet(db, set.id)!;
  if (stored.set.deletedAt === undefined) announce(db, stored.set, stored.reps);
  return stored;
}

/** Its rows go by the board's clock; its head names when the set began. */
function shiftRecording(db: Database, setId: string, from: string, to: string): void {
  const row = db.get('SELECT csv_gzip FROM recordings WHERE set_id = ?', setId);
  if (!row) return;
  const csv = gunzipSync(new Uint8Array(row.csv_gzip as ArrayBuffer | Uint8Array)).toString('utf8');
  const head = /^(?:#[^\n]*\n)*/.exec(csv)![0];
  const moved = head.replaceAll(from, to) + csv.slice(head.length);
  db.run('UPDATE recordings SET csv_gzip = ? WHERE set_id = ?', gzipSync(moved), setId);
}

function shifted({ set, reps }: SetDetail, byMs: number, raise: number): SetDetail {
  const move = <T extends string | null>(iso: T) =>
    (iso === null ? null : new Date(Date.parse(iso) + byMs).toISOString()) as T;
  const movedSet: SetEvent = {
    ...set,
    revision: set.revision + raise,
    startedAt: move(set.startedAt),
    endedAt: move(set.endedAt),
    isTimeUncertain: false,
  };
  const movedReps = reps.map(
    (rep): Rep => ({
      ...rep,
      revision: rep.revision + raise,
      startedAt: move(rep.startedAt),
      lockoutAt: move(rep.lockoutAt),
      endedAt: move(rep.endedAt),
    }),
  );
  return { set: movedSet, reps: movedReps };
}
