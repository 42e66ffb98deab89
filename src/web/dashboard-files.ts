import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Serves the built dashboard from `root` (an absolute folder); returns the answer for paths that are pages of the app: `page`. */
export async function registerDashboard(
  app: FastifyInstance,
  root: string,
  page = 'index.html',
): Promise<(request: FastifyRequest, reply: FastifyReply) => FastifyReply | null> {
  // Each file is a route of its own: this separates them from the routes of the API, which need a row in access-table.ts.
  let isRegistering = true;
  app.addHook('onRoute', (route) => {
    if (isRegistering) route.config = { ...route.config, isFile: true };
  });
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    // Another page than that of the station is what the answer below sends.
    index: page === 'index.html' ? page : false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      // Vite puts a hash of the content into the names below assets/; all else must be asked for again.
      const hashed = /[\\/]assets[\\/]/.test(path);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  isRegistering = false;
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !path.includes('.');
    if (!isPage || !request.headers.accept?.includes('text/html')) return null;
    return reply.sendFile(page);
  };
}
