import type { SetDetail } from '../../contracts/http.ts';
import type { Correction } from '../../contracts/members.ts';
import {
  differences,
  refusalOf,
  revised,
  type StandingCorrection,
  withCorrections,
} from '../../members/corrections.ts';
import type { Corrected, CorrectionRequest, CorrectionsTable } from '../correction-types.ts';
import type { Database, Row } from '../database.ts';
import { announce, findSet, replaceSet } from '../sets.ts';
import { refusal } from '../store-error.ts';
import { type AuditEvent, auditPage, auditRow, record, rowToAudit, storedAudit, storedAuditOfSet } from './audit.ts';
import { getMember } from './members.ts';
import type { Sync } from './sync.ts';

/** Makes one correction, inside a transaction. One whose id is stored already was made before: nothing changes. */
export function correctSet(db: Database, request: CorrectionRequest): Corrected {
  const { id, setId, correction, actor, at, as } = request;
  const made = auditRow(db, id);
  const now = findSet(db, setId);
  if (!now) throw refusal('no-such-set', { id: setId });
  if (made) return { audit: made, ...now, changedReps: [] };
  const refused = refusalOf(now, correction);
  if (refused) throw refusal(refused.kind, refused.params as never);
  if (correction.kind === 'owner' && correction.memberId !== null && !getMember(db, correction.memberId))
    throw refusal('no-such-member', { id: correction.memberId });
  db.run(
    'INSERT INTO corrected_sets (set_id, original_json) VALUES (?, ?) ON CONFLICT DO NOTHING',
    setId,
    JSON.stringify(now),
  );
  const standing = [...standingOf(db, setId), { correction, role: actor.role, at }];
  return settle(db, now, standing, { id, at, actor, kind: as ?? correction.kind, correction });
}

/** Takes a correction back, inside a transaction. */
function undoCorrection(db: Database, auditId: string, undo: Parameters<CorrectionsTable['undo']>[1]): Corrected {
  const row = storedAudit(db, auditId);
  if (!row) throw refusal('no-such-correction', { id: auditId });
  const now = row.set_id === null ? null : findSet(db, row.set_id as string);
  if (row.correction_json === null || !now) throw refusal('not-undoable', { id: auditId });
  if (row.undone_at !== null) throw refusal('undone-already', { id: auditId });
  db.run('UPDATE audit SET undone_at = ? WHERE id = ?', undo.at, auditId);
  return settle(db, now, standingOf(db, now.set.id), { ...undo, kind: 'undo', undoes: auditId });
}

/** Stores the set as the standing corrections make it, announces what changed and puts it into the audit. */
function settle(db: Database, now: SetDetail, standing: readonly StandingCorrection[], event: AuditEvent): Corrected {
  const { set, reps, changedReps } = revised(now, withCorrections(originalOf(db, now.set.id), standing));
  const changed = reps.filter((rep) => changedReps.includes(rep.id));
  replaceSet(db, set, changed);
  const stored = findSet(db, set.id)!;
  announce(db, stored.set, changed);
  const { before, after } = differences(now, stored);
  const audit = record(db, { ...event, setId: set.id, memberId: stored.set.memberId, before, after });
  return { audit, ...stored, changedReps };
}

function originalOf(db: Database, setId: string): SetDetail {
  const row = db.get('SELECT original_json FROM corrected_sets WHERE set_id = ?', setId)!;
  return JSON.parse(row.original_json as string) as SetDetail;
}

/** The set as it was measured, before any correction. */
export function measuredSet(db: Database, now: SetDetail): SetDetail {
  return db.get('SELECT 1 FROM corrected_sets WHERE set_id = ?', now.set.id) ? originalOf(db, now.set.id) : now;
}

const standingOf = (db: Database, setId: string): StandingCorrection[] =>
  storedAuditOfSet(db, setId)
    .filter((row) => row.correction_json !== null && row.undone_at === null)
    .map(rowToStanding);

const rowToStanding = (row: Row): StandingCorrection => ({
  correction: JSON.parse(row.correction_json as string) as Correction,
  role: row.actor_role as string,
  at: row.at as string,
});

export function correctionsTable(db: Database): Sync<CorrectionsTable> {
  return {
    correct: (request) => db.transaction(() => correctSet(db, request)),
    undo: (auditId, undo) => db.transaction(() => undoCorrection(db, auditId, undo)),
    of: (setId) => storedAuditOfSet(db, setId).map(rowToAudit),
    audit: (query) => auditPage(db, query),
    auditRow: (id) => auditRow(db, id),
    record: ({ id, at, actorId, actorRole, kind, memberId, beforeJson, afterJson }) => {
      record(db, {
        id,
        at,
        actor: { id: actorId, role: actorRole },
        kind,
        memberId,
        before: JSON.parse(beforeJson) as object,
        after: JSON.parse(afterJson) as object,
      });
    },
  };
}
