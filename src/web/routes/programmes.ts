import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { IdParams, ProgrammeParams } from '../../contracts/member-http.ts';
import { NewProgramme, Programme, ProgrammeList } from '../../contracts/members.ts';
import { ifMatchRevision, tag } from '../etag.ts';
import { actorOf } from '../identity.ts';
import type { MembersPort } from '../member-ports.ts';
import { answers, noContent } from '../openapi.ts';
import { ProblemError } from '../problems.ts';

const tags = ['members'];

/** `/api/v1/members/:id/programmes`: what a member is to do, one programme per exercise. */
export const programmeRoutes: FastifyPluginAsyncTypebox<{ members: MembersPort }> = async (app, { members }) => {
  app.get(
    '/members/:id/programmes',
    {
      schema: {
        tags,
        summary: 'Programmes of a member',
        description: 'Only their own; every other exercise has its default.',
        params: IdParams,
        response: answers({ 200: ProgrammeList }, 400, 404, 503),
      },
    },
    async ({ params }) => ({ programmes: await members.programmes(params.id) }),
  );

  app.get(
    '/members/:id/programmes/:exercise',
    {
      schema: {
        tags,
        summary: 'The programme of one exercise',
        description: 'Their own, or the default of the exercise with revision 0.',
        params: ProgrammeParams,
        response: answers({ 200: Programme }, 400, 404, 503),
      },
    },
    async ({ params }, reply) => {
      const programme = await members.programme(params.id, params.exercise);
      tag(reply, programme.revision);
      return programme;
    },
  );

  app.put(
    '/members/:id/programmes/:exercise',
    {
      schema: {
        tags,
        summary: 'Write the programme of one exercise',
        description: 'With `If-Match`, also of the default. It holds from the next set on.',
        params: ProgrammeParams,
        body: NewProgramme,
        response: answers({ 200: Programme }, 400, 403, 404, 412, 415, 422, 428, 503),
      },
    },
    async (request, reply) => {
      const revision = ifMatchRevision(request);
      const { params, body, identity } = request;
      if (body.exercise !== params.exercise)
        throw new ProblemError('not-the-exercise', { exercise: params.exercise, given: body.exercise });
      if (body.repsMin > body.repsMax) throw new ProblemError('reps-crossed', body);
      if (body.load.kind === 'velocity' && body.load.minMps > body.load.maxMps)
        throw new ProblemError('velocity-crossed', {
          exercise: body.exercise,
          minMps: body.load.minMps,
          maxMps: body.load.maxMps,
        });
      const programme = await members.putProgramme(params.id, revision, body, actorOf(identity));
      tag(reply, programme.revision);
      return programme;
    },
  );

  app.delete(
    '/members/:id/programmes/:exercise',
    {
      schema: {
        tags,
        summary: 'Go back to the default of the exercise',
        params: ProgrammeParams,
        response: answers({ 204: noContent('The default holds.') }, 400, 404, 503),
      },
    },
    async ({ params, identity }, reply) => {
      await members.removeProgramme(params.id, params.exercise, actorOf(identity));
      return reply.code(204).send(null);
    },
  );
};
