import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { BayParams, SelectExercise, SetLoad } from '../../contracts/http.ts';
import { BaySnapshot } from '../../contracts/live.ts';
import { anonymiseSnapshot } from '../anonymise.ts';
import { type Identity, seesBay, seesPersons } from '../identity.ts';
import { answers, noContent } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';

/** What of the station lies open to who asks: their bays, and no persons for a device that only reads. */
export function visibleBays(station: StationPort, identity: Identity): BaySnapshot[] {
  const open = station.bays().filter(({ state, session }) => seesBay(identity, state.bay, session.memberId));
  return seesPersons(identity) ? open : open.map(anonymiseSnapshot);
}

/** `/api/v1/bays`: the state of each bay, and its commands. */
export const bayRoutes: FastifyPluginAsyncTypebox<{ station: StationPort }> = async (app, { station }) => {
  app.get(
    '/bays',
    {
      schema: {
        tags: ['bays'],
        summary: 'Every bay that lies open to who asks, as it is now',
        response: answers({ 200: Type.Array(BaySnapshot) }),
      },
    },
    async ({ identity }) => visibleBays(station, identity),
  );

  app.get(
    '/bays/:bay',
    {
      schema: {
        tags: ['bays'],
        summary: 'One bay as it is now',
        params: BayParams,
        response: answers({ 200: BaySnapshot }, 400, 404),
      },
    },
    async (request) => {
      const snapshot = station.bay(request.params.bay);
      if (!snapshot) throw noSuchBay(request.params.bay);
      return seesPersons(request.identity) ? snapshot : anonymiseSnapshot(snapshot);
    },
  );

  for (const [method, isWaiting] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const)
    app.route({
      method,
      url: '/bays/:bay/lifter-pause',
      schema: {
        tags: ['bays'],
        summary: isWaiting ? 'Let the simulated lifter wait for 30 s' : 'Let the simulated lifter go on',
        description: 'For the set-up of a bay. The set in progress is ended first. A real bay ignores it.',
        params: BayParams,
        response: answers({ 204: noContent('It waits, or goes on.') }, 400, 403, 404),
      },
      async handler(request, reply) {
        const { bay } = request.params as { bay: string };
        if (!station.bay(bay)) throw noSuchBay(bay);
        station.letLifterWait(bay, isWaiting);
        return reply.code(204).send(null);
      },
    });

  app.post(
    '/bays/:bay/end-set',
    {
      schema: {
        tags: ['bays'],
        summary: 'Settle the set in progress now',
        params: BayParams,
        response: answers({ 204: noContent('The set was settled and kept.') }, 400, 403, 404, 409),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      if (!(await station.endSet(bay))) throw new ProblemError('no-set', { bay });
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/bays/:bay/exercise',
    {
      schema: {
        tags: ['bays'],
        summary: 'Change the exercise',
        description: 'A set in progress is settled first.',
        params: BayParams,
        body: SelectExercise,
        response: answers({ 204: noContent('The exercise was changed.') }, 400, 403, 404, 415),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      await station.selectExercise(bay, request.body.exercise);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/bays/:bay/load',
    {
      schema: {
        tags: ['bays'],
        summary: 'Say what is on the bar',
        description: 'For the set in progress and the next ones. An alert reports a contradiction with the scale.',
        params: BayParams,
        body: SetLoad,
        response: answers({ 204: noContent('The load is noted.') }, 400, 403, 404, 415),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      await station.setLoad(bay, request.body.enteredLoadKg);
      return reply.code(204).send(null);
    },
  );
};
