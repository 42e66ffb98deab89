import type { Token } from '../../contracts/access.ts';
import type { Database, Row } from '../database.ts';
import type { AccessTable, WebSession } from '../people-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { countAdmins, getMember, getMemberByLogin } from './members.ts';
import type { Sync } from './sync.ts';

const rowToSession = (row: Row): WebSession => ({
  idHash: row.id_hash as string,
  memberId: row.member_id as string | null,
  tokenId: row.token_id as string | null,
  createdAt: row.created_at as string,
  expiresAt: row.expires_at as string,
  lastUsedAt: row.last_used_at as string,
  label: row.label as string,
});

const rowToToken = (row: Row): Token => ({
  id: row.id as string,
  name: row.name as string,
  scopes: JSON.parse(row.scopes_json as string) as Token['scopes'],
  bay: row.bay as string | null,
  createdAt: row.created_at as string,
  lastUsedAt: row.last_used_at as string | null,
  revokedAt: row.revoked_at as string | null,
});

type Keys = 'countAdmins' | 'saveSetUpCode' | 'setUpCodeHash' | 'credentials' | 'secretHash' | 'setSecret';
type TokenKeys = 'addToken' | 'tokens' | 'tokenByHash' | 'touchToken' | 'revokeToken';

export const accessTable = (db: Database): Sync<AccessTable> => ({
  ...credentials(db),
  ...sessions(db),
  ...tokens(db),
});

const credentials = (db: Database): Pick<Sync<AccessTable>, Keys> => ({
  countAdmins: () => countAdmins(db),

  saveSetUpCode: (codeHash) => {
    if (codeHash === null) db.run('DELETE FROM set_up_code');
    else db.run('INSERT OR REPLACE INTO set_up_code (only_one, code_hash) VALUES (1, ?)', codeHash);
  },
  setUpCodeHash: () => (db.get('SELECT code_hash FROM set_up_code')?.code_hash as string | undefined) ?? null,

  credentials: (login) => getMemberByLogin(db, login),
  secretHash: (memberId) =>
    (db.get('SELECT secret_hash FROM members WHERE id = ?', memberId)?.secret_hash as string | null | undefined) ??
    null,

  setSecret: (memberId, secretHash, at, actor, keepIdHash = null) =>
    db.transaction(() => {
      if (!getMember(db, memberId)) throw refusal('no-such-member', { id: memberId });
      db.run('UPDATE members SET secret_hash = ?, revision = revision + 1 WHERE id = ?', secretHash, memberId);
      record(db, { at, actor, kind: secretHash === null ? 'secret-removed' : 'secret-changed', memberId });
      return db.run('DELETE FROM web_sessions WHERE member_id = ? AND id_hash IS NOT ?', memberId, keepIdHash);
    }),
});

const sessions = (db: Database): Omit<Sync<AccessTable>, Keys | TokenKeys> => ({
  addSession: (session) => {
    db.run(
      `INSERT INTO web_sessions (id_hash, member_id, token_id, created_at, expires_at, last_used_at, label)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      session.idHash,
      session.memberId,
      session.tokenId,
      session.createdAt,
      session.expiresAt,
      session.lastUsedAt,
      session.label,
    );
  },
  session: (idHash, now) => {
    // A revoked token takes its sessions with it, so whatever is here is good until it is over.
    const row = db.get('SELECT * FROM web_sessions WHERE id_hash = ? AND expires_at > ?', idHash, now);
    return row ? rowToSession(row) : null;
  },
  touchSession: (idHash, at) => {
    db.run('UPDATE web_sessions SET last_used_at = ? WHERE id_hash = ?', at, idHash);
  },
  sessionsOf: (memberId, now) =>
    db
      .all(
        'SELECT * FROM web_sessions WHERE member_id = ? AND expires_at > ? ORDER BY last_used_at DESC, id_hash',
        memberId,
        now,
      )
      .map(rowToSession),
  endSession: (idHash) => db.run('DELETE FROM web_sessions WHERE id_hash = ?', idHash) === 1,
  endSessionsOf: (memberId) => db.run('DELETE FROM web_sessions WHERE member_id = ?', memberId),
});

const tokens = (db: Database): Pick<Sync<AccessTable>, TokenKeys> => ({
  addToken: ({ id, name, scopes, bay, createdAt }, secretHash, actor) =>
    db.transaction(() => {
      db.run(
        'INSERT INTO tokens (id, name, scopes_json, bay, secret_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        name,
        JSON.stringify(scopes),
        bay,
        secretHash,
        createdAt,
      );
      record(db, { at: createdAt, actor, kind: 'token-added', after: { name, scopes, bay } });
    }),
  tokens: () => db.all('SELECT * FROM tokens ORDER BY created_at DESC, id DESC').map(rowToToken),
  tokenByHash: (secretHash) => {
    const row = db.get('SELECT * FROM tokens WHERE secret_hash = ? AND revoked_at IS NULL', secretHash);
    if (!row) return null;
    const { id, name, scopes, bay } = rowToToken(row);
    return { id, name, scopes, bay };
  },
  touchToken: (id, at) => {
    db.run('UPDATE tokens SET last_used_at = ? WHERE id = ?', at, id);
  },
  revokeToken: (id, at, actor) =>
    db.transaction(() => {
      if (db.run('UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', at, id) === 0) return false;
      db.run('DELETE FROM web_sessions WHERE token_id = ?', id);
      const name = db.get('SELECT name FROM tokens WHERE id = ?', id)!.name;
      record(db, { at, actor, kind: 'token-revoked', before: { name } });
      return true;
    }),
});
