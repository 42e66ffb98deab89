import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EmbeddedBroker, type EmbeddedBrokerOptions } from '../../src/mqtt/broker.ts';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { firstSeen, newBay, newState } from '../integration/mqtt-bay.ts';
import {
  connect5Packet,
  connectPacket,
  cutShort5Packet,
  halfQos2Packet,
  publishPacket,
  remainingLength,
  subscribePacket,
} from '../integration/mqtt-bytes.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { tempDir } from '../integration/store-temp.ts';

const dist = (path: string) => join(import.meta.dirname, '../../dist/tests', path);

async function start(options: Partial<EmbeddedBrokerOptions> = {}) {
  const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0, ...options });
  onTestFinished(() => broker.stop());
  return broker;
}

/** A socket that says what it is told to; `closed` resolves when the broker hangs up. */
function rawClient(port: number, ...packets: Buffer[]): { socket: Socket; closed: Promise<void> } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.resume(); // what is not read keeps it from closing
  for (const packet of packets) socket.write(packet);
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

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

describe('a log-in with fewer rights', () => {
  const accounts = [
    { username: 'display', password: 'looks', rights: 'read' },
    { username: 'home', password: 'asks', rights: 'command' },
  ] as const;

  it('listens to all, and is heard only on the topics it may publish on, also by its will and as a retained message', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const { publisher } = await newBay(broker.url, { username: 'gym', password: 'secret' });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const open = (username: string, password: string) =>
      Observer.open({ url: broker.url, username, password, filter: '#' });
    const [display, home] = [await open('display', 'looks'), await open('home', 'asks')];
    await display.nextOn('state');
    const commands = ['lockout/gym/bay-1/cmd/ping', 'lockout/gym/bay-2/cmd/end-set'];
    const others = [
      'lockout/gym/bay-1/rep',
      'lockout/gym/bay-1/cmd/ping/result',
      'lockout/cmd/ping',
      'x/gym/bay-1/cmd/ping',
    ];
    for (const { client } of [display, home])
      for (const topic of [...others, ...commands])
        await client.publishAsync(topic, `{"id":"${client.options.username}"}`, {
          qos: 1,
          retain: topic === others[0],
        });
    for (const topic of commands) await display.next((seen) => seen.topic === topic && seen.text.includes('"home"'));
    await display.next(({ topic, text }) => topic.endsWith('bay-1/cmd/ping/result') && text.includes('"home"'));
    expect(broker.stats().publishesRefused).toBe(2 * others.length + commands.length);
    const will = { topic: 'lockout/gym/bay-1/availability', payload: 'offline', retain: true };
    const dying = await mqtt.connectAsync(broker.url, { username: 'home', password: 'asks', will, reconnectPeriod: 0 });
    dying.stream.destroy();
    await expect.poll(() => broker.stats().publishesRefused).toBe(2 * others.length + commands.length + 1);
    const late = await open('display', 'looks');
    expect((await late.nextOn('availability')).text).toBe('online');
    const heard = [...display.seen, ...home.seen, ...late.seen];
    expect(heard.filter(({ text }) => text.includes('"display"') || text === 'offline')).toEqual([]);
    expect(heard.filter(({ topic }) => topic === others[0])).toEqual([]);
  });

  it('is told by MQTT 5 that its message was refused, and stays connected', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const login = { username: 'display', password: 'looks', reconnectPeriod: 0, protocolVersion: 5 } as const;
    const client = await mqtt.connectAsync(broker.url, login, false);
    onTestFinished(() => client.endAsync(true));
    const sent = client.publishAsync('lockout/gym/bay-1/rep', '{}', { qos: 1 });
    await expect(sent).rejects.toMatchObject({ code: 135 });
    await expect(client.subscribeAsync('lockout/#', { qos: 1 })).resolves.toMatchObject([{ qos: 1 }]);
    expect(broker.stats()).toMatchObject({ publishesRefused: 1, clientErrors: 0 });
  });

  it('does not push the station out by using its client id', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const { publisher } = await newBay(broker.url, { username: 'gym', password: 'secret' });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    await expect.poll(() => publisher.connected).toBe(true);
    const same = { clientId: 'lockout.gym.bay-1.c1', username: 'home', password: 'asks', reconnectPeriod: 0 };
    await expect(mqtt.connectAsync(broker.url, same, false)).rejects.toThrow(/[Ii]dentifier rejected/);
    expect(publisher.connected).toBe(true);
    expect(publisher.stats.losses).toBe(0);
  });
});

describe('the topics of the station', () => {
  const own = { prefixes: ['lockout/gym/bay-1/'], exact: ['homeassistant/device/lockout_gym_bay-1/config'] };
  const stateTopics = ['availability', 'state', 'session', 'rep', 'cmd/ping/result', 'cmd', 'cmd/a/b'].map(
    (name) => `lockout/gym/bay-1/${name}`,
  );

  it.each([
    ['anyone, where no log-in is asked for', {}, {}],
    [
      'who has the log-in of mqtt.username',
      { username: 'gym', password: 'secret' },
      { username: 'gym', password: 'secret' },
    ],
  ])('are closed to %s, but for commands', async (_who, options, login) => {
    const broker = await start({ ...options, own });
    const { publisher } = await newBay(broker.url, { ...broker.station });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const observer = await Observer.open({ url: broker.url, filter: '#', ...login });
    await observer.nextOn('state');
    const from = observer.seen.length;
    for (const topic of [...stateTopics, ...own.exact])
      await observer.client.publishAsync(topic, 'forged', { qos: 1, retain: true });
    await observer.client.publishAsync('lockout/gym/bay-1/cmd/ping', '{"id":"a"}', { qos: 1 });
    await observer.client.publishAsync('lockout/gym/bay-2/state', 'of another station', { qos: 1 });
    await observer.nextOn('cmd/ping/result', (text) => text.includes('"a"'), from);
    await observer.nextOn('bay-2/state', undefined, from);
    expect(observer.seen.filter(({ text }) => text === 'forged')).toEqual([]);
    expect(broker.stats().publishesRefused).toBe(stateTopics.length + 1);
  });
});

