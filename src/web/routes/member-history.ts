import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { RecordList, Trends } from '../../contracts/history.ts';
import { SetPage } from '../../contracts/http.ts';
import { ExportQuery, IdParams, MemberSetQuery, RecordQuery, TrendQuery } from '../../contracts/member-http.ts';
import type { MemberHistoryPort, MembersPort } from '../member-ports.ts';
import { answers, raw } from '../openapi.ts';
import { pageOf } from '../paging.ts';

interface MemberHistoryOptions {
  members: MembersPort;
  memberHistory: MemberHistoryPort;
}

const tags = ['history'];

/** `/api/v1/members/:id/…`: what a member did, and takes along. */
export const memberHistoryRoutes: FastifyPluginAsyncTypebox<MemberHistoryOptions> = async (app, options) => {
  const { members, memberHistory } = options;
  /** @throws ProblemError 404, so that someone unknown isn't someone without sets */
  const known = async (id: string) => (await members.get(id)).id;

  app.get(
    '/members/:id/sets',
    {
      schema: {
        tags,
        summary: 'Sets of a member, newest first',
        params: IdParams,
        querystring: MemberSetQuery,
        response: answers({ 200: SetPage }, 400, 404, 503),
      },
    },
    async ({ params, query }) =>
      memberHistory.sets(await known(params.id), {
        ...pageOf(query),
        ...(query.exercise && { exercise: query.exercise }),
      }),
  );

  app.get(
    '/members/:id/records',
    {
      schema: {
        tags,
        summary: 'Personal records',
        params: IdParams,
        querystring: RecordQuery,
        response: answers({ 200: RecordList }, 400, 404, 503),
      },
    },
    async ({ params, query }) => ({ records: await memberHistory.records(await known(params.id), query.exercise) }),
  );

  app.get(
    '/members/:id/trends',
    {
      schema: {
        tags,
        summary: 'Days, velocity at a load and estimated maximum of one exercise',
        params: IdParams,
        querystring: TrendQuery,
        response: answers({ 200: Trends }, 400, 404, 503),
      },
    },
    async ({ params, query }) => memberHistory.trends(await known(params.id), query.exercise),
  );

  app.get(
    '/members/:id/export',
    {
      schema: {
        tags,
        summary: 'Everything of a member as a file',
        description:
          'A row per rep (`csv`), as Strong (`strong`, `strong-6`) or Hevy export, FIT activities, or all that is kept (`json`).',
        params: IdParams,
        querystring: ExportQuery,
        response: answers({ 200: raw('application/octet-stream', 'The file') }, 400, 404, 422, 503),
      },
    },
    async ({ params, query }, reply) => {
      const file = await memberHistory.export(await known(params.id), query);
      return reply
        .header('content-type', file.contentType)
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.body);
    },
  );
};
