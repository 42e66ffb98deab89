/** Live values of a chain by a real mosquitto: who may say and hear what, and that a page goes on after everything that can break. */
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { v7 as newId } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Follower } from '../../src/app/uplink/follower.ts';
import { LiveSender } from '../../src/app/uplink/live-sender.ts';
import { pairWithHub } from '../../src/app/uplink/pair.ts';
import { newSigningRequest } from '../../src/app/uplink/signing-request.ts';
import { systemClock } from '../../src/common/clock.ts';
import { askTopic, type LivePost, liveTopic } from '../../src/contracts/hub-live.ts';
import type { GymSets } from '../../src/contracts/hub-pages.ts';
import type { BaySnapshot, LiveMessage } from '../../src/contracts/live.ts';
import { Authority } from '../../src/hub/authority.ts';
import { keysAtBroker } from '../../src/hub/broker-files.ts';
import { examineHub, Hub } from '../../src/hub/index.ts';
import { ShutOut } from '../../src/hub/shut-out.ts';
import { FakeStation } from '../support/fake-station.ts';
import { missingBroker, Sender, useHub } from '../support/hub.ts';
import { HubVisitor } from '../support/hub-visitor.ts';
import { makeFrame } from '../support/messages.ts';
import { tempFolder } from '../support/station.ts';
import { until } from '../support/until.ts';
import { SetClock } from '../support/virtual-clock.ts';

const snapshotOf = (bay: string): BaySnapshot => new FakeStation({ [bay]: bay }).bay(bay)!;
const all = (bays: string[]): Omit<LivePost, 'n'> => ({ bays: bays.map(snapshotOf), frames: [] });
/** Of the latest snapshot that a page got. */
const baysOf = (messages: readonly LiveMessage[]): string[] => {
  const hello = messages.findLast((message) => message.type === 'hello');
  return hello?.type === 'hello' ? hello.bays.map(({ state }) => state.bay) : [];
};
const hasFrame = (messages: readonly LiveMessage[], heightMm: number) =>
  messages.some((message) => message.type === 'frames' && message.frames.some((frame) => frame.heightMm === heightMm));

