/** What different people get from the same routes, over the live stream and over HTTP. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { v7 } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { Config } from '../../src/contracts/config.ts';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import type { Identity } from '../../src/web/identity.ts';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { makePresence } from '../support/fake-members.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb, defaultConfig } from '../support/fake-web.ts';
import { makeRep, makeSet } from '../support/messages.ts';

const apps: FastifyInstance[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function twoBays(web: Partial<Config['web']> = {}) {
  const station = new FakeStation({ 'bay-1': 'One', 'bay-2': 'Two' });
  const config = defaultConfig();
  const built = await buildFakeWeb({
    station,
    access: new FakeAccess(null),
    config: { ...config, web: { ...config.web, ...web } },
  });
  apps.push(built.app);
  return built;
}
const SOON = { timeout: 30_000 };

async function listen(who: Identity) {
  const web = await twoBays();
  await web.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = web.app.server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://${host}/api/v1/live`, { headers: web.access.cookie(who, host) });
  sockets.push(socket);
  const messages: LiveMessage[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as LiveMessage;
    messages.push(message);
    socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
  });
  await once(socket, 'open');
  await vi.waitFor(() => expect(messages.length).toBeGreaterThan(0), SOON);
  const hellos = () =>
    messages.flatMap((one) => (one.type === 'hello' ? [one.bays.map(({ state }) => state.bay)] : []));
  const events = () => messages.flatMap((one) => (one.type === 'event' ? [one.event] : []));
  return { ...web, socket, hellos, events };
}

function session(station: FakeStation, bay: string, memberId: string | null): void {
  const before = station.bay(bay)!.session;
  station.session(bay, { ...before, kind: memberId ? 'member' : 'none', memberId, alias: memberId ? 'Mira' : null });
}

describe('the live stream', () => {
  it('follows a member from bay to bay, and tells nothing of where they are not', async () => {
    const me = identity('member');
    const { station, hellos, events } = await listen(me);
    expect(hellos()).toEqual([[]]);
    station.rep('bay-1', makeRep('bay-1'));
    session(station, 'bay-1', me.memberId);
    await vi.waitFor(() => expect(hellos()).toEqual([[], ['bay-1']]), SOON);
    station.rep('bay-2', makeRep('bay-2'));
    station.rep('bay-1', makeRep('bay-1', { n: 7 }));
    await vi.waitFor(() => expect(events()).toMatchObject([{ topic: 'rep', payload: { bay: 'bay-1', n: 7 } }]), SOON);
    session(station, 'bay-1', v7());
    await vi.waitFor(() => expect(hellos().at(-1)).toEqual([]), SOON);
    station.rep('bay-1', makeRep('bay-1', { n: 8 }));
    session(station, 'bay-2', me.memberId);
    await vi.waitFor(() => expect(hellos().at(-1)).toEqual(['bay-2']), SOON);
    expect(events()).toHaveLength(1);
  });

  it('tells a screen of its bay alone, with who is on', async () => {
    const { station, hellos, events } = await listen(identity('screen', { bays: ['bay-2'] }));
    expect(hellos()).toEqual([['bay-2']]);
    station.rep('bay-1', makeRep('bay-1'));
    const memberId = v7();
    session(station, 'bay-2', memberId);
    await vi.waitFor(() => expect(events()).toMatchObject([{ topic: 'session', payload: { memberId } }]), SOON);
  });

  it('tells a token that reads what happens, not to whom', async () => {
    const { station, events } = await listen(
      identity('visitor', { via: 'session', credentialId: v7(), scopes: ['read'] }),
    );
    const memberId = v7();
    session(station, 'bay-1', memberId);
    station.presence('bay-1', makePresence('bay-1', { kind: 'member', memberId, alias: 'Mira' }));
    station.rep('bay-1', makeRep('bay-1', { memberId }));
    await vi.waitFor(() => expect(events().at(-1)?.topic).toBe('rep'), SOON);
    expect(new Set(events().map(({ topic }) => topic))).toEqual(new Set(['session', 'rep']));
    expect(JSON.stringify(events())).not.toContain(memberId);
  });

  it('ends with the log-in that opened it', async () => {
    const trainer = identity('trainer');
    const { access, socket } = await listen(trainer);
    const closed = once(socket, 'close');
    access.end(trainer.credentialId as string);
    expect((await closed)[0]).toBe(4401);
  });

  it('is refused to nobody, and to a page of another site with somebody’s cookie', async () => {
    const { app, access } = await twoBays();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const host = `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const { origin: _, ...noOrigin } = access.cookie(identity('admin'), host);
    for (const [headers, status] of [
      [{}, 401],
      [noOrigin, 403],
      [{ ...noOrigin, origin: 'http://evil.example.com' }, 403],
    ] as const) {
      const socket = new WebSocket(`ws://${host}/api/v1/live`, { headers });
      const [, response] = await once(socket, 'unexpected-response');
      expect(response.statusCode).toBe(status);
      response.resume();
      await once(response, 'close');
    }
  });
});

describe('sets', () => {
  it('show a member their own, a screen what lies on its bay, a device nobody', async () => {
    const { app, access, station, history } = await twoBays();
    const me = identity('member');
    const sets = [
      makeSet('bay-1', { memberId: me.memberId }),
      makeSet('bay-1', { memberId: v7() }),
      makeSet('bay-1'),
      makeSet('bay-2'),
    ];
    for (const set of sets) history.details.unshift({ set, reps: [makeRep(set.bay, { memberId: set.memberId })] });
    const idsFor = async (headers: Record<string, string>) => {
      const page = (await app.inject({ url: '/api/v1/sets', headers })).json() as {
        sets: { id: string; memberId: string | null }[];
      };
      return page.sets.map(({ id }) => sets.findIndex((set) => set.id === id)).sort();
    };
    expect(await idsFor(access.cookie(me))).toEqual([0]);
    expect(await idsFor(access.cookie(identity('trainer')))).toEqual([0, 1, 2, 3]);
    const screen = access.cookie(identity('screen', { bays: ['bay-1'] }));
    expect(await idsFor(screen)).toEqual([2]);
    session(station, 'bay-1', me.memberId);
    expect(await idsFor(screen)).toEqual([0, 2]);
    const device = access.bearer(identity('visitor', { via: 'token', credentialId: v7(), scopes: ['read'] }));
    expect(await idsFor(device)).toEqual([0, 1, 2, 3]);
    const detail = await app.inject({ url: `/api/v1/sets/${sets[0]!.id}`, headers: device });
    expect(detail.statusCode).toBe(200);
    expect(detail.body).not.toContain(me.memberId);
  });
});

describe('a member’s own', () => {
  it('is changed with its ETag: missing 428, stale 412, `*` as it comes', async () => {
    const { app, access, members } = await twoBays();
    const me = identity('member');
    members.add({ id: me.memberId as string });
    const url = `/api/v1/members/${me.memberId}`;
    const headers = access.cookie(me);
    expect((await app.inject({ url, headers })).headers.etag).toBe('"1"');
    const patch = (payload: object, etag?: string) =>
      app.inject({ method: 'PATCH', url, payload, headers: { ...headers, ...(etag && { 'if-match': etag }) } });
    expect((await patch({ alias: 'M' })).statusCode).toBe(428);
    const changed = await patch({ alias: 'M' }, '"1"');
    expect([changed.statusCode, changed.headers.etag]).toEqual([200, '"2"']);
    expect((await patch({ alias: 'N' }, '"1"')).statusCode).toBe(412);
    expect((await patch({ alias: 'N' }, 'W/"2"')).statusCode).toBe(412);
    expect((await patch({ alias: 'N' }, '*')).statusCode).toBe(200);
    // Rights that are not in the role of the route.
    for (const forbidden of [{ role: 'admin' }, { secret: '9999' }, { name: 'Somebody Else' }])
      expect((await patch(forbidden, '*')).statusCode, JSON.stringify(forbidden)).toBe(403);
  });

  it('is not for a trainer to take over, nor are other trainers', async () => {
    const { app, access, members } = await twoBays();
    const headers = { ...access.cookie(identity('trainer')), 'if-match': '*' };
    const member = members.add();
    const colleague = members.add({ role: 'trainer' });
    const patch = (id: string, payload: object) =>
      app.inject({ method: 'PATCH', url: `/api/v1/members/${id}`, payload, headers });
    expect((await patch(member.id, { name: 'Mira M.', secret: '4711', login: 'mira' })).statusCode).toBe(200);
    expect((await patch(member.id, { role: 'trainer' })).statusCode).toBe(403);
    expect((await patch(colleague.id, { secret: 'battery staple' })).statusCode).toBe(403);
    // A card would let the trainer in as the colleague.
    const enrol = (memberId: string) =>
      app.inject({ method: 'POST', url: '/api/v1/bays/bay-1/enrolment', payload: { memberId }, headers });
    expect((await enrol(colleague.id)).statusCode).toBe(403);
    expect((await enrol(member.id)).statusCode).toBe(200);
    const remove = (id: string) => app.inject({ method: 'DELETE', url: `/api/v1/members/${id}`, headers });
    expect((await remove(colleague.id)).statusCode).toBe(403);
    expect((await remove(member.id)).statusCode).toBe(204);
    const create = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/members', payload, headers });
    expect((await create({ alias: 'T', role: 'admin' })).statusCode).toBe(403);
    expect((await create({ alias: 'T' })).statusCode).toBe(201);
  });
});

describe('consents', () => {
  it('are changed by the member alone: not by a trainer, not by an admin, not with the account', async () => {
    const { app, access, members } = await twoBays();
    const me = identity('member');
    members.add({ id: me.memberId as string });
    const consents = { ...NO_CONSENTS, shareSets: true };
    const url = `/api/v1/members/${me.memberId}`;
    const patch = (who: Identity) =>
      app.inject({ method: 'PATCH', url, payload: { consents }, headers: { ...access.cookie(who), 'if-match': '*' } });
    for (const role of ['trainer', 'admin'] as const) {
      const refused = await patch(identity(role));
      expect([refused.statusCode, refused.json().type]).toEqual([403, 'urn:lockout:problem:consents-not-yours']);
      const made = await app.inject({
        method: 'POST',
        url: '/api/v1/members',
        payload: { alias: 'Nova', consents },
        headers: access.cookie(identity(role)),
      });
      expect(made.statusCode).toBe(403);
    }
    expect(members.people.get(me.memberId as string)?.consents).toEqual(NO_CONSENTS);
    expect((await patch(me)).statusCode).toBe(200);
    expect(members.people.get(me.memberId as string)?.consents).toEqual(consents);
  });

  it('are said at the screen of the bay, or by the member who is on it', async () => {
    const { app, access, station, members } = await twoBays();
    const me = identity('member');
    session(station, 'bay-1', me.memberId);
    station.presence('bay-1', { kind: 'member', memberId: me.memberId });
    const put = async (who: Identity, bay = 'bay-1') =>
      (
        await app.inject({
          method: 'PUT',
          url: `/api/v1/bays/${bay}/consents`,
          payload: { ...NO_CONSENTS, keepRecordings: true },
          headers: access.cookie(who),
        })
      ).statusCode;
    expect(await put(identity('trainer'))).toBe(403);
    expect(await put(identity('admin'))).toBe(403);
    expect(await put(identity('member'))).toBe(403);
    expect(await put(identity('screen', { bays: ['bay-2'] }))).toBe(403);
    expect(members.calls).toEqual([]);
    expect(await put(identity('screen', { bays: ['bay-1'] }))).toBe(200);
    expect(await put(me)).toBe(200);
    expect(members.calls).toEqual(['consent bay-1 keepRecordings', 'consent bay-1 keepRecordings']);
  });
});

describe('an Idempotency-Key', () => {
  it('does once what is sent twice, and never shows a secret again', async () => {
    const { app, access, members } = await twoBays();
    const admin = access.cookie(identity('admin'));
    const post = (url: string, payload: object, key: string, headers = admin) =>
      app.inject({ method: 'POST', url, payload, headers: { ...headers, 'idempotency-key': key } });
    const first = await post('/api/v1/members', { alias: 'Mira' }, 'key-0001');
    const again = await post('/api/v1/members', { alias: 'Mira' }, 'key-0001');
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(members.calls).toEqual(['create Mira']);
    expect((await post('/api/v1/members', { alias: 'Bob' }, 'key-0001')).statusCode).toBe(422);
    expect((await post('/api/v1/members', { alias: 'Bob' }, 'short')).statusCode).toBe(400);
    // Somebody else's key of the same name is another one.
    expect(
      (await post('/api/v1/members', { alias: 'Bob' }, 'key-0001', access.cookie(identity('admin')))).statusCode,
    ).toBe(201);

    const token = { name: 'door', scopes: ['tap'], bay: null };
    const made = await post('/api/v1/tokens', token, 'key-0002');
    expect(made.json()).toHaveProperty('secret');
    const repeated = await post('/api/v1/tokens', token, 'key-0002');
    expect(repeated.statusCode).toBe(409);
    expect(repeated.headers['content-type']).toContain('application/problem+json');
    expect(repeated.body).not.toContain(made.json().secret);
    expect(access.tokenList).toHaveLength(1);
  });

  it('is free again when the request failed', async () => {
    const { app, access } = await twoBays();
    const headers = { ...access.cookie(identity('trainer')), 'idempotency-key': 'key-0003' };
    const create = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/members', headers, payload });
    expect((await create({ alias: 'T', role: 'admin' })).statusCode).toBe(403);
    expect((await create({ alias: 'T' })).statusCode).toBe(201);
  });
});

describe('what an Idempotency-Key keeps of a request', () => {
  it('is the same whatever the PIN is: it cannot be searched by what the database has', async () => {
    const { app, access, members } = await twoBays();
    const hashes: string[] = [];
    const { begin } = members.idempotency;
    members.idempotency.begin = (scope, key, hash) => {
      hashes.push(hash);
      return begin(scope, key, hash);
    };
    const send = (payload: object, key: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/members',
        headers: { ...access.cookie(identity('admin')), 'idempotency-key': key },
        payload,
      });
    for (const [index, secret] of ['4711', '0815'].entries())
      expect((await send({ alias: 'Mira', login: 'mira', secret }, `key-pin-${index}`)).statusCode).toBe(201);
    await send({ alias: 'Mira', login: 'other', secret: '4711' }, 'key-pin-3');
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});

describe('what the station says', () => {
  it('holds nothing that the schema of the answer does not declare', async () => {
    const { app, access, members } = await twoBays();
    const me = identity('member');
    members.add({ id: me.memberId as string, ...({ secretHash: '$scrypt$ln=15', loginKey: 'mira' } as object) });
    const admin = access.cookie(identity('admin'));
    for (const url of ['/api/v1/members', `/api/v1/members/${me.memberId}`]) {
      const answer = await app.inject({ url, headers: admin });
      expect(answer.statusCode).toBe(200);
      expect(answer.body, url).toContain('Mira');
      expect(answer.body, url).not.toMatch(/scrypt|loginKey/);
    }
  });

  it('is kept by no browser and no proxy', async () => {
    const { app, access, members } = await twoBays();
    const me = identity('member');
    members.add({ id: me.memberId as string });
    for (const url of ['/api/v1/auth', '/api/v1/sets', `/api/v1/members/${me.memberId}`, '/api/v1/nothing', '/health'])
      expect((await app.inject({ url, headers: access.cookie(me) })).headers['cache-control'], url).toBe('no-store');
  });
});

describe('cookies', () => {
  it('are for this site alone, unread by scripts, and secure behind HTTPS', async () => {
    const { app, access } = await twoBays({ trustProxy: ['127.0.0.1'] });
    const ada = identity('admin');
    access.people.set('ada', { secret: 'correct horse', identity: ada });
    const logIn = (headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { login: 'Ada', secret: 'correct horse' },
        headers,
      });
    const plain = await logIn();
    expect(plain.json()).toMatchObject({ role: 'admin', memberId: ada.memberId });
    expect(plain.headers['set-cookie']).toEqual([
      expect.stringMatching(/^lockout_session=.+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^lockout_device=device%20of%20Ada; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const secure = await logIn({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' });
    // The browser refuses such a name from any other host, and without HTTPS.
    expect(secure.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-lockout_session=[^;]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
      expect.stringMatching(/^__Host-lockout_device=.*; Secure;/),
    ]);
    const https = { 'x-forwarded-proto': 'https' };
    const session = `lockout_session=${access.allow(ada)}`;
    const whoIs = async (cookie: string) =>
      (await app.inject({ url: '/api/v1/auth', headers: { ...https, cookie } })).json().role;
    expect(await whoIs(`__Host-${session}`)).toBe('admin');
    // Anybody in the network can set this one, for a browser that came by plain HTTP once.
    expect(await whoIs(session)).toBe('visitor');
    await logIn({ cookie: 'lockout_device=phone' });
    expect(access.clients.map(({ device }) => device)).toEqual([null, null, 'phone']);
    // The throttle goes by whom the proxy on this machine names.
    expect(access.clients.map(({ address }) => address)).toEqual(['127.0.0.1', '203.0.113.7', '127.0.0.1']);
    expect(plain.headers['cache-control']).toBe('no-store');
  });

  it('of the log-in before are worth nothing after the next one', async () => {
    const { app, access } = await twoBays();
    const [ada, theo] = [identity('admin'), identity('trainer')];
    access.people.set('ada', { secret: 'correct horse', identity: ada });
    const before = access.cookie(theo);
    const whoIs = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/api/v1/auth', headers })).json();
    const logIn = (secret: string) =>
      app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { login: 'ada', secret }, headers: before });
    expect((await logIn('wrong')).statusCode).toBe(401);
    expect(await whoIs(before)).toMatchObject({ role: 'trainer' });
    expect((await logIn('correct horse')).json()).toMatchObject({ role: 'admin' });
    expect(await whoIs(before)).toMatchObject({ role: 'visitor' });
  });

  it('and addresses are as a proxy says only when the configuration names it', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
    for (const [trustProxy, address] of [
      [[], '127.0.0.1'],
      [['10.0.0.2'], '127.0.0.1'],
      [['10.0.0.2', '127.0.0.0/8'], '203.0.113.7'],
    ] as const) {
      const { app, access } = await twoBays({ trustProxy: [...trustProxy] });
      access.people.set('ada', { secret: 'correct horse', identity: identity('admin') });
      const payload = { login: 'ada', secret: 'correct horse' };
      const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload, headers: forwarded });
      expect(access.clients.map((client) => client.address)).toEqual([address]);
      expect(String(answer.headers['set-cookie']).includes('; Secure')).toBe(address === '203.0.113.7');
    }
  });

  it('of a page elsewhere change nothing, and to be on this machine gives no rights', async () => {
    const { app, access, station } = await twoBays();
    const put = (headers: Record<string, string>) =>
      app.inject({ method: 'PUT', url: '/api/v1/bays/bay-1/exercise', payload: { exercise: 'squat' }, headers });
    // A proxy or a tunnel on this machine asks from 127.0.0.1 for the whole world, and need not say so in any header.
    expect((await put({})).statusCode).toBe(401);
    const { origin: _, ...cookie } = access.cookie(identity('trainer'));
    expect((await put(cookie)).statusCode).toBe(403);
    expect((await put({ ...cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await put({ ...cookie, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(204);
    expect(station.calls).toHaveLength(1);
  });

  it('of a log-in that is over leave the screen a screen; a wrong token is told', async () => {
    const { app, access } = await twoBays();
    const screen = access.allow(identity('screen'));
    const who = (cookie: string) => app.inject({ url: '/api/v1/auth', headers: { cookie } });
    expect((await who(`lockout_session=gone; lockout_screen=${screen}`)).json()).toMatchObject({ role: 'screen' });
    expect((await who('lockout_session=gone')).json()).toMatchObject({ role: 'visitor' });
    const wrong = await app.inject({ url: '/api/v1/bays', headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});
