import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  NewToken,
  NewWebhook,
  TokenList,
  TokenMade,
  WebhookList,
  WebhookMade,
  WebhookPatch,
} from '../../contracts/access.ts';
import { IdParams } from '../../contracts/member-http.ts';
import type { AccessPort } from '../access-port.ts';
import { actorOf } from '../identity.ts';
import type { WebhooksPort } from '../member-ports.ts';
import { answers, noContent } from '../openapi.ts';
import { ProblemError } from '../problems.ts';

interface DeviceOptions {
  access: AccessPort;
  webhooks: WebhooksPort;
}

const tags = ['administration'];

/** `/api/v1/tokens` and `/api/v1/webhooks`: other programs and devices. */
export const deviceRoutes: FastifyPluginAsyncTypebox<DeviceOptions> = async (app, { access, webhooks }) => {
  app.get(
    '/tokens',
    { schema: { tags, summary: 'Device tokens, newest first', response: answers({ 200: TokenList }, 503) } },
    async () => ({ tokens: await access.tokens() }),
  );
  app.post(
    '/tokens',
    {
      config: { idempotent: 'once' },
      schema: {
        tags,
        summary: 'Make a device token',
        description: 'Its secret is in this answer and nowhere else. Takes an `Idempotency-Key`.',
        body: NewToken,
        response: answers({ 201: TokenMade }, 400, 403, 404, 409, 415, 422, 503),
      },
    },
    async ({ identity, body }, reply) => reply.code(201).send(await access.createToken(body, actorOf(identity))),
  );
  app.delete(
    '/tokens/:id',
    {
      schema: {
        tags,
        summary: 'Revoke a device token',
        description: 'Screens paired with it lose access at once, and their streams end.',
        params: IdParams,
        response: answers({ 204: noContent('Revoked.') }, 400, 403, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      if (!(await access.revokeToken(params.id, actorOf(identity))))
        throw new ProblemError('no-such-token', { id: params.id });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/webhooks',
    { schema: { tags, summary: 'Webhooks', response: answers({ 200: WebhookList }, 503) } },
    async () => ({ webhooks: await webhooks.list() }),
  );
  app.post(
    '/webhooks',
    {
      config: { idempotent: 'once' },
      schema: {
        tags,
        summary: 'Add a webhook',
        description:
          'It gets each ended set, signed; its secret is in this answer and nowhere else. Takes an `Idempotency-Key`.',
        body: NewWebhook,
        response: answers({ 201: WebhookMade }, 400, 403, 409, 415, 422, 503),
      },
    },
    async ({ identity, body }, reply) =>
      reply.code(201).send(await webhooks.create(body.url, body.alerts ?? false, actorOf(identity))),
  );
  app.patch(
    '/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Pause a webhook or let it go on, with or without alerts',
        params: IdParams,
        body: WebhookPatch,
        response: answers({ 204: noContent('Done.') }, 400, 403, 404, 415, 503),
      },
    },
    async ({ identity, params, body }, reply) => {
      await webhooks.change(params.id, body, actorOf(identity));
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Remove a webhook, with what waits for it',
        params: IdParams,
        response: answers({ 204: noContent('Removed.') }, 400, 403, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      await webhooks.remove(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );
};
