import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pauseAfter, WebhookDelivery } from '../../src/app/webhooks/webhook-delivery.ts';
import { post } from '../../src/app/webhooks/webhook-post.ts';
import { openStore, type Store } from '../../src/store/index.ts';
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
  const delivery = new WebhookDelivery({ store: () => store, logger: pino({ level: 'silent' }) });
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

  it("never goes to the link's own addresses, where a cloud keeps its keys", async () => {
    const signal = new AbortController().signal;
    const target = { secret: 's', body: '{}', atS: 0, signal };
    for (const url of ['http://169.254.169.254/latest', 'http://[fe80::1]/', 'http://[::ffff:169.254.169.254]/'])
      await expect(post({ ...target, url })).rejects.toThrow(/link only/);
    await expect(post({ ...target, url: 'http://127.0.0.1:1/' })).rejects.toThrow(/nobody listens/);
  });

  it('waits longer from try to try, an hour at most', () => {
    expect([0, 1, 5, 12, 999].map((tries) => pauseAfter(tries, 0.5))).toEqual([1e3, 2e3, 32e3, 3.6e6, 3.6e6]);
  });
});
