/** Where the web server listens, and what to do when it can't. */
import type { FastifyInstance } from 'fastify';

/** Closes the server again when it can't listen. @throws Error that says what to do */
export async function listen(app: FastifyInstance, web: { host: string; port: number }): Promise<void> {
  try {
    await app.listen({ host: web.host, port: web.port });
  } catch (error) {
    await app.close();
    throw explainListen(error as NodeJS.ErrnoException, web);
  }
}

/** An address that a browser on this machine can open. */
export const shownHost = (host: string) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

function explainListen(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `port ${port} of ${host} is in use, perhaps by another Lockout; end that, or set web.port (LOCKOUT_WEB_PORT) to another one`,
    );
  }
  if (error.code === 'EACCES')
    return new Error(`no rights to listen on port ${port}; set web.port (LOCKOUT_WEB_PORT) to one above 1023`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new Error(`${host} is no address of this machine; set web.host (LOCKOUT_WEB_HOST)`);
  return error;
}
