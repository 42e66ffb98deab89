import { type Group, MAX_GROUPS } from '../../contracts/programmes.ts';
import type { Database, Row } from '../database.ts';
import type { GroupsTable } from '../plan-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { getMember } from './members.ts';
import { plain } from './rows.ts';
import type { Sync } from './sync.ts';

export function groupsTable(db: Database): Sync<GroupsTable> {
  const rowToGroup = (row: Row): Group => ({
    id: row.id as string,
    revision: row.revision as number,
    name: row.name as string,
    members: db
      .all(
        `SELECT members.id, alias FROM group_members JOIN members ON members.id = member_id WHERE group_id = ?
         ORDER BY sort_key, members.id`,
        row.id as string,
      )
      .map(({ id, alias }) => ({ id: id as string, alias: alias as string })),
    updatedAt: row.updated_at as string,
  });
  const get = (id: string): Group | null => {
    const row = db.get('SELECT * FROM groups WHERE id = ?', id);
    return row ? rowToGroup(row) : null;
  };
  return {
    get,
    list: () =>
      db
        .all('SELECT * FROM groups')
        .map(rowToGroup)
        .sort((a, b) => plain(a.name).localeCompare(plain(b.name)) || (a.id < b.id ? -1 : 1)),

    put: (id, revision, { name, memberIds }, at, actor) =>
      db.transaction(() => {
        const before = get(id);
        if ((before?.revision ?? 0) !== revision) throw refusal('group-changed', {});
        if (!before && db.number('SELECT count(*) FROM groups') >= MAX_GROUPS)
          throw refusal('too-many-groups', { most: MAX_GROUPS });
        db.run(
          `INSERT INTO groups (id, revision, name, updated_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name, updated_at = excluded.updated_at`,
          id,
          revision + 1,
          name,
          at,
        );
        db.run('DELETE FROM group_members WHERE group_id = ?', id);
        for (const memberId of memberIds) {
          if (!getMember(db, memberId)) throw refusal('no-such-member', { id: memberId });
          db.run('INSERT INTO group_members (group_id, member_id) VALUES (?, ?)', id, memberId);
        }
        const kind = before ? 'group-changed' : 'group-added';
        // Of whom it is made up is no business of the audit, which outlives them.
        const was = before ? { name: before.name, members: before.members.length } : {};
        record(db, { at, actor, kind, before: was, after: { name, members: memberIds.length } });
        return get(id)!;
      }),

    remove: (id, at, actor) =>
      db.transaction(() => {
        const before = get(id);
        if (!before) return false;
        db.run('DELETE FROM groups WHERE id = ?', id);
        record(db, { at, actor, kind: 'group-removed', before: { name: before.name, members: before.members.length } });
        return true;
      }),
  };
}
