import type { Case, CaseRight } from '../../contracts/cases.ts';
import { hasRoomFor } from '../../members/cases.ts';
import type { Actor } from '../common-types.ts';
import type { CaseRequest, CasesTable } from '../correction-types.ts';
import type { Database, Row } from '../database.ts';
import { findSet } from '../sets.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { measuredSet } from './corrections.ts';
import { getMember } from './members.ts';
import { checkLimit, pageOf } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_PAGE = 999;
const SELECT = `SELECT seq, id, set_id, member_id, bay, exercise, made_at, version, counted_reps, right_json,
  length(csv_gzip) AS recording_bytes FROM cases`;

const rowToCase = (row: Row): Case => ({
  id: row.id as string,
  setId: row.set_id as string | null,
  memberId: row.member_id as string | null,
  bay: row.bay as string,
  exercise: row.exercise as Case['exercise'],
  madeAt: row.made_at as string,
  version: row.version as string,
  countedReps: row.counted_reps as number,
  right: JSON.parse(row.right_json as string) as CaseRight,
  recordingBytes: row.recording_bytes as number,
});

const sizeOf = (db: Database) => ({
  cases: db.number('SELECT count(*) FROM cases'),
  bytes: db.number('SELECT coalesce(sum(length(csv_gzip)), 0) FROM cases'),
});

function caseOf(db: Database, setId: string): Case | null {
  const row = db.get(`${SELECT} WHERE set_id = ?`, setId);
  return row ? rowToCase(row) : null;
}

function checkRoom(db: Database, addedBytes: number): void {
  const size = sizeOf(db);
  if (hasRoomFor(size, addedBytes)) return;
  const { cases, bytes } = size;
  throw refusal('cases-full', { cases, sizeMb: Math.round(bytes / 1e6) });
}

/** The audit names the set by its id alone: a row that belongs to a set can be undone as its correction. */
function recordCase(
  db: Database,
  kind: string,
  { setId, memberId, countedReps, right }: Case,
  at: string,
  actor: Actor,
) {
  const [before, after] = [{ countedReps }, { countedReps: right.countedReps, set: setId }];
  record(db, { at, actor, kind, memberId, before, after });
}

function persist(db: Database, { id, setId, right, csvGzip, version, actor, at }: CaseRequest): Case {
  const found = findSet(db, setId);
  if (!found) throw refusal('no-such-set', { id: setId });
  const { memberId, bay, exercise } = found.set;
  const member = memberId === null ? null : getMember(db, memberId);
  if (member && !member.consents.keepRecordings) throw refusal('no-consent', {});
  if (caseOf(db, setId)) {
    db.run('UPDATE cases SET right_json = ? WHERE set_id = ?', JSON.stringify(right), setId);
    const changed = caseOf(db, setId)!;
    recordCase(db, 'case-changed', changed, at, actor);
    return changed;
  }
  checkRoom(db, csvGzip.byteLength);
  db.run(
    `INSERT INTO cases (id, set_id, member_id, bay, exercise, made_at, version, counted_reps, right_json, csv_gzip)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    setId,
    memberId,
    bay,
    exercise,
    at,
    version,
    measuredSet(db, found).set.countedReps,
    JSON.stringify(right),
    csvGzip,
  );
  const kept = caseOf(db, setId)!;
  recordCase(db, 'case-kept', kept, at, actor);
  return kept;
}

export function casesTable(db: Database): Sync<CasesTable> {
  return {
    persist: (request) => db.transaction(() => persist(db, request)),
    of: (setId) => caseOf(db, setId),
    page({ limit, before }) {
      checkLimit(limit, MAX_PAGE);
      const last = before === undefined ? undefined : db.get('SELECT seq FROM cases WHERE id = ?', before);
      if (before !== undefined && !last) throw refusal('no-such-page', { before });
      const rows = last
        ? db.all(`${SELECT} WHERE seq < ? ORDER BY seq DESC LIMIT ?`, last.seq as number, limit + 1)
        : db.all(`${SELECT} ORDER BY seq DESC LIMIT ?`, limit + 1);
      return pageOf(rows.map(rowToCase), limit, ({ id }) => id);
    },
    ofMember: (memberId) => db.all(`${SELECT} WHERE member_id = ? ORDER BY seq`, memberId).map(rowToCase),
    recording(id) {
      const row = db.get('SELECT csv_gzip FROM cases WHERE id = ?', id);
      return row ? new Uint8Array(row.csv_gzip as ArrayBuffer | Uint8Array) : null;
    },
    size: () => sizeOf(db),
    remove: (id, at, actor) =>
      db.transaction(() => {
        const row = db.get(`${SELECT} WHERE id = ?`, id);
        if (!row) return false;
        db.run('DELETE FROM cases WHERE id = ?', id);
        recordCase(db, 'case-removed', rowToCase(row), at, actor);
        return true;
      }),
  };
}
