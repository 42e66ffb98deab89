import type { PastAlert } from '../../contracts/alert-log.ts';
import type { Alert } from '../../contracts/events.ts';
import type { Database, Row } from '../database.ts';
import type { AlertsTable } from '../members-types.ts';
import { refusal } from '../store-error.ts';
import { checkLimit, pageOf } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_PAGE = 200;
/** A sensor with a bad cable raises some hundred a day; older ones go. */
const MOST_ALERTS = 2000;

const rowToAlert = (row: Row): PastAlert => ({
  id: row.id as string,
  bay: row.bay as string,
  kind: row.kind as PastAlert['kind'],
  severity: row.severity as PastAlert['severity'],
  startedAt: row.started_at as string,
  endedAt: row.ended_at as string | null,
  setId: row.set_id as string | null,
  params: JSON.parse(row.params_json as string) as PastAlert['params'],
  text: row.text as string,
  seenAt: row.seen_at as string | null,
  seenBy: row.seen_by as string | null,
});

/** An alert that was raised, changed or is over, inside a transaction. */
export function putAlert(db: Database, { id, bay, kind, severity, at, active, setId, params, text }: Alert): void {
  if (!active) {
    db.run('UPDATE alerts SET ended_at = ? WHERE id = ? AND ended_at IS NULL', at, id);
    return;
  }
  db.run(
    `INSERT INTO alerts (id, bay, kind, severity, started_at, set_id, params_json, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, params_json = excluded.params_json, text = excluded.text`,
    id,
    bay,
    kind,
    severity,
    at,
    setId,
    JSON.stringify(params),
    text,
  );
  db.run('DELETE FROM alerts WHERE seq <= (SELECT max(seq) FROM alerts) - ?', MOST_ALERTS);
}

export function alertsTable(db: Database): Sync<AlertsTable> {
  return {
    page: ({ limit, before, bay }) => {
      checkLimit(limit, MAX_PAGE);
      const last = before === undefined ? undefined : db.get('SELECT seq FROM alerts WHERE id = ?', before);
      if (before !== undefined && !last) throw refusal('no-such-page', { before });
      const rows = db.all(
        `SELECT * FROM alerts WHERE seq < ? AND (? IS NULL OR bay = ?) ORDER BY seq DESC LIMIT ?`,
        (last?.seq as number) ?? Number.MAX_SAFE_INTEGER,
        bay ?? null,
        bay ?? null,
        limit + 1,
      );
      return pageOf(rows.map(rowToAlert), limit, ({ id }) => id);
    },
    seen: (id, at, memberId, role) =>
      void db.run(
        'UPDATE alerts SET seen_at = ?, seen_by = ?, seen_role = ? WHERE id = ? AND seen_at IS NULL',
        at,
        memberId,
        role,
        id,
      ),
    endOthers: (active, at) =>
      db.run(
        'UPDATE alerts SET ended_at = ? WHERE ended_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))',
        at,
        JSON.stringify(active),
      ),
    unmailed: (limit) =>
      db.all('SELECT * FROM alerts WHERE mailed_at IS NULL ORDER BY seq LIMIT ?', limit).map(rowToAlert),
    mailed: (ids, at) =>
      void db.run(
        'UPDATE alerts SET mailed_at = ? WHERE id IN (SELECT value FROM json_each(?))',
        at,
        JSON.stringify(ids),
      ),
    unpushed: (limit) =>
      db.all('SELECT * FROM alerts WHERE pushed_at IS NULL ORDER BY seq LIMIT ?', limit).map(rowToAlert),
    pushed: (ids, at) =>
      void db.run(
        'UPDATE alerts SET pushed_at = ? WHERE id IN (SELECT value FROM json_each(?))',
        at,
        JSON.stringify(ids),
      ),
  };
}
