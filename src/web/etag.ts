import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problems.ts';

/** The revision of what is answered, for the `If-Match` of a change. */
export function tag(reply: FastifyReply, revision: number | string): void {
  reply.header('etag', `"${revision}"`);
}

/** What `If-Match` names; null for `*`. @throws ProblemError 428 without it, 412 for what is no ETag of ours */
export function ifMatch(request: FastifyRequest): string | null {
  const header = request.headers['if-match'];
  if (header === undefined)
    throw new ProblemError(
      428,
      'if-match-missing',
      'Send If-Match with the ETag of what you read, so that no other change is overwritten.',
    );
  if (header.trim() === '*') return null;
  const [, inside] = /^"([\w-]{1,80})"$/.exec(header.trim()) ?? [];
  if (inside === undefined)
    throw new ProblemError(
      412,
      'changed-meanwhile',
      `If-Match is ${header}. Send the ETag exactly as you received it.`,
    );
  return inside;
}

/** The same for revisions, which are numbers. */
export function ifMatchRevision(request: FastifyRequest): number | null {
  const given = ifMatch(request);
  if (given === null) return null;
  if (!/^\d{1,9}$/.test(given))
    throw new ProblemError(
      412,
      'changed-meanwhile',
      'If-Match is not an ETag of this resource. Read the resource again.',
    );
  return Number(given);
}
