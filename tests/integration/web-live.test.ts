import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { LiveMessage } from '../../src/contracts/live.ts';
import { MAX_QUEUED_EVENTS, MAX_UNACKED_MESSAGES } from '../../src/web/live-queue.ts';
import { eventually } from '../support/eventually.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb } from '../support/fake-web.ts';
import { makeRep } from '../support/messages.ts';

const checkMessage = Compile(LiveMessage);
const apps: FastifyInstance[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function listen(options: Parameters<typeof buildFakeWeb>[0] = {}) {
  const web = await buildFakeWeb(options);
  apps.push(web.app);
  await web.app.listen({ host: '127.0.0.1', port: 0 });
  return { ...web, port: (web.app.server.address() as AddressInfo).port };
}

/** A live page that keeps all it gets and acknowledges while `acks` is true. */
async function openPage(port: number, query = '', headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live${query}`, { headers });
  sockets.push(socket);
  const page = { socket, acks: true, messages: [] as LiveMessage[] };
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data));
    if (!checkMessage.Check(message)) throw new Error(`no LiveMessage: ${String(data)}`);
    page.messages.push(message);
    if (page.acks) socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
  });
  await once(socket, 'open');
  await eventually(() => expect(page.messages.length).toBeGreaterThan(0));
  return page;
}

const metric = async (app: FastifyInstance, line: string) => (await app.inject('/metrics')).body.includes(line);

describe('live stream', () => {
  it('sends what its schema declares, and nothing that a station adds by mistake', async () => {
    const { station, port } = await listen();
    const raw: string[] = [];
    const page = await openPage(port);
    page.socket.on('message', (data) => raw.push(String(data)));
    const secret = { secretHash: '$scrypt$', row: { pin: '1234' } };
    station.frame('bay-1', { heightMm: 123, ...secret });
    station.rep('bay-1', { ...makeRep('bay-1', { n: 4 }), ...secret });
    await eventually(() => expect(page.messages).toHaveLength(3));
    expect(page.messages[1]).toMatchObject({ type: 'frames', frames: [{ bay: 'bay-1', heightMm: 123 }] });
    expect(page.messages[2]).toMatchObject({ type: 'event', event: { payload: { n: 4 } } });
    expect(raw.join()).not.toMatch(/secretHash|pin|scrypt/);
  });

  it('greets with every bay, then tells frames and events as they come', async () => {
    const { station, port } = await listen({ station: new FakeStation({ 'bay-1': 'One', 'bay-2': 'Two' }) });
    const page = await openPage(port);
    expect(page.messages[0]).toMatchObject({ type: 'hello', seq: 1, missedEvents: 0, serverVersion: '0.0.0-test' });
    station.frame('bay-2', { heightMm: 333 });
    station.rep('bay-1', makeRep('bay-1', { n: 4 }));
    await eventually(() => expect(page.messages).toHaveLength(3));
    expect(page.messages[1]).toMatchObject({ type: 'frames', frames: [{ bay: 'bay-2', heightMm: 333 }] });
    expect(page.messages[2]).toMatchObject({ type: 'event', event: { topic: 'rep', payload: { n: 4 } } });
  });

  it('tells a page of one bay nothing of the others', async () => {
    const { station, port } = await listen({ station: new FakeStation({ 'bay-1': 'One', 'bay-2': 'Two' }) });
    const page = await openPage(port, '?bay=bay-2');
    station.rep('bay-1', makeRep('bay-1'));
    station.frame('bay-1');
    station.rep('bay-2', makeRep('bay-2', { n: 2 }));
    await eventually(() => expect(page.messages).toHaveLength(2));
    expect(page.messages[0]).toMatchObject({ type: 'hello', bays: [{ state: { bay: 'bay-2' } }] });
    expect(page.messages[1]).toMatchObject({ type: 'event', event: { payload: { bay: 'bay-2' } } });
  });

  it('gives a slow page the newest frame, every event while they fit, and the number it missed', async () => {
    const { app, station, port } = await listen();
    const page = await openPage(port);
    page.acks = false;
    for (let n = 1; n <= 500; n++) station.frame('bay-1', { heightMm: n });
    for (let n = 1; n <= 50; n++) station.rep('bay-1', makeRep('bay-1', { n }));
    await delay(100);
    expect(page.messages.length).toBeLessThanOrEqual(MAX_UNACKED_MESSAGES + 1);
    page.acks = true;
    page.socket.send(JSON.stringify({ type: 'ack', seq: page.messages.at(-1)?.seq }));
    const heights = () =>
      page.messages.flatMap((one) => (one.type === 'frames' ? one.frames : [])).map((f) => f.heightMm);
    const reps = () =>
      page.messages.flatMap((one) => (one.type === 'event' && one.event.topic === 'rep' ? [one.event.payload.n] : []));
    await eventually(() => expect(heights().at(-1)).toBe(500));
    await eventually(() => expect(reps()).toEqual(Array.from({ length: 50 }, (_, index) => index + 1)));
    const missed = page.messages.reduce((sum, one) => sum + (one.type === 'frames' ? one.missedFrames : 0), 0);
    expect(missed + heights().length).toBe(500);
    expect(await metric(app, `lockout_web_live_missed_frames_total ${missed}`)).toBe(true);
  });

  it('holds no more than its queue for a page that reads nothing, and makes up with a hello', async () => {
    const { app, station, port } = await listen();
    const page = await openPage(port);
    page.acks = false;
    const others = await openPage(port);
    const total = MAX_QUEUED_EVENTS * 4;
    const setId = makeRep('bay-1').setId;
    for (let n = 1; n <= total; n++) {
      station.rep('bay-1', makeRep('bay-1', { n, setId }));
      // The quick page gets them all meanwhile.
      if (n % 100 === 0)
        await eventually(() => expect(others.messages.filter((m) => m.type === 'event')).toHaveLength(n));
    }
    page.acks = true;
    page.socket.send(JSON.stringify({ type: 'ack', seq: page.messages.at(-1)?.seq }));
    await eventually(() => expect(page.messages.filter((one) => one.type === 'hello')).toHaveLength(2));
    const hello = page.messages.findLast((one) => one.type === 'hello');
    const events = page.messages.filter((one) => one.type === 'event').length;
    expect(hello?.missedEvents).toBe(total - events);
    expect(hello?.bays[0]?.reps.at(-1)?.n).toBe(total);
    expect(await metric(app, `lockout_web_live_missed_events_total ${total - events}`)).toBe(true);
  });

  it('is not held up by a page whose network stands still', async () => {
    const { station, port } = await listen();
    const stuck = await rawUpgrade(port);
    stuck.pause();
    const page = await openPage(port);
    for (let n = 1; n <= 200; n++) {
      station.rep('bay-1', makeRep('bay-1', { n, reasons: [{ kind: 'text', params: {}, text: 'x'.repeat(2000) }] }));
      if (n % 50 === 0) await delay(5);
    }
    await eventually(() => expect(page.messages.filter((one) => one.type === 'event')).toHaveLength(200));
    stuck.destroy();
  });

  it('cuts off a page that answers no ping, and says so in the metrics', async () => {
    // A second, for the answer of the one that lives on a busy machine.
    const { app, port } = await listen({ pingPeriodMs: 1000 });
    const alive = await openPage(port);
    const dead = await rawUpgrade(port);
    await once(dead, 'close');
    expect(await metric(app, 'lockout_web_live_dropped_total{why="no-pong"} 1')).toBe(true);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    await eventually(async () => expect(await metric(app, 'lockout_web_live_clients 1')).toBe(true));
  });

  it.each(['hello', '{"type":"ack"}', '{"type":"ack","seq":99}', '{"type":"ack","seq":1,"x":1}', Buffer.from([1])])(
    'closes on a message that is no acknowledgement: %s',
    async (message) => {
      const { app, port } = await listen();
      const page = await openPage(port);
      page.socket.send(message);
      const [code] = await once(page.socket, 'close');
      expect(code).toBe(1008);
      expect(await metric(app, 'lockout_web_live_dropped_total{why="bad-message"} 1')).toBe(true);
    },
  );

  it('survives messages that are too long or no WebSocket at all', async () => {
    const { station, port } = await listen();
    const page = await openPage(port);
    page.socket.send('x'.repeat(10_000));
    await once(page.socket, 'close');
    const raw = await rawUpgrade(port);
    raw.write(Buffer.alloc(64, 0xff));
    await once(raw, 'close');
    const next = await openPage(port);
    station.frame('bay-1', { heightMm: 7 });
    await eventually(() => expect(next.messages.at(-1)).toMatchObject({ type: 'frames' }));
  });

  it.each([
    ['?bay=nope', {}, 404],
    ['?bay=NO', {}, 400],
    ['?boy=bay-1', {}, 400],
    ['', { origin: 'http://evil.example.com' }, 403],
    ['', { host: 'evil.example.com' }, 421],
  ])('refuses the upgrade of %s %o with %i', async (query, headers, status) => {
    const { port } = await listen();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live${query}`, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    response.resume();
    await once(response, 'close');
  });

  it('leaves no socket open after an upgrade of something that is no stream', async () => {
    const { port } = await listen();
    for (const path of ['/api/v1/bays', '/api/v1/nothing']) {
      const socket = await rawUpgrade(port, path);
      socket.resume();
      await once(socket, 'close');
    }
  });

  it('lets go of the station when a page leaves and when the server stops, soon even with a stuck page', async () => {
    const { app, station, port } = await listen();
    await openPage(port);
    (await rawUpgrade(port)).pause();
    expect(station.listenerCount).toBe(1);
    const startMs = Date.now();
    await app.close();
    expect(Date.now() - startMs).toBeLessThan(10_000);
    expect(station.listenerCount).toBe(0);
  });
});

/** A WebSocket client that only shakes hands: it answers no ping and acknowledges nothing. */
async function rawUpgrade(port: number, path = '/api/v1/live'): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  );
  await once(socket, 'data');
  return socket.resume();
}
