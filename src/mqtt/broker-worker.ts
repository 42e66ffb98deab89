import { createHash, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Aedes, type AuthenticateError } from 'aedes';
import { BrokerCounters } from './broker-counters.ts';
import type { BrokerReport, BrokerWorkerData } from './broker-protocol.ts';
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

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest();
const expected = digest(`${data.username}\0${data.password}`);
const isLoginRight = (username: string | undefined, password: Buffer | undefined) =>
  data.username === '' || timingSafeEqual(digest(`${username ?? ''}\0${password?.toString() ?? ''}`), expected);

const retained = new RetainedLimit();

const broker = await Aedes.createBroker({
  // With a limit, mqemitter 7.1 queues messages and works the queue off recursively (`released`, `_do`, `released`, …): that is the
  // stack overflow of aedes under a flood. The paced sockets bound what is under way instead.
  concurrency: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  drainTimeout: DRAIN_TIMEOUT_MS,
  preConnect: (_client, packet, done) => {
    // Sessions would be kept in memory without bound while their client is away; the outbox and mosquitto do that better.
    if (packet.clean === false) counters.add('sessionsNotKept');
    packet.clean = true;
    done(null, true);
  },
  authorizePublish: (_client, packet, done) => {
    if (packet.topic.startsWith('$SYS/')) return done(new Error("$SYS/ is the broker's own"));
    if (retained.apply(packet)) counters.add('retainedRefused');
    done(null);
  },
  authenticate: (_client, username, password, done) => {
    if (isLoginRight(username, password)) return done(null, true);
    counters.add('refusedLogins');
    done(Object.assign(new Error('bad user name or password'), { returnCode: 4 }) as AuthenticateError, null);
  },
});
broker.on('client', () => counters.set('clients', broker.connectedClients));
broker.on('clientDisconnect', () => counters.set('clients', broker.connectedClients));
const countError = (_client: unknown, error: Error) =>
  counters.add(error.message === 'drain timeout' ? 'droppedSlowClients' : 'clientErrors');
broker.on('clientError', countError);
broker.on('connectionError', countError);

counters.set('clients', 0);
const server = createServer({ noDelay: true }, (socket) => broker.handle(new PacedStream(socket, LIMITS, counters)));
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
