import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { BackupContents, BackupParams, BackupState, BackupUpload, RestartAnswer } from '../../contracts/backups.ts';
import { UploadQuery } from '../../contracts/uploads.ts';
import { actorOf } from '../identity.ts';
import type { BackupsPort } from '../member-ports.ts';
import { answers, raw } from '../openapi.ts';
import { FILE_TYPE, takeStreams } from '../uploads.ts';

const tags = ['administration'];

/** Backups on the station itself, and its restart. */
export const backupRoutes: FastifyPluginAsyncTypebox<{ backups: BackupsPort }> = async (app, { backups }) => {
  app.get(
    '/backups',
    {
      schema: {
        tags,
        summary: 'The backups on this station, and their schedule',
        response: answers({ 200: BackupState }),
      },
    },
    async () => backups.state(),
  );
  app.post(
    '/backups',
    {
      schema: {
        tags,
        summary: 'Make a backup on this station now',
        response: answers({ 201: BackupState }, 403, 409, 503),
      },
    },
    async ({ identity }, reply) => {
      await backups.make(actorOf(identity));
      return reply.code(201).send(backups.state());
    },
  );
  takeStreams(app);
  app.put(
    '/backups/upload',
    {
      schema: {
        tags,
        summary: 'Upload a backup in pieces',
        description:
          'Each piece follows the one before it. After the last one the backup is checked; one that can’t be restored is deleted.',
        consumes: [FILE_TYPE],
        querystring: UploadQuery,
        body: Type.Unsafe<Readable>({ description: 'the piece' }),
        response: answers({ 200: BackupUpload }, 400, 403, 409, 413, 415, 422, 503),
      },
    },
    async ({ query, body, identity }) =>
      backups.upload({ at: Number(query.at), of: Number(query.of) }, body ?? Readable.from([]), actorOf(identity)),
  );
  app.get(
    '/backups/:name',
    {
      schema: {
        tags,
        summary: 'Download a backup of this station',
        description: 'It holds everyone’s data and the key of the cards: keep it like a secret.',
        params: BackupParams,
        response: answers({ 200: raw(FILE_TYPE, 'The backup') }, 400, 403, 404, 503),
      },
    },
    async (request, reply) => {
      if (request.method === 'HEAD') return reply.header('content-type', FILE_TYPE).send('');
      const { fileName, bytes, body } = await backups.download(request.params.name, actorOf(request.identity));
      return reply
        .header('content-type', FILE_TYPE)
        .header('content-length', bytes)
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .send(body);
    },
  );
  app.post(
    '/backups/:name/check',
    {
      schema: {
        tags,
        summary: 'Check a backup: every page and every reference',
        params: BackupParams,
        response: answers({ 200: BackupContents }, 400, 403, 404, 409, 422, 503),
      },
    },
    async ({ params }) => backups.check(params.name),
  );
  app.post(
    '/backups/:name/restore',
    {
      schema: {
        tags,
        summary: 'Put a backup in the place of the database',
        description:
          'Checked first. It takes place when the station starts again, at once where a program restarts it. What was there is kept beside it.',
        params: BackupParams,
        response: answers({ 202: RestartAnswer }, 400, 403, 404, 409, 422, 503),
      },
    },
    async ({ params, identity }, reply) => reply.code(202).send(await backups.restore(params.name, actorOf(identity))),
  );
  app.post(
    '/restart',
    {
      schema: {
        tags,
        summary: 'Restart the station',
        description: 'Sets in progress are kept. Only where a program restarts it (`LOCKOUT_RESTARTED_BY`).',
        response: answers({ 202: RestartAnswer }, 403, 409, 503),
      },
    },
    async ({ identity }, reply) => reply.code(202).send(await backups.restart(actorOf(identity))),
  );
};
