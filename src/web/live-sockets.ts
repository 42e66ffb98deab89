import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.ts';

const LIVE_URL = '/api/v1/live';
/** The largest message a page may send; an acknowledgement has some 30 bytes. */
const MAX_MESSAGE_BYTES = 1024;
/** How long a page may take to say goodbye when the station stops. */
const GOODBYE_MS = 250;
const GOING_AWAY = 1001;

/**
 * Lets the server upgrade requests to WebSockets. Register it before any hook that may refuse a request: only its own
 * hooks close the socket of an upgrade that was refused, and a socket left open keeps the server from closing.
 */
export async function registerSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES },
    errorHandler(error, socket) {
      // A page that vanished, or a frame that isn't WebSocket: the page connects again by itself.
      this.log.debug({ err: error }, 'live socket failed');
      socket.terminate();
    },
    preClose(done) {
      const { websocketServer } = this;
      for (const socket of websocketServer.clients) {
        socket.close(GOING_AWAY, 'The station is stopping.');
        setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
      }
      websocketServer.close();
      done();
    },
  });
  app.addHook('onRequest', async (request) => {
    if (request.ws && request.routeOptions.url !== LIVE_URL) throw new ProblemError('no-stream', { path: request.url });
  });
}
