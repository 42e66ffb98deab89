import type { Member } from '../../contracts/members.ts';
import { folded } from '../../contracts/plain-text.ts';
import type { Actor } from '../common-types.ts';
import type { Database, Row } from '../database.ts';
import type { MemberChange, MembersTable, NewMemberRow } from '../people-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { forgetMember } from './forget-member.ts';
import { checkLimit, pageOf, plain } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_PAGE = 200;
const SELECT = `SELECT m.*, (SELECT count(*) FROM cards WHERE member_id = m.id) AS cards FROM members m`;

/** Of a row with all columns of `members`, and `cards`. */
const rowToMember = (row: Row): Member => ({
  id: row.id as string,
  revision: row.revision as number,
  alias: row.alias as string,
  name: row.name as string | null,
  role: row.role as Member['role'],
  login: row.login as string | null,
  hasSecret: row.secret_hash !== null,
  heightMm: row.height_mm as number | null,
  consents: {
    showAlias: row.show_alias === 1,
    keepRecordings: row.keep_recordings === 1,
    shareSets: row.share_sets === 1,
    acrossGyms: row.across_gyms === 1,
  },
  consentsAt: row.consents_at as string | null,
  cards: row.cards as number,
  createdAt: row.created_at as string,
});

type Words = Pick<Member, 'alias' | 'name' | 'login'>;
const searchKey = ({ alias, name, login }: Words) => plain([alias, name, login].filter((word) => word).join('\n'));

export function getMember(db: Database, id: string): Member | null {
  const row = db.get(`${SELECT} WHERE m.id = ?`, id);
  return row ? rowToMember(row) : null;
}

export function getMemberByLogin(db: Database, login: string): { member: Member; secretHash: string | null } | null {
  const row = db.get(`${SELECT} WHERE m.login_key = ?`, folded(login));
  return row ? { member: rowToMember(row), secretHash: row.secret_hash as string | null } : null;
}

export const countAdmins = (db: Database): number => db.number(`SELECT count(*) FROM members WHERE role = 'admin'`);

export const isLoginTaken = (db: Database, login: string | null, ownId: string): boolean =>
  login !== null && db.get('SELECT 1 FROM members WHERE login_key = ? AND id <> ?', folded(login), ownId) !== undefined;

function checkLoginIsFree(db: Database, login: string | null, ownId: string): void {
  if (isLoginTaken(db, login, ownId)) throw refusal('login-taken', { login: login ?? '' });
}

export function insertMember(db: Database, member: NewMemberRow): Member {
  checkLoginIsFree(db, member.login, member.id);
  const { showAlias, keepRecordings, shareSets, acrossGyms } = member.consents;
  db.run(
    `INSERT INTO members (id, revision, alias, name, role, login, login_key, secret_hash, height_mm, show_alias,
       keep_recordings, share_sets, across_gyms, consents_at, created_at, sort_key, search_key)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    member.id,
    member.alias,
    member.name,
    member.role,
    member.login,
    member.login === null ? null : folded(member.login),
    member.secretHash,
    member.heightMm,
    Number(showAlias),
    Number(keepRecordings),
    Number(shareSets),
    Number(acrossGyms),
    member.consentsAt,
    member.createdAt,
    plain(member.alias),
    searchKey(member),
  );
  return getMember(db, member.id)!;
}

/** What changed, and only that: the audit holds no copy of a member. */
function differences(before: Member, after: Member): [before: object, after: object] {
  const changed = (Object.keys(after) as (keyof Member)[]).filter(
    (key) => key !== 'revision' && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const of = (member: Member) => Object.fromEntries(changed.map((key) => [key, member[key]]));
  return [of(before), of(after)];
}

/** @throws StoreError */
export function changeMember(
  db: Database,
  id: string,
  revision: number,
  wanted: MemberChange,
  at: string,
  actor: Actor,
): Member {
  const before = getMember(db, id);
  if (!before) throw refusal('no-such-member', { id });
  if (before.revision !== revision) throw refusal('member-changed', { revision: before.revision });
  const next = { ...before, ...wanted };
  checkLoginIsFree(db, next.login, id);
  if (before.role === 'admin' && next.role !== 'admin') checkAdminRemains(db);
  db.run(
    `UPDATE members SET revision = revision + 1, alias = ?, name = ?, role = ?, login = ?, login_key = ?, height_mm = ?,
       show_alias = ?, keep_recordings = ?, share_sets = ?, across_gyms = ?, consents_at = ?, sort_key = ?, search_key = ? WHERE id = ?`,
    next.alias,
    next.name,
    next.role,
    next.login,
    next.login === null ? null : folded(next.login),
    next.heightMm,
    Number(next.consents.showAlias),
    Number(next.consents.keepRecordings),
    Number(next.consents.shareSets),
    Number(next.consents.acrossGyms),
    wanted.consents ? at : before.consentsAt,
    plain(next.alias),
    searchKey(next),
    id,
  );
  if (before.consents.keepRecordings && !next.consents.keepRecordings) {
    db.run('DELETE FROM recordings WHERE set_id IN (SELECT id FROM sets WHERE member_id = ?)', id);
    db.run('DELETE FROM cases WHERE member_id = ?', id);
  }
  const after = getMember(db, id)!;
  const [was, is] = differences(before, after);
  record(db, { at, actor, kind: 'member-changed', memberId: id, before: was, after: is });
  return after;
}

function checkAdminRemains(db: Database): void {
  if (countAdmins(db) === 1) throw refusal('only-admin', {});
}

export function membersTable(db: Database): Sync<MembersTable> {
  return {
    add: (member, actor) =>
      db.transaction(() => {
        const added = insertMember(db, member);
        record(db, { at: member.createdAt, actor, kind: 'member-added', memberId: member.id });
        return added;
      }),

    addFirstAdmin: (member, setUpCodeHash) =>
      db.transaction(() => {
        if (countAdmins(db) > 0) throw refusal('set-up-done', {});
        if (db.run('DELETE FROM set_up_code WHERE code_hash = ?', setUpCodeHash) === 0)
          throw refusal('wrong-set-up-code', {});
        const actor = { id: member.id, role: 'admin' };
        const added = insertMember(db, { ...member, role: 'admin' });
        record(db, { at: member.createdAt, actor, kind: 'set-up', memberId: member.id });
        return added;
      }),

    get: (id) => getMember(db, id),

    list: ({ search = '', limit, before }) => {
      checkLimit(limit, MAX_PAGE);
      const last = before === undefined ? undefined : db.get('SELECT sort_key, id FROM members WHERE id = ?', before);
      if (before !== undefined && !last) throw refusal('no-such-page', { before });
      const rows = db.all(
        `${SELECT} WHERE (sort_key, id) > (?, ?) AND instr(search_key, ?) > 0 ORDER BY sort_key, id LIMIT ?`,
        (last?.sort_key as string) ?? '',
        (last?.id as string) ?? '',
        plain(search),
        limit + 1,
      );
      return pageOf(rows.map(rowToMember), limit, (member) => member.id);
    },

    change: (id, revision, wanted, at, actor) =>
      db.transaction(() => changeMember(db, id, revision, wanted, at, actor)),

    remove: (id, at, actor) =>
      db.transaction(() => {
        const member = getMember(db, id);
        if (!member) throw refusal('no-such-member', { id });
        if (member.role === 'admin') checkAdminRemains(db);
        return forgetMember(db, id, at, actor);
      }),
  };
}
