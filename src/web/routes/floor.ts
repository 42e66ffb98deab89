import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { FloorInfo, Leaderboard, LeaderboardQuery, NewClass, OnLeaderboard } from '../../contracts/class-clock.ts';
import { IdParams } from '../../contracts/member-http.ts';
import type { FloorPort } from '../floor-port.ts';
import { answers, noContent } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';

const tags = ['floor'];

/** `/api/v1/floor`, `/class`, `/leaderboard`: what is off unless an admin switches it on. */
export const floorRoutes: FastifyPluginAsyncTypebox<{ floor: FloorPort; station: StationPort }> = async (
  app,
  { floor, station },
) => {
  const onlyIf = (isOn: boolean, what: string) => {
    if (!isOn) throw new ProblemError('switched-off', { setting: what });
  };

  app.get(
    '/floor',
    { schema: { tags, summary: 'What of the floor is switched on', response: answers({ 200: FloorInfo }, 503) } },
    async () => floor.info(),
  );

  app.post(
    '/class',
    {
      schema: {
        tags,
        summary: 'Start one clock on several bays',
        description: 'It begins ten seconds later, and takes the place of the one that goes on.',
        body: NewClass,
        response: answers({ 201: FloorInfo }, 400, 404, 409, 415),
      },
    },
    async ({ body }, reply) => {
      onlyIf(floor.info().classMode, 'floor.classMode');
      const unknown = body.bays.find((bay) => !station.bay(bay));
      if (unknown !== undefined) throw noSuchBay(unknown);
      floor.startClass(body);
      return reply.code(201).send(floor.info());
    },
  );

  app.delete(
    '/class',
    { schema: { tags, summary: 'End the class', response: answers({ 204: noContent('No clock runs.') }) } },
    async (_request, reply) => {
      floor.stopClass();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/leaderboard',
    {
      schema: {
        tags,
        summary: 'Members who have agreed to it, of the last seven days',
        querystring: LeaderboardQuery,
        response: answers({ 200: Leaderboard }, 400, 409, 503),
      },
    },
    async ({ query }) => {
      onlyIf(floor.info().leaderboard, 'floor.leaderboard');
      return floor.leaderboard(query.exercise);
    },
  );

  app.get(
    '/members/:id/leaderboard',
    {
      schema: {
        tags,
        summary: 'Whether a member stands on the leaderboard',
        params: IdParams,
        response: answers({ 200: OnLeaderboard }, 400, 404, 503),
      },
    },
    async ({ params }) => ({ isOn: await floor.isOnLeaderboard(params.id) }),
  );

  app.put(
    '/members/:id/leaderboard',
    {
      schema: {
        tags,
        summary: 'Stand on the leaderboard, or leave it',
        description: 'Only the member themselves can change it.',
        params: IdParams,
        body: OnLeaderboard,
        response: answers({ 200: OnLeaderboard }, 400, 403, 404, 415, 503),
      },
    },
    async ({ identity, params, body }) => {
      if (identity.memberId !== params.id) throw new ProblemError('member-agrees', {});
      await floor.putOnLeaderboard(params.id, body.isOn);
      return body;
    },
  );
};
