import { scryptSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AccessService } from '../../src/app/people/access/access-service.ts';
import { hashOf, readLocalKey, writeLocalKey } from '../../src/app/people/access/credentials.ts';
import { deviceKey } from '../../src/app/people/access/known-devices.ts';
import { MemberService } from '../../src/app/people/members.ts';
import { openStore, type Store, StoreError } from '../../src/store/index.ts';
import type { Person } from '../../src/web/index.ts';
import { hashSecret, verifySecret } from '../../src/web/log-in/secret-hash.ts';
import { tempFolder } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const HERE = { address: '10.0.0.1', label: 'test', device: null };
const STRANGER = { address: '10.0.0.66', label: 'test', device: null };
const ADMIN = { id: null, role: 'test' };

async function service() {
  const store: Store = await openStore({ file: join(tempFolder(), 'lockout.sqlite') });
  onTestFinished(() => store.close());
  const clock = new VirtualClock(Date.now());
  let isAway = false;
  const source = () => {
    if (isAway) throw new StoreError('unavailable', 'the database is unavailable');
    return store;
  };
  const folder = tempFolder();
  const alarms: (string | null)[] = [];
  const access = new AccessService({
    store: source,
    onFault: () => undefined,
    deviceKey: () => deviceKey(folder),
    onAlarm: (text) => alarms.push(text),
    clock,
  });
  const members = new MemberService({ store: source, access, onChanged: () => undefined });
  return { access, members, store, alarms, clock, goAway: () => (isAway = true) };
}

const SECRET = 'correct horse';

