/** Who is who: log-ins, paired screens, device tokens, the set-up of the first admin. */
import { v7 } from 'uuid';
import { type Clock, isoNow } from '../../../common/clock.ts';
import type {
  LogIn,
  NewPairing,
  NewToken,
  PairingCode,
  SetUp,
  Token,
  TokenMade,
  WebSessionInfo,
} from '../../../contracts/access.ts';
import type { Member } from '../../../contracts/members.ts';
import { folded } from '../../../contracts/plain-text.ts';
import type { Store, WebSession } from '../../../store/index.ts';
import {
  type AccessPort,
  type Actor,
  type Client,
  checkSecret,
  type Granted,
  hashSecret,
  type Identity,
  type Person,
  ProblemError,
  verifySecret,
} from '../../../web/index.ts';
import { orProblem } from '../../storage/store-problems.ts';
import { hashOf, isSame, newTokenSecret, newTypedCode, typedCodeHash } from './credentials.ts';
import {
  COMMAND_LINE,
  firstAdmin,
  lifetimeS,
  OWN_SCREEN,
  personIdentity,
  SCREEN_S,
  screenIdentity,
  tokenIdentity,
} from './identities.ts';
import { KnownCredentials } from './known-credentials.ts';
import { type GateOptions, LogInGate } from './log-in-gate.ts';
import { screenCookie } from './screen-page.ts';
import { ScreenPairings } from './screen-pairings.ts';
import { newSession, sessionInfo, shortId } from './web-session.ts';

/** As the database compares it: another spelling of the same name must not be tried again. */
const loginKey = (login: string) => folded(login.trim());

