/** SQL of sets, reps and recordings, for use inside a transaction. */
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { Database } from './database.ts';
import { putDeleted, putOutbox } from './outbox.ts';
import {
  repToValues,
  rowToRep,
  rowToSet,
  SELECT_REPS_OF_SET,
  SELECT_REPS_OF_SETS,
  SELECT_SET,
  setToValues,
  UPSERT_REP,
  UPSERT_SET,
} from './rows.ts';
import { queueForWebhooks } from './tables/webhooks.ts';

/** Not of a member who doesn't want it. */
const INSERT_RECORDING = `INSERT INTO recordings (set_id, csv_gzip) SELECT ?1, ?2
  WHERE NOT EXISTS (SELECT 1 FROM sets JOIN members ON members.id = sets.member_id WHERE sets.id = ?1 AND keep_recordings = 0)
  ON CONFLICT DO NOTHING`;

export const putRecording = (db: Database, setId: string, csvGzip: Uint8Array): void => {
  db.run(INSERT_RECORDING, setId, csvGzip);
};

/** @returns false when a revision as high is stored already. A member deleted in the meantime leaves the set unclaimed. */
export function putSet(db: Database, set: SetEvent): boolean {
  return db.run(UPSERT_SET, ...setToValues({ ...set, memberId: knownMember(db, set.memberId) })) > 0;
}

export function putRep(db: Database, rep: Rep): void {
  db.run(UPSERT_REP, ...repToValues({ ...rep, memberId: knownMember(db, rep.memberId) }));
}

const knownMember = (db: Database, id: string | null): string | null =>
  id !== null && db.get('SELECT 1 FROM members WHERE id = ?', id) ? id : null;

/** Includes deleted ones: see `deletedAt`. */
export function findSet(db: Database, id: string): SetDetail | null {
  const row = db.get(`${SELECT_SET} WHERE id = ?`, id);
  return row ? { set: rowToSet(row), reps: repsOf(db, id) } : null;
}

export const repsOf = (db: Database, setId: string): Rep[] => db.all(SELECT_REPS_OF_SET, setId).map(rowToRep);

/** Of many sets by one query: a query each takes several times as long. */
export function repsOfSets(db: Database, setIds: readonly string[]): Map<string, Rep[]> {
  const found = new Map<string, Rep[]>(setIds.map((id) => [id, []]));
  for (const row of db.all(SELECT_REPS_OF_SETS, JSON.stringify(setIds))) {
    const rep = rowToRep(row);
    found.get(rep.setId)!.push(rep);
  }
  return found;
}

/** A corrected set, and those of its reps that changed. Its new owner may not want its recording. */
export function replaceSet(db: Database, set: SetEvent, changedReps: readonly Rep[]): void {
  putSet(db, set);
  db.run('UPDATE sets SET deleted_at = ? WHERE id = ? AND deleted_at IS NOT ?1', set.deletedAt ?? null, set.id);
  for (const rep of changedReps) putRep(db, rep);
  // A case belongs to the member whose set it is, and follows their consent as the recording does.
  db.run('UPDATE cases SET member_id = (SELECT member_id FROM sets WHERE id = set_id) WHERE set_id = ?', set.id);
  for (const table of ['recordings', 'cases'])
    db.run(
      `DELETE FROM ${table} WHERE set_id = ? AND EXISTS
         (SELECT 1 FROM sets JOIN members ON members.id = sets.member_id WHERE sets.id = set_id AND keep_recordings = 0)`,
      set.id,
    );
}

/** Announces it everywhere: the outbox for MQTT, and the webhooks. */
export function announce(db: Database, set: SetEvent, changedReps: readonly Rep[]): void {
  for (const rep of changedReps) putOutbox(db, { bay: rep.bay, topic: 'rep', id: rep.id, payload: rep });
  // A note is between the member and their trainers.
  putOutbox(db, { bay: set.bay, topic: 'set', id: set.id, payload: { ...set, note: '' } });
  queueForWebhooks(db, set, repsOf(db, set.id));
}

/** Announces everywhere that a set and its reps are deleted for good; before they are. */
export function announceDeleted(db: Database, set: SetEvent, deletedAt: string): void {
  putDeleted(db, set, repsOf(db, set.id), deletedAt);
  const gone = { ...set, memberId: null, sessionId: null, revision: set.revision + 1, deletedAt };
  queueForWebhooks(db, gone, []);
}
