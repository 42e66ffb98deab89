import { hostname } from 'node:os';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Config } from '../contracts/config.ts';
import { registerAccess } from './access.ts';
import type { AccessPort, DemoPort } from './access-port.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, limitConnections, timeLimits } from './connection-limits.ts';
import { registerDashboard } from './dashboard-files.ts';
import { declared } from './declared.ts';
import { registerIdempotency } from './idempotency.ts';
import { lazyValidation, VALIDATION } from './lazy-validation.ts';
import { registerSockets } from './live-sockets.ts';
import type { MemberPorts } from './member-ports.ts';
import { refuseNul } from './no-nul.ts';
import { registerOpenapi } from './openapi.ts';
import type { CalibrationPort, HistoryPort, MetricsPort, StationPort } from './ports.ts';
import { answerBadAddress, answerBadRequest, registerProblems } from './problems.ts';
import { administrationRoutes } from './routes/administration.ts';
import { alertRoutes } from './routes/alerts.ts';
import { authRoutes } from './routes/auth.ts';
import { backupRoutes } from './routes/backups.ts';
import { bayRoutes } from './routes/bays.ts';
import { calibrationRoutes } from './routes/calibration.ts';
import { caseRoutes } from './routes/cases.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { deviceRoutes } from './routes/devices.ts';
import { diagnosisRoutes } from './routes/diagnosis.ts';
import { floorRoutes } from './routes/floor.ts';
import { importRoutes } from './routes/imports.ts';
import { liveRoute } from './routes/live.ts';
import { memberHistoryRoutes } from './routes/member-history.ts';
import { memberRoutes } from './routes/members.ts';
import { operationsRoutes } from './routes/operations.ts';
import { planRoutes } from './routes/plans.ts';
import { presenceRoutes } from './routes/presence.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { replayRoutes } from './routes/replay.ts';
import { sampleRoutes } from './routes/samples.ts';
import { setRoutes } from './routes/sets.ts';
import { updateRoutes } from './routes/update.ts';
import { ownNames, registerSameOrigin } from './same-origin.ts';
import { createWebMetrics } from './web-metrics.ts';

export interface WebOptions {
  station: StationPort;
  history: HistoryPort;
  calibration: CalibrationPort;
  metrics: MetricsPort;
  access: AccessPort;
  /** Null or left out: this is no demo. */
  demo?: DemoPort | null;
  memberPorts: MemberPorts;
  /** Address under which phones reach this station; null, or left out: they can't. */
  phoneOrigin?: () => string | null;
  /** The configuration in effect; its secrets are never sent. */
  config: Config;
  version: string;
  /** Absolute folder of the built dashboard; null: the API alone. */
  dashboardDir: string | null;
  /** A pino logger; null: silent. */
  logger: FastifyBaseLogger | null;
  /** What is asked of the API waits for it: before, the station knows nothing of what it keeps. Left out: nothing waits. */
  started?: Promise<unknown>;
  /** A live page that answers no ping for this long is cut off. */
  pingPeriodMs?: number;
  /** The page by HTTPS, with this certificate and key in PEM; null or left out: plain HTTP. */
  tls?: { cert: string; key: string } | null;
  /** Left out: as `CONNECTION_LIMITS` says. */
  limits?: Partial<ConnectionLimits>;
}

/** To compile a serializer for each answer took most of the start; only what its schema declares leaves all the same. */
const declaredOnly =
  ({ schema }: { schema?: unknown }) =>
  (answer: unknown) =>
    JSON.stringify(declared(answer, schema as object));

/** JSON bodies of this API have some 30 bytes. */
const MAX_BODY_BYTES = 16 * 1024;
/** How long answers in progress may take once the station stops. */
const GOODBYE_MS = 400;
const DEFAULT_PING_PERIOD_MS = 5000;

/**
 * The web server, ready but not listening: `.inject()` needs no port, `.listen()` takes one.
 * `.close()` ends live streams and sample streams, and is done within half a second.
 */
