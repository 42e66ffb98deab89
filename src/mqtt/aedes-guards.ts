/**
 * What version 2.0.0-beta.1 of aedes, the first that speaks MQTT 5, does not hold out against by itself. It was made before the fixes of
 * 1.1.3 and 1.2.0; when a version 2 has them too, this file can go.
 */
import type { EventEmitter } from 'node:events';
import type { Aedes, Client } from 'aedes';

/** Messages of QoS 2 that one client may leave without their PUBREL. */
const MAX_HALF_OPEN = 100;

interface Inside {
  clients: Record<string, Client>;
  brokers: object;
  connectedClients: number;
  clampSessionExpiry: () => number;
  _takingOver: Set<string>;
  _finishRegisterClient(client: Client): void;
  unregisterClient(client: Client): void;
  persistence: {
    incomingStorePacket(client: Client, packet: { messageId: number }): Promise<void>;
    incomingGetPacket(client: Client, packet: { messageId: number }): Promise<object>;
    incomingDelPacket(client: Client, packet: { messageId: number }): Promise<void>;
  };
}

/** Before the first client comes. */
export function guardBroker(broker: Aedes): void {
  const inside = broker as unknown as Inside;
  // GHSA-52qw-whmv-87c5: keyed by what a client sends; "constructor" was found in every object, and ended the broker.
  inside.clients = Object.create(null) as Inside['clients'];
  inside.brokers = Object.create(null) as object;
  // A session would be kept in memory without bound while its client is offline. The answer to CONNECT says 0 (MQTT 5 §3.2.2.3.2).
  inside.clampSessionExpiry = () => 0;

  // Who has gone while its CONNECT was worked on would be a client for ever; and the end of a client that another one of its id has
  // replaced would take that one off the list.
  const [register, unregister] = [inside._finishRegisterClient, inside.unregisterClient];
  const registered = new WeakSet<Client>();
  inside._finishRegisterClient = (client) => {
    inside._takingOver.delete(client.id);
    if (client.closed) return;
    registered.add(client);
    register.call(broker, client);
    // aedes forgets to take it off when the one that replaced it has gone first.
    client.conn.once('close', () => setImmediate(() => inside.unregisterClient(client)));
  };
  inside.unregisterClient = (client) => {
    if (!registered.delete(client)) return;
    if (inside.clients[client.id] === client) unregister.call(broker, client);
    else {
      inside.connectedClients--;
      broker.emit('clientDisconnect', client);
    }
  };

  // Of an unfinished QoS 2 message only its number is needed, as long as its client is connected: aedes has forwarded it already.
  const halfOpen = new WeakMap<Client, Set<number>>();
  Object.assign(inside.persistence, {
    incomingStorePacket: async (client, { messageId }) => {
      const open = halfOpen.get(client) ?? new Set();
      if (open.size >= MAX_HALF_OPEN) throw new Error(`${MAX_HALF_OPEN} messages of QoS 2 without PUBREL`);
      halfOpen.set(client, open.add(messageId));
    },
    incomingGetPacket: async (client, packet) => {
      if (!halfOpen.get(client)?.has(packet.messageId)) throw new Error('no such packet');
      return packet;
    },
    incomingDelPacket: async (client, { messageId }) => void halfOpen.get(client)?.delete(messageId),
  } satisfies Inside['persistence']);
}

interface Decoded {
  cmd: string;
  topic?: unknown;
  subscriptions?: { topic: unknown }[];
  unsubscriptions?: unknown[];
  properties?: object;
}

/** As soon as it is there, before its first packet. */
export function guardClient(client: Client): void {
  const inside = client as Client & { _parser: EventEmitter };
  Object.assign(client, { subscriptions: Object.create(null) as object, duplicates: Object.create(null) as object });
  // mqtt-packet gives null for a text that has no bytes; aedes looks into it, and an exception ends the broker.
  inside._parser.prependListener('packet', (packet: Decoded) => {
    if (isWhole(packet)) return;
    client.conn.destroy(new Error('malformed packet'));
    for (const key of Object.keys(packet)) Reflect.deleteProperty(packet, key);
    packet.cmd = 'pingreq';
  });
}

function isWhole({ cmd, topic, subscriptions = [], unsubscriptions = [], properties = {} }: Decoded): boolean {
  const texts = [...subscriptions.map((one) => one.topic), ...unsubscriptions, ...(cmd === 'publish' ? [topic] : [])];
  return texts.every((text) => typeof text === 'string') && Object.values(properties).every((value) => value !== null);
}
