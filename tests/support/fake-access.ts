import { v7 } from 'uuid';
import type { LogIn, NewPairing, NewToken, Role, Token, TokenScope } from '../../src/contracts/access.ts';
import type { AccessPort, Client, Granted, Person } from '../../src/web/access-port.ts';
import { type Identity, VISITOR } from '../../src/web/identity.ts';
import { ProblemError } from '../../src/web/problems.ts';

/** Somebody in this role, as the guard of the web sees them. */
export function identity(role: Role, patch: Partial<Identity> = {}): Identity {
  const isPerson = role === 'member' || role === 'trainer' || role === 'admin';
  return {
    ...VISITOR,
    role,
    ...(isPerson && { memberId: v7(), alias: role, via: 'session', credentialId: v7() }),
    ...(role === 'screen' && { via: 'screen', credentialId: v7() }),
    ...patch,
  };
}

/**
 * Access without hashes or a database. Whoever sends no credential is `here`, by default an admin, so that a test which is not about
 * rights need not log in (`signed-in.ts`); further people come by `allow`, and by log-in.
 */
export class FakeAccess implements AccessPort {
  here: Identity | null;
  needsSetUp = false;
  readonly people = new Map<string, { secret: string; identity: Identity }>();
  readonly tokenList: Token[] = [];
  readonly clients: Client[] = [];
  readonly logInCounts = { succeeded: 0, failed: 0, throttled: 0 };
  readonly #credentials = new Map<string, Identity>();
  readonly #listeners = new Set<(credentialId: string) => void>();

  constructor(here: Role | Identity | null = 'admin') {
    this.here =
      typeof here === 'string'
        ? here === 'visitor'
          ? null
          : identity(here, { via: 'token', memberId: null, alias: null, credentialId: v7() })
        : here;
  }

  /** A cookie value or token secret that stands for somebody. */
  allow(who: Identity): string {
    const credential = `fake-credential-of-${who.credentialId ?? v7()}`;
    this.#credentials.set(credential, who);
    return credential;
  }

  /** Headers of somebody who sends a token. */
  bearer = (who: Identity) => ({ authorization: `Bearer ${this.allow(who)}` });
  /** Headers of a page of ours on which somebody is logged in. */
  cookie = (who: Identity, host = 'localhost') => ({
    host,
    origin: `http://${host}`,
    cookie: `lockout_session=${this.allow(who)}`,
  });

  end(credentialId: string): void {
    for (const [credential, who] of this.#credentials)
      if (who.credentialId === credentialId) this.#credentials.delete(credential);
    for (const listener of this.#listeners) listener(credentialId);
  }

  fromCookie = async (value: string) => this.#credentials.get(value) ?? null;
  fromToken = async (secret: string) => this.#credentials.get(secret) ?? null;
  setUpNeeded = () => this.needsSetUp;
  newSetUpCode = async () => (this.needsSetUp ? 'ABCD-2345' : null);
  setUp = async (request: LogIn & { alias: string }, client: Client) => {
    this.needsSetUp = false;
    const admin = identity('admin', { alias: request.alias });
    this.people.set(request.login, { secret: request.secret, identity: admin });
    return this.logIn(request, client);
  };
  logIn = async ({ login, secret }: LogIn, client: Client): Promise<Granted> => {
    this.clients.push(client);
    const found = this.people.get(login.toLowerCase());
    if (found?.secret !== secret) throw new ProblemError('wrong-log-in', {});
    return {
      identity: found.identity,
      cookie: this.allow(found.identity),
      maxAgeS: 3600,
      device: `device of ${login}`,
    };
  };
  pairingCode = async ({ name, bay }: NewPairing) => {
    await this.createToken({ name, scopes: ['screen'], bay });
    const code = `K7QM-2XW${this.tokenList.length}`;
    this.#credentials.set(code, identity('screen', { bays: bay === null ? null : [bay] }));
    return { code, expiresAt: new Date(Date.now() + 600_000).toISOString() };
  };
  pairScreen = async (token: string): Promise<Granted> => {
    const found = this.#credentials.get(token);
    if (!found) throw new ProblemError('bad-pairing-code', {});
    return { identity: { ...found, via: 'screen' }, cookie: token, maxAgeS: 3600 };
  };
  logOut = async ({ credentialId }: Identity) => {
    if (credentialId !== null) this.end(credentialId);
  };
  changeSecret = async () => undefined;
  sessions = async (_who: Person) => [];
  endSession = async () => false;
  tokens = async () => this.tokenList;
  createToken = async ({ name, scopes, bay }: NewToken) => {
    const token: Token = {
      id: v7(),
      name,
      scopes: scopes as TokenScope[],
      bay,
      createdAt: new Date().toISOString(),
      lastUsedAt: null,
      revokedAt: null,
    };
    this.tokenList.unshift(token);
    const secret = `fake-secret-of-${token.id}`;
    if (scopes.includes('screen'))
      this.#credentials.set(secret, identity('screen', { bays: bay === null ? null : [bay] }));
    return { token, secret };
  };
  revokeToken = async (id: string) => {
    const at = this.tokenList.findIndex((token) => token.id === id);
    if (at >= 0) this.tokenList.splice(at, 1);
    return at >= 0;
  };
  onEnded(listener: (credentialId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
