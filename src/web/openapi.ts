import type { Readable } from 'node:stream';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { Problem } from '../contracts/http.ts';
import { LiveAck, LiveMessage } from '../contracts/live.ts';
import { nameSchemas } from './openapi-names.ts';

const PROBLEM_TEXT = {
  400: 'The request has faults; `errors` lists all of them.',
  403: 'A page of another site asked for a change.',
  404: 'There is no such thing.',
  409: 'The bay is not in a state for this.',
  413: 'The body is too large.',
  415: 'The body has a content type that this route does not take.',
  422: 'What was given or measured can not be used; `detail` says why.',
  426: 'Upgrade to a WebSocket.',
  503: 'The database is not there; nothing was changed.',
} as const;

/** An answer without a body. */
export const noContent = (description: string) => Type.Null({ description });

/** An answer in another format than JSON; it is sent as it is. */
export const raw = (contentType: string, description: string) =>
  ({ description, content: { [contentType]: { schema: Type.String() } } }) as unknown as Type.TUnsafe<
    string | Buffer | Readable
  >;

/** The answers of a route: its own, and the problem documents of the statuses it may fail with. */
export function answers<T extends Record<number, TSchema>>(own: T, ...problems: (keyof typeof PROBLEM_TEXT)[]): T {
  const all: Record<number, unknown> = { ...own };
  for (const status of problems)
    all[status] = {
      description: PROBLEM_TEXT[status],
      content: { 'application/problem+json': { schema: Problem } },
    };
  return all as T;
}

/** A plain copy: the document's own tools take it apart. */
const describe = (schema: TSchema) => JSON.parse(JSON.stringify(schema));

/** Registers `/api/docs` (reader), `/api/docs/json` and `/api/docs/yaml`; call before the routes. */
export async function registerOpenapi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lockout',
        version,
        description: 'The controller of a smart hip-thrust station. Every error is an RFC 9457 problem document.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // No path returns these two: they are what the live stream speaks.
      components: { schemas: { LiveMessage: describe(LiveMessage), LiveAck: describe(LiveAck) } },
      servers: [{ url: '/' }],
      tags: [
        { name: 'bays', description: 'What each bay is doing' },
        { name: 'sets', description: 'What was lifted' },
        { name: 'recordings', description: 'Raw samples' },
        { name: 'calibration', description: 'Raw readings into millimetres, newtons and seconds' },
        { name: 'replay', description: 'Recordings played as if live' },
        { name: 'live', description: 'The live stream' },
        { name: 'catalogue', description: 'Exercises and configuration' },
        { name: 'operations', description: 'For whatever watches the station' },
      ],
    },
    transformObject: (document) =>
      'openapiObject' in document ? nameSchemas(document.openapiObject) : document.swaggerObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    // Without this the reader sends the document to a public validator.
    uiConfig: { validatorUrl: null, docExpansion: 'list', tryItOutEnabled: false } as never,
  });
}
