import { request } from 'node:http';
import { v7 as newId } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import type {
  Chain,
  Fleet,
  GymSets,
  HubMembers,
  HubSet,
  HubSetDetail,
  Invitation,
  PageChange,
  PageChanges,
  PeopleToDo,
} from '../../src/contracts/hub-pages.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';
import { HubVisitor, SECRET } from '../support/hub-visitor.ts';
import { until } from '../support/until.ts';

describe.skipIf(missingPostgres)(`pages of the hub ${missingPostgres}`, () => {
  const at = useHub({ dashboardDir: null });
  const query = async (sql: string, values: unknown[] = []) => (await at.hub.pool.query(sql, values)).rows;

  test('the first admin is made by the one-time code, once; a wrong code and a wrong password are refused', async () => {
    const stranger = new HubVisitor(at);
    const who = await stranger.ask('GET', '/auth');
    expect(who.body).toMatchObject({ role: 'visitor', memberId: null, setUpNeeded: true });
    const first = { login: 'ada', secret: SECRET };
    expect((await stranger.ask('POST', '/auth/set-up', { code: 'AAAA-BBBB-CCCC', ...first })).body).toMatchObject({
      kind: 'hub-set-up-code',
    });
    const code = (await at.hub.accounts.newSetUpCode())!;
    expect((await stranger.ask('POST', '/auth/set-up', { ...first, code, secret: 'password1234' })).body).toMatchObject(
      {
        kind: 'password-too-easy',
      },
    );
    expect((await stranger.ask('POST', '/auth/set-up', { ...first, code })).body).toMatchObject({
      role: 'admin',
      alias: 'ada',
      setUpNeeded: false,
    });
    expect(await at.hub.accounts.newSetUpCode()).toBeNull();
    expect((await new HubVisitor(at).ask('POST', '/auth/set-up', { ...first, code })).body).toMatchObject({
      kind: 'set-up-done',
    });
    expect((await new HubVisitor(at).ask('POST', '/auth/login', { ...first, secret: 'wrong-one' })).status).toBe(401);
    // What the database holds lets nobody in.
    const [kept] = await query('SELECT secret FROM accounts');
    expect(kept.secret).toMatch(/^\$scrypt\$/);
    expect(JSON.stringify(await query('SELECT * FROM account_sessions'))).not.toContain(stranger.cookie.split('=')[1]);
  });

  test('who is not logged in, a trainer, another site and another name get no further than they may', async () => {
    const admin = await HubVisitor.admin(at);
    const trainer = await HubVisitor.trainer(at, 'theo', ['north']);
    const stranger = new HubVisitor(at);
    for (const path of ['/chain', '/fleet', '/members', '/people', '/accounts', '/changes', '/gyms/north/sets'])
      expect((await stranger.ask('GET', path)).status, path).toBe(401);
    for (const [method, path] of [
      ['GET', '/fleet'],
      ['GET', '/people'],
      ['GET', '/accounts'],
      ['GET', '/changes'],
      ['POST', '/gyms/north/invitations'],
      ['DELETE', `/members/${newId()}`],
      ['DELETE', '/controllers/abc'],
      ['POST', '/conflicts/1'],
    ] as const)
      expect((await trainer.ask(method, path)).status, path).toBe(403);
    // A gym that they may not see does not exist for them.
    expect((await trainer.ask('GET', '/gyms/south/sets')).body).toMatchObject({ kind: 'no-such-gym' });
    expect((await trainer.ask('GET', '/gyms/south/commands')).status).toBe(404);
    const command = { gym: 'south', wanted: { kind: 'end-set', bay: 'bay-1' } };
    expect((await trainer.ask('POST', '/commands', command)).status).toBe(404);
    expect(await trainer.look('south').closed).not.toBe(1000);
    expect((await trainer.ask<Chain>('GET', '/chain')).body.gyms.map(({ gym }) => gym)).toEqual(['north']);
    const restart = { gym: 'north', wanted: { kind: 'restart-board', bay: 'bay-1' } };
    expect((await trainer.ask('POST', '/commands', restart)).body).toMatchObject({ kind: 'role-too-low' });
    // A page of another site has the cookie, and another origin.
    const foreign = { origin: 'https://evil.example' };
    expect((await admin.ask('POST', '/gyms/north/invitations', undefined, foreign)).body).toMatchObject({
      kind: 'foreign-origin',
    });
    expect(await askAs('rebound.example')).toBe(421);
    // An account that is gone is out at once, and its open page too.
    const page = trainer.look('north');
    await until(() => page.messages.length > 0);
    const { body } = await admin.ask<{ accounts: { id: string; login: string }[] }>('GET', '/accounts');
    const { id } = body.accounts.find(({ login }) => login === 'theo')!;
    expect((await admin.ask('DELETE', `/accounts/${id}`)).status).toBe(204);
    expect(await page.closed).toBe(4401);
    expect((await trainer.ask('GET', '/chain')).status).toBe(401);
    const own = body.accounts.find(({ login }) => login === 'ada')!;
    expect((await admin.ask('DELETE', `/accounts/${own.id}`)).body).toMatchObject({ kind: 'last-admin' });
  });

  test('whoever changes their own password proves the present one; their other log-ins end', async () => {
    const own = await HubVisitor.trainer(at, 'petra', ['north']);
    const elsewhere = new HubVisitor(at);
    const logIn = { login: 'petra', secret: SECRET };
    expect((await elsewhere.ask('POST', '/auth/login', logIn)).status).toBe(200);
    const next = 'nine-otters-juggle-lanterns';
    const change = (current: string, secret = next) => own.ask('PUT', '/auth/secret', { current, next: secret });
    expect((await change('six-otters-juggle-lanterns')).body).toMatchObject({ kind: 'wrong-secret' });
    expect((await change(SECRET, 'petra1234567')).body).toMatchObject({ kind: 'password-too-easy' });
    expect((await elsewhere.ask('GET', '/chain')).status).toBe(200);
    expect((await change(SECRET)).status).toBe(204);
    expect((await own.ask('GET', '/chain')).status).toBe(200);
    expect((await elsewhere.ask('GET', '/chain')).status).toBe(401);
    expect((await elsewhere.ask('POST', '/auth/login', logIn)).status).toBe(401);
    expect((await elsewhere.ask('POST', '/auth/login', { ...logIn, secret: next })).status).toBe(200);
    expect((await new HubVisitor(at).ask('PUT', '/auth/secret', { current: next, next: SECRET })).status).toBe(401);
    const [noted] = await query('SELECT account, kind, about FROM page_audit ORDER BY n DESC LIMIT 1');
    expect(noted).toEqual({ account: 'petra', kind: 'password-changed', about: 'petra' });
  });

  /** The status of an answer to a request for another name, as after DNS rebinding. */
  const askAs = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const call = request(`${at.page}/api/v1/auth`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.on('error', reject).end();
    });

  test('chain, fleet and sets show what controllers said; a code from the page pairs one, accepted and revoked there', async () => {
    const admin = await HubVisitor.admin(at);
    const sender = await Sender.pair(at);
    const health = {
      firmware: [{ bay: sender.bay, version: '1.4.0' }],
      ...{ alerts: 2, diskFreeBytes: 5e9, diskTotalBytes: 3e10 },
    };
    const bays = [{ bay: sender.bay, name: 'Window', isUp: true, isLifting: true }];
    const set = sender.set(1);
    await sender.send([], { bays: bays.map((bay) => ({ ...bay, name: 'Door' })) });
    await sender.send([set], { bays });
    await sender.send([], { bays, health, waiting: 7 });
    const chain = (await admin.ask<Chain>('GET', '/chain')).body;
    const north = chain.gyms.find(({ gym }) => gym === 'north')!;
    expect(north).toMatchObject({ baysUp: 1, lifting: 1, alerts: 2, waiting: 7 });
    const fleet = (await admin.ask<Fleet>('GET', '/fleet')).body;
    expect(fleet.controllers.find(({ id }) => id === sender.id)).toMatchObject({
      ...{ state: 'accepted', gym: 'north', diskFreeBytes: 5e9, diskTotalBytes: 3e10 },
      firmware: [{ version: '1.4.0' }],
    });
    const { sets } = (await admin.ask<{ sets: HubSet[] }>('GET', '/gyms/north/sets')).body;
    expect(sets.find(({ id }) => id === set.id)).toMatchObject({ bay: sender.bay, bayName: 'Window' });
    const detail = (await admin.ask<HubSetDetail>('GET', `/sets/${set.id}`)).body;
    expect(detail).toMatchObject({ gym: 'north', bay: sender.bay, bayName: 'Window', curves: { kind: 'not-kept' } });
    expect(detail.reps).toHaveLength(2);

    const made = await admin.ask('POST', '/gyms', { gym: 'west', name: 'West', zone: 'Europe/Lisbon' });
    expect(made.status).toBe(201);
    expect((await admin.ask('POST', '/gyms', { gym: 'east', name: 'E', zone: 'Moon/Crater' })).status).toBe(400);
    const { body: invitation } = await admin.ask<Invitation>('POST', '/gyms/west/invitations');
    expect(invitation.url).toBe(at.url);
    expect(invitation.code).toMatch(/^[A-Z2-7-]{48}$/);
    const pending = await Sender.pair(at, 'north', false);
    await expect(pending.send([])).rejects.toThrow(/accept/);
    expect((await admin.ask('POST', `/controllers/${pending.id}/acceptance`)).status).toBe(204);
    await pending.send([]);
    expect((await admin.ask('DELETE', `/controllers/${pending.id}`)).status).toBe(204);
    await expect(pending.send([])).rejects.toThrow(/revoked/);
    expect((await admin.ask('POST', `/controllers/${pending.id}/acceptance`)).body).toMatchObject({
      kind: 'controller-not-waiting',
    });
    const command = { gym: 'north', wanted: { kind: 'end-set', bay: sender.bay } };
    expect((await admin.ask('POST', '/commands', command)).status).toBe(201);
    // Who did it, newest first, page by page.
    const changes: PageChange[] = [];
    for (let before = ''; changes.length < 5; ) {
      const { body } = await admin.ask<PageChanges>('GET', `/changes?limit=2${before}`);
      changes.push(...body.changes);
      before = `&before=${body.next}`;
    }
    expect(changes.slice(0, 5).map(({ account, kind, about, gymName }) => [account, kind, about, gymName])).toEqual([
      ['ada', 'command-sent', 'north', 'north'],
      ['ada', 'controller-revoked', pending.id, 'north'],
      ['ada', 'controller-accepted', pending.id, 'north'],
      ['ada', 'controller-invited', 'west', 'West'],
      ['ada', 'gym-added', 'west', 'West'],
    ]);
    const all = (await admin.ask<PageChanges>('GET', '/changes?limit=999')).body;
    expect(all.next).toBeNull();
    expect(all.changes.at(-1)).toMatchObject({ kind: 'set-up', gymName: null });
    expect((await admin.ask('GET', '/changes?before=x')).status).toBe(400);
  });

  test('members are found in their gyms, page by page; a conflict is settled and a member deleted', async () => {
    const admin = await HubVisitor.admin(at);
    const sender = await Sender.pair(at, 'south');
    const ids = Array.from({ length: 52 }, () => newId());
    const items = ids.map((id, n) => sender.member(n + 1, id, { alias: `Zed ${String(n).padStart(2, '0')}` }));
    await sender.send(items.slice(0, 50));
    await sender.send(items.slice(50));
    const path = '/members?search=zed';
    const first = (await admin.ask<HubMembers>('GET', path)).body;
    expect(first.members).toHaveLength(50);
    const rest = (await admin.ask<HubMembers>('GET', `${path}&after=${encodeURIComponent(first.next!)}`)).body;
    expect(rest.members.map(({ alias }) => alias)).toEqual(['Zed 50', 'Zed 51']);
    expect(rest.next).toBeNull();
    expect(rest.members[0]).toMatchObject({ cards: 0, gyms: [{ gym: 'south', role: 'member', visitsUntil: null }] });
    expect((await admin.ask<HubMembers>('GET', '/members?search=%25')).body.members).toEqual([]);
    const north = await HubVisitor.trainer(at, 'nora', ['north']);
    expect((await north.ask<HubMembers>('GET', path)).body.members).toEqual([]);

    const [id] = ids as [string];
    await sender.send([sender.member(100, id, { alias: 'Hub' }, { base: { alias: 'Zed 00' } })]);
    await sender.send([sender.member(101, id, { alias: 'Gym' }, { base: { alias: 'Zed 00' } })]);
    const { conflicts } = (await admin.ask<PeopleToDo>('GET', '/people')).body;
    const conflict = conflicts.find(({ memberId }) => memberId === id)!;
    expect(conflict).toMatchObject({ field: 'alias', ours: 'Hub', theirs: 'Gym', gymName: 'south' });
    expect((await admin.ask('POST', `/conflicts/${conflict.id}`, { takes: true })).status).toBe(204);
    expect((await admin.ask('POST', `/conflicts/${conflict.id}`, { takes: true })).body).toMatchObject({
      kind: 'no-such-conflict',
    });
    expect((await query('SELECT alias FROM members WHERE id = $1', [id]))[0].alias).toBe('Gym');
    expect((await admin.ask('DELETE', `/members/${id}`)).status).toBe(204);
    expect((await admin.ask('DELETE', `/members/${id}`)).status).toBe(404);
    expect(await query('SELECT 1 FROM members WHERE id = $1', [id])).toEqual([]);
  });

  test('without a broker the page of a gym says so, and no controller is asked to show anything', async () => {
    const admin = await HubVisitor.admin(at);
    const sender = await Sender.pair(at);
    const page = admin.look('north');
    onTestFinished(() => page.close());
    await until(() => page.messages.length > 0);
    expect((await admin.ask<GymSets>('GET', '/gyms/north/sets')).body.live).toBe('no-broker');
    expect((await sender.feed()).watch).toBeNull();
    expect(await query('SELECT 1 FROM watches')).toEqual([]);
  });

  test('while the database is away, the pages say so, and go on when it is back', async () => {
    const admin = await HubVisitor.admin(at);
    const { pool } = at.hub;
    const broken = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const real = pool.query;
    pool.query = (() => Promise.reject(broken)) as never;
    try {
      expect(await admin.ask('GET', '/chain')).toMatchObject({ status: 503, body: { kind: 'hub-database-away' } });
    } finally {
      pool.query = real;
    }
    expect((await admin.ask('GET', '/chain')).status).toBe(200);
  });
});
