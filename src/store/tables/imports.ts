import type { Database } from '../database.ts';
import type { ImportsTable } from '../people-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { insertMember } from './members.ts';
import { checkLimit } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_LIST = 100;

/** Still as the list made them: a member who has lifted, logged in or been changed since stays. */
const UNTOUCHED = `SELECT m.id FROM imported_members JOIN members m ON m.id = member_id
  WHERE import_id = ? AND m.revision = 1 AND m.secret_hash IS NULL
    AND NOT EXISTS (SELECT 1 FROM sets WHERE sets.member_id = m.id)
    AND NOT EXISTS (SELECT 1 FROM bay_sessions WHERE bay_sessions.member_id = m.id)
    AND NOT EXISTS (SELECT 1 FROM programmes WHERE programmes.member_id = m.id)`;

export function importsTable(db: Database): Sync<ImportsTable> {
  return {
    add: (id, rows, at, actor) =>
      db.transaction(() => {
        db.run('INSERT INTO imports (id, at, actor_id, added) VALUES (?, ?, ?, ?)', id, at, actor.id, rows.length);
        for (const { member, cards } of rows) {
          insertMember(db, member);
          db.run('INSERT INTO imported_members (member_id, import_id) VALUES (?, ?)', member.id, id);
          for (const card of cards) {
            if (db.get('SELECT 1 FROM cards WHERE hash = ?', card.hash))
              throw refusal('imported-card-in-use', { alias: member.alias });
            db.run(
              'INSERT INTO cards (id, member_id, hash, last_digits, added_at) VALUES (?, ?, ?, ?, ?)',
              card.id,
              member.id,
              card.hash,
              card.lastDigits,
              at,
            );
          }
        }
        record(db, { at, actor, kind: 'members-imported', after: { members: rows.length } });
      }),

    list: (limit) => {
      checkLimit(limit, MAX_LIST);
      return db
        .all(
          `SELECT *, (SELECT count(*) FROM imported_members WHERE import_id = imports.id) AS remaining FROM imports
           ORDER BY id DESC LIMIT ?`,
          limit,
        )
        .map((row) => ({
          id: row.id as string,
          at: row.at as string,
          actorId: row.actor_id as string | null,
          added: row.added as number,
          left: row.remaining as number,
          undoneAt: row.undone_at as string | null,
        }));
    },

    undo: (id, at, actor) =>
      db.transaction(() => {
        const row = db.get('SELECT undone_at FROM imports WHERE id = ?', id);
        if (!row) throw refusal('no-such-import', { id });
        if (row.undone_at !== null) throw refusal('import-undone', {});
        const all = db.number('SELECT count(*) FROM imported_members WHERE import_id = ?', id);
        // No other trace of them: no set, no session, no row of the audit.
        db.run(`DELETE FROM audit WHERE member_id IN (${UNTOUCHED})`, id);
        const removed = db.run(`DELETE FROM members WHERE id IN (${UNTOUCHED})`, id);
        db.run('UPDATE imports SET undone_at = ? WHERE id = ?', at, id);
        const counts = { removed, kept: all - removed };
        record(db, { at, actor, kind: 'import-undone', after: counts });
        return counts;
      }),

    logins: () =>
      db.all('SELECT login_key FROM members WHERE login_key IS NOT NULL').map((row) => row.login_key as string),
  };
}
