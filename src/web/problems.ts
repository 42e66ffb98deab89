import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  PROBLEMS,
  type ProblemCode,
  type ProblemFaults,
  type ProblemKind,
  type ProblemParams,
  problemDocument,
  problemText,
} from '../contracts/problems.ts';
import { inputFaults } from './input-faults.ts';

interface ProblemMore extends ProblemFaults {
  /** Sent as `Retry-After`. */
  retryAfterS?: number;
}

/** An error whose answer is one of the table of problems. */
export class ProblemError<Kind extends ProblemKind = ProblemKind> extends Error {
  readonly code: ProblemCode;
  readonly statusCode: number;
  readonly given: ProblemFaults;
  readonly retryAfterS: number | undefined;

  constructor(kind: Kind, params: ProblemParams<Kind>, { retryAfterS, ...faults }: ProblemMore = {}) {
    const code = { kind, params } as unknown as ProblemCode;
    super(problemText(code));
    this.name = 'ProblemError';
    this.code = code;
    this.statusCode = PROBLEMS[kind].status;
    this.given = faults;
    this.retryAfterS = retryAfterS;
  }
}

export const problemOf = ({ kind, params }: ProblemCode) => new ProblemError(kind, params as never);
export const noSuchBay = (bay: string) => new ProblemError('no-such-bay', { bay });
export const noSuchSet = (id: string) => new ProblemError('no-such-set', { id });

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function sendProblem(reply: FastifyReply, code: ProblemCode, faults?: ProblemFaults) {
  const problem = problemDocument(code, faults);
  // Serialised here: the route's own response schema must not stand between a client and the reason.
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Registers the error and not-found answers of the whole server; `fallback` may answer a page that doesn't exist. */
export function registerProblems(
  app: FastifyInstance,
  fallback: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null,
): void {
  app.setErrorHandler((error: FastifyError | ProblemError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      const params = { path, method: request.method, allowed: allowed.join(', ') };
      return sendProblem(reply, { kind: 'method-not-allowed', params });
    }
    const page = fallback(request, reply);
    if (page) return page;
    return sendProblem(reply, { kind: 'not-found', params: { path } });
  });
}

/** Addresses that the router itself refuses, before any route: Fastify's own answer is no problem document. */
export function answerBadAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, { kind: error.statusCode === 414 ? 'address-too-long' : 'bad-address', params: {} });
}

/** Bytes that are no HTTP request never become one: the answer is written to the socket as it is. */
export function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const problem = problemDocument(brokenRequest(error.code));
    const body = JSON.stringify(problem);
    const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, `Content-Type: ${PROBLEM_TYPE}`];
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    socket.write([...head, 'Connection: close', length, '', body].join('\r\n'));
  }
  socket.destroy();
}

function brokenRequest(code: string | undefined): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW')
    return { kind: 'request-header-fields-too-large', params: { mostKb: maxHeaderSize / 1024 } };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { kind: 'request-timeout', params: {} };
  return { kind: 'not-http-request', params: {} };
}

function answerError(error: FastifyError | ProblemError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="lockout"');
  if (error instanceof ProblemError) {
    if (error.retryAfterS !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterS));
    return sendProblem(reply, error.code, error.given);
  }
  if (error.validation) {
    const where = error.validationContext ?? 'request';
    const faults = inputFaults(error.validation, where);
    return sendProblem(
      reply,
      { kind: 'invalid-input', params: { where, howMany: faults.length } },
      { inputFaults: faults },
    );
  }
  const refused = refusedByFastify(error, request);
  if (refused) return sendProblem(reply, refused);
  // Whatever else it is, it is a fault of ours: its stack is for the log, and the client learns where to look.
  request.log.error({ err: error, method: request.method, url: request.url }, 'request failed');
  return sendProblem(reply, { kind: 'internal', params: { request: request.id } });
}

/** What Fastify itself says of a request that can't be read; null: the error has another cause. */
function refusedByFastify(error: FastifyError, { headers }: FastifyRequest): ProblemCode | null {
  const { statusCode = 500 } = error;
  if (statusCode >= 500) return null;
  if (statusCode === 413) return { kind: 'payload-too-large', params: {} };
  if (statusCode === 415) return { kind: 'unsupported-media-type', params: { given: headers['content-type'] ?? '' } };
  return { kind: 'bad-request', params: { reason: error.message } };
}
