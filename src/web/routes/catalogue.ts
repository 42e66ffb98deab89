import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Config } from '../../contracts/config.ts';
import { exercises } from '../../contracts/exercises.ts';
import { ExerciseDetail } from '../../contracts/http.ts';
import { answers } from '../openapi.ts';
import { redact } from '../redact.ts';

/** `/api/v1/exercises` and `/api/v1/config`: what the station knows before anyone lifts. */
export const catalogueRoutes: FastifyPluginAsyncTypebox<{ config: Config }> = async (app, { config }) => {
  const shown = redact(config, Config);

  app.get(
    '/exercises',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'Exercises with their targets and cues',
        response: answers({ 200: Type.Array(ExerciseDetail) }),
      },
    },
    async () =>
      Object.values(exercises).map((one) => ({ ...one, cues: [...one.cues], setUpSteps: [...one.setUpSteps] })),
  );

  app.get(
    '/config',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'The configuration in effect',
        description: 'Secrets are hidden.',
        response: answers({ 200: Config }),
      },
    },
    async () => shown,
  );

  app.get(
    '/config/schema',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'JSON schema of the configuration file',
        response: answers({ 200: Type.Unknown({ description: 'JSON schema' }) }),
      },
    },
    async (_request, reply) =>
      reply
        .type('application/schema+json')
        .serializer((body: unknown) => JSON.stringify(body))
        .send(Config),
  );
};
