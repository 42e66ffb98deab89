import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { closest } from 'fastest-levenshtein';
import type { FastifyInstance } from 'fastify';
import { ControllerParams, GymParams, type Invitation, NewGym } from '../../contracts/hub-pages.ts';
import { inputFaultOf } from '../../contracts/input-faults.ts';
import { ProblemError } from '../../web/problems.ts';
import { visitorOf } from '../page-access.ts';
import type { PageParts } from '../page-parts.ts';
import { CODE_VALID_MS } from '../pairing.ts';

/** Controllers: known, invited, accepted, revoked. */
export async function fleetRoutes(
  instance: FastifyInstance,
  { queries, pairing, accounts, url }: PageParts,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const admin = { least: 'admin' } as const;

  app.get('/fleet', { config: admin }, async () => queries.fleet());

  app.post('/gyms', { config: admin, schema: { body: NewGym } }, async (request, reply) => {
    const { gym, name, zone } = request.body;
    if (!isZone(zone)) {
      const known = closest(zone, Intl.supportedValuesOf('timeZone'));
      const fault = inputFaultOf({ kind: 'not-one-of', params: { name: 'zone', known } });
      throw new ProblemError('invalid-input', { where: 'body', howMany: 1 }, { inputFaults: [fault] });
    }
    await pairing.addGym({ id: gym, name, zone });
    await accounts.note(visitorOf(request).login, 'gym-added', gym);
    return reply.code(201).send({ gym });
  });

  app.post('/gyms/:gym/invitations', { config: admin, schema: { params: GymParams } }, async (request, reply) => {
    const { gym } = request.params;
    await queries.gymName(gym, null);
    const code = await pairing.invite(gym, false);
    const invitation: Invitation = { code, url: url(), validForMs: CODE_VALID_MS };
    await accounts.note(visitorOf(request).login, 'controller-invited', gym);
    return reply.code(201).send(invitation);
  });

  app.post(
    '/controllers/:id/acceptance',
    { config: admin, schema: { params: ControllerParams } },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await pairing.accepts(id))) throw new ProblemError('controller-not-waiting', { id });
      await accounts.note(visitorOf(request).login, 'controller-accepted', id);
      return reply.code(204).send();
    },
  );

  app.delete('/controllers/:id', { config: admin, schema: { params: ControllerParams } }, async (request, reply) => {
    const { id } = request.params;
    if (!(await pairing.revokes(id))) throw new ProblemError('no-such-controller', { id });
    await accounts.note(visitorOf(request).login, 'controller-revoked', id);
    return reply.code(204).send();
  });
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
