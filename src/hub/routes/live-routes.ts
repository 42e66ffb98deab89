import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { GymParams } from '../../contracts/hub-pages.ts';
import type { LiveClient } from '../../web/live-client.ts';
import { ProblemError } from '../../web/problems.ts';
import type { Visitor } from '../accounts.ts';
import { checkGym, visitorOf } from '../page-access.ts';
import type { PageParts } from '../page-parts.ts';

/** Close code of our own: the page may come again, by another log-in. */
const LOG_IN_ENDED = 4401;
const LOOK_MS = 30_000;

/** `/api/v1/live?gym=`: the live stream of `contracts/live.ts`, for all bays of a gym. */
export async function liveRoutes(instance: FastifyInstance, { accounts, rooms, queries }: PageParts): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const open = new Map<LiveClient, { visitor: Visitor; gym: string }>();

  /** Who is logged out, or may no longer see the gym, sees nothing more of it. */
  const look = async () => {
    for (const [client, { visitor, gym }] of open) {
      const now = await accounts.fromSession(visitor.session).catch(() => visitor);
      if (now === null || (now.gyms !== null && !now.gyms.includes(gym)))
        client.close(LOG_IN_ENDED, 'Your log-in has ended. Log in again.');
    }
  };
  accounts.onEnded(() => void look());
  const timer = setInterval(() => void look(), LOOK_MS);
  app.addHook('onClose', async () => clearInterval(timer));

  app.route({
    method: 'GET',
    url: '/live',
    config: { least: 'trainer' },
    schema: { querystring: GymParams },
    preHandler: async (request) => {
      const { gym } = request.query;
      checkGym(visitorOf(request), gym);
      await queries.gymName(gym, null);
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket');
      throw new ProblemError('upgrade-required', {});
    },
    wsHandler(socket, request) {
      const { gym } = request.query as { gym: string };
      const client = rooms.join(gym, socket);
      if (client === null) return;
      open.set(client, { visitor: visitorOf(request), gym });
      socket.once('close', () => open.delete(client));
    },
  });
}
