import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Health } from '../../contracts/health.ts';
import { answers, raw } from '../openapi.ts';
import type { MetricsPort, StationPort } from '../ports.ts';
import type { WebMetrics } from '../web-metrics.ts';

interface OperationsOptions {
  station: StationPort;
  metrics: MetricsPort;
  webMetrics: WebMetrics;
}

/** `/health` and `/metrics`, for whatever watches the station. */
export const operationsRoutes: FastifyPluginAsyncTypebox<OperationsOptions> = async (app, options) => {
  const { station, metrics, webMetrics } = options;

  app.get(
    '/health',
    {
      schema: {
        tags: ['operations'],
        summary: 'Whether reps can be counted and kept',
        description: '200 while they can, also when degraded; 503 when not.',
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const health = station.health();
      return reply.code(health.status === 'failing' ? 503 : 200).send(health);
    },
  );

  app.get(
    '/metrics',
    {
      schema: {
        tags: ['operations'],
        summary: 'Counters and gauges (Prometheus text)',
        response: answers({ 200: raw('text/plain', 'Prometheus text') }),
      },
    },
    async (_request, reply) => {
      const [rest, web] = await Promise.all([metrics.text(), webMetrics.registry.metrics()]);
      return reply.header('content-type', metrics.contentType).send(`${rest.trimEnd()}\n${web}`);
    },
  );
};
