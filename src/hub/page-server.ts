/** The pages of the hub for people, with the files and tools of the station's page. */
import { hostname } from 'node:os';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { CONNECTION_LIMITS, limitConnections, timeLimits } from '../web/connection-limits.ts';
import { registerDashboard } from '../web/dashboard-files.ts';
import { lazyValidation, VALIDATION } from '../web/lazy-validation.ts';
import { registerSockets } from '../web/live-sockets.ts';
import { refuseNul } from '../web/no-nul.ts';
import { answerBadAddress, answerBadRequest, ProblemError, registerProblems } from '../web/problems.ts';
import { ownNames, registerSameOrigin } from '../web/same-origin.ts';
import { registerPageAccess } from './page-access.ts';
import type { PageParts } from './page-parts.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { chainRoutes } from './routes/chain-routes.ts';
import { commandRoutes } from './routes/command-routes.ts';
import { fleetRoutes } from './routes/fleet-routes.ts';
import { liveRoutes } from './routes/live-routes.ts';

export interface PageOptions {
  host: string;
  port: number;
  /** folder of the built pages; null: the API alone */
  dashboardDir: string | null;
  /** names under which browsers reach it, beside addresses and this machine's own */
  names: readonly string[];
  /** PEM; null: plain HTTP, for this machine or a proxy on it */
  tls: { key: string; cert: string } | null;
}

const MAX_BODY_BYTES = 16 * 1024;
const GOODBYE_MS = 400;

export async function pageServer(
  { host, dashboardDir, names, tls }: PageOptions,
  parts: PageParts,
): Promise<{ app: FastifyInstance; counts: { requests: number; refused: number } }> {
  const counts = { requests: 0, refused: 0 };
  const onRefused = () => void counts.refused++;
  const times = timeLimits(CONNECTION_LIMITS);
  const app = Fastify({
    ...times.fastify,
    ...(tls
      ? { https: { ...times.server, handshakeTimeout: times.handshakeTimeout, minVersion: 'TLSv1.2', ...tls } }
      : { http: times.server }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // A proxy on this machine, and no other.
    trustProxy: ['127.0.0.1', '::1'],
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBadRequest,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildValidator: lazyValidation } },
    ajv: { customOptions: { ...VALIDATION, keywords: [...VALIDATION.keywords] } },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance;
  app.removeContentTypeParser('text/plain');
  limitConnections(app.server, CONNECTION_LIMITS, ['127.0.0.1', '::1'], onRefused);
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), GOODBYE_MS).unref();
  });
  app.addHook('onSend', async (_request, reply) => {
    counts.requests++;
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await registerSockets(app);
  registerSameOrigin(app, ownNames({ host, publicUrl: '', allowedHosts: names }, hostname()), onRefused);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    hsts: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  const page = dashboardDir === null ? () => null : await registerDashboard(app, dashboardDir, 'hub.html');
  await registerPageAccess(app, parts.accounts, onRefused);
  refuseNul(app);
  registerProblems(app, page);
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof ProblemError) && (error.statusCode ?? 500) >= 500)
      parts.onFault(`${request.method} ${request.routeOptions.url}: ${error.message}`);
  });
  await app.register(
    async (api) => {
      for (const routes of [accountRoutes, chainRoutes, fleetRoutes, commandRoutes, liveRoutes])
        await api.register(async (own) => {
          databaseAway(own);
          await routes(own, parts);
        });
    },
    { prefix: '/api/v1' },
  );
  await app.ready();
  return { app, counts };
}

/** What PostgreSQL and its client say when there is no answer from it. */
const AWAY = /^(08|53|57)|^E(CONN|PIPE|NOENT|TIMEDOUT|HOST)/;
const isAway = (error: { code?: unknown; message: string }) =>
  AWAY.test(String(error.code ?? '')) || /connection|timeout exceeded/i.test(error.message);

/** A database that is away is no fault of the request: it may come again. */
function databaseAway(app: FastifyInstance): void {
  const answer = app.errorHandler;
  app.setErrorHandler((error: Error & { code?: unknown }, request, reply) => {
    const isOurs = error instanceof ProblemError || (error as { validation?: unknown }).validation !== undefined;
    return answer.call(
      app,
      (!isOurs && isAway(error) ? new ProblemError('hub-database-away', {}) : error) as never,
      request,
      reply,
    );
  });
}
