import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problems.ts';

/** The revision of what is answered, for the `If-Match` of a change. */
export function tag(reply: FastifyReply, revision: number | string): void {
  reply.header('etag', `"${revision}"`);
}

/** What `If-Match` names; null for `*`. @throws ProblemError 428 without it, 412 for what is no ETag of ours */
export function ifMatch(request: FastifyRequest): string | null {
  const header = request.headers['if-match'];
  if (header === undefined) throw new ProblemError('if-match-missing', {});
  if (header.trim() === '*') return null;
  const [, inside] = /^"([\w-]{1,80})"$/.exec(header.trim()) ?? [];
  if (inside === undefined) throw new ProblemError('bad-if-match', { given: header });
  return inside;
}

/** The same for revisions, which are numbers. */
export function ifMatchRevision(request: FastifyRequest): number | null {
  const given = ifMatch(request);
  if (given === null) return null;
  if (!/^\d{1,9}$/.test(given)) throw new ProblemError('bad-if-match', { given });
  return Number(given);
}
