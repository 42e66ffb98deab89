import type {
  DemoRole,
  LogIn,
  NewPairing,
  NewToken,
  PairingCode,
  SetUp,
  Token,
  TokenMade,
  WebSessionInfo,
} from '../contracts/access.ts';
import type { Actor, Identity } from './identity.ts';

/** From where someone asks; for the throttle and the list of log-ins. */
export interface Client {
  address: string;
  /** The browser, as it calls itself. */
  label: string;
  /** What the device cookie of this browser holds; null: it has none. */
  device: string | null;
}

/** Someone who logs in, unlike a token. */
export type Person = Identity & { memberId: string };

/** What a log-in gives: the value of the cookie, which is never shown again. */
export interface Granted {
  identity: Identity;
  cookie: string;
  maxAgeS: number;
  /** The device cookie from now on: counts failed attempts on this device separately. Omitted: unchanged. */
  device?: string;
}

/**
 * Who is who; `app/access` provides it. Rejects with a `ProblemError`: 401 for what is wrong, 429 with `retryAfterS` after too
 * many tries, 503 while the database is unavailable.
 */
export interface AccessPort {
  /** Null: no such log-in or pairing, or it is over. */
  fromCookie(value: string): Promise<Identity | null>;
  /** Null: no such token, or revoked. */
  fromToken(secret: string): Promise<Identity | null>;

  setUpNeeded(): boolean;
  /** A new one-time code; the one before is void. Null: there is an admin already. */
  newSetUpCode(): Promise<string | null>;
  setUp(request: SetUp, client: Client): Promise<Granted>;
  logIn(request: LogIn, client: Client): Promise<Granted>;
  /** Good for one `pairScreen`, for ten minutes; the one before for the same bay is void. */
  pairingCode(pairing: NewPairing, admin: Actor): Promise<PairingCode>;
  /** @param token a pairing code, or the secret of a token for "screen" */
  pairScreen(token: string, client: Client): Promise<Granted>;
  logOut(identity: Identity): Promise<void>;
  /** Ends every other log-in of this person. */
  changeSecret(identity: Person, secrets: { current: string; next: string }, client: Client): Promise<void>;
  sessions(identity: Person): Promise<WebSessionInfo[]>;
  /** False: no such log-in of this person. */
  endSession(identity: Person, id: string): Promise<boolean>;

  tokens(): Promise<Token[]>;
  createToken(token: NewToken, actor: Actor): Promise<TokenMade>;
  /** False: no such token, or revoked already. */
  revokeToken(id: string, actor: Actor): Promise<boolean>;

  /** Log-ins since the start, by what became of them. */
  readonly logInCounts: Readonly<Record<string, number>>;

  /** Reports the `credentialId` of what ended before its time, or stands for another role now: its streams must end. */
  onEnded(listener: (credentialId: string) => void): () => void;
}

/** The simulated people of the demo. */
export interface DemoPort {
  /** Rejects with a `ProblemError` 503 while they aren't there. */
  signIn(as: DemoRole, client: Client): Promise<Granted>;
}
