import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Case, CasePage, CaseParams, CaseQuery, NewCase, SetCase } from '../../contracts/cases.ts';
import { type SetDetail, SetParams } from '../../contracts/http.ts';
import { actorOf } from '../identity.ts';
import type { CasesPort } from '../member-ports.ts';
import { answers, noContent, raw } from '../openapi.ts';
import { pageOf } from '../paging.ts';
import { sendCsv } from '../send-csv.ts';

interface CaseOptions {
  cases: CasesPort;
}

const tags = ['cases'];
/** Of 300 movements. */
const MAX_BODY_BYTES = 64 * 1024;

/** Sets whose count was wrong: what was right, kept with the recording, so that a new version can be tried on them. */
export const caseRoutes: FastifyPluginAsyncTypebox<CaseOptions> = async (app, { cases }) => {
  app.get(
    '/sets/:id/case',
    {
      schema: {
        tags,
        summary: 'The case that a set is, or why it can be none',
        params: SetParams,
        response: answers({ 200: SetCase }, 400, 404, 503),
      },
    },
    async ({ ownSet }) => cases.ofSet(ownSet as SetDetail), // the guard has looked
  );

  app.put(
    '/sets/:id/case',
    {
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        tags,
        summary: 'Say what was right of a set, and keep it with its recording as a case',
        description:
          'With the consent of its member to keep recordings. The count of the set stays as it is: `POST /api/v1/sets/:id/corrections` changes it. The case stays when the set is deleted because of its age, and goes with its member, with their consent, and by `DELETE`.',
        params: SetParams,
        body: NewCase,
        response: answers({ 200: Case }, 400, 403, 404, 409, 413, 415, 422, 503),
      },
    },
    async ({ ownSet, body, identity }) => cases.submit(ownSet as SetDetail, body, actorOf(identity)),
  );

  app.delete(
    '/sets/:id/case',
    {
      schema: {
        tags,
        summary: 'Remove the case that a set is, with its recording',
        params: SetParams,
        response: answers({ 204: noContent('It is removed.') }, 400, 403, 404, 503),
      },
    },
    async ({ params, identity }, reply) => {
      await cases.removeOfSet(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/cases',
    {
      schema: {
        tags,
        summary: 'The cases of this gym, newest first',
        querystring: CaseQuery,
        response: answers({ 200: CasePage }, 400, 404, 503),
      },
    },
    async ({ query }) => cases.page(pageOf(query)),
  );

  app.get(
    '/cases/:id/recording',
    {
      schema: {
        tags,
        summary: 'The recording of a case, without names and dates',
        description: 'CSV; sent as it is stored, gzipped, to clients that accept that.',
        params: CaseParams,
        response: answers({ 200: raw('text/csv', 'A recording') }, 400, 404, 503),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return sendCsv(request, reply, `lockout-case-${id.slice(0, 8)}.csv`, await cases.recording(id));
    },
  );

  app.delete(
    '/cases/:id',
    {
      schema: {
        tags,
        summary: 'Remove a case with its recording',
        params: CaseParams,
        response: answers({ 204: noContent('It is removed.') }, 400, 403, 404, 503),
      },
    },
    async ({ params, identity }, reply) => {
      await cases.remove(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );
};
