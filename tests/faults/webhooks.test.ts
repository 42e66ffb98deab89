import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Resolve } from '../../src/app/outgoing.ts';
import { pauseAfter, WebhookDelivery } from '../../src/app/publish/webhooks/webhook-delivery.ts';
import { post } from '../../src/app/publish/webhooks/webhook-post.ts';
import { webhooksPort } from '../../src/app/publish/webhooks/webhooks-port.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { networks } from '../../src/web/index.ts';
import { TRAINER } from '../integration/store-members-samples.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';
import { eventually } from '../support/eventually.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const status =
  (code: number, headers = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end('answer');

/** A receiver that answers the first requests as told, every further one with 204. */
async function receiver(...answers: Answer[]) {
  const got: { body: string; signature: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ body, signature: String(request.headers['lockout-signature']) });
      (answers.shift() ?? status(204))(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sets` };
}

async function openWith(file: string, url?: string) {
  const store = await openStore({ file });
  if (url) await store.webhooks.add({ id: newId(), url, createdAt: new Date().toISOString() }, 'whsec_test', TRAINER);
  const delivery = new WebhookDelivery({
    store: () => store,
    logger: pino({ level: 'silent' }),
    networks: ['127.0.0.1'],
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await delivery.stop();
    await store.close();
  };
  onTestFinished(close);
  return { store, delivery, close };
}

async function endSet(store: Store): Promise<string> {
  const set = newSet();
  await store.write({ sets: [set], reps: [newRep(set.id)] });
  return set.id;
}

const setIds = (got: { body: string }[]) => got.map(({ body }) => JSON.parse(body).set.id);

describe('a webhook', () => {
  it('gets each ended set, signed', async () => {
    const { got, url } = await receiver();
    const { store, delivery } = await openWith(join(tempDir(), 'a.db'), url);
    delivery.start();
    const ids = [await endSet(store), await endSet(store), await endSet(store)];
    delivery.wake();
    await eventually(() => expect(setIds(got)).toEqual(ids));
    for (const { body, signature } of got) {
      const [, atS = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(mac).toBe(createHmac('sha256', 'whsec_test').update(`${atS}.${body}`).digest('hex'));
    }
    await eventually(async () => expect(await store.webhooks.list()).toMatchObject([{ waiting: 0, lastError: null }]));
    expect(delivery.counts).toEqual({ delivered: 3, failed: 0, deactivated: 0 });
  });

  it.for([
    ['answers an error', status(500), /it answered 500/],
    ['redirects', status(302, { location: 'http://127.0.0.1:9/' }), /it answered 302/],
    ['hangs up', (request) => request.socket.destroy(), /socket hang up|ECONNRESET/],
  ] as [string, Answer, RegExp][])('that %s is told, and tried again', async ([, answer, words]) => {
    const { got, url } = await receiver(answer);
    const { store, delivery } = await openWith(join(tempDir(), 'a.db'), url);
    const id = await endSet(store);
    delivery.start();
    await eventually(async () => expect((await store.webhooks.list())[0]?.lastError).toMatch(words));
    await eventually(() => expect(setIds(got)).toEqual([id, id]));
    await eventually(async () => expect(await store.webhooks.list()).toMatchObject([{ waiting: 0, lastError: null }]));
  });

  it('that wants no more (410) is switched off, and what waits stays', async () => {
    const { url } = await receiver(status(410));
    const { store, delivery } = await openWith(join(tempDir(), 'a.db'), url);
    await endSet(store);
    delivery.start();
    await eventually(async () => expect(await store.webhooks.list()).toMatchObject([{ active: false, waiting: 1 }]));
  });

  it('does not keep another one waiting', async () => {
    const dead = await receiver(...Array<Answer>(50).fill(() => undefined));
    const { got, url } = await receiver();
    const { store, delivery } = await openWith(join(tempDir(), 'a.db'), url);
    await store.webhooks.add({ id: newId(), url: dead.url, createdAt: new Date().toISOString() }, 's', TRAINER);
    const ids = [await endSet(store)];
    delivery.start();
    await eventually(() => expect(dead.got).toHaveLength(1));
    await eventually(() => expect(setIds(got)).toEqual(ids));
  });

  it('cut off by the end of the station gets the set after the next start', async () => {
    const { got, url } = await receiver(() => undefined);
    const file = join(tempDir(), 'a.db');
    const first = await openWith(file, url);
    const id = await endSet(first.store);
    first.delivery.start();
    await eventually(() => expect(got).toHaveLength(1)); // it has it, but never answers
    await first.close();
    const second = await openWith(file);
    second.delivery.start();
    await eventually(() => expect(setIds(got)).toEqual([id, id]));
    await eventually(async () => expect(await second.store.webhooks.list()).toMatchObject([{ waiting: 0 }]));
  });

  it('goes to this machine and its network only where the configuration says so, to the link never', async () => {
    const { got, url } = await receiver();
    const send = (to: string, allowed: string[]) =>
      post({
        url: to,
        secret: 's',
        body: '{}',
        signal: new AbortController().signal,
        atS: 0,
        allowed: networks(allowed),
      });
    const { port } = new URL(url);
    for (const near of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.1.2.3',
      '192.168.1.1',
      '172.31.0.1',
      '100.64.0.1',
      '[fd00:ec2::254]',
    ])
      await expect(send(`http://${near}:${port}/`, ['192.168.7.0/24']), near).rejects.toThrow(/webhooks\.networks/);
    const everything = ['128.0.0.0/1', '0.0.0.0/1', '::/1', '8000::/1'];
    for (const never of [
      '169.254.169.254',
      '[fe80::1]',
      '[::ffff:169.254.169.254]',
      '[64:ff9b::a9fe:a9fe]',
      '0.0.0.0',
      '[::]',
      '224.0.0.1',
    ])
      await expect(send(`http://${never}:${port}/`, everything), never).rejects.toThrow(/not allowed/);
    expect(got).toEqual([]);
    expect(await send(url, ['127.0.0.0/8'])).toBe(204);
    await expect(send('http://127.0.0.1:1/', ['127.0.0.1'])).rejects.toThrow(/no server listens/);
  });

  it.for([
    ['127.0.0.1', /webhooks\.networks/],
    ['192.168.1.7', /webhooks\.networks/],
    ['169.254.169.254', /not allowed/],
    ['fe80::1%eth0', /not allowed/],
    ['::ffff:10.0.0.7', /webhooks\.networks/],
  ] as [string, RegExp][])(
    'whose name points to %s goes there as little, also beside a good address',
    async ([address, words]) => {
      const { got, url } = await receiver();
      for (const addresses of [[address], ['203.0.113.7', address]]) {
        const found = addresses.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 }));
        const resolve = ((_name: string, _options: object, done: (error: null, all: typeof found) => void) =>
          done(null, found)) as unknown as Resolve;
        const target = { url: url.replace('127.0.0.1', 'hook.example.com'), secret: 's', body: '{}', atS: 0, resolve };
        const signal = new AbortController().signal;
        await expect(post({ ...target, signal, allowed: networks([]) })).rejects.toThrow(words);
      }
      expect(got).toEqual([]);
    },
  );

  it('to an address that it may not go to is refused when it is added', async () => {
    const { store } = await openWith(join(tempDir(), 'a.db'));
    const port = webhooksPort(() => store, ['192.168.1.7']);
    for (const url of ['http://127.0.0.1/', 'http://localhost:8080/', 'http://192.168.1.8/', 'http://169.254.169.254/'])
      await expect(port.create(url, false, TRAINER), url).rejects.toMatchObject({
        statusCode: 422,
        code: { kind: expect.stringMatching(/^(private|forbidden)-address$/) },
      });
    expect(await port.list()).toEqual([]);
    expect((await port.create('http://192.168.1.7/hook', false, TRAINER)).webhook.active).toBe(true);
  });

  it('waits longer from try to try, an hour at most', () => {
    expect([0, 1, 5, 12, 999].map((tries) => pauseAfter(tries, 0.5))).toEqual([1e3, 2e3, 32e3, 3.6e6, 3.6e6]);
  });
});
