import type { Database } from '../database.ts';
import type { IdempotencyTable } from '../members-types.ts';
import type { Sync } from './sync.ts';

/** A request unanswered for this long never will be: the station ended. */
const ABANDONED_MS = 60_000;
/** How long an answer is kept. */
const KEPT_MS = 24 * 3_600_000;

const earlier = (at: string, ms: number) => new Date(Date.parse(at) - ms).toISOString();

export const forgetKeys = (db: Database, now: string): number =>
  db.run('DELETE FROM idempotency_keys WHERE at <= ?', earlier(now, KEPT_MS));

export function idempotencyTable(db: Database): Sync<IdempotencyTable> {
  const release = (scope: string, key: string) => {
    db.run('DELETE FROM idempotency_keys WHERE scope = ? AND key = ?', scope, key);
  };
  return {
    begin: (scope, key, requestHash, at) =>
      db.transaction(() => {
        const row = db.get('SELECT * FROM idempotency_keys WHERE scope = ? AND key = ?', scope, key);
        const keptUntil = earlier(at, row?.status == null ? ABANDONED_MS : KEPT_MS);
        if (row && (row.at as string) > keptUntil) {
          if (row.request_hash !== requestHash) return { kind: 'other-request' };
          if (row.status === null) return { kind: 'in-progress' };
          return { kind: 'done', status: row.status as number, body: row.body as string };
        }
        release(scope, key);
        db.run(
          'INSERT INTO idempotency_keys (scope, key, request_hash, at) VALUES (?, ?, ?, ?)',
          scope,
          key,
          requestHash,
          at,
        );
        return { kind: 'new' };
      }),
    finish: (scope, key, status, body) => {
      db.run('UPDATE idempotency_keys SET status = ?, body = ? WHERE scope = ? AND key = ?', status, body, scope, key);
    },
    release,
  };
}
