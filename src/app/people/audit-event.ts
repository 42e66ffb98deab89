/** Puts what someone did, and is no correction of a set, into the audit. */
import { v7 } from 'uuid';
import type { Store } from '../../store/index.ts';
import type { Actor } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';

interface AuditEvent {
  kind: string;
  actor: Actor;
  /** Whom it is about. */
  memberId?: string | null;
  before?: object;
  after?: object;
}

/** @param at ISO wall time. @throws ProblemError 503 while the database is unavailable */
export async function recordAuditEvent(
  store: () => Store,
  at: string,
  { kind, actor, memberId = null, before = {}, after = {} }: AuditEvent,
): Promise<void> {
  const row = { id: v7(), at, actorId: actor.id, actorRole: actor.role, kind, memberId };
  await orProblem(() =>
    store().corrections.record({ ...row, beforeJson: JSON.stringify(before), afterJson: JSON.stringify(after) }),
  );
}
