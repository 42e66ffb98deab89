import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Diagnosis, DiagnosisQuery } from '../../contracts/diagnosis.ts';
import { BayParams } from '../../contracts/http.ts';
import { answers } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';

const DEFAULT_SECONDS = 10;
const MIN_SECONDS = 2;
const MAX_SECONDS = 60;

/** `/api/v1/bays/:bay/diagnosis`: listens to the bay for a while and says what is wrong with it. */
export const diagnosisRoutes: FastifyPluginAsyncTypebox<{ station: StationPort }> = async (app, { station }) => {
  app.get(
    '/bays/:bay/diagnosis',
    {
      schema: {
        tags: ['bays'],
        summary: 'What the doctor finds on this bay',
        description: 'The answer comes after `seconds` of listening. The bay keeps counting.',
        params: BayParams,
        querystring: DiagnosisQuery,
        response: answers({ 200: Diagnosis }, 400, 404),
      },
    },
    async (request) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      const seconds = Number(request.query.seconds ?? DEFAULT_SECONDS);
      if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
        throw new ProblemError('out-of-range', {
          name: 'seconds',
          given: seconds,
          least: MIN_SECONDS,
          most: MAX_SECONDS,
        });
      return station.diagnose(bay, seconds);
    },
  );
};
