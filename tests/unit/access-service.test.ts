import { describe, expect, it } from 'vitest';
import { AccessService } from '../../src/app/people/access/access-service.ts';
import { newCredential, newTokenSecret } from '../../src/app/people/access/credentials.ts';
import { screenCookie } from '../../src/app/people/access/screen-page.ts';
import type { Store } from '../../src/store/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** @param memberId whose log-in every cookie stands for */
function service({ admins = 0, memberId = null as string | null } = {}) {
  const asked: string[] = [];
  const table = {
    countAdmins: async () => admins,
    session: async (idHash: string) => {
      asked.push('session');
      return memberId && { idHash, memberId, tokenId: null, expiresAt: '2026-11-22T19:00:00.000Z' };
    },
    touchSession: async () => undefined,
    tokenByHash: async () => {
      asked.push('token');
      return null;
    },
    endSession: async () => undefined,
    saveSetUpCode: async () => undefined,
  };
  const members = { get: async (id: string) => ({ id, role: 'member', alias: 'Mira' }) };
  const access = new AccessService({
    store: () => ({ access: table, members }) as unknown as Store,
    onFault: () => undefined,
    deviceKey: () => Buffer.alloc(32, 1),
    clock: new VirtualClock(Date.parse('2026-11-22T18:00:00.000Z')),
  });
  return { access, asked };
}

describe('without the database', () => {
  it('the command line and the screen of this machine are let in by their keys, and by no others', async () => {
    const { access, asked } = service();
    const key = newTokenSecret();
    expect(await access.fromToken(access.localKey)).toMatchObject({ role: 'admin', alias: 'command line' });
    expect(await access.fromToken(key)).toBeNull();
    expect(await access.fromCookie(screenCookie(key))).toBeNull();
    expect(asked).toEqual(['token', 'session']);
    access.screenKey = key;
    expect(await access.fromToken(key)).toMatchObject({ role: 'screen', via: 'token' });
    expect(await access.fromCookie(screenCookie(key))).toMatchObject({ role: 'screen', via: 'screen' });
    expect(asked).toHaveLength(2);
    access.screenKey = null;
    expect(await access.fromToken(key)).toBeNull();
    expect(await access.fromCookie(screenCookie(key))).toBeNull();
  });

  it('the key of the screen is no cookie, and its cookie no token', async () => {
    const { access } = service();
    access.screenKey = newTokenSecret();
    expect(await access.fromCookie(access.screenKey)).toBeNull();
    expect(await access.fromToken(screenCookie(access.screenKey))).toBeNull();
  });
});

it('what is no cookie of ours is not looked up', async () => {
  const { access, asked } = service();
  const cookie = newCredential();
  for (const value of ['', 'x', `${cookie}x`, cookie.slice(1), `${cookie.slice(1)}!`, `${cookie}\n`])
    expect(await access.fromCookie(value), value).toBeNull();
  expect(asked).toEqual([]);
  expect(await access.fromCookie(cookie)).toBeNull();
  expect(asked).toEqual(['session']);
});

it('nobody is asked to set the station up before it is known whether an admin is missing', async () => {
  for (const [admins, isNeeded] of [
    [0, true],
    [1, false],
  ] as const) {
    const { access } = service({ admins });
    expect(access.setUpNeeded()).toBe(false);
    expect(await access.load()).toBe(isNeeded);
    expect(access.setUpNeeded()).toBe(isNeeded);
    expect((await access.newSetUpCode()) !== null).toBe(isNeeded);
  }
});

it('who listens is told of each log-in that ends, until they listen no more', async () => {
  const { access } = service({ memberId: 'mira' });
  const told: string[] = [];
  const stop = access.onEnded((id) => told.push(id));
  const logInAndOut = async () => {
    const mira = (await access.fromCookie(newCredential()))!;
    expect(mira).toMatchObject({ role: 'member', memberId: 'mira', via: 'session' });
    await access.logOut(mira);
    return mira.credentialId;
  };
  const first = await logInAndOut();
  expect(told).toEqual([first]);
  stop();
  await logInAndOut();
  expect(told).toEqual([first]);
});
