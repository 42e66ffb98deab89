import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { ChangeSecret, LogIn } from '../../contracts/access.ts';
import { AccountPatch, ChangesQuery, HubSetUp, IdParams, NewAccount } from '../../contracts/hub-pages.ts';
import { CHANGES_A_PAGE } from '../accounts.ts';
import { grant, revoke, visitorOf, whoIs } from '../page-access.ts';
import type { PageParts } from '../page-parts.ts';

/** Log-ins at the hub, and the accounts that they are of. */
export async function accountRoutes(instance: FastifyInstance, { accounts }: PageParts): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const visitor = { least: 'visitor' } as const;
  const admin = { least: 'admin' } as const;

  app.get('/auth', { config: visitor }, async (request) => whoIs(request.visitor, await accounts.isSetUpNeeded()));

  app.post('/auth/set-up', { config: visitor, schema: { body: HubSetUp } }, async (request, reply) => {
    const cookie = await accounts.setUp(request.body, request.ip);
    grant(request, reply, cookie);
    return whoIs(await accounts.fromCookie(cookie), false);
  });

  app.post('/auth/login', { config: visitor, schema: { body: LogIn } }, async (request, reply) => {
    const cookie = await accounts.logIn(request.body, request.ip);
    // The browser's previous log-in must not outlive the new one.
    if (request.visitor) await accounts.logOut(request.visitor.session);
    grant(request, reply, cookie);
    return whoIs(await accounts.fromCookie(cookie), false);
  });

  app.post('/auth/logout', { config: visitor }, async (request, reply) => {
    if (request.visitor) await accounts.logOut(request.visitor.session);
    revoke(request, reply);
    return reply.code(204).send();
  });

  app.put('/auth/secret', { config: { least: 'trainer' }, schema: { body: ChangeSecret } }, async (request, reply) => {
    await accounts.changeSecret(visitorOf(request), request.body, request.ip);
    return reply.code(204).send();
  });

  app.get('/accounts', { config: admin }, async () => ({ accounts: await accounts.list() }));

  app.get('/changes', { config: admin, schema: { querystring: ChangesQuery } }, async (request) =>
    accounts.changes({ ...request.query, limit: Number(request.query.limit ?? CHANGES_A_PAGE) }),
  );

  app.post('/accounts', { config: admin, schema: { body: NewAccount } }, async (request, reply) =>
    reply.code(201).send({ id: await accounts.add(request.body, visitorOf(request)) }),
  );

  app.patch(
    '/accounts/:id',
    { config: admin, schema: { params: IdParams, body: AccountPatch } },
    async (request, reply) => {
      await accounts.change(request.params.id, request.body, visitorOf(request));
      return reply.code(204).send();
    },
  );

  app.delete('/accounts/:id', { config: admin, schema: { params: IdParams } }, async (request, reply) => {
    await accounts.remove(request.params.id, visitorOf(request));
    return reply.code(204).send();
  });
}
