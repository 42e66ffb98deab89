import type { SetEvent } from '../../contracts/events.ts';
import type { Database } from '../database.ts';
import type { UpkeepTable } from '../members-types.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import { announceDeleted } from '../sets.ts';
import type { Sync } from '../worker-protocol.ts';
import { forgetKeys } from './idempotency.ts';
import { checkLimit } from './rows.ts';

const MAX_AT_ONCE = 1000;
/** A set that a person deleted can be brought back for so long. */
const DELETED_KEPT_MS = 30 * 24 * 3_600_000;

/** Whoever was told of them is told that they are gone for good, with their reps. */
function removeSets(db: Database, sets: readonly SetEvent[], at: string): number {
  for (const set of sets) {
    announceDeleted(db, set, at);
    db.run('DELETE FROM sets WHERE id = ?', set.id);
  }
  return sets.length;
}

export function upkeepTable(db: Database): Sync<UpkeepTable> {
  return {
    expireSets: (before, limit) => {
      checkLimit(limit, MAX_AT_ONCE);
      return db.transaction(() => {
        db.run('DELETE FROM bay_sessions WHERE ended_at < ?', before);
        const over = db.all(
          `${SELECT_SET} WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at LIMIT ?`,
          before,
          limit,
        );
        const at = new Date().toISOString();
        return removeSets(db, over.map(rowToSet), at);
      });
    },

    tidy: (now) =>
      db.transaction(() => ({
        sessions: db.run('DELETE FROM web_sessions WHERE expires_at <= ?', now),
        keys: forgetKeys(db, now),
        deletedSets: removeSets(
          db,
          db
            .all(`${SELECT_SET} WHERE deleted_at <= ?`, new Date(Date.parse(now) - DELETED_KEPT_MS).toISOString())
            .map(rowToSet),
          now,
        ),
      })),
  };
}