describe('a broker that the network would reach', () => {
  it('does not start without a log-in, unless that is wanted', async () => {
    await expect(startEmbeddedBroker({ host: '0.0.0.0', port: 0 })).rejects.toThrow(/without a log-in/);
    await expect(startEmbeddedBroker({ host: '::', port: 0 })).rejects.toThrow(/without a log-in/);
    await start({ host: '0.0.0.0', allowAnonymous: true });
    await start({ host: '0.0.0.0', username: 'gym', password: 'secret' });
  });
});

describe('MQTT 5 at the embedded broker', () => {
  const open = async (url: string, clientId: string, more: object = {}) => {
    const options = { clientId, protocolVersion: 5, reconnectPeriod: 0, ...more } as const;
    const client = await mqtt.connectAsync(url, options, false);
    onTestFinished(() => client.endAsync(true));
    return client;
  };

  it('keeps no session, and says so', async () => {
    const broker = await start();
    const client = mqtt.connect(broker.url, {
      protocolVersion: 5,
      clean: false,
      clientId: 'keeper',
      reconnectPeriod: 0,
      properties: { sessionExpiryInterval: 3600 },
    });
    onTestFinished(() => client.endAsync(true));
    const connack = await new Promise((resolve) => client.once('connect', resolve));
    expect(connack).toMatchObject({ sessionPresent: false, properties: { sessionExpiryInterval: 0 } });
    expect(broker.stats().sessionsNotKept).toBe(1);
  });

  it('passes on what MQTT 5 adds to a message, and gives one that has expired to nobody', async () => {
    const broker = await start();
    const sender = await open(broker.url, 'sender');
    const properties = {
      contentType: 'application/json',
      userProperties: { controller: 'c1' },
      messageExpiryInterval: 60,
    };
    await sender.publishAsync('x/kept', '{}', { qos: 1, retain: true, properties });
    const reader = await open(broker.url, 'reader');
    const packet = new Promise((resolve) => reader.once('message', (_topic, _payload, packet) => resolve(packet)));
    await reader.subscribeAsync('x/#', { qos: 1 });
    expect(await packet).toMatchObject({
      retain: true,
      properties: { contentType: 'application/json', userProperties: { controller: 'c1' } },
    });
  });

  it.each([4, 5] as const)('tells a client of version %i that shared subscriptions are not there', async (version) => {
    const broker = await start();
    const client = await open(broker.url, 'sharer', { protocolVersion: version });
    const granted = version === 5 ? 158 : 128;
    await expect(client.subscribeAsync('$share/group/lockout/#', { qos: 1 })).rejects.toMatchObject({
      packet: { granted: [granted] },
    });
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
    // Only the shared one is refused; to MQTT 5 the broker has said so before.
    const both = client.subscribeAsync(['lockout/#', '$share/group/x'], { qos: 1 });
    await expect(both).rejects.toMatchObject({ packet: { granted: [1, granted] } });
    const other = mqtt.connect(broker.url, { protocolVersion: version, reconnectPeriod: 0 });
    const connack = await new Promise<mqtt.IConnackPacket>((resolve) => other.once('connect', resolve));
    await other.endAsync();
    expect(connack.properties?.sharedSubscriptionAvailable).toBe(version === 5 ? false : undefined);
  });

  it.each(['constructor', '__proto__', 'toString'])('takes "%s" for a name like any other', async (name) => {
    const broker = await start();
    for (const version of [4, 5]) {
      const client = await open(broker.url, name, { protocolVersion: version });
      await client.subscribeAsync([name, 'other'], { qos: 1 });
      const got = new Promise<string>((resolve) => client.once('message', (topic) => resolve(topic)));
      await client.publishAsync(name, 'x', { qos: 1 });
      expect(await got).toBe(name);
      await client.endAsync();
    }
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
  });

  it('ends the connection of a malformed packet, and no other', async () => {
    const broker = await start();
    const other = await open(broker.url, 'other');
    await rawClient(broker.port, connect5Packet('bad'), cutShort5Packet('x')).closed;
    await other.publishAsync('x', 'y', { qos: 1 });
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
  });

  it('cuts off who begins messages of QoS 2 and never ends them', async () => {
    const broker = await start();
    const halves = Array.from({ length: 200 }, (_, index) => halfQos2Packet('x', index + 1));
    const half = rawClient(broker.port, connectPacket('half'));
    await once(half.socket, 'data'); // its CONNACK: before that more than some packets are too much anyway
    for (const packet of halves) half.socket.write(packet);
    await half.closed;
    const whole = await open(broker.url, 'whole');
    for (let i = 0; i < 110; i++) await whole.publishAsync('x', 'y', { qos: 2 });
    expect(broker.stats()).toMatchObject({ isUp: true, restarts: 0 });
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
