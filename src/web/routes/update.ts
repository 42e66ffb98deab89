import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { FetchPackage, PackageUpload, StartUpdate, UpdateState } from '../../contracts/update.ts';
import { UploadQuery } from '../../contracts/uploads.ts';
import { actorOf } from '../identity.ts';
import type { UpdatesPort } from '../member-ports.ts';
import { answers } from '../openapi.ts';
import { FILE_TYPE, takeStreams } from '../uploads.ts';

const tags = ['administration'];

/** Updates of the package from the page. */
export const updateRoutes: FastifyPluginAsyncTypebox<{ updates: UpdatesPort }> = async (app, { updates }) => {
  takeStreams(app);
  const piece = {
    tags,
    consumes: [FILE_TYPE],
    querystring: UploadQuery,
    body: Type.Unsafe<Readable>({ description: 'the piece' }),
    response: answers({ 200: PackageUpload }, 400, 403, 409, 413, 415, 422, 503),
  };
  const placeOf = ({ at, of }: { at: string; of: string }) => ({ at: Number(at), of: Number(of) });
  const nothing = () => Readable.from([]);

  app.get(
    '/update',
    {
      schema: {
        tags,
        summary: 'Whether this station can be updated, what lies here, and what became of the last update',
        response: answers({ 200: UpdateState }),
      },
    },
    async () => updates.state(),
  );
  app.put(
    '/update/package',
    {
      schema: {
        ...piece,
        summary: 'Upload a package in pieces',
        description: 'Up to 64 MB. Its first piece discards the package that was here. Nothing is installed yet.',
      },
    },
    async ({ query, body }) => updates.uploadPackage(placeOf(query), body ?? nothing()),
  );
  app.put(
    '/update/signature',
    {
      schema: {
        ...piece,
        summary: 'Upload the signature of the package',
        description: 'The .minisig file, up to 4 kB, after the package.',
      },
    },
    async ({ query, body }) => updates.uploadSignature(placeOf(query), body ?? nothing()),
  );
  app.post(
    '/update/fetch',
    {
      schema: {
        tags,
        summary: 'Fetch a package and its signature from a web server',
        description: 'Answers once both are here and were checked. Nothing is installed yet.',
        body: FetchPackage,
        response: answers({ 200: UpdateState }, 400, 403, 409, 415, 422, 503),
      },
    },
    async ({ body }) => updates.fetch(body.url),
  );
  app.post(
    '/update',
    {
      schema: {
        tags,
        summary: 'Install the package that lies here',
        description:
          'After the set in progress and a backup. If the new release is not healthy within 120 s, the old one is put back.',
        body: StartUpdate,
        response: answers({ 202: UpdateState }, 400, 403, 409, 415, 422, 503),
      },
    },
    async ({ body, identity }, reply) => reply.code(202).send(await updates.start(body, actorOf(identity))),
  );
};
