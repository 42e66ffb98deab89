import { v7 as newId } from 'uuid';
import type { AuditRow } from '../../contracts/members.ts';
import type { Actor, Page } from '../common-types.ts';
import type { Database, Row } from '../database.ts';
import { refusal } from '../store-error.ts';
import { checkLimit, pageOf } from './rows.ts';

const MAX_PAGE = 200;
const COLUMNS =
  'seq, id, at, actor_id, actor_role, kind, set_id, member_id, correction_json, before_json, after_json, undone_at, undoes';

export const rowToAudit = (row: Row): AuditRow => ({
  id: row.id as string,
  at: row.at as string,
  actorId: row.actor_id as string | null,
  actorRole: row.actor_role as string,
  kind: row.kind as string,
  setId: row.set_id as string | null,
  memberId: row.member_id as string | null,
  beforeJson: row.before_json as string,
  afterJson: row.after_json as string,
  undoneAt: row.undone_at as string | null,
  undoes: row.undoes as string | null,
});

export interface AuditEvent {
  /** left out: a new one */
  id?: string;
  at: string;
  actor: Actor;
  kind: string;
  setId?: string;
  memberId?: string | null;
  /** of a set's correction: what is to be applied again whenever another one is undone */
  correction?: object;
  before?: object;
  after?: object;
  undoes?: string;
}

/** Adds what someone did, in the transaction of what they did. */
export function record(db: Database, event: AuditEvent): AuditRow {
  const { id = newId(), at, actor, kind, setId = null, memberId = null, correction, before, after, undoes } = event;
  db.run(
    `INSERT INTO audit (id, at, actor_id, actor_role, kind, set_id, member_id, correction_json, before_json, after_json, undoes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    at,
    actor.id,
    actor.role,
    kind,
    setId,
    memberId,
    correction ? JSON.stringify(correction) : null,
    JSON.stringify(before ?? {}),
    JSON.stringify(after ?? {}),
    undoes ?? null,
  );
  return auditRow(db, id)!;
}

/** The row as the database has it, with the columns that the contract leaves out. */
export const storedAudit = (db: Database, id: string): Row | undefined =>
  db.get(`SELECT ${COLUMNS} FROM audit WHERE id = ?`, id);

export function auditRow(db: Database, id: string): AuditRow | null {
  const row = storedAudit(db, id);
  return row ? rowToAudit(row) : null;
}

/** Oldest first. */
export const storedAuditOfSet = (db: Database, setId: string): Row[] =>
  db.all(`SELECT ${COLUMNS} FROM audit WHERE set_id = ? ORDER BY seq`, setId);

interface AuditQuery {
  limit: number;
  before?: string;
  /** whom it is about, or who did it */
  memberId?: string;
  kind?: string;
}

/** Newest first. */
export function auditPage(db: Database, { limit, before, memberId, kind }: AuditQuery): Page<AuditRow> {
  checkLimit(limit, MAX_PAGE);
  const last = before === undefined ? undefined : storedAudit(db, before);
  if (before !== undefined && !last) throw refusal('no-such-page', { before });
  const filters: [string, string | number | undefined][] = [
    ['seq < ?', last?.seq as number | undefined],
    ['? IN (member_id, actor_id)', memberId],
    ['kind = ?', kind],
  ];
  const used = filters.filter((filter): filter is [string, string | number] => filter[1] !== undefined);
  const where = used.length > 0 ? `WHERE ${used.map(([condition]) => condition).join(' AND ')}` : '';
  const values = used.map(([, value]) => value);
  const rows = db.all(`SELECT ${COLUMNS} FROM audit ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit + 1);
  return pageOf(rows.map(rowToAudit), limit, (row) => row.id);
}
