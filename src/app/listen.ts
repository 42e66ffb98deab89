/** Where the web server listens, and what to do when it can't. */
import type { FastifyInstance } from 'fastify';
import { listenFault } from '../common/listen-fault.ts';

const SETTINGS = { setHost: 'web.host (LOCKOUT_WEB_HOST)', setPort: 'web.port (LOCKOUT_WEB_PORT)' };

/** Closes the server again when it can't listen. @throws Error that says what to do */
export async function listen(app: FastifyInstance, web: { host: string; port: number }): Promise<void> {
  try {
    await app.listen({ host: web.host, port: web.port });
  } catch (error) {
    await app.close();
    throw listenFault(error, { ...web, ...SETTINGS });
  }
}

/** An address that a browser on this machine can open. */
export const shownHost = (host: string) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
