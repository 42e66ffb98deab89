/** Curves of a set on the pages of a hub: from the database of a real station, by the real ways between both, into a real PostgreSQL. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { MAX_RECORDING_BYTES } from '../../src/contracts/hub-commands.ts';
import type { HubSetDetail, PageChanges, SentCommand } from '../../src/contracts/hub-pages.ts';
import { missingPostgres, newPerson, Sender, useHub } from '../support/hub.ts';
import { AGREED, hubGym } from '../support/hub-gym.ts';
import { HubVisitor } from '../support/hub-visitor.ts';
import { keepLift } from '../support/kept-lift.ts';
import { until } from '../support/until.ts';

const MINUTE_MS = 60_000;

describe.skipIf(missingPostgres)(`curves at the hub ${missingPostgres}`, () => {
  let aheadMs = 0;
  const clock = { monoMs: () => systemClock.monoMs(), wallMs: () => systemClock.wallMs() + aheadMs };
  const at = useHub({ dashboardDir: null, clock });

  const detail = async (visitor: HubVisitor, id: string) =>
    (await visitor.ask<HubSetDetail>('GET', `/sets/${id}`)).body;
  const ask = (visitor: HubVisitor, setId: string, gym = 'north') =>
    visitor.ask<SentCommand>('POST', '/commands', { gym, wanted: { kind: 'recording', setId } });
  const csv = (visitor: HubVisitor, id: string, headers = {}) =>
    fetch(`${at.page}/api/v1/sets/${id}/recording`, { headers: { cookie: visitor.cookie, ...headers } });
  const rows = async () => (await at.hub.pool.query('SELECT set_id FROM recordings')).rows;
  const comesUp = (visitor: HubVisitor, id: string) => until(async () => (await detail(visitor, id)).bay !== undefined);
  const curvesAre = (visitor: HubVisitor, id: string, kind: string) =>
    until(async () => {
      const { curves } = await detail(visitor, id);
      return curves?.kind === kind && curves;
    });

  /** A gym with a set of a member who agreed to both, and its recording. */
  async function gymWithLift(consents: Partial<typeof AGREED> = {}) {
    const gym = await hubGym(at);
    const memberId = await gym.add({ consents: { ...AGREED, keepRecordings: true, ...consents } });
    const lift = await keepLift(gym.store, memberId, { bay: gym.bay });
    gym.start();
    return { gym, memberId, lift, id: lift.detail.set.id };
  }

  /** A set of a controller that answers when the test says so. */
  async function setOf(sender: Sender, change: Parameters<Sender['set']>[1] = {}) {
    const set = sender.set(1, change);
    await sender.send([{ ...set, doc: { ...set.doc, hasRecording: true } as never }]);
    return set.id;
  }
  const answer = (sender: Sender, id: string, recording?: Buffer) =>
    sender.post('/api/v1/results', {
      results: [{ id, outcome: 'done', problem: null, ...(recording && { recording: recording.toString('base64') }) }],
    });

  test('a trainer asks for them and sees what the station has; who asks meanwhile asks for the same; others see nothing', async () => {
    const trainer = await HubVisitor.trainer(at, 'tim', ['north']);
    const south = await HubVisitor.trainer(at, 'sara', ['south']);
    const admin = await HubVisitor.admin(at);
    const { gym, memberId, lift, id } = await gymWithLift();
    await comesUp(trainer, id);
    const before = await detail(trainer, id);
    expect(before.curves).toMatchObject({ kind: 'to-ask', failed: null, isSilent: false });
    // As the station's own page has it.
    const { set, reps } = (await gym.store.getSet(id))!;
    expect(before.lifted).toEqual({
      set: { ...set, site: 'north', note: '', sessionId: null },
      reps: reps.map((rep) => ({ ...rep, site: 'north', memberId })),
    });
    expect((await csv(trainer, id)).status).toBe(404);
    const asked = await Promise.all([ask(trainer, id), ask(admin, id), ask(admin, id)]);
    expect(asked.map(({ status }) => status)).toEqual([201, 201, 201]);
    const here = await curvesAre(trainer, id, 'here');
    const keptMs = Date.parse((here as { until: string }).until) - Date.now();
    expect(Math.abs(keptMs - 60 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
    const response = await csv(trainer, id);
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe(lift.csv);
    expect(await (await csv(trainer, id, { 'accept-encoding': 'identity' })).text()).toBe(lift.csv);
    // The station's audit says who asked; its own file of commands holds none of it.
    expect(gym.audited).toContainEqual(expect.objectContaining({ set: id, wanted: 'recording' }));
    const file = readFileSync(join(gym.dataDir, 'hub', 'commands.json'), 'utf8');
    expect(file).toContain(asked[0].body.id);
    expect(file).not.toContain('"recording"');
    const { changes } = (await admin.ask<PageChanges>('GET', '/changes?limit=9')).body;
    const seen = changes.filter(({ about }) => about === id).map(({ account, kind }) => `${account} ${kind}`);
    expect(seen.sort()).toEqual(['ada curves-asked', 'ada curves-asked', 'tim curves-asked']);
    // Another gym's trainer, and no one.
    for (const status of [(await csv(south, id)).status, (await ask(south, id)).status]) expect(status).toBe(404);
    expect((await csv(new HubVisitor(at), id)).status).toBe(401);
    expect((await ask(south, id, 'south')).body).toMatchObject({ kind: 'no-such-set' });
  });

  test('asked for at the same moment, and again while it waits, it is one command', async () => {
    const admin = await HubVisitor.admin(at);
    const sender = await Sender.pair(at);
    const id = await setOf(sender);
    const asked = await Promise.all([1, 2, 3].map(() => ask(admin, id)));
    expect(new Set([...asked, await ask(admin, id)].map(({ body }) => body.id)).size).toBe(1);
    expect((await sender.feed()).commands).toHaveLength(1);
    await answer(sender, asked[0]!.body.id, gzipSync('a'));
    expect((await ask(admin, id)).body.id).not.toBe(asked[0]!.body.id);
  });

  test('a consent that is withdrawn, a deletion and the end of an hour take it away', async () => {
    const admin = await HubVisitor.admin(at);
    const { gym, memberId, id } = await gymWithLift();
    await comesUp(admin, id);
    await ask(admin, id);
    await curvesAre(admin, id, 'here');
    await gym.change(memberId, { consents: { ...AGREED, keepRecordings: false } });
    await curvesAre(admin, id, 'no-consent');
    expect(await rows()).not.toContainEqual({ set_id: id });
    expect((await csv(admin, id)).status).toBe(404);

    const sender = await Sender.pair(at);
    const person = { sessionId: null, note: '' };
    const fetched = async (memberId: string | null) => {
      if (memberId) await sender.send([sender.member(1, memberId, { keepRecordings: true })]);
      const set = await setOf(sender, memberId ? { person: { ...person, memberId } } : {});
      await answer(sender, (await ask(admin, set)).body.id, gzipSync('at_us'));
      expect((await detail(admin, set)).curves.kind).toBe('here');
      return set;
    };
    const [member, leaver] = [newId(), newId()];
    const [deleted, left, gone, given] = [
      await fetched(member),
      await fetched(leaver),
      await fetched(null),
      await fetched(null),
    ];
    await at.hub.people.remove(member);
    await sender.send([{ kind: 'member', seq: 2, id: leaver, doc: { leftAt: new Date().toISOString() } } as never]);
    await sender.send([
      sender.set(3, {
        id: gone,
        revision: 2,
        doc: { id: gone, bay: sender.bay, revision: 2, goneAt: new Date().toISOString() },
      }),
    ]);
    const kept = (await rows()).map(({ set_id }) => set_id);
    for (const set of [deleted, left, gone]) expect(kept).not.toContain(set);
    // Given to somebody who does not agree: it is seen no more.
    const other = newId();
    await sender.send([sender.member(4, other, newPerson())]);
    await sender.send([sender.set(5, { id: given, revision: 2, person: { ...person, memberId: other } })]);
    expect((await csv(admin, given)).status).toBe(404);

    const last = await fetched(null);
    aheadMs += 61 * MINUTE_MS;
    expect((await csv(admin, last)).status).toBe(404);
    expect((await detail(admin, last)).curves).toMatchObject({ kind: 'to-ask', failed: null });
    await at.hub.stop();
    await at.start();
    expect(await rows()).toEqual([]);
    const unlogged = await at.hub.pool.query(`SELECT relpersistence FROM pg_class WHERE relname = 'recordings'`);
    expect(unlogged.rows).toEqual([{ relpersistence: 'u' }]);
  });

  test('what does not come is said: not kept any more, not shared, no answer, cut off, too large, no controller', async () => {
    const admin = await HubVisitor.admin(at);
    const failure = async (id: string) => {
      const { curves } = await detail(admin, id);
      return curves.kind === 'to-ask' && curves.failed;
    };
    const sender = await Sender.pair(at);
    // Its gym has lost it since.
    const old = await setOf(sender);
    const { id: asked } = (await ask(admin, old)).body;
    const problem = { kind: 'no-recording', params: { id: old } };
    await sender.post('/api/v1/results', { results: [{ id: asked, outcome: 'refused', problem }] });
    expect((await detail(admin, old)).curves).toEqual({ kind: 'not-kept' });
    // It never had it.
    const none = sender.set(2);
    await sender.send([{ ...none, doc: { ...none.doc, hasRecording: false } as never }]);
    expect((await detail(admin, none.id)).curves).toEqual({ kind: 'not-kept' });
    // Who did not agree to be known in all gyms: the set is here without them, and its curves stay there.
    const silent = await gymWithLift({ acrossGyms: false });
    await comesUp(admin, silent.id);
    expect(await detail(admin, silent.id)).toMatchObject({ memberId: null, curves: { kind: 'to-ask' } });
    await ask(admin, silent.id);
    await until(async () => await failure(silent.id));
    expect(await failure(silent.id)).toMatchObject({ state: 'refused', problem: { kind: 'recording-not-shared' } });

    const id = await setOf(sender);
    const first = (await ask(admin, id)).body.id;
    expect((await detail(admin, id)).curves).toMatchObject({ kind: 'asked', isSilent: false });
    aheadMs += 2 * MINUTE_MS;
    expect((await detail(admin, id)).curves).toMatchObject({ kind: 'asked', isSilent: true });
    aheadMs += 9 * MINUTE_MS;
    expect(await failure(id)).toMatchObject({ state: 'expired' });
    expect((await sender.feed()).commands).toEqual([]);
    // It comes after all, from one who had it in hand.
    await answer(sender, first, gzipSync('at_us'));
    expect((await detail(admin, id)).curves.kind).toBe('here');
    await at.hub.pool.query('DELETE FROM recordings');

    // Restarted before it could send it; unpacked, more than there is room for; more than was agreed.
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(MAX_RECORDING_BYTES);
    for (const recording of [undefined, bomb, Buffer.from('no gzip')]) {
      await answer(sender, (await ask(admin, id)).body.id, recording);
      expect(await failure(id)).toMatchObject({ state: 'interrupted' });
      expect(await rows()).toEqual([]);
    }
    await at.hub.pairing.revoke(sender.id);
    expect((await detail(admin, id)).curves).toEqual({ kind: 'no-controller' });
    expect((await ask(admin, id)).body).toMatchObject({ kind: 'no-controller-for-it' });
  });

  test('a controller of another version: what is new is left out, and what can’t be read is said', async () => {
    const admin = await HubVisitor.admin(at);
    const sender = await Sender.pair(at);
    const [newer, other] = [sender.set(1), sender.set(2)];
    const doc = newer.doc as { reps: object[] };
    const reps = doc.reps.map((rep) => ({ ...rep, tiltDeg: 3 }));
    await sender.send([
      { ...newer, doc: { ...doc, reps, moodOfTheDay: 'good' } as never },
      { ...other, doc: { ...other.doc, exercise: 'juggling' } as never },
    ]);
    const { lifted } = await detail(admin, newer.id);
    expect(lifted!.reps).toHaveLength(2);
    expect(JSON.stringify(lifted)).not.toMatch(/tiltDeg|moodOfTheDay/);
    expect((await detail(admin, other.id)).lifted).toBeNull();
  });
});
