import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { guardBroker, guardClient } from './aedes-guards.ts';
import { BrokerCounters } from './broker-counters.ts';
import type { BrokerReport, BrokerWorkerData } from './broker-protocol.ts';
import { BrokerDoor, type BrokerRights, mayPublish } from './broker-rights.ts';
import { type Limits, PacedStream } from './paced-stream.ts';
import { RetainedLimit } from './retained-limit.ts';

/** Thread of the embedded broker: aedes behind paced sockets. */
const data = workerData as BrokerWorkerData;
const port = parentPort!;
const report = (message: BrokerReport) => port.postMessage(message);
const counters = new BrokerCounters(data.counters);

/** A bay sends some ten packets a second; a backlog after an outage drains at the full rate. */
const LIMITS: Limits = { packetRateHz: 250, burstPackets: 250, maxPacketBytes: 64 * 1024 };
const MAX_CLIENTS = 64;
const CONNECT_TIMEOUT_MS = 10_000;
/** A subscriber that takes nothing for so long is cut off: aedes lets a publisher wait for it. */
const DRAIN_TIMEOUT_MS = 2000;
const MQTT_5 = 5;

const retained = new RetainedLimit();
const door = new BrokerDoor(data);
const rights = new WeakMap<Client, BrokerRights>();
/** Client ids in use by who may do much: a second client of that id would throw the first one out. */
const trustedIds = new Map<string, Client>();
const RANK: Readonly<Record<BrokerRights, number>> = { station: 2, all: 1, command: 0, read: 0 };

const refusal = (message: string, returnCode: 2 | 4) => {
  counters.add('refusedLogins');
  return Object.assign(new Error(message), { returnCode }) as AuthenticateError;
};

class PublishRefused extends Error {}

const broker = await Aedes.createBroker({
  // With a limit, mqemitter 7.1 queues messages and works the queue off recursively (`released`, `_do`, `released`, …): that is the
  // stack overflow of aedes under a flood. The paced sockets bound the messages in flight instead.
  concurrency: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  drainTimeout: DRAIN_TIMEOUT_MS,
  maximumPacketSize: LIMITS.maxPacketBytes,
  preConnect: (_client, packet, done) => {
    // Sessions would be kept in memory without bound while their client is offline; the outbox and mosquitto do that better.
    const wantsSession =
      packet.protocolVersion === MQTT_5 ? (packet.properties?.sessionExpiryInterval ?? 0) > 0 : packet.clean === false;
    if (wantsSession) counters.add('sessionsNotKept');
    packet.clean = true;
    done(null, true);
  },
  authorizePublish: (client, packet, done) => {
    if (packet.topic.startsWith('$SYS/')) return done(new Error("$SYS/ is the broker's own"));
    const may = client ? (rights.get(client) ?? 'read') : 'station';
    if (client && !mayPublish(may, packet.topic, data.base, data.own)) {
      counters.add('publishesRefused');
      if (client.version === MQTT_5) return done(new PublishRefused('only the station publishes on its topics'));
      // MQTT 3.1.1 has no way to refuse one message ([MQTT-3.3.5-2]): it is acknowledged, and sent to a topic without subscribers.
      Object.assign(packet, { topic: '$SYS/refused', payload: Buffer.alloc(0), retain: false });
      return done(null);
    }
    if (may !== 'station' && retained.apply(packet)) counters.add('retainedRefused');
    done(null);
  },
  authorizeSubscribe: (_client, subscription, done) => {
    // aedes delivers nothing on a shared subscription: the client has to hear that (to MQTT 5 the broker says so by itself).
    done(null, subscription.topic.startsWith('$share/') ? null : subscription);
  },
  authenticate: (client, username, password, done) => {
    const may = door.rightsOf(username, password);
    if (may === null) return done(refusal('bad user name or password', 4), null);
    const holder = trustedIds.get(client.id);
    if (holder && RANK[may] < RANK[rights.get(holder) ?? 'read'])
      return done(refusal('the client id is in use', 2), null);
    rights.set(client, may);
    done(null, true);
  },
});
guardBroker(broker);
// A subscription to "__proto__" changed the prototype of a list of subscriptions, and ended the broker. Without this accessor it is a name
// like any other (as with node --disable-proto=delete, which a thread can't be started with).
Reflect.deleteProperty(Object.prototype, '__proto__');
broker.on('client', (client) => {
  counters.set('clients', broker.connectedClients);
  if (RANK[rights.get(client) ?? 'read'] > 0) trustedIds.set(client.id, client);
});
broker.on('clientDisconnect', (client) => {
  counters.set('clients', broker.connectedClients);
  if (trustedIds.get(client.id) === client) trustedIds.delete(client.id);
});
const countError = (_client: unknown, error: Error) => {
  if (error instanceof PublishRefused) return;
  counters.add(error.message === 'drain timeout' ? 'droppedSlowClients' : 'clientErrors');
};
broker.on('clientError', countError);
broker.on('connectionError', countError);

counters.set('clients', 0);
const server = createServer({ noDelay: true }, (socket) =>
  guardClient(broker.handle(new PacedStream(socket, LIMITS, counters))),
);
server.maxConnections = MAX_CLIENTS;
server.on('drop', () => counters.add('refusedConnections'));
server.on('error', (error: NodeJS.ErrnoException) => {
  report({ kind: 'failed', code: error.code ?? '', message: error.message });
  port.close();
  broker.close();
});
server.listen(data.port, data.host, () => report({ kind: 'up', port: (server.address() as AddressInfo).port }));

port.on('message', () => {
  server.close();
  broker.close(() => port.close());
});
