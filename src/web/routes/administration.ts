import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { ConfigFile, ConfigSaved, LogPage, NewConfigFile, PortPage, Versions } from '../../contracts/administration.ts';
import { FlashRequest, FlashState } from '../../contracts/flash.ts';
import { Utilisation } from '../../contracts/history.ts';
import { BayParams } from '../../contracts/http.ts';
import { LogQuery, UtilisationQuery } from '../../contracts/member-http.ts';
import { ifMatch, tag } from '../etag.ts';
import { actorOf } from '../identity.ts';
import type { AdministrationPort } from '../member-ports.ts';
import { answers, raw } from '../openapi.ts';
import { ProblemError } from '../problems.ts';

interface AdministrationOptions {
  administration: AdministrationPort;
}

const tags = ['administration'];
const MAX_CONFIG_BYTES = 256 * 1024;
const DEFAULT_LOG_LINES = 200;
/** Two years of hours of one bay; more is asked for piece by piece. */
const MAX_UTILISATION_DAYS = 800;

/** What an admin does and looks at: utilisation, configuration, logs, versions, backup. */
export const administrationRoutes: FastifyPluginAsyncTypebox<AdministrationOptions> = async (app, options) => {
  const { administration } = options;

  app.get(
    '/utilisation',
    {
      schema: {
        tags,
        summary: 'How busy the bays were, without any person',
        querystring: UtilisationQuery,
        response: answers({ 200: Utilisation }, 400, 503),
      },
    },
    async ({ query }) => {
      const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000;
      if (!(days > 0 && days <= MAX_UTILISATION_DAYS))
        throw new ProblemError('bad-period', { mostDays: MAX_UTILISATION_DAYS });
      const { bay, ...span } = query;
      return administration.utilisation({ ...span, ...(bay !== undefined && { bay }) });
    },
  );

  app.get(
    '/backup',
    {
      schema: {
        tags,
        summary: 'One file with everything that is kept',
        description:
          'Made while the station runs. It holds everyone’s data and the key of the cards: keep it like a secret.',
        response: answers({ 200: raw('application/octet-stream', 'The backup') }, 403, 503),
      },
    },
    async (request, reply) => {
      // A HEAD would make a whole backup and discard it.
      if (request.method === 'HEAD') return reply.header('content-type', 'application/octet-stream').send('');
      const file = await administration.backup();
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', file.bytes)
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.body);
    },
  );

  app.get(
    '/config/file',
    { schema: { tags, summary: 'The configuration file as it stands', response: answers({ 200: ConfigFile }, 503) } },
    async (_request, reply) => {
      const { etag, ...file } = await administration.configText();
      tag(reply, etag);
      return file;
    },
  );
  app.put(
    '/config/file',
    {
      bodyLimit: MAX_CONFIG_BYTES,
      schema: {
        tags,
        summary: 'Write the configuration file',
        description: 'With `If-Match`. All of it is checked first; nothing is written when it has a fault.',
        body: NewConfigFile,
        response: answers({ 200: ConfigSaved }, 400, 403, 409, 412, 413, 415, 422, 428, 503),
      },
    },
    async (request, reply) => {
      const { etag, ...saved } = await administration.saveConfig(
        request.body,
        ifMatch(request),
        actorOf(request.identity),
      );
      tag(reply, etag);
      return saved;
    },
  );

  app.get(
    '/logs',
    {
      schema: {
        tags,
        summary: 'The last lines of the log, newest last',
        querystring: LogQuery,
        response: answers({ 200: LogPage }, 400),
      },
    },
    async ({ query }) => ({ lines: administration.logLines(Number(query.limit ?? DEFAULT_LOG_LINES)) }),
  );
  app.get(
    '/versions',
    { schema: { tags, summary: 'Versions of all parts', response: answers({ 200: Versions }, 503) } },
    async () => administration.versions(),
  );

  app.get(
    '/ports',
    {
      schema: {
        tags,
        summary: 'Serial ports: which board is which, and which bay uses it',
        response: answers({ 200: PortPage }),
      },
    },
    async () => ({ ports: await administration.serialPorts() }),
  );
  app.get(
    '/bays/:bay/board/flash',
    {
      schema: {
        tags,
        summary: 'How writing the firmware of a bay’s board goes on',
        params: BayParams,
        response: answers({ 200: FlashState }, 404),
      },
    },
    async ({ params }) => administration.flashState(params.bay),
  );
  app.post(
    '/bays/:bay/board/flash',
    {
      schema: {
        tags,
        summary: 'Write the firmware into the board of a bay',
        description:
          'The bay pauses and comes back by itself. Refused while a set or a calibration is in progress. Takes up to a minute.',
        params: BayParams,
        body: FlashRequest,
        response: answers({ 202: FlashState }, 400, 403, 404, 409, 415, 422, 503),
      },
    },
    async ({ params, body, identity }, reply) =>
      reply.code(202).send(await administration.flashBoard(params.bay, body, actorOf(identity))),
  );
  app.post(
    '/bays/:bay/board/restart',
    {
      schema: {
        tags,
        summary: 'Restart the board of a bay',
        description: 'As if it were unplugged and plugged in again. Refused while a set is in progress.',
        params: BayParams,
        response: answers({ 204: Type.Null() }, 404, 409, 503),
      },
    },
    async (request, reply) => {
      await administration.restartBoard(request.params.bay, actorOf(request.identity));
      return reply.code(204).send(null);
    },
  );
};
