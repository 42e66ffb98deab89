/** What different people get from the same routes, over the live stream and over HTTP. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import type { Identity } from '../../src/web/identity.ts';
import { identity } from '../support/fake-access.ts';
import type { FakeStation } from '../support/fake-station.ts';
import { makePresence } from '../support/make-members.ts';
import { makeRep, makeSet } from '../support/messages.ts';
import { twoBays } from './web-two-bays.ts';

const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

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