/** Checked in a moment. */
function cheapHashOf(secret: string): string {
  const salt = Buffer.alloc(16, 1);
  const key = scryptSync(secret, salt, 32, { N: 16, r: 8, p: 1 });
  return `$scrypt$ln=4,r=8,p=1$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** @param isSlow the secret takes as long to check as everyone's; most of what is tested here doesn't depend on it */
async function withAdmin({ isSlow = false } = {}) {
  const made = await service();
  expect(await made.access.load()).toBe(true);
  const code = (await made.access.newSetUpCode()) as string;
  const granted = await made.access.setUp({ code, alias: 'Ada', login: 'ada', secret: SECRET }, HERE);
  const admin = granted.identity as Person;
  const at = new Date().toISOString();
  if (!isSlow)
    await made.store.access.setSecret(admin.memberId, cheapHashOf(SECRET), at, ADMIN, hashOf(granted.cookie));
  return { ...made, granted, admin };
}

describe('the first admin', () => {
  it('is made once, by the newest code, in any spelling', async () => {
    const { access } = await service();
    await access.load();
    const old = (await access.newSetUpCode()) as string;
    const code = (await access.newSetUpCode()) as string;
    const setUp = (text: string, secret = 'correct horse') =>
      access.setUp({ code: text, alias: 'Ada', login: 'Ada', secret }, HERE);
    await expect(setUp(old)).rejects.toMatchObject({ statusCode: 401 });
    await expect(setUp(code, '1234')).rejects.toMatchObject({ statusCode: 422 });
    const granted = await setUp(code.toLowerCase().replace('-', ' '));
    expect(granted.identity).toMatchObject({ role: 'admin', alias: 'Ada' });
    expect(access.setUpNeeded()).toBe(false);
    expect(await access.newSetUpCode()).toBeNull();
    await expect(setUp(code)).rejects.toMatchObject({ statusCode: 409 });
  });

  it('is made by one of two who try at once', async () => {
    const { access } = await service();
    const code = (await access.newSetUpCode()) as string;
    const tries = await Promise.allSettled(
      ['ada', 'eve'].map((login) => access.setUp({ code, alias: login, login, secret: 'correct horse' }, HERE)),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a log-in', () => {
  it('stands for the person until it ends, also while the database is unavailable', async () => {
    const { access, granted, goAway } = await withAdmin({ isSlow: true });
    expect(await access.fromCookie(granted.cookie)).toMatchObject({ role: 'admin', via: 'session' });
    expect(await access.fromCookie(`${granted.cookie.slice(0, -1)}_`)).toBeNull();
    expect(await access.fromCookie('x')).toBeNull();
    goAway();
    expect(await access.fromCookie(granted.cookie)).toMatchObject({ role: 'admin' });
    await expect(access.logIn({ login: 'ada', secret: 'correct horse' }, HERE)).rejects.toMatchObject({
      statusCode: 503,
    });
  });

  it('is refused in the same words whether the name or the secret is wrong', async () => {
    const { access, members } = await withAdmin();
    await members.create({ alias: 'No log-in', login: 'nologin' }, ADMIN);
    const words = new Set<string>();
    for (const login of ['ada', 'nobody', 'nologin'])
      words.add(
        (await access.logIn({ login, secret: 'wrong horse' }, HERE).catch((error: Error) => error.message)) as string,
      );
    expect(words.size).toBe(1);
    expect((await access.logIn({ login: ' ADA ', secret: 'correct horse' }, HERE)).identity.role).toBe('admin');
  });

  it('is throttled also when many try at once, and the database does not count as a wrong secret', async () => {
    const { access } = await withAdmin({ isSlow: true });
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        access
          .logIn({ login: 'ada', secret: 'wrong horse' }, HERE)
          .catch((error) => error as { statusCode: number; retryAfterS?: number }),
      ),
    );
    const told = tries.map((one) => ('statusCode' in one ? one.statusCode : 200));
    expect(told.filter((status) => status === 401)).toHaveLength(5);
    expect(told.filter((status) => status === 429)).toHaveLength(7);
    expect(tries.every((one) => !('statusCode' in one) || one.statusCode === 401 || one.retryAfterS! > 0)).toBe(true);
    await expect(access.logIn({ login: 'ada', secret: 'correct horse' }, HERE)).rejects.toMatchObject({
      statusCode: 429,
    });
  });

  it('waits as long as was said, however the wall clock is set meanwhile', async () => {
    const { access, clock } = await withAdmin();
    const attempt = (secret: string) =>
      access.logIn({ login: 'ada', secret }, HERE).then(
        () => 200,
        (error) => error as { statusCode: number; retryAfterS: number },
      );
    for (let tries = 0; tries < 5; tries++) await attempt('wrong horse');
    const refused = await attempt('correct horse');
    expect(refused).toMatchObject({ statusCode: 429 });
    const { retryAfterS } = refused as { retryAfterS: number };
    clock.step(3_600_000);
    expect(await attempt('correct horse')).toMatchObject({ statusCode: 429, retryAfterS });
    clock.step(-9 * 86_400_000);
    clock.pass(retryAfterS * 1000);
    expect(await attempt('correct horse')).toBe(200);
  });

  it('is one name, however it is spelled: no spelling is tried again', async () => {
    const { access } = await withAdmin();
    const statuses = new Set<number>();
    for (const login of ['ada', 'ADA', ' ada ', 'ａｄａ', '𝐚𝐝𝐚', 'Ａｄa', 'aＤa', 'adＡ', 'ᵃᵈᵃ'])
      await access
        .logIn({ login, secret: 'wrong horse' }, { ...STRANGER, address: `10.0.1.${statuses.size}` })
        .catch((error) => statuses.add((error as { statusCode: number }).statusCode));
    expect([...statuses]).toEqual([401, 429]);
    expect(
      (await access.logIn({ login: 'ａｄａ', secret: 'correct horse' }, HERE).catch((error) => error)).statusCode,
    ).toBe(429);
  });

  it('from a device on which the person signed in before passes, whatever strangers try', async () => {
    const { access, granted } = await withAdmin();
    const attempt = (secret: string, device: string | null) =>
      access.logIn({ login: 'ada', secret }, { ...STRANGER, device }).then(
        (entered) => entered.device,
        (error) => (error as { statusCode: number }).statusCode,
      );
    for (let tries = 0; tries < 8; tries++) await attempt('wrong horse', null);
    expect(await attempt('correct horse', null)).toBe(429);
    const device = granted.device as string;
    const forged = `${device.slice(0, 17)}${'A'.repeat(43)}`;
    expect(await attempt('correct horse', forged)).toBe(429);
    expect(await attempt('correct horse', device)).toBe(device);
    expect(await attempt('correct horse', `${forged}~${device}`)).toMatch(device);
    // It lets nobody in.
    expect(await attempt('wrong horse', device)).toBe(401);
    expect(await access.fromCookie(device)).toBeNull();
    // Nor does it stand for anybody else.
    await expect(access.logIn({ login: 'eve', secret: 'x' }, { ...STRANGER, device })).rejects.toMatchObject({
      statusCode: 401,
    });
  });

  it('is in audit and metrics, whatever became of it, and too many that fail raise an alarm', async () => {
    const { access, store, alarms, admin } = await withAdmin();
    await access.logIn({ login: 'ada', secret: 'correct horse' }, HERE);
    for (let tries = 0; tries < 9; tries++)
      await access.logIn({ login: 'ada', secret: 'wrong horse' }, STRANGER).catch(() => undefined);
    expect(alarms).toEqual([]);
    await access.logIn({ login: 'nobody', secret: 'wrong horse' }, STRANGER).catch(() => undefined);
    expect(alarms).toEqual([expect.stringMatching(/^10 log-ins failed within an hour\. The audit/)]);
    expect(access.logInCounts).toEqual({ succeeded: 1, failed: 6, throttled: 4, notAudited: 0, forgotten: 0 });
    const { items } = await store.corrections.audit({ limit: 50 });
    const rows = items.map(({ kind, actorId, actorRole, memberId, afterJson }) =>
      [kind, actorId, actorRole, memberId === admin.memberId, JSON.parse(afterJson).address].join(' '),
    );
    expect(rows.filter((row) => row === `log-in ${admin.memberId} admin true 10.0.0.1`)).toHaveLength(1);
    expect(rows.filter((row) => row === 'log-in-failed  visitor true 10.0.0.66')).toHaveLength(5);
    expect(rows.filter((row) => row === 'log-in-failed  visitor false 10.0.0.66')).toHaveLength(1);
    expect(rows.filter((row) => row === 'log-in-throttled  visitor true 10.0.0.66')).toHaveLength(4);
    // Neither what was typed as a name, which may be a password, nor the secret.
    expect(JSON.stringify(items)).not.toMatch(/horse|"nobody"\b.*login/);
  });

  it('ends with log-out, another secret, another role and deletion; streams are told', async () => {
    const { access, members, granted, admin } = await withAdmin();
    const ended: string[] = [];
    access.onEnded((id) => ended.push(id));
    const second = await access.logIn({ login: 'ada', secret: 'correct horse' }, HERE);
    await access.fromCookie(second.cookie);
    await access.fromCookie(granted.cookie);
    expect(await access.sessions(admin)).toHaveLength(2);

    await access.changeSecret(admin, { current: 'correct horse', next: 'battery staple' }, HERE);
    expect(ended).toEqual([second.identity.credentialId]);
    expect(await access.fromCookie(second.cookie)).toBeNull();
    expect(await access.fromCookie(granted.cookie)).not.toBeNull();
    await expect(access.changeSecret(admin, { current: 'wrong', next: 'another staple' }, HERE)).rejects.toMatchObject({
      statusCode: 401,
    });

    const bob = await members.create({ alias: 'Bob', login: 'bob', secret: '4711' }, ADMIN);
    const asBob = async (secret = '4711') => (await access.logIn({ login: 'bob', secret }, HERE)).cookie;
    let cookie = await asBob();
    expect(await access.fromCookie(cookie)).toMatchObject({ role: 'member', memberId: bob.id });
    await expect(members.change(bob.id, null, { role: 'trainer' }, ADMIN)).rejects.toMatchObject({ statusCode: 422 });
    await members.change(bob.id, null, { role: 'trainer', secret: 'long enough now' }, ADMIN);
    expect(await access.fromCookie(cookie)).toBeNull();
    cookie = await asBob('long enough now');
    expect(await access.fromCookie(cookie)).toMatchObject({ role: 'trainer' });
    await members.remove(bob.id, ADMIN);
    expect(await access.fromCookie(cookie)).toBeNull();

    await access.logOut(admin);
    expect(await access.fromCookie(granted.cookie)).toBeNull();
    expect(ended).toHaveLength(4);
  });

  it('never leaves the station without an admin', async () => {
    const { members, admin } = await withAdmin();
    await expect(members.change(admin.memberId, null, { role: 'member' }, ADMIN)).rejects.toMatchObject({
      statusCode: 409,
    });
    await expect(members.remove(admin.memberId, ADMIN)).rejects.toMatchObject({ statusCode: 409 });
  });
});

describe('tokens', () => {
  it('are good for their scopes and their bay until they are revoked, with the screens paired by them', async () => {
    const { access } = await withAdmin();
    const reader = await access.createToken({ name: 'door', scopes: ['tap'], bay: 'bay-1' }, ADMIN);
    expect(await access.fromToken(reader.secret)).toMatchObject({ role: 'visitor', scopes: ['tap'], bays: ['bay-1'] });
    await expect(access.pairScreen(reader.secret, HERE)).rejects.toMatchObject({ statusCode: 401 });

    const screen = await access.createToken({ name: 'wall', scopes: ['screen'], bay: null }, ADMIN);
    const paired = await access.pairScreen(screen.secret, HERE);
    expect(paired.cookie).not.toBe(screen.secret);
    expect(await access.fromCookie(paired.cookie)).toMatchObject({ role: 'screen', via: 'screen', bays: null });
    const ended: string[] = [];
    access.onEnded((id) => ended.push(id));
    expect(await access.revokeToken(screen.token.id, ADMIN)).toBe(true);
    expect(ended).toContain(paired.identity.credentialId);
    expect(await access.fromCookie(paired.cookie)).toBeNull();
    expect(await access.fromToken(screen.secret)).toBeNull();
    expect(await access.revokeToken(screen.token.id, ADMIN)).toBe(false);
    expect(JSON.stringify(await access.tokens())).not.toContain(reader.secret);
  });

  it('are made for a screen by a short code: once, within ten minutes, in the name of who asked for it', async () => {
    const { access } = await withAdmin();
    const wall = { name: 'wall', bay: 'bay-1' };
    const stale = await access.pairingCode(wall, ADMIN);
    const { code, expiresAt } = await access.pairingCode(wall, ADMIN);
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
    expect(await access.tokens()).toEqual([]);
    await expect(access.pairScreen(stale.code, HERE)).rejects.toMatchObject({ code: { kind: 'bad-pairing-code' } });
    const paired = await access.pairScreen(code.toLowerCase().replace('-', ' '), HERE);
    expect(await access.fromCookie(paired.cookie)).toMatchObject({ role: 'screen', via: 'screen', bays: ['bay-1'] });
    await expect(access.pairScreen(code, HERE)).rejects.toMatchObject({ statusCode: 401 });
    expect(await access.tokens()).toMatchObject([{ name: 'wall', scopes: ['screen'], bay: 'bay-1' }]);
    const guess = () => access.pairScreen('AAAA-AAAA', HERE);
    for (let tries = 0; tries < 40; tries++) await guess().catch(() => undefined);
    await expect(guess()).rejects.toMatchObject({ statusCode: 429 });
  });

  it('of the command line are in a file for this user alone', async () => {
    const { access } = await service();
    const folder = tempFolder();
    writeLocalKey(folder, access.localKey);
    expect(await access.fromToken(readLocalKey(folder) as string)).toMatchObject({ role: 'admin' });
    expect(readLocalKey(join(folder, 'elsewhere'))).toBeNull();
  });
});

describe('secrets', () => {
  it('are salted, and match however they were composed', async () => {
    const [one, other] = await Promise.all([hashSecret('Müller 1'), hashSecret('Müller 1')]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(await verifySecret('Mu\u0308ller 1', one)).toBe(true);
    expect(await verifySecret('Muller 1', one)).toBe(false);
    expect(await verifySecret('', null)).toBe(false);
  });
});
