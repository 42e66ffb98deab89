import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { GymParams, IdParams, NewCommand } from '../../contracts/hub-pages.ts';
import { ProblemError } from '../../web/problems.ts';
import { sendCsv } from '../../web/send-csv.ts';
import { checkGym, visitorOf } from '../page-access.ts';
import type { PageParts } from '../page-parts.ts';

/** What controllers are to do, and what came of it. */
export async function commandRoutes(
  instance: FastifyInstance,
  { commands, accounts, clock }: PageParts,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const trainer = { least: 'trainer' } as const;

  app.post('/commands', { config: trainer, schema: { body: NewCommand } }, async (request, reply) => {
    const { gym, wanted } = request.body;
    const visitor = visitorOf(request);
    checkGym(visitor, gym);
    // As at a station: who restarts a board ends what is lifted there.
    if (wanted.kind === 'restart-board' && visitor.role !== 'admin')
      throw new ProblemError('role-too-low', { needed: 'admin', scope: '', role: visitor.role, by: 'session' });
    const command = await commands.make(gym, visitor.login, wanted);
    if (wanted.kind === 'recording') await accounts.note(visitor.login, 'curves-asked', wanted.setId);
    else await accounts.note(visitor.login, 'command-sent', gym);
    return reply.code(201).send(command);
  });

  app.get('/gyms/:gym/commands', { config: trainer, schema: { params: GymParams } }, async (request) => {
    checkGym(visitorOf(request), request.params.gym);
    return { commands: await commands.list({ gym: request.params.gym }) };
  });

  // Where a station has it too.
  app.get('/sets/:id/recording', { config: trainer, schema: { params: IdParams } }, async (request, reply) => {
    const { id } = request.params;
    const kept = await commands.recordings.read(id, visitorOf(request).gyms, clock.wallMs());
    if (kept === null) throw new ProblemError('no-such-recording', { id });
    return sendCsv(request, reply, `lockout-set-${id}.csv`, kept.gzipped);
  });
}
