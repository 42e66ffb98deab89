/** A controller's HTTPS to its hub over a line that goes silent: no connection, no answer, kept connections that are cut. */
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HubClient } from '../../src/app/uplink/hub-client.ts';
import { systemClock } from '../../src/common/clock.ts';
import { Authority } from '../../src/hub/authority.ts';
import { tempDir } from './store-temp.ts';

const PATIENT = { connectMs: 60_000, silenceMs: 60_000, longestSilenceMs: 60_000 };
const QUICK = { ...PATIENT, silenceMs: 50, longestSilenceMs: 200 };

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

describe('a hub that goes silent', () => {
  /** Answers `/now`, and nothing else. */
  async function hub(limits: typeof PATIENT) {
    const authority = await Authority.open(tempDir());
    const opened: Duplex[] = [];
    const server = createHttpsServer(await authority.server(['localhost']), ({ url }, response) => {
      if (url === '/now') response.end('{}');
    });
    server.on('connection', (socket) => opened.push(socket));
    const url = await listening(server);
    const client = new HubClient(url, { ca: authority.certificate }, systemClock, limits);
    onTestFinished(() => client.close());
    return { client, opened };
  }

  test('no connection in time: it says so, instead of waiting as long as TCP does', async () => {
    const url = await listening(createServer(() => undefined));
    const client = new HubClient(url, { ca: '' }, systemClock, { ...PATIENT, connectMs: 50 });
    await expect(client.post('/now', {})).rejects.toThrow(/no connection within 0.05 s/);
  });

  test('no answer in time: after each silence twice as late, up to the longest; an answer makes it short again', async () => {
    const { client } = await hub(QUICK);
    for (const limit of ['0.05', '0.1', '0.2', '0.2'])
      await expect(client.post('/never', {})).rejects.toThrow(`no answer within ${limit} s`);
    // As long as the hub may keep it open besides.
    await client.get('/now', undefined, 60_000);
    await expect(client.get('/never', undefined, 20)).rejects.toThrow('no answer within 0.07 s');
  });

  test('connections that are kept are not used again after one of them was cut', async () => {
    const { client, opened } = await hub(QUICK);
    await Promise.all([client.get('/now', undefined, 60_000), client.get('/now', undefined, 60_000)]);
    expect(opened).toHaveLength(2);
    const ended = Promise.all(opened.map((socket) => once(socket, 'close')));
    await expect(client.post('/never', {})).rejects.toThrow(/no answer/);
    await ended;
    await client.get('/now', undefined, 60_000);
    expect(opened).toHaveLength(3);
  });
});
