import type { SetEvent } from '../../contracts/events.ts';
import type { Database } from '../database.ts';
import type { UpkeepTable } from '../members-types.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import { announceDeleted } from '../sets.ts';
import { forgetKeys } from './idempotency.ts';
import { checkLimit } from './rows.ts';
import type { Sync } from './sync.ts';
import { newestTime, sessionTimes, setSessionTimes, shiftUncertain } from './uncertain-times.ts';

const MAX_AT_ONCE = 1000;
/** A set that a person deleted can be brought back for so long. */
const DELETED_KEPT_MS = 30 * 24 * 3_600_000;
/** How long log-in records are stored: long enough to investigate an intrusion. */
const LOG_INS_KEPT_MS = 90 * 24 * 3_600_000;

/** Ids begin with their time (UUIDv7, RFC 9562, section 5.7), and there is an index of them. */
const firstIdAfter = (at: string) =>
  (Date.parse(at) + 1)
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})(.{4})$/, '$1-$2');

const earlier = (now: string, ms: number) => new Date(Date.parse(now) - ms).toISOString();

/**
 * Their subscribers are informed that they are gone for good, with their reps. A case of a set that is only old stays; one of a set that
 * a person deleted goes with it.
 */
function removeSets(db: Database, sets: readonly SetEvent[], at: string): number {
  for (const set of sets) {
    announceDeleted(db, set, at);
    if (set.deletedAt !== undefined) db.run('DELETE FROM cases WHERE set_id = ?', set.id);
    db.run('DELETE FROM sets WHERE id = ?', set.id);
  }
  return sets.length;
}

export function upkeepTable(db: Database): Sync<UpkeepTable> {
  return {
    expireSets: (before, limit, now) => {
      checkLimit(limit, MAX_AT_ONCE);
      return db.transaction(() => {
        db.run('DELETE FROM bay_sessions WHERE ended_at < ?', before);
        const over = db.all(
          `${SELECT_SET} WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at LIMIT ?`,
          before,
          limit,
        );
        return removeSets(db, over.map(rowToSet), now);
      });
    },

    newestTime: () => newestTime(db),
    sessionTimes: (since) => sessionTimes(db, since),
    setSessionTimes: (sessions) => db.transaction(() => setSessionTimes(db, sessions)),
    shiftUncertain: (since, byMs, limit) => {
      checkLimit(limit, MAX_AT_ONCE);
      return db.transaction(() => shiftUncertain(db, since, byMs, limit));
    },

    tidy: (now) =>
      db.transaction(() => ({
        sessions: db.run('DELETE FROM web_sessions WHERE expires_at <= ?', now),
        keys: forgetKeys(db, now),
      })),

    removeDeleted: (now) =>
      db.transaction(() => ({
        sets: removeSets(
          db,
          db.all(`${SELECT_SET} WHERE deleted_at <= ?`, earlier(now, DELETED_KEPT_MS)).map(rowToSet),
          now,
        ),
        logIns: db.run(
          `DELETE FROM audit WHERE id < ? AND at <= ? AND kind IN ('log-in', 'log-in-failed', 'log-in-throttled')`,
          firstIdAfter(earlier(now, LOG_INS_KEPT_MS)),
          earlier(now, LOG_INS_KEPT_MS),
        ),
      })),

    survey: (before) => {
      const newest = db.get('SELECT max(started_at) AS at FROM sets');
      return {
        newestAt: (newest?.at ?? null) as string | null,
        sets: db.number('SELECT count(*) FROM sets INDEXED BY sets_by_start'),
        expiring: db.number('SELECT count(*) FROM sets WHERE started_at < ?', before),
      };
    },
  };
}
