import { readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

/** Serves the built dashboard from `root` (an absolute folder); returns the answer for paths that are pages of the app: `page`. */
export async function registerDashboard(
  app: FastifyInstance,
  root: string,
  page = 'index.html',
): Promise<(request: FastifyRequest, reply: FastifyReply) => FastifyReply | null> {
  await app.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      // Vite puts a hash of the content into the names below assets/; all else must be asked for again.
      const hashed = /[\\/]assets[\\/]/.test(path);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const files = new Set(filesBelow(root));
  // `isFile` separates them from the routes of the API, which need a row in access-table.ts.
  const serve = (url: string, fileOf: (request: FastifyRequest) => string) =>
    app.get(url, { config: { isFile: true }, schema: { hide: true } }, (request, reply) => {
      const file = fileOf(request);
      if (files.has(file)) return reply.sendFile(file);
      return sendProblem(reply, { kind: 'not-found', params: { path: request.url.split('?', 1)[0] ?? '/' } });
    });
  // One route for all files of a folder: a route for each of some 150 took a tenth of the start.
  const folders = new Set([...files].map((file) => posix.dirname(file)).filter((folder) => folder !== '.'));
  for (const folder of folders)
    serve(`/${folder}/:file`, ({ params }) => `${folder}/${(params as { file: string }).file}`);
  for (const file of files) if (!file.includes('/')) serve(`/${file}`, () => file);
  serve('/', () => page);
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !path.includes('.');
    if (!isPage || !request.headers.accept?.includes('text/html')) return null;
    return reply.sendFile(page);
  };
}

const filesBelow = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'));
