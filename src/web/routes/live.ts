import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { systemClock } from '../../common/clock.ts';
import { Slug, strict } from '../../contracts/common.ts';
import type { AccessPort } from '../access-port.ts';
import { anonymiseEvent } from '../anonymise.ts';
import { type Identity, seesBay, seesPersons } from '../identity.ts';
import { LiveClient } from '../live-client.ts';
import { watchLogIns } from '../log-in-watch.ts';
import { answers, noContent } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';
import type { WebMetrics } from '../web-metrics.ts';
import { visibleBays } from './bays.ts';

interface LiveRouteOptions {
  station: StationPort;
  access: AccessPort;
  version: string;
  metrics: WebMetrics;
  pingPeriodMs: number;
}

interface Listener {
  client: LiveClient;
  identity: Identity;
  /** The one bay it asked for; undefined: all that it may see. */
  bay: string | undefined;
}

const LiveQuery = strict({
  bay: Type.Optional(Slug('bay; all bays when left out')),
});
/** Close code of our own: the page may come again, by another log-in. */
const LOG_IN_ENDED = 4401;

/** `/api/v1/live`: the live stream of `contracts/live.ts`. */
export const liveRoute: FastifyPluginAsyncTypebox<LiveRouteOptions> = async (app, options) => {
  const { station, access, version, metrics, pingPeriodMs } = options;
  const listeners = new Set<Listener>();
  /** The occupant of each bay: a member hears the bay they are on, as long as they are. */
  const present = new Map(station.bays().map(({ state, session }) => [state.bay, session.memberId]));
  const hears = ({ identity, bay }: Listener, about: string) =>
    (bay === undefined || bay === about) && seesBay(identity, about, present.get(about) ?? null);

  const unsubscribe = station.subscribe({
    frame(frame) {
      for (const listener of listeners) if (hears(listener, frame.bay)) listener.client.frame(frame);
    },
    event(bay, event) {
      const before = new Set([...listeners].filter((listener) => hears(listener, bay)));
      if (event.topic === 'session') present.set(bay, event.payload.memberId);
      for (const listener of listeners) {
        const isHearing = hears(listener, bay);
        if (isHearing !== before.has(listener)) listener.client.restart();
        else if (isHearing) {
          const shown = seesPersons(listener.identity) ? event : anonymiseEvent(event);
          if (shown) listener.client.event(shown);
        }
      }
    },
  });
  const dismiss = (isOver: (identity: Identity) => boolean) => {
    for (const { client, identity } of listeners)
      if (isOver(identity)) client.close(LOG_IN_ENDED, 'Your log-in has ended. Log in again.');
  };
  watchLogIns(app, { access, clock: systemClock, periodMs: pingPeriodMs, dismiss });
  app.addHook('onClose', async () => unsubscribe());

  app.route({
    method: 'GET',
    url: '/live',
    schema: {
      tags: ['live'],
      summary: 'Live stream (WebSocket)',
      description:
        'Upgrade to a WebSocket. The server sends LiveMessage documents; answer each with a LiveAck. A client that is behind gets the newest frame and the number it missed. A member gets the stream of the bay they are signed in at; a fresh hello tells when that changes. Close code 4401: the log-in has ended.',
      querystring: LiveQuery,
      response: answers({ 101: noContent('The stream begins with a hello.') }, 400, 403, 404, 426),
    },
    preHandler: async (request) => {
      const { bay } = request.query;
      if (bay === undefined) return;
      if (!station.bay(bay)) throw noSuchBay(bay);
      if (request.identity.bays?.includes(bay) === false) throw new ProblemError('other-bay', { bay });
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket');
      throw new ProblemError('upgrade-required', {});
    },
    wsHandler(socket, request) {
      const { identity } = request;
      const { bay } = request.query as { bay?: string };
      const snapshot = () =>
        visibleBays(station, identity).filter(({ state }) => bay === undefined || state.bay === bay);
      const client = new LiveClient(socket, { serverVersion: version, snapshot }, metrics, pingPeriodMs);
      const screen = randomUUID();
      client.onPainted = (shown) => {
        const isBay = shown !== null && station.bay(shown) !== undefined;
        if (identity.via === 'screen')
          station.painted({ screen, bay: isBay ? shown : null, isOwn: identity.credentialId === null });
      };
      const listener = { client, identity, bay };
      listeners.add(listener);
      metrics.liveClients.set(listeners.size);
      socket.once('close', () => {
        client.stop();
        listeners.delete(listener);
        metrics.liveClients.set(listeners.size);
      });
    },
  });
};
