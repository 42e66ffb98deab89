/** Who a stored log-in, pairing or token stands for. */
import { v7 } from 'uuid';
import type { TokenScope } from '../../../contracts/access.ts';
import { type Member, NO_CONSENTS } from '../../../contracts/members.ts';
import { type Identity, VISITOR } from '../../../web/index.ts';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const MEMBER_S = 30 * DAY_S;
const STAFF_S = 12 * HOUR_S;
/** As long as browsers keep a cookie: a screen hangs on a wall. */
export const SCREEN_S = 400 * DAY_S;
export const lifetimeS = (role: Member['role']) => (role === 'member' ? MEMBER_S : STAFF_S);

export function personIdentity(
  member: Pick<Member, 'id' | 'role' | 'alias'>,
  idHash: string,
  expiresAt: string,
): Identity {
  return {
    ...VISITOR,
    role: member.role,
    memberId: member.id,
    alias: member.alias,
    via: 'session',
    credentialId: idHash,
    expiresAtMs: Date.parse(expiresAt),
  };
}

interface TokenRow {
  id: string;
  name: string;
  scopes: readonly TokenScope[];
  bay: string | null;
}

export function tokenIdentity({ id, name, scopes, bay }: TokenRow): Identity {
  return {
    ...VISITOR,
    role: scopes.includes('admin') ? 'admin' : scopes.includes('screen') ? 'screen' : 'visitor',
    scopes,
    alias: name,
    bays: bay === null ? null : [bay],
    via: 'token',
    credentialId: id,
  };
}

/** The browser of a paired screen: no more than a screen, whatever else its token is good for. */
export function screenIdentity({ name, bay }: TokenRow, idHash: string, expiresAt: string): Identity {
  return {
    ...VISITOR,
    role: 'screen',
    alias: name,
    bays: bay === null ? null : [bay],
    via: 'screen',
    credentialId: idHash,
    expiresAtMs: Date.parse(expiresAt),
  };
}

/** The browser on this machine that opened `screen.html`; no row of the database stands for it. */
export const OWN_SCREEN: Identity = { ...VISITOR, role: 'screen', alias: 'this machine', via: 'screen' };
export const COMMAND_LINE: Identity = {
  ...VISITOR,
  role: 'admin',
  alias: 'command line',
  via: 'token',
  credentialId: 'local-key',
};

export const firstAdmin = (alias: string, login: string, secretHash: string, createdAt: string) => ({
  id: v7(),
  alias,
  name: null,
  role: 'admin' as const,
  login,
  heightMm: null,
  consents: NO_CONSENTS,
  consentsAt: null,
  createdAt,
  secretHash,
});
