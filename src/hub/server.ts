/** The hub as controllers see it (HTTPS with certificates of both sides), and as its admin does (this machine alone). */

import type { TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RequestPayload,
} from 'fastify';
import type { Pool } from 'pg';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { type Clock, isoNow } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { strict } from '../contracts/common.ts';
import { CommandResults, MAX_RECORDING_BYTES } from '../contracts/hub-commands.ts';
import { CardHash, MAX_CARD_KEYS, MAX_FEED_WAIT_S } from '../contracts/hub-people.ts';
import { MAX_UNPACKED_BYTES, MAX_UPLINK_BYTES, type UplinkRequest } from '../contracts/uplink.ts';
import type { Commands } from './commands.ts';
import type { Feed } from './feed.ts';
import type { Ingest } from './ingest.ts';
import { requestFault } from './items.ts';
import type { Pairing } from './pairing.ts';
import { HubRefusal } from './refusal.ts';
import { chainStatus } from './status.ts';
import { statusPage } from './status-page.ts';
import type { Visits } from './visits.ts';

const MAX_PAIR_BYTES = 16 * 1024;
/** while the hub stops */
const LOOK_FOR_IDLE_MS = 50;
const REQUEST_TIMEOUT_MS = 30_000;
/** A chain of ten thousand bays has 1,250 controllers, each with up to five connections: two lanes of sets, the feed, look-ups, results. */
const MAX_CONNECTIONS = 8000;

const Pair = Compile(
  strict({
    code: Type.String({ maxLength: 100 }),
    controllerId: Type.String({ pattern: '^[0-9a-f]{12}$' }),
    csr: Type.String({ maxLength: 8000 }),
    bays: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }), { maxItems: 16 }),
    version: Type.String({ maxLength: 60 }),
  }),
);
const FeedQuery = Compile(
  strict({
    since: Type.String({ pattern: '^[0-9]{1,15}$' }),
    wait: Type.String({ pattern: '^[0-9]{1,2}$' }),
    epoch: Type.Optional(Type.String({ format: 'uuid' })),
    watch: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
  }),
);
const Visitor = Compile(strict({ hashes: Type.Array(CardHash, { minItems: 1, maxItems: MAX_CARD_KEYS }) }));
const Results = Compile(CommandResults);
const MAX_RESULT_BYTES = MAX_RECORDING_BYTES * 2;
const Renew = Compile(strict({ csr: Type.String({ maxLength: 8000 }) }));

interface ControllersOptions {
  tls: { key: string; cert: string; ca: string };
  ingest: Ingest;
  feed: Feed;
  visits: Visits;
  pairing: Pairing;
  commands: Commands;
  clock: Clock;
  onFault: (message: string) => void;
}

export function controllersServer(options: ControllersOptions): FastifyInstance {
  const { tls, ingest, feed, visits, pairing, commands, clock, onFault } = options;
  const app = Fastify({
    https: { ...tls, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    bodyLimit: MAX_UPLINK_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  app.server.maxConnections = MAX_CONNECTIONS;
  answerInWords(app, clock, onFault);
  endConnectionsAtStop(app);
  app.addHook('preParsing', async (request, _reply, payload) => sized(request, payload));
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      void parse(request, unpacked(request, body as Buffer).toString('utf8'), done);
    } catch (error) {
      done(error as Error);
    }
  });

  app.post(
    '/api/v1/uplink',
    {
      bodyLimit: MAX_UNPACKED_BYTES,
      onRequest: async (request) => void controllerOf(request),
    },
    async (request) => {
      const { id, serial } = controllerOf(request);
      const fault = requestFault(request.body);
      if (fault !== null) throw new HubRefusal(400, 'bad-request', `This is no uplink: ${fault}.`);
      return ingest.take(id, serial, request.body as UplinkRequest);
    },
  );

  app.post('/api/v1/pair', { bodyLimit: MAX_PAIR_BYTES }, async (request) => {
    const { body } = request;
    if (!Pair.Check(body)) throw new HubRefusal(400, 'bad-request', 'This is no request to pair.');
    return pairing.pair(body);
  });

  app.post(
    '/api/v1/renew',
    { bodyLimit: MAX_PAIR_BYTES, onRequest: async (request) => void controllerOf(request) },
    async (request) => {
      const { body } = request;
      const { id, serial } = controllerOf(request);
      if (!Renew.Check(body)) throw new HubRefusal(400, 'bad-request', 'This is no request to renew a certificate.');
      return pairing.renew(id, serial, body.csr);
    },
  );

  app.get('/api/v1/feed', async (request, reply) => {
    const { id: controllerId, serial } = controllerOf(request);
    const { query } = request;
    if (!FeedQuery.Check(query))
      throw new HubRefusal(400, 'bad-request', `Ask for /api/v1/feed?since=N&wait=${MAX_FEED_WAIT_S}.`);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const waitMs = Math.min(Number(query.wait), MAX_FEED_WAIT_S) * 1000;
    const { since, epoch = null, watch = '0' } = query;
    const asked = { controllerId, serial, since: Number(since), epoch, waitMs, watch: Number(watch) };
    return feed.read({ ...asked, signal: gone.signal });
  });

  app.post(
    '/api/v1/visitor',
    { bodyLimit: MAX_PAIR_BYTES, onRequest: async (request) => void controllerOf(request) },
    async (request) => {
      const { body } = request;
      const { id: controllerId, serial } = controllerOf(request);
      if (!Visitor.Check(body)) throw new HubRefusal(400, 'bad-request', 'This is no question for a card.');
      return { visitor: await visits.find({ controllerId, serial, hashes: body.hashes }) };
    },
  );

  app.post(
    '/api/v1/results',
    { bodyLimit: MAX_RESULT_BYTES, onRequest: async (request) => void controllerOf(request) },
    async (request) => {
      const { body } = request;
      const { id, serial } = controllerOf(request);
      if (!Results.Check(body)) throw new HubRefusal(400, 'bad-request', 'These are no results of commands.');
      return { taken: await commands.take(id, serial, body.results) };
    },
  );

  app.get('/health', async () => ({ status: 'ok', serverTime: isoNow(clock) }));
  return app;
}

