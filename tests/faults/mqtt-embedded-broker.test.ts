import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EmbeddedBroker } from '../../src/mqtt/broker.ts';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { firstSeen, newBay, newState } from '../integration/mqtt-bay.ts';
import { connectPacket, publishPacket, remainingLength, subscribePacket } from '../integration/mqtt-bytes.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { tempDir } from '../integration/store-temp.ts';
import { rawClient, start } from './embedded-broker.ts';

const dist = (path: string) => join(import.meta.dirname, '../../dist/tests', path);

describe('a flood of QoS 0 from 50 unpaced clients', () => {
  it('leaves the controller responsive, the bay connected and its events and state delivered', async () => {
    const broker = await start();
    const { publisher, store, lift } = await newBay(broker.url);
    const observer = await Observer.open({ url: broker.url });
    publisher.setState(newState('before'));
    publisher.start();
    await observer.nextOn('state');

    const flooder = spawn(process.execPath, [dist('faults/mqtt-flooder.js'), String(broker.port), '50'], {
      stdio: 'inherit',
    });
    onTestFinished(() => void flooder.kill('SIGKILL'));
    await expect.poll(() => broker.stats().throttledPauses).toBeGreaterThan(50);
    let longestTurnMs = 0;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      longestTurnMs = Math.max(longestTurnMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 10);
    const ids = await lift(40);
    publisher.setState(newState('during'));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    clearInterval(timer);
    flooder.kill('SIGKILL');

    // The broker holds out or comes back: either way nothing that was written is lost, and the state is right.
    await expect.poll(() => store.outbox.count()).toBe(0);
    await expect.poll(() => firstSeen(observer.seen)).toEqual(ids);
    await observer.nextOn('state', (text) => JSON.parse(text).name === 'during');
    expect(broker.stats()).toMatchObject({ isUp: true });
    expect(broker.stats().packetsIn).toBeGreaterThan(10_000);
    expect(longestTurnMs).toBeLessThan(5000);
  });
});

describe('a crash of the broker', () => {
  it('is survived: same port, state published again, events in order and none lost', async () => {
    const crashFile = join(tempDir(), 'crash');
    process.env.LOCKOUT_TEST_CRASH_FILE = crashFile;
    const log: string[] = [];
    const note = (message: string) => log.push(message);
    const options = { host: '127.0.0.1', port: 0, logger: { info: note, warn: note, error: note } };
    const broker = new EmbeddedBroker(options, dist('faults/mqtt-crashing-broker.js'));
    await broker.start();
    onTestFinished(() => broker.stop());
    const { port } = broker;
    const went: string[] = [];
    broker.on('down', (reason) => went.push(`down: ${reason}`));
    broker.on('up', () => went.push('up'));
    const { publisher, store, lift } = await newBay(broker.url);
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const observer = await Observer.open({ url: broker.url });

    const ids: string[] = [];
    for (let crash = 1; crash <= 3; crash++) {
      ids.push(...(await lift(10)));
      const from = observer.seen.length;
      writeFileSync(crashFile, '');
      ids.push(...(await lift(10)));
      await expect.poll(() => broker.stats().restarts).toBe(crash);
      await observer.nextOn('state', undefined, from);
      await observer.nextOn('availability', (text) => text === 'online', from);
    }
    await expect.poll(() => store.outbox.count()).toBe(0);
    expect(broker.port).toBe(port);
    expect(went).toEqual([1, 2, 3].flatMap(() => [expect.stringMatching(/^down: .*call stack/), 'up']));
    expect(log.filter((line) => /call stack/.test(line))).toHaveLength(3);
    expect(publisher.stats.losses).toBe(3);
    // Without sessions the observer misses what passes while it is unavailable itself; the order of what it sees is still right.
    const places = firstSeen(observer.seen).map((id) => ids.indexOf(id));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(publisher.stats.published).toBeGreaterThanOrEqual(ids.length);
  });
});

