/** Who may see the pages of the hub: accounts of its own, apart from the members of the gyms. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import type { Clock } from '../common/clock.ts';
import type {
  Account,
  AccountPatch,
  NewAccount,
  PageChange,
  PageChangeKind,
  PageChanges,
} from '../contracts/hub-pages.ts';
import { folded } from '../contracts/plain-text.ts';
import { LogInThrottle, tooManyTries } from '../web/log-in/log-in-throttle.ts';
import { hashSecret, verifySecret } from '../web/log-in/secret-hash.ts';
import { checkSecret } from '../web/log-in/secret-policy.ts';
import { ProblemError } from '../web/problems.ts';
import { inTransaction } from './schema.ts';

/** As a trainer's at a station. */
const SESSION_MS = 12 * 3_600_000;
const CODE_MS = 24 * 3_600_000;
/** How fresh "last used" is; each request would be a write otherwise. */
const TOUCH_MS = 10 * 60_000;
const MAX_SESSIONS = 20;
/** What was done longest ago is forgotten. */
const MAX_NOTES = 100_000;
export const CHANGES_A_PAGE = 50;
const ACCOUNTS_LOCK = 4_871_007;

export interface Visitor {
  id: string;
  login: string;
  role: 'trainer' | 'admin';
  /** null: every gym */
  gyms: string[] | null;
  /** hash of the session */
  session: string;
}

interface Row {
  id: string;
  login: string;
  secret: string;
  role: 'trainer' | 'admin';
  gyms: string[] | null;
  used_at: Date | null;
}

