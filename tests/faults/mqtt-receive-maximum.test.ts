import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connection } from '../../src/mqtt/connection.ts';

/** MQTT 5 §3.2: accepted; receive maximum (0x21) 2. */
const CONNACK = Buffer.from([0x20, 6, 0, 0, 3, 0x21, 0, 2]);
const CONNECT_TYPE = 1;
const PUBLISH_TYPE = 3;

/** A broker that takes two messages at once, and acknowledges when the test says so. Every packet is shorter than 128 bytes. */
async function startNarrowBroker() {
  const received: number[] = [];
  let client: Socket | undefined;
  const server = createServer((socket) => {
    client = socket;
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length > 1 && bytes.length >= 2 + bytes[1]!) {
        const packet = bytes.subarray(0, 2 + bytes[1]!);
        bytes = bytes.subarray(packet.length);
        const type = packet[0]! >> 4;
        if (type === CONNECT_TYPE) socket.write(CONNACK);
        if (type === PUBLISH_TYPE) received.push(packet.readUInt16BE(4 + packet.readUInt16BE(2)));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    client?.destroy();
    server.close();
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** MQTT 5 §3.4, without reason code: success. */
    acknowledge: (id: number) => client!.write(Buffer.from([0x40, 2, id >> 8, id & 0xff])),
    hangUp: () => client!.destroy(),
  };
}

async function connect(url: string) {
  let connection!: Connection;
  await new Promise<void>((resolve) => {
    connection = new Connection({
      url,
      protocol: 'v5',
      clientId: 'c',
      will: { topic: 'w', payload: 'offline' },
      onUp: resolve,
      onDown: () => undefined,
      onMessage: () => undefined,
    });
    connection.open();
  });
  onTestFinished(() => connection.end(100));
  return connection;
}

describe('a broker that takes two messages at once', () => {
  it('gets no third one before it has acknowledged, and then all in order', async () => {
    const broker = await startNarrowBroker();
    const connection = await connect(broker.url);
    const sent = Array.from({ length: 5 }, (_, n) => connection.publish('t', `${n}`, { retain: false }));
    for (let acknowledged = 0; acknowledged < 5; acknowledged++) {
      await expect.poll(() => broker.received.length).toBe(Math.min(acknowledged + 2, 5));
      broker.acknowledge(broker.received[acknowledged]!);
    }
    await Promise.all(sent);
    expect(new Set(broker.received).size).toBe(5);
  });

  it('leaves none waiting when the connection goes', async () => {
    const broker = await startNarrowBroker();
    const connection = await connect(broker.url);
    const sent = Array.from({ length: 5 }, (_, n) => connection.publish('t', `${n}`, { retain: false }));
    const ends = Promise.allSettled(sent);
    await expect.poll(() => broker.received.length).toBe(2);
    broker.hangUp();
    expect((await ends).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  });
});
