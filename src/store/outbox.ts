/** SQL of the messages that wait for MQTT, for use inside a transaction. */
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { OutboxTopic } from '../contracts/topics.ts';
import type { Database, SqlValue } from './database.ts';
import type { Change, OutboxItem, OutboxLimits, OutboxState } from './store-types.ts';
import { sharesSets } from './tables/webhooks.ts';

const SELECT = 'SELECT seq, bay, topic, message_id, payload_json FROM outbox';
/** Adds a message unless the very same one is waiting: a change written twice is announced once. */
const INSERT = `INSERT INTO outbox (bay, topic, message_id, payload_json) SELECT ?1, ?2, ?3, ?4
  WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE message_id = ?3 AND bay = ?1 AND topic = ?2 AND payload_json = ?4)`;
/** While the connection is open, nothing is announced. */
export const ANNOUNCE_NOTHING =
  'CREATE TEMP TRIGGER announce_nothing BEFORE INSERT ON main.outbox BEGIN SELECT RAISE(IGNORE); END';

/** The member is included only with their consent; neither is the session, which would link the sets of one visit. */
export function putOutbox(db: Database, { bay, topic, id, payload }: NonNullable<Change['outbox']>[number]): void {
  const { memberId = null } = payload as { memberId?: string | null };
  const published = memberId === null || sharesSets(db, memberId) ? payload : withoutPerson(payload);
  db.run(INSERT, bay, topic, id, JSON.stringify(published));
}

const withoutPerson = (payload: object): object => ({
  ...payload,
  memberId: null,
  ...('sessionId' in payload ? { sessionId: null } : {}),
});

/** Deletions of sets and reps are published, so that subscribers delete them too. */
export function putDeleted(db: Database, set: SetEvent, reps: readonly Rep[], deletedAt: string): void {
  for (const rep of reps) {
    const payload = { ...rep, memberId: null, revision: rep.revision + 1, deletedAt };
    putOutbox(db, { bay: rep.bay, topic: 'rep', id: rep.id, payload });
  }
  // As in every announcement: a note is between the member and their trainers.
  const payload = { ...set, memberId: null, sessionId: null, note: '', revision: set.revision + 1, deletedAt };
  putOutbox(db, { bay: set.bay, topic: 'set', id: set.id, payload });
}

export const pendingOf = (db: Database, bay: string, limit: number, afterSeq: number): OutboxItem[] =>
  db.all(`${SELECT} WHERE bay = ? AND seq > ? ORDER BY seq LIMIT ?`, bay, afterSeq, limit).map((row) => ({
    seq: row.seq as number,
    bay: row.bay as string,
    topic: row.topic as OutboxTopic,
    id: row.message_id as string,
    payload: row.payload_json as string,
  }));

export const newestOf = (db: Database, bay: string): number =>
  db.number('SELECT coalesce(max(seq), 0) FROM outbox WHERE bay = ?', bay);

/** Deletes the oldest beyond the limits. */
export function tidyOutbox(db: Database, { bays, maxRows, maxOrphans }: OutboxLimits): OutboxState {
  const known = JSON.stringify(bays);
  const ORPHANS = 'bay NOT IN (SELECT value FROM json_each(?))';
  let dropped = 0;
  for (const bay of bays) dropped += dropOldest(db, 'bay = ?', bay, maxRows);
  dropped += dropOldest(db, ORPHANS, known, maxOrphans);
  const waiting = Object.fromEntries(
    bays.map((bay) => [bay, db.number('SELECT count(*) FROM outbox WHERE bay = ?', bay)]),
  );
  const orphans = db
    .all(`SELECT bay, count(*) AS rows FROM outbox WHERE ${ORPHANS} GROUP BY bay ORDER BY bay`, known)
    .map((row) => [row.bay as string, row.rows as number]);
  return { dropped, waiting, orphans: Object.fromEntries(orphans) };
}

const dropOldest = (db: Database, where: string, value: SqlValue, keep: number): number =>
  db.run(
    `DELETE FROM outbox WHERE ${where} AND seq <=
       (SELECT seq FROM outbox WHERE ${where} ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
    value,
    value,
    keep,
  );
