import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/people/access/credentials.ts';
import {
  COMMAND_LINE,
  firstAdmin,
  OWN_SCREEN,
  personIdentity,
  SCREEN_S,
  screenIdentity,
  tokenIdentity,
} from '../../src/app/people/access/identities.ts';
import { newSession, sessionInfo } from '../../src/app/people/access/web-session.ts';
import { TokenScope } from '../../src/contracts/access.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const END = '2026-11-22T18:00:00.000Z';
const SCOPES = TokenScope.enum as readonly TokenScope[];
const token = (scopes: readonly TokenScope[], bay: string | null = null) => ({
  id: 'token-1',
  name: 'wall',
  scopes,
  bay,
});

describe('who asks', () => {
  it('by a token has the role of a screen or an admin only where the token says so', () => {
    const roles = Object.fromEntries(SCOPES.map((scope) => [scope, tokenIdentity(token([scope])).role]));
    for (const [scope, role] of Object.entries(roles))
      expect(role, scope).toBe(scope === 'admin' || scope === 'screen' ? scope : 'visitor');
    expect(tokenIdentity(token(['read', 'screen', 'admin'])).role).toBe('admin');
    expect(tokenIdentity(token(['read', 'tap'], 'bay-2'))).toMatchObject({
      scopes: ['read', 'tap'],
      bays: ['bay-2'],
      memberId: null,
      via: 'token',
      credentialId: 'token-1',
      expiresAtMs: null,
    });
    expect(tokenIdentity(token(['read'])).bays).toBeNull();
  });

  it('by a paired screen is a screen of that bay and no more, whatever its token is good for', () => {
    const screen = screenIdentity(token([...SCOPES], 'bay-1'), 'hash', END);
    expect(screen).toMatchObject({ role: 'screen', scopes: [], bays: ['bay-1'], memberId: null, via: 'screen' });
    expect(screen).toMatchObject({ credentialId: 'hash', expiresAtMs: Date.parse(END) });
    expect(screenIdentity(token(['screen']), 'hash', END).bays).toBeNull();
    expect(OWN_SCREEN).toMatchObject({ role: 'screen', scopes: [], memberId: null, via: 'screen', credentialId: null });
  });

  it('by a paired screen needs no new pairing for as long as a browser keeps a cookie', () => {
    // RFC 6265bis, section 5.5: 400 days at most.
    expect(SCREEN_S).toBe(34_560_000);
  });

  it('by a log-in is that person until it ends; the command line is nobody of the gym', () => {
    expect(personIdentity({ id: 'mira', role: 'trainer', alias: 'Mira' }, 'hash', END)).toEqual({
      role: 'trainer',
      scopes: [],
      memberId: 'mira',
      alias: 'Mira',
      bays: null,
      via: 'session',
      credentialId: 'hash',
      expiresAtMs: Date.parse(END),
    });
    expect(COMMAND_LINE).toMatchObject({ role: 'admin', scopes: [], memberId: null, via: 'token' });
  });

  it('as the first admin agrees to nothing yet', () => {
    const admin = firstAdmin('Ada', 'ada', 'secret hash', END);
    expect(admin).toMatchObject({
      role: 'admin',
      alias: 'Ada',
      login: 'ada',
      secretHash: 'secret hash',
      createdAt: END,
    });
    expect(Object.values(admin.consents)).not.toContain(true);
    expect(admin.consentsAt).toBeNull();
  });
});

describe('a log-in', () => {
  const clock = new VirtualClock(Date.parse(END));
  const client = { address: '10.0.0.1', label: 'phone', device: null };

  it('ends when its cookie does, and is kept as a hash', () => {
    const { cookie, session } = newSession(clock, 3600, client, { memberId: 'mira', tokenId: null });
    expect(session).toEqual({
      memberId: 'mira',
      tokenId: null,
      idHash: hashOf(cookie),
      createdAt: END,
      lastUsedAt: END,
      expiresAt: '2026-11-22T19:00:00.000Z',
      label: 'phone',
    });
    expect(newSession(clock, 3600, client, session).cookie).not.toBe(cookie);
  });

  it('is listed without anything that lets in, and tells which one is here', () => {
    const [here, other] = ['mira', 'mira'].map((memberId) =>
      newSession(clock, 60, client, { memberId, tokenId: null }),
    );
    const list = [here!, other!].map(({ session }) => sessionInfo(session, here!.session.idHash));
    expect(list.map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
    expect(new Set(list.map(({ id }) => id)).size).toBe(2);
    for (const { cookie, session } of [here!, other!])
      for (const secret of [cookie, session.idHash]) expect(JSON.stringify(list)).not.toContain(secret);
    expect(sessionInfo(here!.session, null).isCurrent).toBe(false);
  });
});
