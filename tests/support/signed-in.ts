/** Servers that take whoever sends no credential for somebody, so that tests which are not about rights need not sign in. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** The secret of a token for who asks for this address; null: nobody. */
type Bearer = (url: string) => string | null | Promise<string | null>;
const bearers = new AsyncLocalStorage<Bearer>();

subscribe('fastify.initialization', (message) => {
  const bearer = bearers.getStore();
  if (!bearer) return;
  (message as { fastify: FastifyInstance }).fastify.addHook('onRequest', async ({ headers, url }) => {
    const hasOwn = headers.authorization !== undefined || /lockout_(session|screen)=/.test(headers.cookie ?? '');
    const secret = hasOwn ? null : await bearer(url);
    if (secret !== null) headers.authorization = `Bearer ${secret}`;
  });
});

/** Runs `build`; to every server that it makes, a request without credentials comes with this token. */
export const signedIn = <T>(bearer: Bearer, build: () => Promise<T>): Promise<T> => bearers.run(bearer, build);