/** Before it is read. */
function sized(request: FastifyRequest, payload: RequestPayload): RequestPayload {
  const packed = Number(request.headers['content-length'] ?? Number.NaN);
  if (request.method !== 'GET' && !(packed <= MAX_UPLINK_BYTES))
    throw new HubRefusal(413, 'too-large', `A request has at most ${MAX_UPLINK_BYTES} bytes, and says how many.`);
  return payload;
}

/** A route's `bodyLimit` is that of what comes out. In one piece: as a stream it costs more than all else of a small request. */
function unpacked({ headers, routeOptions }: FastifyRequest, packed: Buffer): Buffer {
  if (headers['content-encoding'] !== 'gzip') return packed;
  const { bodyLimit } = routeOptions;
  try {
    return gunzipSync(packed, { maxOutputLength: bodyLimit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new HubRefusal(413, 'too-large', `This request is too large: it has at most ${bodyLimit} bytes, unpacked.`);
    throw new HubRefusal(400, 'bad-request', `This request can't be unpacked: ${messageOf(error)}.`);
  }
}

interface Identity {
  id: string;
  serial: string;
}
/** A certificate is read once a connection. */
const identities = new WeakMap<TLSSocket, Identity>();

/** By its certificate. @throws HubRefusal */
function controllerOf(request: FastifyRequest): Identity {
  const socket = request.raw.socket as TLSSocket;
  const known = identities.get(socket);
  if (known) return known;
  if (!socket.authorized) {
    const why = String(socket.authorizationError ?? 'none was sent');
    throw new HubRefusal(
      401,
      'no-certificate',
      `The hub does not accept the certificate of this controller (${why}). Pair it again.`,
    );
  }
  const { subject, serialNumber } = socket.getPeerCertificate();
  const identity = { id: String(subject.CN), serial: serialNumber };
  identities.set(socket, identity);
  return identity;
}

interface AdminOptions {
  pool: Pool;
  counts: () => object;
  clock: Clock;
  onFault: (message: string) => void;
}

/** For this machine alone; a page of another site that got here by its name (DNS rebinding) is refused. */
export function adminServer({ pool, counts, clock, onFault }: AdminOptions): FastifyInstance {
  const app = Fastify({ forceCloseConnections: 'idle' });
  answerInWords(app, clock, onFault);
  endConnectionsAtStop(app);
  app.addHook('onRequest', async (request) => {
    if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
      throw new HubRefusal(421, 'other-host', 'This page is at 127.0.0.1 or localhost.');
  });
  app.get('/api/v1/status', async () => ({ ...(await chainStatus(pool)), counts: counts() }));
  app.get('/', async (_request, reply) => {
    const page = statusPage(await chainStatus(pool), new Date(clock.wallMs()));
    return reply
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .type('text/html; charset=utf-8')
      .send(page);
  });
  return app;
}

/** A fault of the hub is for its log: who asked can't mend it. */
function answerInWords(app: FastifyInstance, clock: Clock, onFault: (message: string) => void): void {
  app.setErrorHandler((error: FastifyError | HubRefusal, _request: FastifyRequest, reply: FastifyReply) => {
    const isOurs = error instanceof HubRefusal;
    const status = isOurs ? error.status : (error.statusCode ?? 500);
    const isFault = !isOurs && status >= 500;
    if (isFault) onFault(`a request failed: ${error.stack ?? error.message}`);
    return reply.status(status).send({
      code: isOurs ? error.code : (error.code ?? 'internal'),
      detail: isFault ? 'The hub failed. Its log says why.' : error.message,
      pauseMs: isOurs ? error.pauseMs : 0,
      serverTime: isoNow(clock),
    });
  });
}

/** Node ends idle connections once when it stops to listen. One that was busy then would be kept open for a next request, and the stop would wait. */
function endConnectionsAtStop(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const timer = setInterval(() => app.server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
    app.server.once('close', () => clearInterval(timer));
  });
}

export const portOf = (app: FastifyInstance): number => (app.server.address() as { port: number }).port;