describe.skipIf(missingBroker)(`live values of the hub ${missingBroker}`, () => {
  const clock = new SetClock();
  const at = useHub({ dashboardDir: null, isLive: true, clock });
  const counts = async () => {
    const answer = await fetch(`http://127.0.0.1:${at.hub.adminPort}/api/v1/status`);
    return ((await answer.json()) as { counts: { live: Record<string, number>; rooms: Record<string, number> } })
      .counts;
  };
  const liveOf = async (admin: HubVisitor, gym: string) =>
    (await admin.ask<GymSets>('GET', `/gyms/${gym}/sets`)).body.live;

  /** A page of a gym, as long as the test runs. */
  function look(visitor: HubVisitor, gym: string) {
    const page = visitor.look(gym);
    onTestFinished(() => page.close());
    return page;
  }

  /** A controller that shows its bays whenever it is asked. */
  async function show(sender: Sender, post = all([sender.bay])) {
    const link = sender.live(() => void link.send(post));
    onTestFinished(() => link.stop());
    const { watch } = await until(async () => {
      const page = await sender.feed();
      return page.watch && page;
    });
    link.open(watch!.broker);
    await until(() => link.isReady);
    return link;
  }

  async function raw(keys: { ca: string; cert?: string; key?: string }): Promise<MqttClient> {
    const client = await mqtt.connectAsync(at.broker.url, { ...keys, protocolVersion: 4, reconnectPeriod: 0 }, false);
    client.on('error', () => undefined);
    onTestFinished(() => void client.end(true));
    return client;
  }

  test('a controller shows its own bays while a page is open, and no others; then no one looks', async () => {
    const [own, other] = [await Sender.pair(at, 'south'), await Sender.pair(at)];
    const admin = await HubVisitor.admin(at);
    const { next, epoch, watch: none } = await own.feed();
    expect(none).toBeNull();
    // The request that is kept open is answered as soon as somebody looks.
    const asked = own.feed(next, epoch, 25);
    const page = look(admin, 'south');
    const { watch } = await asked;
    expect(watch).toMatchObject({ broker: at.broker.url });
    expect(watch!.forMs).toBeGreaterThan(25_000);
    const link = await show(own, all([own.bay, other.bay]));
    expect(await liveOf(admin, 'south')).toBe('on');
    await until(() => baysOf(page.messages).includes(own.bay));
    // Frames alone, and what is no snapshot of its own.
    link.send({ bays: [], frames: [makeFrame(own.bay, { heightMm: 4321 }), makeFrame(other.bay)] });
    await until(() => hasFrame(page.messages, 4321));
    // What happens in one bay is told of that bay alone; with what moved there since.
    const turned = snapshotOf(own.bay);
    turned.state.name = 'Turned';
    link.send({ bays: [turned], frames: [] });
    link.send({ bays: [], frames: [makeFrame(own.bay, { heightMm: 4322 })] });
    expect(await until(() => page.messages.find((message) => message.type === 'bays'))).toMatchObject({
      bays: [{ state: { name: 'Turned' } }],
    });
    await until(() => hasFrame(page.messages, 4322));
    const before = await counts();
    link.send({ bays: [{ ...snapshotOf(own.bay), session: snapshotOf(other.bay).session }], frames: [] });
    link.send({ bays: [{}], frames: [] } as never);
    link.send({ frames: [] } as never);
    await until(async () => (await counts()).live.bad === before.live.bad! + 2);
    expect((await counts()).rooms.foreign).toBe(before.rooms.foreign! + 1);
    for (let n = 0; n < 60; n++) link.send({ bays: [], frames: [] });
    await until(async () => (await counts()).live.tooMany! > 0);
    expect(JSON.stringify(page.messages)).not.toContain(`"${other.bay}"`);
    // A page that is gone is not asked for again.
    page.close();
    await page.closed;
    clock.step(61_000);
    expect((await own.feed()).watch).toBeNull();
  });

  test('each page has the bays of its gym; a later page too, without values of before', async () => {
    const admin = await HubVisitor.admin(at);
    const gyms = ['north', 'south'];
    const senders = await Promise.all([...gyms, ...gyms].map((gym) => Sender.pair(at, gym)));
    const pages = gyms.map((gym) => look(admin, gym));
    await Promise.all(senders.map((sender) => show(sender)));
    const own = gyms.map((_, n) => [senders[n]!.bay, senders[n + 2]!.bay]);
    for (const [n, { messages }] of pages.entries())
      await until(
        () =>
          own[n]!.every((bay) => baysOf(messages).includes(bay)) &&
          own[1 - n]!.every((bay) => !baysOf(messages).includes(bay)),
      );
    clock.step(4000);
    const later = look(admin, 'north');
    await until(() => own[0]!.every((bay) => baysOf(later.messages).includes(bay)));
    const hello = later.messages.findLast((message) => message.type === 'hello');
    expect(hello?.type === 'hello' && hello.bays.every(({ live }) => live === null)).toBe(true);
  });

  test('a page of another hub, whichever hub has the feed of the controller, has the bays too', async () => {
    const { postgres, folder, broker } = at;
    const page = { host: '127.0.0.1', port: 0, names: [], tls: null, dashboardDir: null };
    const place = { database: postgres.url, folder, names: ['localhost'], host: '127.0.0.1', mqtt: broker.url };
    const second = await Hub.start({ ...place, port: 0, adminPort: 0, page, clock });
    onTestFinished(() => second.stop());
    const sender = await Sender.pair(at);
    const there = await HubVisitor.admin({ hub: second, page: `http://127.0.0.1:${second.pagePort}` });
    const far = look(there, 'north');
    await show(sender);
    await until(() => baysOf(far.messages).includes(sender.bay));
    // One is open there: who comes here asks for everything.
    const near = look(await HubVisitor.admin(at), 'north');
    await until(() => baysOf(near.messages).includes(sender.bay));
  });

  test('the real way of a station: it comes when someone looks, asks who agreed, and goes with its follower', async () => {
    const sender = await Sender.pair(at);
    const [agreed, silent] = [newId(), newId()];
    const station = new FakeStation({ [sender.bay]: 'One' });
    station.session(sender.bay, { kind: 'member', memberId: silent, alias: 'Theo' });
    const link = sender.live(() => ask());
    let ask: () => void = () => undefined;
    const live = new LiveSender({
      snapshots: () => station.bays(),
      subscribe: (listener) => station.subscribe(listener),
      agrees: async (id) => id === agreed,
      link: (onAsked) => {
        ask = onAsked;
        return link;
      },
      clock: systemClock,
    });
    const nothing = { changed: [], gone: [], again: [], notTaken: [] };
    const replica = {
      state: async () => ({ cursor: 0, epoch: null }),
      follow: async () => nothing,
      followErasing: async () => nothing,
      dropVisitors: async () => [],
    };
    const commands = { run: async () => false, report: async () => undefined };
    const follower = new Follower({
      ...{ paired: () => sender.paired, dataDir: sender.dataDir, clock: systemClock },
      logger: { info: () => undefined, warn: () => undefined },
      store: () => ({ replica }) as never,
      onFollowed: async () => undefined,
      beside: { live, commands },
      random: () => 0,
    });
    follower.start();
    onTestFinished(() => follower.stop());
    const page = look(await HubVisitor.admin(at), 'north');
    await until(() => baysOf(page.messages).includes(sender.bay));
    station.session(sender.bay, { kind: 'member', memberId: agreed, alias: 'Mira' });
    await until(() => JSON.stringify(page.messages).includes('Mira'));
    const text = JSON.stringify(page.messages);
    for (const hidden of ['Theo', agreed, silent]) expect(text).not.toContain(hidden);
    await follower.stop();
    expect(link.isReady).toBe(false);
    expect(station.listenerCount).toBe(0);
  });

  test('a controller neither hears another one nor speaks for it; who has no certificate of this hub is not let in', async () => {
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const admin = await HubVisitor.admin(at);
    const page = look(admin, 'north');
    const shown = await show(other);
    await until(() => baysOf(page.messages).includes(other.bay));
    const client = await raw(one.paired);
    const heard: string[] = [];
    client.on('message', (topic) => void heard.push(topic));
    await client.subscribeAsync(['#', '$SYS/#', 'lockout/#', '+/+/+/+', liveTopic(other.id), askTopic(other.id)]);
    const posts = (await counts()).live.posts!;
    const forged = JSON.stringify({ n: 1, bays: [], frames: [makeFrame(other.bay, { heightMm: 6666 })] });
    for (const topic of [liveTopic(other.id), askTopic(other.id), askTopic(one.id), 'lockout/1/lockout-hub/live'])
      await client.publishAsync(topic, forged, { qos: 1 });
    // Its own is heard by the hub, and what is for it by itself; of that which another one sends nothing.
    await client.publishAsync(liveTopic(one.id), JSON.stringify({ n: 1, ...all([one.bay]) }), { qos: 1 });
    await until(() => baysOf(page.messages).includes(one.bay));
    await client.publishAsync(liveTopic(one.id), forged, { qos: 1 });
    const own = { n: 2, bays: [], frames: [makeFrame(one.bay, { heightMm: 8888 })] };
    await client.publishAsync(liveTopic(one.id), JSON.stringify(own), { qos: 1 });
    await until(() => hasFrame(page.messages, 8888));
    shown.send({ bays: [], frames: [makeFrame(other.bay, { heightMm: 7777 })] });
    await until(() => hasFrame(page.messages, 7777));
    const later = look(admin, 'north');
    await until(() => baysOf(later.messages).includes(other.bay));
    expect(hasFrame(page.messages, 6666)).toBe(false);
    expect((await counts()).live.posts).toBe(posts + 4);
    expect(heard).toEqual([]);
    // Nothing can be left there for later.
    const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(liveTopic(one.id), 'kept', { retain: true });
    await ended;
    // Of another authority, and without any.
    const folder = tempFolder();
    const foreign = await Authority.open(folder);
    const { key, csr } = newSigningRequest(one.id);
    const { certificate } = await foreign.controller(one.id, csr);
    const { ca } = one.paired;
    await expect(raw({ ca, cert: certificate, key })).rejects.toThrow();
    await expect(raw({ ca })).rejects.toThrow();
  });

  test('what was lost on the way is asked for again', async () => {
    const sender = await Sender.pair(at);
    const page = look(await HubVisitor.admin(at), 'north');
    await until(async () => (await sender.feed()).watch);
    const client = await raw(sender.paired);
    let asked = 0;
    client.on('message', () => void asked++);
    await client.subscribeAsync(askTopic(sender.id));
    const send = (n: number, post: object) => client.publishAsync(liveTopic(sender.id), JSON.stringify({ n, ...post }));
    await send(1, all([sender.bay]));
    await until(() => baysOf(page.messages).includes(sender.bay));
    const before = (await counts()).live;
    await send(2, { bays: [], frames: [makeFrame(sender.bay, { heightMm: 1111 })] });
    await until(() => hasFrame(page.messages, 1111));
    expect((await counts()).live.missing).toBe(before.missing);
    const askedBefore = asked;
    await send(4, { bays: [], frames: [makeFrame(sender.bay, { heightMm: 2222 })] });
    await until(() => asked > askedBefore);
    expect((await counts()).live.missing).toBe(before.missing! + 1);
  });

  test('a broker that is killed and comes back: the page says so, and goes on', async () => {
    const sender = await Sender.pair(at);
    const admin = await HubVisitor.admin(at);
    const page = look(admin, 'north');
    const link = await show(sender);
    await until(() => baysOf(page.messages).includes(sender.bay));
    await at.broker.kill();
    await until(async () => (await liveOf(admin, 'north')) === 'broker-away');
    await until(() => !link.isReady);
    expect(link.send({ bays: [], frames: [] })).toBe(false);
    await at.broker.startAgain();
    await until(async () => (await liveOf(admin, 'north')) === 'on');
    await until(() => link.isReady);
    await until(() => {
      link.send({ bays: [], frames: [makeFrame(sender.bay, { heightMm: 3333 })] });
      return hasFrame(page.messages, 3333);
    });
    const place = { database: at.postgres.url, folder: at.folder, backups: '', clock: systemClock };
    const found = await examineHub({ ...place, broker: at.broker.url });
    expect(found.find(({ code }) => code.startsWith('broker'))).toMatchObject({ code: 'broker', level: 'ok' });
  });

  test('what a revoked controller has open ends, and what it opens before the broker has the list is mute and deaf; paired again, it is as before', async () => {
    const [stolen, other] = [await Sender.pair(at), await Sender.pair(at)];
    const authority = await Authority.open(join(at.folder, 'authority'), systemClock);
    const hub = await raw(await keysAtBroker(authority));
    await hub.subscribeAsync([stolen, other].map(({ id }) => liveTopic(id)));
    const heard: string[] = [];
    hub.on('message', (_, payload) => heard.push(String(payload)));
    const says = async (client: MqttClient, { id }: { id: string }, text: string) =>
      client.publishAsync(liveTopic(id), text);
    const hears = (text: string) => until(() => heard.includes(text));
    const first = await raw(stolen.paired);
    const stays = await raw(other.paired);
    await says(first, stolen, 'before');
    await hears('before');

    const closed = new Promise<void>((resolve) => first.once('close', () => resolve()));
    await at.hub.pairing.revoke(stolen.id);
    await closed;
    const again = await raw(stolen.paired);
    await expect(again.subscribeAsync(askTopic(stolen.id))).rejects.toThrow();
    await says(again, stolen, 'after');
    await says(stays, other, 'another one');
    await hears('another one');
    // Also after a reload, which it survives; who comes is refused from then on.
    await at.broker.reload();
    await until(async () => (await raw(stolen.paired).catch(() => null))?.end(true) === undefined);
    if (again.connected) await says(again, stolen, 'after the reload');
    await says(stays, other, 'still there');
    await hears('still there');
    expect(stays.connected).toBe(true);
    expect(heard).not.toContain('after');
    expect(heard).not.toContain('after the reload');

    const code = await at.hub.pairing.invite('north', true);
    const place = { url: at.url, code, dataDir: tempFolder(), controllerId: stolen.id, bays: [stolen.bay] };
    const { paired } = await pairWithHub({ ...place, version: '1', clock: systemClock });
    await until(async () => {
      const back = await raw(paired);
      await says(back, stolen, 'back');
      back.end();
      return heard.includes('back');
    });
    // The broker has forgotten it all, and is told again.
    await at.broker.kill();
    await at.broker.startAgain();
    const next = await raw(other.paired);
    const gone = new Promise<void>((resolve) => next.once('close', () => resolve()));
    await at.hub.pairing.revoke(other.id);
    await gone;
  });

  test('a broker is told once of each who is revoked, again when it comes back, and again what it did not get', async () => {
    const [revoked, again] = [await Sender.pair(at), await Sender.pair(at)];
    for (const { id } of [revoked, again]) await at.hub.pairing.revoke(id);
    await at.hub.pool.query(`UPDATE controllers SET state = 'accepted' WHERE id = $1`, [again.id]);
    const told: string[] = [];
    let takes = false;
    const broker = {
      ...{ isUp: true, connections: 1 },
      control: (commands: readonly object[]) => {
        const own = (commands as { command: string; username: string }[]).filter(
          ({ username }) => username === revoked.id || username === again.id,
        );
        if (takes) told.push(own.map(({ command, username }) => `${command} ${username}`).join());
        else told.push('lost');
        return takes;
      },
    };
    const faults: string[] = [];
    const shutOut = new ShutOut({
      pool: at.hub.pool,
      broker,
      clock,
      periodMs: 1,
      onFault: (text) => faults.push(text),
    });
    shutOut.start();
    onTestFinished(() => shutOut.stop());
    await until(() => told.length > 1);
    expect(new Set(told)).toEqual(new Set(['lost']));
    takes = true;
    const all = `createClient ${revoked.id},disableClient ${revoked.id},deleteClient ${again.id}`;
    await until(() => told.includes(all));
    told.length = 0;
    broker.connections = 2;
    await until(() => told.length > 0);
    expect(told).toEqual([all]);
    await at.hub.pool.query(`UPDATE controllers SET state = 'accepted' WHERE id = $1`, [revoked.id]);
    await until(() => told.length > 1);
    expect(told).toEqual([all, `deleteClient ${revoked.id}`]);
    expect(faults).toEqual([]);
  });

  test('who is revoked is not shown from that moment on, and not let in again; others come and go', async () => {
    const [stolen, other] = [await Sender.pair(at), await Sender.pair(at)];
    const page = look(await HubVisitor.admin(at), 'north');
    const links = [await show(stolen), await show(other)] as const;
    await until(() => [stolen.bay, other.bay].every((bay) => baysOf(page.messages).includes(bay)));
    await at.hub.pairing.revoke(stolen.id);
    await until(() => !baysOf(page.messages).includes(stolen.bay));
    links[0].send({ bays: [snapshotOf(stolen.bay)], frames: [] });
    links[1].send({ bays: [], frames: [makeFrame(other.bay, { heightMm: 5555 })] });
    await until(() => hasFrame(page.messages, 5555));
    expect(baysOf(page.messages)).not.toContain(stolen.bay);
    await at.broker.reload();
    await until(async () => {
      const client = await raw(stolen.paired).catch(() => null);
      client?.end(true);
      return client === null;
    });
    (await raw(other.paired)).end(true);
    // Also after a start, when the list is read anew.
    await at.broker.kill();
    await at.broker.startAgain();
    await expect(raw(stolen.paired)).rejects.toThrow();
    await until(() => links[1].isReady);
    expect(links[0].isReady).toBe(false);
  });
});
