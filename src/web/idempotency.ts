import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { problemDocument } from '../contracts/problems.ts';
import type { Identity } from './identity.ts';
import type { IdempotencyPort } from './member-ports.ts';
import { ProblemError } from './problems.ts';
import { redact } from './redact.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The route takes an `Idempotency-Key`. replay: the same key gets the same answer again; once: the answer says that it was
     * done, because the answer holds a secret that is kept nowhere.
     */
    idempotent?: 'replay' | 'once';
  }
  interface FastifyRequest {
    /** Key that this request has reserved. */
    idempotencyKey: { scope: string; key: string } | null;
  }
}

const KEY = /^[\w.:-]{8,128}$/;
const DONE_ALREADY = problemDocument({ kind: 'done-already', params: {} });

/** Does what is sent twice with the same `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header). Keys are kept for 24 h. */
export function registerIdempotency(app: FastifyInstance, port: IdempotencyPort): void {
  app.decorateRequest('idempotencyKey', null);

  app.addHook('preHandler', async (request, reply) => {
    const header = request.headers['idempotency-key'];
    if (!request.routeOptions.config.idempotent || header === undefined) return;
    const key = String(header);
    if (!KEY.test(key)) throw new ProblemError('bad-idempotency-key', {});
    const scope = scopeOf(request.identity);
    const state = await port.begin(scope, key, hashOf(request));
    if (state.kind === 'other-request') throw new ProblemError('idempotency-key-reused', { key });
    if (state.kind === 'in-progress') throw new ProblemError('in-progress', { key }, { retryAfterS: 1 });
    if (state.kind === 'new') {
      request.idempotencyKey = { scope, key };
      return;
    }
    return answerAgain(reply, state.status, state.body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const reserved = request.idempotencyKey;
    if (!reserved) return;
    const { scope, key } = reserved;
    const isDone = reply.statusCode < 300;
    const isOnce = request.routeOptions.config.idempotent === 'once';
    const kept = isOnce ? JSON.stringify(DONE_ALREADY) : String(payload ?? '');
    try {
      if (isDone) await port.finish(scope, key, isOnce ? DONE_ALREADY.status : reply.statusCode, kept);
      else await port.release(scope, key);
    } catch (error) {
      // What was asked for is done; only a second request with this key would be done again.
      request.log.warn({ err: error }, 'an idempotency key could not be kept');
    }
  });
}

/** Keys of different people never meet. */
const scopeOf = ({ memberId, credentialId, via }: Identity) => memberId ?? credentialId ?? via;

/**
 * Identifies a request. Fields that its schema marks as secret are excluded: the hash is stored in the database, and a PIN has so few values
 * that an attacker could try them all.
 */
function hashOf({ method, url, body, routeOptions }: FastifyRequest): string {
  const redacted = redact(body, (routeOptions.schema?.body ?? {}) as TSchema);
  return createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(redacted)}`)
    .digest('hex');
}

function answerAgain(reply: FastifyReply, status: number, body: string): FastifyReply {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return reply
    .code(status)
    .header('content-type', `${type}; charset=utf-8`)
    .header('idempotency-replayed', 'true')
    .serializer((text: unknown) => text as string)
    .send(body);
}
