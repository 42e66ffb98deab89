import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.ts';

/**
 * No text that a person or a program means has a NUL in it, and what comes behind this room (database, file names, broker) takes it for
 * the end of the text, or fails. A recording is CSV and has its own reader.
 */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const [name, value] of Object.entries({ params, query, body: typeof body === 'object' ? body : null }))
      if (hasNul(value)) throw new ProblemError('nul-character', { where: name });
  });
}

/** Without recursion: a body may be nested as deep as it is long. */
function hasNul(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && next.includes('\0')) return true;
    // A file that is still to come is no text, and its own objects have no end.
    if (typeof next !== 'object' || next === null || Buffer.isBuffer(next) || next instanceof Readable) continue;
    for (const [key, inner] of Object.entries(next)) open.push(key, inner);
  }
  return false;
}
