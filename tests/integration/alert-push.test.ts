/** Alerts on phones, by a server that answers as ntfy does. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlertTextOptions } from '../../src/app/publish/alert-text.ts';
import { AlertPush } from '../../src/app/publish/push/alert-push.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { Alert } from '../../src/contracts/events.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { startStation, tempFolder } from '../support/station.ts';

interface Push {
  path: string;
  headers: IncomingHttpHeaders;
  body: { topic: string; title: string; message: string; priority: number; tags: string[]; click?: string };
}

async function pushServer() {
  const pushes: Push[] = [];
  const answers = { status: 200 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (answers.status === 200)
        pushes.push({
          path: request.url ?? '',
          headers: request.headers,
          body: JSON.parse(Buffer.concat(parts).toString()) as Push['body'],
        });
      response.writeHead(answers.status, { location: 'http://127.0.0.1/elsewhere' }).end('tk_letters is refused');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { pushes, answers, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const alert = (patch: Partial<Alert> = {}): Alert => ({
  ...exampleOf(Alert),
  id: newId(),
  at: new Date().toISOString(),
  severity: 'warning',
  ...patch,
});

const texts: AlertTextOptions = {
  language: 'en',
  zone: 'Europe/Berlin',
  nameOf: (bay) => (bay === 'bay-1' ? 'Window' : bay),
  isInPounds: () => false,
};

function pusher(store: Store, url: string, more: Partial<ConstructorParameters<typeof AlertPush>[0]> = {}): AlertPush {
  const made = new AlertPush({
    push: { url, token: '', leastSeverity: 'warning' },
    networks: ['127.0.0.1'],
    pageUrl: '',
    texts,
    site: 'gym',
    store: () => store,
    logger: pino({ level: 'silent' }),
    periodMs: 10,
    pauseMs: 10,
    ...more,
  });
  onTestFinished(() => made.stop());
  made.start();
  return made;
}

async function openAlerts(alerts: Alert[]): Promise<Store> {
  const store = await openStore({ file: join(tempFolder(), 'a.db') });
  onTestFinished(() => store.close());
  await store.write({ alerts });
  return store;
}

describe('alerts on phones', () => {
  it('tell what is the matter, where and since when, in one message of a topic, as important as the worst', async () => {
    const { pushes, origin } = await pushServer();
    const store = await openAlerts([
      alert({ kind: 'stalled', bay: 'bay-1', text: 'Die Stange ruht, 60 °.' }),
      alert({ kind: 'board-lost', bay: 'bay-2', severity: 'error', text: 'The board was unplugged.' }),
      alert({ kind: 'calibrating', severity: 'info', text: 'Not for anybody.' }),
    ]);
    const token = { url: `${origin}/ntfy/gym-alerts`, token: 'tk_letters', leastSeverity: 'warning' as const };
    const push = pusher(store, token.url, { push: token, pageUrl: 'http://station.gym.example/floor' });
    await expect.poll(() => push.counts).toEqual({ sent: 1, alerts: 2, failed: 0, outdated: 0 });
    const [{ path, headers, body } = {} as never] = pushes as [Push];
    expect([path, headers.authorization]).toEqual(['/ntfy/', 'Bearer tk_letters']);
    expect(body).toMatchObject({
      topic: 'gym-alerts',
      title: 'gym: Window: Stalled and 1 more',
      priority: 4,
      click: 'http://station.gym.example/floor',
    });
    expect(body.message).toMatch(/Window, warning, since .*\nDie Stange ruht, 60 °\./);
    expect(body.message).toMatch(/bay-2, error, since .*\nThe board was unplugged\./);
    expect(body.message).not.toContain('Not for anybody');
  });

  it('are told once, also by the next start', async () => {
    const { pushes, origin } = await pushServer();
    const store = await openAlerts([alert({ text: 'The first.' })]);
    const first = pusher(store, `${origin}/gym`);
    await expect.poll(() => store.alerts.unpushed(9)).toEqual([]);
    await first.stop();
    await store.write({ alerts: [alert({ text: 'The second.' })] });
    pusher(store, `${origin}/gym`);
    await expect.poll(() => store.alerts.unpushed(9)).toEqual([]);
    expect(pushes.map(({ body }) => /The \w+\./.exec(body.message)?.[0])).toEqual(['The first.', 'The second.']);
  });

  it('are shortened to what a message holds, never in the middle of a character', async () => {
    const { pushes, origin } = await pushServer();
    const store = await openAlerts(Array.from({ length: 40 }, () => alert({ text: '🏋️ä'.repeat(60) })));
    pusher(store, `${origin}/gym`, { texts: { ...texts, nameOf: () => 'Fenster ü'.repeat(60) } });
    await expect.poll(() => pushes.length).toBe(1);
    const { title, message } = pushes[0]!.body;
    expect(Buffer.byteLength(title)).toBeLessThanOrEqual(200);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(message)).toBeGreaterThan(4080);
    expect(title + message).not.toContain('\ufffd');
    expect(message).toMatch(/…$/);
  });

  it.each([
    [401, 'push-token-refused'],
    [302, 'push-redirected'],
    [500, 'push-failed'],
  ])('wait while the server answers %i, and say why in words of our own', async (status, kind) => {
    const { pushes, answers, origin } = await pushServer();
    answers.status = status;
    const store = await openAlerts([alert({ text: 'Kept for later.' })]);
    const push = pusher(store, `${origin}/gym`);
    await expect.poll(() => push.trouble).toEqual({ kind, params: { answer: `HTTP ${status}` } });
    answers.status = 200;
    await expect.poll(() => pushes.length).toBe(1);
    await expect.poll(() => push.trouble).toBe(null);
    expect(push.counts.failed).toBeGreaterThan(0);
  });

  it('go to no address of the own network that is not listed, by number or by name', async () => {
    const { pushes, origin } = await pushServer();
    const store = await openAlerts([alert()]);
    const byName = `http://ntfy.gym.example:${new URL(origin).port}/gym`;
    const resolve = ((_name: string, _options: unknown, done: (error: null, found: unknown[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    for (const url of [`${origin}/gym`, byName]) {
      const push = pusher(store, url, { networks: [], resolve });
      await expect.poll(() => push.trouble?.kind).toBe('push-own-network');
      await push.stop();
    }
    expect(pushes).toEqual([]);
    expect(await store.alerts.unpushed(9)).toHaveLength(1);
  });

  it('of a station come with the name of its bay; /health says what is wrong, and shows no token', async () => {
    const { pushes, answers, origin } = await pushServer();
    answers.status = 403;
    const yaml = [
      'bays: [{ name: Window }]',
      'webhooks: { networks: [127.0.0.1] }',
      `push: { url: ${origin}/gym, token: tk_letters }`,
    ].join('\n');
    const { station, page } = await startStation({ yaml });
    station.bays[0]!.raise({ kind: 'uneven', params: {} }, 'warning', 'Three reps in a row were uneven.');
    const health = async () => await (await fetch(`${page}/health`)).text();
    await expect
      .poll(health)
      .toContain('alerts cannot be sent to phones: The push server does not allow this topic (HTTP 403)');
    expect(await health()).not.toMatch(/tk_letters/);
    answers.status = 200;
    await expect.poll(() => pushes[0]?.body.message).toMatch(/Window.*Three reps in a row/s);
  });

  it.each(['ntfy.sh/gym', 'https://ntfy.sh', 'https://ntfy.sh/', 'ftp://ntfy.sh/gym', 'https://me:pw@ntfy.sh/gym'])(
    'need the address of a topic: %s',
    async (url) => {
      await expect(startStation({ yaml: `push: { url: "${url}" }` })).rejects.toThrow(
        /push\.url is no address of a topic; write it like https:\/\/ntfy\.example\/gym-alerts/,
      );
    },
  );
});
