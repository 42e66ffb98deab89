import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

export const FILE_TYPE = 'application/octet-stream';

/** Files as they come, beside JSON: a route reads them to its own limit. Without a body the file is empty, and its route says so. */
export function takeStreams(app: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  app.addContentTypeParser(
    FILE_TYPE,
    (_request: unknown, body: Readable, done: (error: null, body: Readable) => void) => done(null, body),
  );
}
