import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SetEvent } from '../../contracts/events.ts';
import { SetDetail, SetPage, SetParams, SetQuery } from '../../contracts/http.ts';
import { answers, raw } from '../openapi.ts';
import type { HistoryPort } from '../ports.ts';
import { noSuchSet, ProblemError } from '../problems.ts';

const DEFAULT_LIMIT = 50;
const gunzipAsync = promisify(gunzip);

/** `/api/v1/sets`: the sets that were kept, newest first. */
export const setRoutes: FastifyPluginAsyncTypebox<{ history: HistoryPort }> = async (app, { history }) => {
  app.get(
    '/sets',
    {
      schema: {
        tags: ['sets'],
        summary: 'Sets, newest first',
        querystring: SetQuery,
        response: answers({ 200: SetPage }, 400, 503),
      },
    },
    async (request) => {
      const { bay, before, limit } = request.query;
      return history.listSets({
        limit: Number(limit ?? DEFAULT_LIMIT),
        ...(bay !== undefined && { bay }),
        ...(before !== undefined && { before }),
      });
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
    async (request) => {
      const detail = await history.getSet(request.params.id);
      if (!detail) throw noSuchSet(request.params.id);
      return detail;
    },
  );

  app.get(
    '/sets/:id/recording',
    {
      schema: {
        tags: ['recordings'],
        summary: 'The raw samples of a set',
        description: 'CSV; sent as it is stored, gzipped, to whoever accepts that.',
        params: SetParams,
        response: answers({ 200: raw('text/csv', 'A recording') }, 400, 404, 503),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const detail = await history.getSet(id);
      if (!detail) throw noSuchSet(id);
      const gzipped = await history.recording(id);
      if (!gzipped) throw new ProblemError(404, 'no-recording', `No raw samples are stored for the set "${id}".`);
      reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${recordingName(detail.set)}"`)
        .header('cache-control', 'private, no-cache')
        .header('vary', 'accept-encoding');
      if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(await gunzipAsync(gzipped));
      return reply.header('content-encoding', 'gzip').send(gzipped);
    },
  );
};

/** `lockout-bay-1-2026-11-22T17-05-01Z.csv`: sorts by time and is a legal file name everywhere. */
function recordingName(set: SetEvent): string {
  return `lockout-${set.bay}-${set.startedAt.replace(/\.\d+/, '').replaceAll(':', '-')}.csv`;
}

/** RFC 9110, section 12.5.3; a client that says nothing gets plain text. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const quality = new Map<string, number>();
  for (const part of (acceptEncoding ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    quality.set(name, q === undefined ? 1 : Number(q.slice(2)));
  }
  return (quality.get('gzip') ?? quality.get('*') ?? 0) > 0;
}
