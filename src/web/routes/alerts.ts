import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AlertLogPage, AlertLogQuery } from '../../contracts/alert-log.ts';
import { AlertSeen } from '../../contracts/events.ts';
import { IdParams } from '../../contracts/member-http.ts';
import { actorOf } from '../identity.ts';
import { answers } from '../openapi.ts';
import { pageOf } from '../paging.ts';
import type { AlertLogPort } from '../plan-ports.ts';
import type { StationPort } from '../ports.ts';
import { ProblemError } from '../problems.ts';

/** `/api/v1/alerts`: those that last come by the live stream; here is the list of all, and a trainer says that one is looked after. */
export const alertRoutes: FastifyPluginAsyncTypebox<{ station: StationPort; alertLog: AlertLogPort }> = async (
  app,
  { station, alertLog },
) => {
  app.get(
    '/alerts',
    {
      schema: {
        tags: ['bays'],
        summary: 'Alerts, those that are over too',
        description: 'Newest first; the latest 2,000 are kept.',
        querystring: AlertLogQuery,
        response: answers({ 200: AlertLogPage }, 400, 404, 503),
      },
    },
    async ({ query }) => alertLog({ ...pageOf(query), ...(query.bay !== undefined && { bay: query.bay }) }),
  );

  app.post(
    '/alerts/:id/acknowledge',
    {
      schema: {
        tags: ['bays'],
        summary: 'Say that an alert was seen',
        description:
          'Every page then shows it as seen, and the audit keeps by whom. The alert stays until it is over. Said again, the first one holds.',
        params: IdParams,
        response: answers({ 200: AlertSeen }, 400, 403, 404, 503),
      },
    },
    async ({ identity, params }) => {
      const seen = await station.seeAlert(params.id, actorOf(identity));
      if (!seen) throw new ProblemError('no-such-alert', { id: params.id });
      return seen;
    },
  );
};
