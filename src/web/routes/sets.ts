import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SetEvent } from '../../contracts/events.ts';
import { SetDetail, SetPage, SetParams, SetQuery } from '../../contracts/http.ts';
import { seesSet } from '../access.ts';
import { anonymiseSet, anonymiseSets } from '../anonymise.ts';
import { seesPersons } from '../identity.ts';
import type { MemberHistoryPort } from '../member-ports.ts';
import { answers, raw } from '../openapi.ts';
import type { HistoryPort, StationPort } from '../ports.ts';
import { ProblemError } from '../problems.ts';
import { sendCsv } from '../send-csv.ts';

interface SetOptions {
  history: HistoryPort;
  memberHistory: MemberHistoryPort;
  station: StationPort;
}

const DEFAULT_LIMIT = 50;

/** `/api/v1/sets`: the sets that were kept, newest first. */
export const setRoutes: FastifyPluginAsyncTypebox<SetOptions> = async (app, { history, memberHistory, station }) => {
  app.get(
    '/sets',
    {
      schema: {
        tags: ['sets'],
        summary: 'Sets, newest first',
        description:
          'Those that who asks may see: a page may hold fewer than `limit`, or none; the end is where `next` is null.',
        querystring: SetQuery,
        response: answers({ 200: SetPage }, 400, 503),
      },
    },
    async ({ identity, query: { bay, before, limit } }) => {
      const page = { limit: Number(limit ?? DEFAULT_LIMIT), ...(before !== undefined && { before }) };
      if (identity.role === 'member' && identity.memberId !== null) {
        const own = await memberHistory.sets(identity.memberId, page);
        return { ...own, sets: own.sets.filter((set) => bay === undefined || set.bay === bay) };
      }
      // Sets that the user may not see are omitted from the page; `next` continues after them.
      const { sets, next } = await history.listSets({ ...page, ...(bay !== undefined && { bay }) });
      const seen = sets.filter((set) => seesSet(identity, set, station));
      return { sets: seesPersons(identity) ? seen : anonymiseSets(seen), next };
    },
  );

  app.get(
    '/sets/:id',
    {
      schema: {
        tags: ['sets'],
        summary: 'One set with its reps',
        params: SetParams,
        response: answers({ 200: SetDetail }, 400, 404, 503),
      },
    },
    async ({ ownSet, identity }) => {
      const detail = ownSet as SetDetail; // the guard has looked
      return seesPersons(identity) ? detail : anonymiseSet(detail);
    },
  );

  app.get(
    '/sets/:id/recording',
    {
      schema: {
        tags: ['recordings'],
        summary: 'The raw samples of a set',
        description: 'CSV; sent gzipped, as stored, if the client accepts that.',
        params: SetParams,
        response: answers({ 200: raw('text/csv', 'A recording') }, 400, 404, 503),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const detail = request.ownSet as SetDetail;
      const gzipped = await history.recording(id);
      if (!gzipped) throw new ProblemError('no-recording', { id });
      return sendCsv(request, reply, recordingName(detail.set), gzipped);
    },
  );
};

/** `lockout-bay-1-2026-11-22T17-05-01Z.csv`: sorts by time and is a legal file name everywhere. */
function recordingName(set: SetEvent): string {
  return `lockout-${set.bay}-${set.startedAt.replace(/\.\d+/, '').replaceAll(':', '-')}.csv`;
}
