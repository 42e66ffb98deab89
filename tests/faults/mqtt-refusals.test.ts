import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { firstSeen, newBay, newState } from '../integration/mqtt-bay.ts';
import { missingMosquitto, startMosquittoWithRights } from '../integration/mqtt-brokers.ts';
import { Observer } from '../integration/mqtt-observer.ts';

const ALL = 'topic readwrite #\n';

describe.skipIf(missingMosquitto())(`a broker whose ACL denies ${missingMosquitto()}`, () => {
  it('an event (MQTT 5): it stays in the outbox, the others go, and it is told; it goes when it is allowed', async () => {
    const broker = await startMosquittoWithRights(`${ALL}topic deny lockout/gym/bay-1/rep\n`);
    const { publisher, store, log, lift } = await newBay(broker.url);
    const observer = await Observer.open({ url: broker.url });
    publisher.start();
    const ids = await lift(30);
    await expect.poll(() => publisher.trouble.kind).toBe('refused');
    expect(publisher.trouble.reason).toMatch(/refuses messages on lockout\/gym\/bay-1\/rep: .*\(135\).*ACL/);
    publisher.setState(newState('Bay 1'));
    await observer.nextOn('state');
    expect(await store.outbox.count()).toBe(30);
    expect(publisher.stats.refused).toBeGreaterThan(0);
    expect(log.filter((line) => /wait in the outbox/.test(line))).toHaveLength(1);
    broker.allow(ALL);
    await expect.poll(() => store.outbox.count()).toBe(0);
    expect(firstSeen(observer.seen)).toEqual(ids);
    expect(publisher.trouble.kind).toBe('none');
  });

  it.each(['v5', 'v3.1.1'] as const)('everything (%s): nothing leaves the outbox, and it is told', async (protocol) => {
    const broker = await startMosquittoWithRights('topic deny #\n');
    const { publisher, store, lift } = await newBay(broker.url, { protocol, confirmMs: 200 });
    publisher.start();
    await lift(40);
    await expect.poll(() => publisher.trouble.kind).toBe('refused');
    expect(publisher.connected).toBe(true);
    expect(publisher.trouble.reason).toMatch(/lockout\/gym\/bay-1\/availability.*ACL/);
    await lift(1);
    expect(await store.outbox.count()).toBe(41);
  });
});

/** In front of a broker, as one that knows MQTT 3.1.1 only: answers MQTT 5 as told, and passes everything else on. */
async function startOldBroker(answer: Buffer) {
  const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 });
  const versions: number[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      const version = first[first.indexOf('MQTT') + 4]!;
      versions.push(version);
      if (version === 5) {
        socket.end(answer);
        return;
      }
      const upstream = connect(broker.port, '127.0.0.1');
      upstream.on('error', () => undefined);
      upstream.write(first);
      socket.pipe(upstream).pipe(socket);
      socket.on('close', () => upstream.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.close();
    await broker.stop();
  });
  return { url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, versions };
}

/** MQTT 3.1.1 §3.2.2.3, return code 1: unacceptable protocol version. */
const UNACCEPTABLE = Buffer.from([0x20, 2, 0, 1]);

describe('a broker that knows only MQTT 3.1.1', () => {
  it.each([
    ['says so', UNACCEPTABLE, [5, 4]],
    ['hangs up', Buffer.alloc(0), [5, 5, 4]],
  ])('and %s is spoken to in 3.1.1, without a word of trouble when it said so', async (_how, answer, versions) => {
    const old = await startOldBroker(answer);
    const { publisher, store, log, lift } = await newBay(old.url);
    publisher.start();
    const observer = await Observer.open({ url: old.url });
    const ids = await lift(5);
    await expect.poll(() => store.outbox.count()).toBe(0);
    await expect.poll(() => firstSeen(observer.seen)).toEqual(ids);
    expect(publisher.version).toBe(4);
    expect(old.versions.filter((_version, index) => index < versions.length + 1)).toEqual(
      expect.arrayContaining(versions),
    );
    if (answer === UNACCEPTABLE) expect(log).toEqual([expect.stringMatching(/connected to .*\(MQTT 3\.1\.1\)/)]);
  });

  it('gets no connection from a station that is to speak 5', async () => {
    const old = await startOldBroker(UNACCEPTABLE);
    const { publisher, log } = await newBay(old.url, { protocol: 'v5' });
    publisher.start();
    await expect.poll(() => publisher.stats.failedAttempts).toBeGreaterThan(1);
    expect(old.versions.every((version) => version === 5)).toBe(true);
    expect(log).toEqual([expect.stringMatching(/protocol version/i)]);
  });
});