const hashOf = (value: string) => createHash('sha256').update(value).digest('hex');
/** Without 0, 1, I and O, which look alike. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeHash = (code: string) => hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));

export class Accounts {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #throttle = new LogInThrottle();
  readonly #onEnded = new Set<() => void>();
  readonly counts = { succeeded: 0, failed: 0, throttled: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Something may have ended: who streams looks again. */
  onEnded(listener: () => void): void {
    this.#onEnded.add(listener);
  }

  async isSetUpNeeded(): Promise<boolean> {
    const { rows } = await this.#pool.query(`SELECT 1 FROM accounts WHERE role = 'admin' LIMIT 1`);
    return rows.length === 0;
  }

  /** A one-time code for the first admin; null: there is one. Codes of before count on: another hub of the organisation may have printed one. */
  async newSetUpCode(): Promise<string | null> {
    if (!(await this.isSetUpNeeded())) return null;
    const letters = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const code = letters.replace(/(.{4})(?=.)/g, '$1-');
    await this.#pool.query('DELETE FROM set_up_codes WHERE expires_at < $1', [this.#now()]);
    await this.#pool.query('INSERT INTO set_up_codes (hash, expires_at) VALUES ($1, $2)', [
      codeHash(code),
      this.#now(CODE_MS),
    ]);
    return code;
  }

  /** @returns the cookie @throws ProblemError */
  async setUp({ code, login, secret }: { code: string; login: string; secret: string }, address: string) {
    const attempt = this.#begin(null, address);
    if (!(await this.isSetUpNeeded())) throw new ProblemError('set-up-done', {});
    const { rows: codes } = await this.#pool.query('SELECT 1 FROM set_up_codes WHERE hash = $1 AND expires_at > $2', [
      codeHash(code),
      this.#now(),
    ]);
    if (codes.length === 0) {
      this.counts.failed++;
      throw new ProblemError('hub-set-up-code', {});
    }
    attempt.succeeded();
    const account: NewAccount = { login, secret, role: 'admin', gyms: null };
    checkSecret({ role: 'admin', alias: login, login }, secret);
    const hash = await hashSecret(secret);
    return inTransaction(this.#pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [ACCOUNTS_LOCK]);
      const { rowCount } = await db.query(`SELECT 1 FROM accounts WHERE role = 'admin'`);
      if (rowCount !== 0) throw new ProblemError('set-up-done', {});
      const id = await this.#insert(db, account, hash);
      await db.query('DELETE FROM set_up_codes');
      await this.note(login, 'set-up', login, db);
      return this.#grant(db, id);
    });
  }

  /** @returns the cookie @throws ProblemError */
  async logIn({ login, secret }: { login: string; secret: string }, address: string): Promise<string> {
    const key = folded(login);
    const attempt = this.#begin(key, address);
    const { rows } = await this.#pool.query<Row>('SELECT * FROM accounts WHERE login_key = $1', [key]);
    if (!(await verifySecret(secret, rows[0]?.secret ?? null))) {
      this.counts.failed++;
      throw new ProblemError('wrong-log-in', {});
    }
    attempt.succeeded();
    this.counts.succeeded++;
    return inTransaction(this.#pool, (db) => this.#grant(db, rows[0]!.id));
  }

  /** Null: no such log-in, or it is over. */
  async fromCookie(cookie: string): Promise<Visitor | null> {
    return this.fromSession(hashOf(cookie));
  }

  async fromSession(session: string): Promise<Visitor | null> {
    const { rows } = await this.#pool.query<Row & { used_at: Date }>(
      `SELECT a.*, s.used_at FROM account_sessions s JOIN accounts a ON a.id = s.account_id WHERE s.hash = $1 AND s.expires_at > $2`,
      [session, this.#now()],
    );
    const [found] = rows;
    if (!found) return null;
    if (found.used_at < this.#now(-TOUCH_MS))
      await this.#pool.query('UPDATE account_sessions SET used_at = $2 WHERE hash = $1', [session, this.#now()]);
    const { id, login, role, gyms } = found;
    return { id, login, role, gyms: role === 'admin' ? null : gyms, session };
  }

  async logOut(session: string): Promise<void> {
    await this.#pool.query('DELETE FROM account_sessions WHERE hash = $1', [session]);
    this.#ended();
  }

  async list(): Promise<Account[]> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT a.*, (SELECT max(used_at) FROM account_sessions s WHERE s.account_id = a.id) AS used_at FROM accounts a ORDER BY login_key`,
    );
    return rows.map(({ id, login, role, gyms, used_at }) => ({
      ...{ id, login, role, gyms },
      lastUsedAt: used_at?.toISOString() ?? null,
    }));
  }

  /** @throws ProblemError */
  async add(account: NewAccount, by: Visitor): Promise<string> {
    checkSecret({ role: account.role, alias: account.login, login: account.login }, account.secret);
    const hash = await hashSecret(account.secret);
    return inTransaction(this.#pool, async (db) => {
      const id = await this.#insert(db, account, hash);
      await this.note(by.login, 'account-added', account.login, db);
      return id;
    });
  }

  /** Ends its log-ins, unless it is one's own. @throws ProblemError */
  async change(id: string, { secret, role, gyms }: AccountPatch, by: Visitor): Promise<void> {
    await this.#changeAccount(id, by, 'account-changed', async (db, known) => {
      const next = { role: role ?? known.role, gyms: gyms === undefined ? known.gyms : gyms };
      if (secret !== undefined) {
        checkSecret({ role: next.role, alias: known.login, login: known.login }, secret);
        await db.query('UPDATE accounts SET secret = $2 WHERE id = $1', [id, await hashSecret(secret)]);
      }
      await db.query('UPDATE accounts SET role = $2, gyms = $3 WHERE id = $1', [
        id,
        next.role,
        next.role === 'admin' ? null : next.gyms,
      ]);
      await db.query('DELETE FROM account_sessions WHERE account_id = $1 AND hash <> $2', [id, by.session]);
    });
  }

  /** One's own; every other log-in of the account ends. @throws ProblemError */
  async changeSecret(
    by: Visitor,
    { current, next }: { current: string; next: string },
    address: string,
  ): Promise<void> {
    checkSecret({ role: by.role, alias: by.login, login: by.login }, next);
    const attempt = this.#begin(folded(by.login), address);
    const { rows } = await this.#pool.query<Row>('SELECT * FROM accounts WHERE id = $1', [by.id]);
    if (!(await verifySecret(current, rows[0]?.secret ?? null))) {
      this.counts.failed++;
      throw new ProblemError('wrong-secret', {});
    }
    attempt.succeeded();
    const hash = await hashSecret(next);
    await this.#changeAccount(by.id, by, 'password-changed', async (db) => {
      await db.query('UPDATE accounts SET secret = $2 WHERE id = $1', [by.id, hash]);
      await db.query('DELETE FROM account_sessions WHERE account_id = $1 AND hash <> $2', [by.id, by.session]);
    });
  }

  /** @throws ProblemError */
  async remove(id: string, by: Visitor): Promise<void> {
    await this.#changeAccount(id, by, 'account-removed', async (db) => {
      await db.query('DELETE FROM accounts WHERE id = $1', [id]);
    });
  }

  /** Who did what, about which thing. */
  async note(
    account: string,
    kind: PageChangeKind,
    about: string,
    db: Pick<PoolClient, 'query'> = this.#pool,
  ): Promise<void> {
    await db.query('INSERT INTO page_audit (at, account, kind, about) VALUES ($1, $2, $3, $4)', [
      this.#now(),
      account,
      kind,
      about,
    ]);
    await db.query('DELETE FROM page_audit WHERE n <= (SELECT max(n) FROM page_audit) - $1', [MAX_NOTES]);
  }

  /** Newest first. */
  async changes({ before = null, limit }: { before?: string | null; limit: number }): Promise<PageChanges> {
    const { rows } = await this.#pool.query<Omit<PageChange, 'at'> & { at: Date }>(
      `SELECT a.n, a.at, a.account, a.kind, a.about, g.name AS "gymName"
         FROM page_audit a LEFT JOIN controllers c ON c.id = a.about AND a.kind IN ('controller-accepted', 'controller-revoked')
         LEFT JOIN gyms g ON g.id = CASE WHEN a.kind IN ('gym-added', 'controller-invited', 'command-sent') THEN a.about ELSE c.gym_id END
         WHERE $1::bigint IS NULL OR a.n < $1 ORDER BY a.n DESC LIMIT $2`,
      [before, limit + 1],
    );
    const changes = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    return { changes, next: rows.length > limit ? changes.at(-1)!.n : null };
  }

  async #changeAccount(
    id: string,
    by: Visitor,
    kind: PageChangeKind,
    work: (db: PoolClient, known: Row) => Promise<void>,
  ): Promise<void> {
    await inTransaction(this.#pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [ACCOUNTS_LOCK]);
      const { rows } = await db.query<Row>('SELECT * FROM accounts WHERE id = $1', [id]);
      const [known] = rows;
      if (!known) throw new ProblemError('no-such-account', { id });
      await work(db, known);
      const { rowCount } = await db.query(`SELECT 1 FROM accounts WHERE role = 'admin'`);
      if (rowCount === 0) throw new ProblemError('last-admin', {});
      await this.note(by.login, kind, known.login, db);
    });
    this.#ended();
  }

  async #insert(db: PoolClient, { login, role, gyms }: NewAccount, secret: string): Promise<string> {
    const id = newId();
    const { rowCount } = await db.query(
      `INSERT INTO accounts (id, login, login_key, secret, role, gyms, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (login_key) DO NOTHING`,
      [id, login, folded(login), secret, role, role === 'admin' ? null : gyms, this.#now()],
    );
    if (rowCount === 0) throw new ProblemError('account-exists', { login });
    return id;
  }

  async #grant(db: PoolClient, accountId: string): Promise<string> {
    const cookie = randomBytes(32).toString('base64url');
    await db.query('DELETE FROM account_sessions WHERE expires_at < $1', [this.#now()]);
    await db.query(
      `DELETE FROM account_sessions WHERE hash IN
         (SELECT hash FROM account_sessions WHERE account_id = $1 ORDER BY used_at DESC OFFSET ${MAX_SESSIONS - 1})`,
      [accountId],
    );
    await db.query('INSERT INTO account_sessions (hash, account_id, used_at, expires_at) VALUES ($1, $2, $3, $4)', [
      hashOf(cookie),
      accountId,
      this.#now(),
      this.#now(SESSION_MS),
    ]);
    return cookie;
  }

  /** @throws ProblemError 429 */
  #begin(key: string | null, address: string) {
    const attempt = this.#throttle.begin(key, { address, device: null }, this.#clock.monoMs());
    if (attempt.kind === 'try') return attempt;
    this.counts.throttled++;
    throw tooManyTries(attempt.waitS);
  }

  #ended(): void {
    for (const listener of this.#onEnded) listener();
  }

  #now(laterMs = 0): Date {
    return new Date(this.#clock.wallMs() + laterMs);
  }
}

export const SESSION_S = SESSION_MS / 1000;
