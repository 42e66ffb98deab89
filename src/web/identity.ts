import { ROLES, type Role, type TokenScope } from '../contracts/access.ts';
import { TOKEN } from '../contracts/token-role.ts';

/** Who asks, and what vouches for it. */
export interface Identity {
  role: Role;
  /** What a device token is good for; empty for everyone else. */
  scopes: readonly TokenScope[];
  memberId: string | null;
  alias: string | null;
  /** The bays that a screen or a token is bound to; null: not bound to any. */
  bays: readonly string[] | null;
  /** session: the cookie of a log-in; screen: the cookie of a paired screen. */
  via: 'nothing' | 'session' | 'screen' | 'token';
  /** Names the log-in, pairing or token, so that it can be ended; null for `nothing`. */
  credentialId: string | null;
  expiresAtMs: number | null;
}

export const VISITOR: Identity = {
  role: 'visitor',
  scopes: [],
  memberId: null,
  alias: null,
  bays: null,
  via: 'nothing',
  credentialId: null,
  expiresAtMs: null,
};

/** Who did it, as the audit keeps it. */
export interface Actor {
  id: string | null;
  role: string;
}
export const actorOf = ({ memberId, role, via }: Identity): Actor => ({
  id: memberId,
  role: via === 'token' ? `${TOKEN}${role}` : role,
});

export const isAtLeast = (role: Role, lowest: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(lowest);

/**
 * Whether this bay lies open to them: to a trainer or an admin every one, to a screen or a token the one that it is bound to
 * (any, when it isn't bound), to a member the one they are on.
 */
export function seesBay(identity: Identity, bay: string, presentMemberId: string | null): boolean {
  if (identity.bays && !identity.bays.includes(bay)) return false;
  if (identity.role === 'member') return presentMemberId !== null && presentMemberId === identity.memberId;
  return isAtLeast(identity.role, 'screen') || identity.scopes.length > 0;
}

/** A token that is no screen and no admin reads what happens on the floor, not who it happens to. */
export const seesPersons = ({ role }: Identity): boolean => role !== 'visitor';
