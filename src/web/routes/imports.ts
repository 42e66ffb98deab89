import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { IdParams } from '../../contracts/member-http.ts';
import { ImportResult, ImportUndone, MAX_IMPORT_BYTES, MemberImportList } from '../../contracts/member-import.ts';
import { actorOf } from '../identity.ts';
import { answers } from '../openapi.ts';
import type { ImportsPort } from '../plan-ports.ts';

const tags = ['members'];
const LIST = {
  bodyLimit: MAX_IMPORT_BYTES,
  consumes: ['text/csv'],
  description:
    'CSV, separated by comma, semicolon or tab; its first line names the columns: alias or name, and login, card. Up to 10,000 rows. Everyone is a member, without a PIN and without any consent.',
};

/** `/api/v1/member-imports`: lists of members. */
export const importRoutes: FastifyPluginAsyncTypebox<{ imports: ImportsPort }> = async (app, { imports }) => {
  app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: MAX_IMPORT_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  // Its bytes are looked at: which letters they are is found out from them.
  const body = Type.Unsafe<Buffer>({ description: 'the list' });

  app.post(
    '/member-imports/preview',
    {
      bodyLimit: LIST.bodyLimit,
      schema: {
        tags,
        summary: 'What would become of each row of a list',
        description: `${LIST.description} Nothing is changed.`,
        consumes: LIST.consumes,
        body,
        response: answers({ 200: ImportResult }, 400, 413, 415, 422, 503),
      },
    },
    async (request) => imports.preview(request.body),
  );

  app.post(
    '/member-imports',
    {
      bodyLimit: LIST.bodyLimit,
      schema: {
        tags,
        summary: 'Add the members of a list',
        description: `${LIST.description} Rows with faults are left out.`,
        consumes: LIST.consumes,
        body,
        response: answers({ 201: ImportResult }, 400, 409, 413, 415, 422, 503),
      },
    },
    async (request, reply) => reply.code(201).send(await imports.add(request.body, actorOf(request.identity))),
  );

  app.get(
    '/member-imports',
    { schema: { tags, summary: 'The latest lists', response: answers({ 200: MemberImportList }, 503) } },
    async () => ({ imports: await imports.list() }),
  );

  app.post(
    '/member-imports/:id/undo',
    {
      schema: {
        tags,
        summary: 'Take a list back',
        description: 'Whom it added is deleted, unless they have lifted, logged in, or were changed since.',
        params: IdParams,
        response: answers({ 200: ImportUndone }, 400, 404, 409, 503),
      },
    },
    async ({ identity, params }) => imports.undo(params.id, actorOf(identity)),
  );
};
