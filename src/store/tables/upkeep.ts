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
        for (const set of over.map(rowToSet)) {
          if (set.deletedAt === undefined) announceDeleted(db, set, at);
          db.run('DELETE FROM sets WHERE id = ?', set.id);
        }
        return over.length;
      });
    },

    tidy: (now) =>
      db.transaction(() => ({
        sessions: db.run('DELETE FROM web_sessions WHERE expires_at <= ?', now),
        keys: forgetKeys(db, now),
        deletedSets: db.run(
          'DELETE FROM sets WHERE deleted_at <= ?',
          new Date(Date.parse(now) - DELETED_KEPT_MS).toISOString(),
        ),
      })),
  };
}
