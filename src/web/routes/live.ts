import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Slug, strict } from '../../contracts/common.ts';
import { LiveClient } from '../live-client.ts';
import { answers, noContent } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';
import type { WebMetrics } from '../web-metrics.ts';

export interface LiveRouteOptions {
  station: StationPort;
  version: string;
  metrics: WebMetrics;
  pingPeriodMs: number;
}

const LiveQuery = strict({
  bay: Type.Optional(Slug('bay; all bays when left out')),
});

/** `/api/v1/live`: the live stream of `contracts/live.ts`. */
export const liveRoute: FastifyPluginAsyncTypebox<LiveRouteOptions> = async (app, options) => {
  const { station, version, metrics, pingPeriodMs } = options;
  const clients = new Map<LiveClient, string | undefined>();

  const unsubscribe = station.subscribe({
    frame(frame) {
      for (const [client, bay] of clients) if (bay === undefined || bay === frame.bay) client.frame(frame);
    },
    event(eventBay, event) {
      for (const [client, bay] of clients) if (bay === undefined || bay === eventBay) client.event(event);
    },
  });
  app.addHook('onClose', async () => unsubscribe());

  app.route({
    method: 'GET',
    url: '/live',
    schema: {
      tags: ['live'],
      summary: 'Live stream (WebSocket)',
      description:
        'Upgrade to a WebSocket. The server sends LiveMessage documents; answer each with a LiveAck. A client that is behind gets the newest frame and is told how many it missed.',
      querystring: LiveQuery,
      response: answers({ 101: noContent('The stream begins with a hello.') }, 400, 403, 404, 426),
    },
    preHandler: async (request) => {
      const { bay } = request.query;
      if (bay !== undefined && !station.bay(bay)) throw noSuchBay(bay);
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket');
      throw new ProblemError(426, 'upgrade-required', 'This is a WebSocket: open it as ws://…/api/v1/live.');
    },
    wsHandler(socket, request) {
      const { bay } = request.query as { bay?: string };
      const snapshot = () => {
        if (bay === undefined) return station.bays();
        const one = station.bay(bay);
        return one ? [one] : [];
      };
      const client = new LiveClient(socket, { serverVersion: version, snapshot }, metrics, pingPeriodMs);
      clients.set(client, bay);
      metrics.liveClients.set(clients.size);
      socket.once('close', () => {
        client.stop();
        clients.delete(client);
        metrics.liveClients.set(clients.size);
      });
    },
  });
};