export async function buildWeb(options: WebOptions): Promise<FastifyInstance> {
  const { station, history, calibration, metrics, access, memberPorts, config, version, dashboardDir, logger } =
    options;
  const { publicUrl } = config.web;
  const limits = { ...CONNECTION_LIMITS, ...options.limits };
  const times = timeLimits(limits);
  const app = Fastify({
    ...times.fastify,
    ...(options.tls
      ? { https: { ...times.server, handshakeTimeout: times.handshakeTimeout, minVersion: 'TLSv1.2', ...options.tls } }
      : { http: times.server }),
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: config.web.trustProxy.length > 0 && config.web.trustProxy,
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBadRequest,
    schemaController: { compilersFactory: { buildValidator: lazyValidation, buildSerializer: () => declaredOnly } },
    ajv: { customOptions: { ...VALIDATION, keywords: [...VALIDATION.keywords] } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  // No route takes plain text, so the right answer to it is 415.
  app.removeContentTypeParser('text/plain');

  const webMetrics = createWebMetrics({ logInCounts: () => access.logInCounts });
  limitConnections(app.server, limits, config.web.trustProxy, (why) => webMetrics.refused.inc({ why }));
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), GOODBYE_MS).unref();
  });
  // No browser and no proxy keeps what the station says, unless that says so itself, as the files of the page do.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    webMetrics.requests.inc({ method: request.method, route, status: reply.statusCode });
  });
  await registerSockets(app);
  registerSameOrigin(app, ownNames(config.web, hostname()), (why) => webMetrics.refused.inc({ why }));

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
    // In the gym's network the station mostly speaks plain HTTP: these need HTTPS, and browsers complain about them without it. The
    // first one would hold for every other port of this machine, too, such as that of Home Assistant.
    hsts: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  const { started } = options;
  if (started)
    app.addHook('onRequest', async ({ url }) => {
      if (url.startsWith('/api/')) await started;
    });
  const dashboardPage = dashboardDir === null ? () => null : await registerDashboard(app, dashboardDir);
  await registerAccess(app, { access, station, history, onRefused: (why) => webMetrics.refused.inc({ why }) });
  refuseNul(app);
  registerIdempotency(app, memberPorts.idempotency);
  await registerOpenapi(app, version);
  registerProblems(app, dashboardPage);

  await app.register(operationsRoutes, { station, metrics, webMetrics });
  await app.register(
    async (api) => {
      const pingPeriodMs = options.pingPeriodMs ?? DEFAULT_PING_PERIOD_MS;
      await api.register(authRoutes, { access, demo: options.demo ?? null });
      await api.register(bayRoutes, { station });
      await api.register(alertRoutes, { station, alertLog: memberPorts.alertLog });
      await api.register(presenceRoutes, {
        station,
        publicUrl,
        phoneOrigin: options.phoneOrigin ?? (() => null),
        presence: memberPorts.presence,
        members: memberPorts.members,
      });
      await api.register(replayRoutes, { station });
      await api.register(diagnosisRoutes, { station });
      await api.register(sampleRoutes, { station, access, metrics: webMetrics, expiryPeriodMs: pingPeriodMs });
      await api.register(setRoutes, { history, station, memberHistory: memberPorts.memberHistory });
      await api.register(correctionRoutes, { history, station, corrections: memberPorts.corrections });
      await api.register(caseRoutes, { cases: memberPorts.cases });
      await api.register(calibrationRoutes, { station, calibration });
      await api.register(catalogueRoutes, { config });
      await api.register(memberRoutes, memberPorts);
      await api.register(programmeRoutes, memberPorts);
      await api.register(memberHistoryRoutes, memberPorts);
      await api.register(planRoutes, memberPorts);
      await api.register(floorRoutes, { station, floor: memberPorts.floor });
      await api.register(importRoutes, memberPorts);
      await api.register(deviceRoutes, { access, webhooks: memberPorts.webhooks });
      await api.register(administrationRoutes, memberPorts);
      await api.register(backupRoutes, { backups: memberPorts.backups });
      await api.register(updateRoutes, { updates: memberPorts.updates });
      await api.register(liveRoute, { station, access, version, metrics: webMetrics, pingPeriodMs });
    },
    { prefix: '/api/v1' },
  );
  await app.ready();
  return app as unknown as FastifyInstance;
}
