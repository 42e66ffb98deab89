import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutUnions } from '../contracts/common.ts';
import type { Problem } from '../contracts/http.ts';

/** Extra fields of a problem document. */
interface ProblemMore {
  /** Each fault of the input. */
  errors?: string[] | undefined;
  /** Which of the reasons within the kind. */
  reason?: string | undefined;
}

/** An error that is sent to the client as it is. `detail` says what is wrong and what to do. */
export class ProblemError extends Error {
  readonly statusCode: number;
  readonly kind: string;
  readonly more: ProblemMore;
  /** Told as `Retry-After`. */
  readonly retryAfterS: number | undefined;

  constructor(
    statusCode: number,
    kind: string,
    detail: string,
    { retryAfterS, ...more }: ProblemMore & { retryAfterS?: number } = {},
  ) {
    super(detail);
    this.statusCode = statusCode;
    this.kind = kind;
    this.more = more;
    this.retryAfterS = retryAfterS;
  }
}

export const noSuchBay = (bay: string) =>
  new ProblemError(404, 'no-such-bay', `There is no bay "${bay}". GET /api/v1/bays lists them.`);
export const noSuchSet = (id: string) =>
  new ProblemError(404, 'no-such-set', `There is no set "${id}". GET /api/v1/sets lists them.`);

export const noSuch = (what: string, id: string) =>
  new ProblemError(404, `no-such-${what.replaceAll(' ', '-')}`, `There is no ${what} "${id}".`);

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

function problemOf(status: number, kind: string, detail: string, { errors, reason }: ProblemMore = {}): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    type: `urn:lockout:problem:${kind}`,
    title,
    status,
    detail,
    ...(reason && { reason }),
    ...(errors && { errors }),
  };
}

function sendProblem(reply: FastifyReply, status: number, kind: string, detail: string, more?: ProblemMore) {
  const problem = problemOf(status, kind, detail, more);
  // Serialised here: the route's own response schema must not stand between a client and the reason.
  return reply
    .code(status)
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
      return sendProblem(
        reply,
        405,
        'method-not-allowed',
        `${path} doesn't take ${request.method}. It takes ${allowed.join(', ')}.`,
      );
    }
    const page = fallback(request, reply);
    if (page) return page;
    return sendProblem(reply, 404, 'not-found', `There is nothing at ${path}. The API is described at /api/docs.`);
  });
}

/** Addresses that the router itself refuses, before any route: Fastify's own answer is no problem document. */
export function answerBadAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  const detail =
    status === 414
      ? 'A part of the address is too long. The API is described at /api/docs.'
      : 'The address is not a valid one: a % must be followed by two hexadecimal digits of UTF-8 text.';
  sendProblem(reply, status, 'bad-address', detail);
}

/** Bytes that are no HTTP request never become one: the answer is written to the socket as it is. */
export function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const [status, detail] = brokenRequest(error.code);
    const body = JSON.stringify(problemOf(status, problemKind(status), detail));
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `Content-Type: ${PROBLEM_TYPE}`, 'Connection: close'];
    socket.write([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
  }
  socket.destroy();
}

function brokenRequest(code: string | undefined): [status: number, detail: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The headers of the request are too large; 16 kB are taken.'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request did not arrive in time. Send it again.'];
  return [400, 'This is not an HTTP/1.1 request that the station can read.'];
}

function answerError(error: FastifyError | ProblemError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof ProblemError && error.retryAfterS !== undefined)
    reply.header('retry-after', Math.ceil(error.retryAfterS));
  if (error.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="lockout"');
  if (error instanceof ProblemError) return sendProblem(reply, error.statusCode, error.kind, error.message, error.more);
  if (error.validation) {
    const where = error.validationContext ?? 'request';
    const errors = withoutUnions(error.validation).map((fault) => `${where}${fault.instancePath}: ${faultText(fault)}`);
    return sendProblem(
      reply,
      400,
      'invalid-input',
      `The ${where} has ${errors.length === 1 ? 'a fault' : `${errors.length} faults`}: ${errors.join('; ')}.`,
      { errors },
    );
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    request.log.error({ err: error, method: request.method, url: request.url }, 'request failed');
    return sendProblem(
      reply,
      500,
      'internal',
      `Something went wrong in the station. Its log has the details under request ${request.id}.`,
    );
  }
  return sendProblem(reply, status, problemKind(status), problemDetail(status, error, request));
}

type Validation = NonNullable<FastifyError['validation']>[number];

function faultText({ keyword, message, params, ...more }: Validation): string {
  const { additionalProperty: key, allowedValues: allowed } = params;
  if (typeof key === 'string') return `${message}: "${key.slice(0, 100)}"`;
  if (Array.isArray(allowed)) return `must be one of ${allowed.join(', ')}`;
  const { description } = (more as { parentSchema?: { description?: string } }).parentSchema ?? {};
  if (keyword === 'pattern') return `must be of another form${description ? ` (${description})` : ''}`;
  return message ?? 'is not valid';
}

function problemKind(status: number): string {
  return (STATUS_CODES[status] ?? 'error').toLowerCase().replace(/[^a-z]+/g, '-');
}

function problemDetail(status: number, error: FastifyError, request: FastifyRequest): string {
  if (status === 413) return 'The body is too large for this route.';
  if (status === 415) {
    const type = request.headers['content-type'];
    return `The body has the content type "${type ?? ''}", which this route doesn't take. /api/docs says what it takes.`;
  }
  return error.message;
}
