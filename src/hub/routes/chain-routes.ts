import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { ConflictParams, Decision, GymParams, IdParams, MembersQuery } from '../../contracts/hub-pages.ts';
import { ProblemError } from '../../web/problems.ts';
import { checkGym, visitorOf } from '../page-access.ts';
import type { PageParts } from '../page-parts.ts';
import { NotThere } from '../people.ts';
import { LoginTaken } from '../people-edits.ts';

const MEMBERS_A_PAGE = 50;

/** Gyms at a glance, their sets, and members in all of them. */
export async function chainRoutes(
  instance: FastifyInstance,
  { queries, people, accounts, rooms }: PageParts,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const trainer = { least: 'trainer' } as const;
  const admin = { least: 'admin' } as const;

  app.get('/chain', { config: trainer }, async (request) => queries.chain(visitorOf(request).gyms));

  app.get('/gyms/:gym/sets', { config: trainer, schema: { params: GymParams } }, async (request) => {
    checkGym(visitorOf(request), request.params.gym);
    const name = await queries.gymName(request.params.gym, visitorOf(request).gyms);
    return { name, live: rooms.live, sets: await queries.sets(request.params.gym) };
  });

  app.get('/sets/:id', { config: trainer, schema: { params: IdParams } }, async (request) =>
    queries.set(request.params.id, visitorOf(request).gyms),
  );

  app.get('/members', { config: trainer, schema: { querystring: MembersQuery } }, async (request) => {
    const { search = '', after = '', limit } = request.query;
    return queries.members(visitorOf(request).gyms, search.trim(), after, Number(limit ?? MEMBERS_A_PAGE));
  });

  app.delete('/members/:id', { config: admin, schema: { params: IdParams } }, async (request, reply) => {
    const { id } = request.params;
    await people.remove(id).catch((error: Error) => {
      throw error instanceof NotThere ? new ProblemError('no-such-member', { id }) : error;
    });
    await accounts.note(visitorOf(request).login, 'member-deleted', id);
    return reply.code(204).send();
  });

  app.get('/people', { config: admin }, async () => queries.toDo());

  app.post(
    '/conflicts/:id',
    { config: admin, schema: { params: ConflictParams, body: Decision } },
    async (request, reply) => {
      const { takes } = request.body;
      await people.settle(Number(request.params.id), takes).catch((error: Error) => {
        if (error instanceof LoginTaken) throw new ProblemError('not-settled', { login: error.login });
        throw error instanceof NotThere ? new ProblemError('no-such-conflict', {}) : error;
      });
      await accounts.note(visitorOf(request).login, takes ? 'conflict-taken' : 'conflict-dropped', request.params.id);
      return reply.code(204).send();
    },
  );
}