export class AccessService implements AccessPort {
  /** What the command line of this machine sends; another one at each start. */
  readonly localKey = newTokenSecret();
  /** What `screen.html` holds; null: no such file is wanted. */
  screenKey: string | null = null;
  readonly #options: GateOptions;
  readonly #gate: LogInGate;
  readonly #known: KnownCredentials;
  readonly #pairings: ScreenPairings;
  readonly #clock: Clock;
  readonly #listeners = new Set<(credentialId: string) => void>();
  #setUpNeeded = false;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#pairings = new ScreenPairings((token, admin) => this.createToken(token, admin), options.clock);
    this.#gate = new LogInGate(options);
    this.#known = new KnownCredentials({
      clock: options.clock,
      onFault: options.onFault,
      onEnded: (credentialId) => {
        for (const listener of this.#listeners) listener(credentialId);
      },
    });
  }

  /** Once the database is there, at the start and after it was unavailable. @returns whether an admin is missing */
  async load(): Promise<boolean> {
    this.#setUpNeeded = (await this.#store.access.countAdmins()) === 0;
    return this.#setUpNeeded;
  }

  async fromCookie(value: string): Promise<Identity | null> {
    if (!/^[\w-]{43}$/.test(value)) return null;
    if (this.screenKey !== null && isSame(value, screenCookie(this.screenKey))) return OWN_SCREEN;
    const idHash = hashOf(value);
    return this.#known.find(
      idHash,
      async () => {
        const now = isoNow(this.#clock);
        const session = await orProblem(() => this.#store.access.session(idHash, now));
        return session && this.#identityOf(session);
      },
      () => this.#store.access.touchSession(idHash, isoNow(this.#clock)),
    );
  }

  async fromToken(secret: string): Promise<Identity | null> {
    if (isSame(secret, this.localKey)) return COMMAND_LINE;
    if (this.#isScreenKey(secret)) return { ...OWN_SCREEN, via: 'token' };
    const secretHash = hashOf(secret);
    return this.#known.find(
      secretHash,
      async () => {
        const token = await orProblem(() => this.#store.access.tokenByHash(secretHash));
        return token && { identity: tokenIdentity(token), tokenId: token.id, memberId: null };
      },
      (identity) => this.#store.access.touchToken(identity.credentialId as string, isoNow(this.#clock)),
    );
  }

  setUpNeeded = (): boolean => this.#setUpNeeded;

  async newSetUpCode(): Promise<string | null> {
    if ((await orProblem(() => this.#store.access.countAdmins())) > 0) return null;
    const code = newTypedCode();
    await orProblem(() => this.#store.access.saveSetUpCode(typedCodeHash(code)));
    return code;
  }

  async setUp({ code, alias, login, secret }: SetUp, client: Client): Promise<Granted> {
    const attempt = this.#gate.begin(null, client);
    if ((await orProblem(() => this.#store.access.countAdmins())) > 0) {
      attempt.wasNone();
      throw new ProblemError('set-up-done', {});
    }
    const codeHash = typedCodeHash(code);
    const expected = await orProblem(() => this.#store.access.setUpCodeHash());
    if (expected === null || !isSame(codeHash, expected)) {
      await this.#gate.failed(client);
      throw new ProblemError('wrong-set-up-code', {});
    }
    attempt.wasNone();
    checkSecret({ role: 'admin', alias, login }, secret);
    const secretHash = await hashSecret(secret);
    const admin = await orProblem(() =>
      this.#store.members.addFirstAdmin(firstAdmin(alias, login, secretHash, isoNow(this.#clock)), codeHash),
    );
    this.#setUpNeeded = false;
    return { ...(await this.#grant(admin, client)), ...this.#gate.deviceOf(loginKey(login), client) };
  }

  async logIn({ login, secret }: LogIn, client: Client): Promise<Granted> {
    const key = loginKey(login);
    const attempt = await this.#gate.beginLogIn(key, client);
    const found = await this.#orNoTry(attempt, () => this.#store.access.credentials(key));
    const isRight = await this.#orNoTry(attempt, () => verifySecret(secret, found?.secretHash ?? null));
    if (!found || !isRight) {
      await this.#gate.failed(client, found?.member.id);
      throw new ProblemError('wrong-log-in', {});
    }
    attempt.succeeded();
    const granted = await this.#grant(found.member, client);
    await this.#gate.succeeded(client, found.member);
    return { ...granted, ...this.#gate.deviceOf(key, client) };
  }

  /** Signs a person in without their secret; for the simulated people of the demo alone. */
  async signInDemo(member: Member, client: Client): Promise<Granted> {
    const granted = await this.#grant(member, client);
    await this.load();
    await this.#gate.succeeded(client, member);
    return granted;
  }

  async pairingCode(pairing: NewPairing, admin: Actor): Promise<PairingCode> {
    return this.#pairings.begin(pairing, admin);
  }

  async pairScreen(token: string, client: Client): Promise<Granted> {
    if (this.#isScreenKey(token)) return { identity: OWN_SCREEN, cookie: screenCookie(token), maxAgeS: SCREEN_S };
    const attempt = this.#gate.begin(null, client);
    const row = await this.#orNoTry(
      attempt,
      async () => (await this.#pairings.redeem(token)) ?? this.#store.access.tokenByHash(hashOf(token)),
    );
    if (!row?.scopes.includes('screen')) {
      await this.#gate.failed(client);
      throw new ProblemError('bad-pairing-code', {});
    }
    attempt.succeeded();
    const { cookie, session } = newSession(this.#clock, SCREEN_S, client, { memberId: null, tokenId: row.id });
    await orProblem(() => this.#store.access.addSession(session));
    return { identity: screenIdentity(row, session.idHash, session.expiresAt), cookie, maxAgeS: SCREEN_S };
  }

  async logOut({ via, credentialId }: Identity): Promise<void> {
    if (credentialId === null || (via !== 'session' && via !== 'screen')) return;
    await orProblem(() => this.#store.access.endSession(credentialId));
    this.#known.end((known) => known.identity.credentialId === credentialId);
  }

  async changeSecret(
    person: Person,
    { current, next }: { current: string; next: string },
    client: Client,
  ): Promise<void> {
    const { memberId, credentialId } = person;
    const member = await orProblem(() => this.#store.members.get(memberId));
    if (!member) throw new ProblemError('account-gone', {});
    checkSecret(member, next);
    // A signed-in member is not throttled: failed attempts elsewhere must not keep them from changing their secret.
    const attempt = this.#gate.begin(loginKey(member.login ?? memberId), client, credentialId);
    const hash = await this.#orNoTry(attempt, () => this.#store.access.secretHash(memberId));
    if (!(await this.#orNoTry(attempt, () => verifySecret(current, hash)))) {
      await this.#gate.failed(client, memberId, member);
      throw new ProblemError('wrong-secret', {});
    }
    attempt.succeeded();
    await this.setSecret(member, next, { id: memberId, role: member.role }, credentialId);
  }

  /** Changes a secret; ends every log-in of that person except `keep`. Null: they can't log in any more. */
  async setSecret(member: Member, secret: string | null, actor: Actor, keep: string | null = null): Promise<void> {
    if (secret !== null) checkSecret(member, secret);
    const hash = secret === null ? null : await hashSecret(secret);
    const at = isoNow(this.#clock);
    await orProblem(() => this.#store.access.setSecret(member.id, hash, at, actor, keep));
    if (member.login !== null) this.#gate.forgetName(loginKey(member.login));
    this.#known.end((known) => known.memberId === member.id && known.identity.credentialId !== keep);
  }

  /** After a change of role, or when the member is gone: every log-in ends. */
  async endSessionsOf(memberId: string): Promise<void> {
    await orProblem(() => this.#store.access.endSessionsOf(memberId));
    this.#known.end((known) => known.memberId === memberId);
  }

  /** After a change of their alias. */
  refresh(memberId: string): void {
    this.#known.forget((known) => known.memberId === memberId);
  }

  async sessions({ memberId, credentialId }: Person): Promise<WebSessionInfo[]> {
    const rows = await orProblem(() => this.#store.access.sessionsOf(memberId, isoNow(this.#clock)));
    return rows.map((row) => sessionInfo(row, credentialId));
  }

  async endSession({ memberId }: Person, id: string): Promise<boolean> {
    const rows = await orProblem(() => this.#store.access.sessionsOf(memberId, isoNow(this.#clock)));
    const row = rows.find(({ idHash }) => shortId(idHash) === id);
    if (!row) return false;
    await orProblem(() => this.#store.access.endSession(row.idHash));
    this.#known.end(({ identity }) => identity.credentialId === row.idHash);
    return true;
  }

  tokens = (): Promise<Token[]> => orProblem(() => this.#store.access.tokens());

  async createToken({ name, scopes, bay }: NewToken, actor: Actor): Promise<TokenMade> {
    const secret = newTokenSecret();
    const createdAt = isoNow(this.#clock);
    const token: Token = { id: v7(), name, scopes, bay, createdAt, lastUsedAt: null, revokedAt: null };
    await orProblem(() => this.#store.access.addToken(token, hashOf(secret), actor));
    return { token, secret };
  }

  async revokeToken(id: string, actor: Actor): Promise<boolean> {
    const wasInUse = await orProblem(() => this.#store.access.revokeToken(id, isoNow(this.#clock), actor));
    this.#known.end(({ tokenId }) => tokenId === id);
    return wasInUse;
  }

  onEnded(listener: (credentialId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get logInCounts(): Readonly<Record<string, number>> {
    return this.#gate.counts;
  }

  #isScreenKey = (text: string) => this.screenKey !== null && isSame(text, this.screenKey);

  get #store(): Store {
    return this.#options.store();
  }

  /** A try that the station itself could not finish was none. */
  async #orNoTry<T>(attempt: { wasNone(): void }, work: () => Promise<T>): Promise<T> {
    try {
      return await orProblem(work);
    } catch (error) {
      attempt.wasNone();
      throw error;
    }
  }

  async #grant(member: Member, client: Client): Promise<Granted> {
    const maxAgeS = lifetimeS(member.role);
    const { cookie, session } = newSession(this.#clock, maxAgeS, client, { memberId: member.id, tokenId: null });
    await orProblem(() => this.#store.access.addSession(session));
    return { identity: personIdentity(member, session.idHash, session.expiresAt), cookie, maxAgeS };
  }

  async #identityOf({ idHash, memberId, tokenId, expiresAt }: WebSession) {
    if (memberId !== null) {
      const member = await orProblem(() => this.#store.members.get(memberId));
      return member && { identity: personIdentity(member, idHash, expiresAt), memberId, tokenId };
    }
    const token = (await this.tokens()).find(({ id, revokedAt }) => id === tokenId && revokedAt === null);
    return token ? { identity: screenIdentity(token, idHash, expiresAt), memberId, tokenId } : null;
  }
}
