import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { isBug } from '../../common/message-of.ts';
import { BayParams, ReplayQuery, ReplayStarted } from '../../contracts/http.ts';
import { answers, noContent } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';

/** 130 samples a second take about 4 kB: more than four hours. */
const MAX_RECORDING_BYTES = 64 * 1024 * 1024;
const MIN_SPEED = 0.1;
const MAX_SPEED = 1000;

/** `/api/v1/bays/:bay/replay`: plays a recording through the bay as if it were live. */
export const replayRoutes: FastifyPluginAsyncTypebox<{ station: StationPort }> = async (app, { station }) => {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: MAX_RECORDING_BYTES }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    '/bays/:bay/replay',
    {
      bodyLimit: MAX_RECORDING_BYTES,
      schema: {
        tags: ['replay'],
        summary: 'Play a recording through this bay',
        description: 'The body is a recording (CSV). What the bay itself measures is set aside until the replay ends.',
        consumes: ['text/csv'],
        params: BayParams,
        querystring: ReplayQuery,
        body: Type.String({ minLength: 1, description: 'the recording' }),
        response: answers({ 202: ReplayStarted }, 400, 403, 404, 409, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      const speed = Number(request.query.speed ?? 1);
      if (speed < MIN_SPEED || speed > MAX_SPEED)
        throw new ProblemError('out-of-range', { name: 'speed', given: speed, least: MIN_SPEED, most: MAX_SPEED });
      const started = await station.startReplay(bay, request.body, speed).catch(asBadRecording);
      return reply.code(202).send(started);
    },
  );

  app.delete(
    '/bays/:bay/replay',
    {
      schema: {
        tags: ['replay'],
        summary: 'Stop the replay',
        params: BayParams,
        response: answers({ 204: noContent('The replay was stopped.') }, 400, 403, 404, 409),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      if (!(await station.stopReplay(bay))) throw new ProblemError('no-replay', { bay });
      return reply.code(204).send(null);
    },
  );
};

/** A plain `Error` of the station explains the recording to a person; any other kind is a fault of ours. */
function asBadRecording(error: unknown): never {
  if (error instanceof ProblemError) throw error;
  if (error instanceof Error && !isBug(error)) throw new ProblemError('bad-recording', { reason: error.message });
  throw error;
}
