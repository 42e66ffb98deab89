import { once } from 'node:events';
import mqtt from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect5Packet, connectPacket, cutShort5Packet, halfQos2Packet } from '../integration/mqtt-bytes.ts';
import { rawClient, start } from './embedded-broker.ts';

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