describe('the embedded broker refuses', () => {
  it('a port that is taken, naming it and its key', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    await expect(startEmbeddedBroker({ host: '127.0.0.1', port })).rejects.toThrow(
      new RegExp(`127\\.0\\.0\\.1:${port}: another program has the port.*mqtt\\.embedded\\.port`),
    );
  });

  it('an address that is not of this machine', async () => {
    await expect(startEmbeddedBroker({ host: '203.0.113.7', port: 0 })).rejects.toThrow(/mqtt\.embedded\.host/);
  });

  it('a packet that is too large, before it is buffered', async () => {
    const broker = await start();
    const announced = Buffer.concat([Buffer.from([0x30]), remainingLength(100_000_000)]);
    await rawClient(broker.port, connectPacket('large'), announced).closed;
    expect(broker.stats()).toMatchObject({ refusedPackets: 1, isUp: true, restarts: 0 });
  });

  it('more clients than it has room for, and takes new ones when there is room again', async () => {
    const broker = await start();
    const clients = Array.from({ length: 64 }, (_, i) => rawClient(broker.port, connectPacket(`c${i}`)));
    await expect.poll(() => broker.stats().clients).toBe(64);
    await rawClient(broker.port, connectPacket('one-too-many')).closed;
    await expect.poll(() => broker.stats().refusedConnections).toBe(1);
    clients[0]!.socket.destroy();
    await expect.poll(() => broker.stats().clients).toBe(63);
    rawClient(broker.port, connectPacket('next'));
    await expect.poll(() => broker.stats().clients).toBe(64);
  });

  it('garbage', async () => {
    const broker = await start();
    await rawClient(broker.port, Buffer.from('GET / HTTP/1.1\r\n\r\n')).closed;
    await expect.poll(() => broker.stats().clientErrors).toBe(1);
    await rawClient(broker.port, connectPacket('c'), Buffer.alloc(200, 0xf1)).closed;
    await expect.poll(() => broker.stats().refusedPackets).toBe(1);
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
  });

  it('a wrong password, once one is set', async () => {
    const broker = await start({ username: 'gym', password: 'secret' });
    const wrong = await newBay(broker.url, { username: 'gym', password: 'guess' });
    wrong.publisher.start();
    await expect.poll(() => wrong.publisher.stats.failedAttempts).toBeGreaterThan(2);
    expect(wrong.log).toEqual([expect.stringMatching(/Check `mqtt\.username` and `mqtt\.password`/)]);
    expect(broker.stats().refusedLogins).toBeGreaterThan(2);
    const right = await newBay(broker.url, { bay: 'bay-2', username: 'gym', password: 'secret' });
    right.publisher.start();
    await expect.poll(() => right.publisher.connected).toBe(true);
  });
});

describe('a subscriber that reads nothing', () => {
  it('is cut off, and holds up nobody', async () => {
    const broker = await start();
    const frozen = rawClient(broker.port, connectPacket('frozen'), subscribePacket('big/#'));
    frozen.socket.pause();
    const reader = await Observer.open({ url: broker.url, filter: 'big/#' });
    const talker = rawClient(broker.port, connectPacket('talker'));
    const packet = publishPacket('big/x', Buffer.alloc(60_000));
    for (let i = 0; i < 200; i++) talker.socket.write(packet);
    await expect.poll(() => reader.seen.length).toBe(200);
    await expect.poll(() => broker.stats().droppedSlowClients).toBeGreaterThan(0);
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
  });
});

describe('a flood of retained messages', () => {
  it('is delivered, but not kept beyond the limit, and the bay still retains its own', async () => {
    const broker = await start();
    const { publisher } = await newBay(broker.url);
    publisher.setState(newState('first'));
    publisher.start();
    await expect.poll(() => publisher.stats.published).toBeGreaterThan(0);
    const junk = Array.from({ length: 50 }, (_, i) => publishPacket(`junk/${i}`, Buffer.alloc(20_000), true));
    rawClient(broker.port, connectPacket('flooder'), ...junk);
    await expect.poll(() => broker.stats().retainedRefused).toBe(50);
    publisher.setState(newState('second'));
    await expect
      .poll(async () => {
        const late = await Observer.open({ url: broker.url });
        const { text } = await late.nextOn('state');
        expect(late.seen.some(({ topic }) => topic.startsWith('junk/'))).toBe(false);
        return JSON.parse(text).name;
      })
      .toBe('second');
  });
});
