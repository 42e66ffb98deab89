/** Clients that open connections and say little: each is ended in time, and none keeps others out. */
import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionLimits, limitConnections } from '../../src/web/connection-limits.ts';
import { buildFakeWeb, defaultConfig } from '../support/fake-web.ts';

const apps: FastifyInstance[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function serve(limits: Partial<ConnectionLimits>, trustProxy: string[] = []) {
  const config = defaultConfig();
  const { app } = await buildFakeWeb({ limits, config: { ...config, web: { ...config.web, trustProxy } } });
  apps.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  /** @param from one of the addresses of this machine */
  const open = async (from = '127.0.0.1') => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    sockets.push(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (text += chunk));
    const closed = once(socket, 'close').then(() => text);
    await Promise.race([once(socket, 'connect'), closed]);
    return { socket, closed };
  };
  const refused = async (why: string) => {
    const { body } = await app.inject('/metrics');
    return Number(new RegExp(`^lockout_web_refused_total\\{why="${why}"\\} (\\d+)`, 'm').exec(body)?.[1] ?? 0);
  };
  return { app, port, open, refused };
}

const HEAD = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

describe('a client that takes its time', () => {
  it.each([
    ['sends nothing', '', { headersMs: 100, requestMs: 600_000 }],
    ['sends half of its headers', 'GET /health HTTP/1.1\r\nHost: local', { headersMs: 100, requestMs: 600_000 }],
    ['sends one byte of its body', `${HEAD}Content-Length: 100\r\n\r\n{`, { headersMs: 100, requestMs: 200 }],
    [
      'sends one chunk of its body',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
      { headersMs: 100, requestMs: 200 },
    ],
  ])('and %s is answered 408 and cut off', async (_, bytes, limits) => {
    const { open } = await serve(limits);
    const clients = await Promise.all(Array.from({ length: 20 }, () => open()));
    for (const { socket } of clients) socket.write(bytes);
    for (const { closed } of clients) expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('and goes on sending a byte now and then is cut off all the same', async () => {
    const { open } = await serve({ headersMs: 100, requestMs: 200 });
    const { socket, closed } = await open();
    socket.write(`${HEAD}Content-Length: 10000\r\n\r\n`);
    const drip = setInterval(() => socket.write(' '), 10);
    expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
  });

  it('and asks for nothing more is let go', async () => {
    const { open } = await serve({ keepAliveMs: 50 });
    const { socket, closed } = await open();
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await closed).toMatch(/^HTTP\/1\.1 200 /);
  });
});

// Elsewhere a machine has but one address of its own to come from.
describe.skipIf(process.platform !== 'linux')('connections', () => {
  it('are limited per address; others are let in, and so is the next one when one ends', async () => {
    const { app, port, open, refused } = await serve({ mostPerAddress: 5 });
    const held = await Promise.all(Array.from({ length: 5 }, () => open('127.0.0.7')));
    for (let n = 0; n < 3; n++) expect(await (await open('127.0.0.7')).closed).toBe('');
    expect(await refused('connections-of-address')).toBe(3);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    const before = await connections(app);
    held[0]?.socket.destroy();
    await expect.poll(() => connections(app)).toBe(before - 1);
    const next = await open('127.0.0.7');
    next.socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await next.closed).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of a proxy stand for many addresses', async () => {
    const { open } = await serve({ mostPerAddress: 1 }, ['127.0.0.0/8']);
    const clients = await Promise.all(Array.from({ length: 5 }, () => open('127.0.0.7')));
    for (const { socket, closed } of clients) {
      socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      expect(await closed).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

describe('the limit of all connections', () => {
  it('holds for other machines, and lets the screen of this one in beside them', () => {
    const server = new EventEmitter();
    const refused: string[] = [];
    limitConnections(server as Server, { most: 2, mostPerAddress: 9 }, [], (why) => refused.push(why));
    const come = (remoteAddress: string) => {
      const socket = Object.assign(new EventEmitter(), {
        remoteAddress,
        isCut: false,
        destroy: () => (socket.isCut = true),
      });
      server.emit('connection', socket);
      return socket;
    };
    const first = come('10.0.0.1');
    come('2001:db8::1');
    expect([come('10.0.0.2').isCut, come('10.0.0.1').isCut]).toEqual([true, true]);
    expect([come('127.0.0.1').isCut, come('::1').isCut, come('::ffff:127.0.0.1').isCut]).toEqual([false, false, false]);
    expect(refused).toEqual(['connections', 'connections']);
    first.emit('close');
    expect(come('10.0.0.2').isCut).toBe(false);
  });

  it('takes the many addresses of one IPv6 network for one', () => {
    const server = new EventEmitter();
    const refused: string[] = [];
    limitConnections(server as Server, { most: 99, mostPerAddress: 2 }, [], (why) => refused.push(why));
    for (let n = 1; n <= 5; n++)
      server.emit(
        'connection',
        Object.assign(new EventEmitter(), { remoteAddress: `2001:db8::${n}`, destroy: () => undefined }),
      );
    expect(refused).toHaveLength(3);
  });
});

const connections = (app: FastifyInstance) =>
  new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
