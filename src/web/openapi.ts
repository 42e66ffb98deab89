import type { Readable } from 'node:stream';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { LiveAck, LiveMessage } from '../contracts/live.ts';
import { PROBLEMS, Problem } from '../contracts/problems.ts';
import { ruleOf } from './access-table.ts';
import { nameSchemas } from './openapi-names.ts';

const PROBLEM_TEXT = {
  400: 'The request has faults; `errors` lists all of them.',
  401: 'Not logged in, or the credentials are wrong.',
  403: 'Not for this role, of another member, or asked for by a page of another site.',
  404: 'There is no such thing.',
  409: 'Not as things stand; `detail` says what to do.',
  412: 'The resource has changed. Read it again.',
  413: 'The body is too large.',
  415: 'The body has a content type that this route does not take.',
  422: 'What was given or measured cannot be used; `detail` says why.',
  426: 'Upgrade to a WebSocket.',
  428: 'An If-Match header with the ETag is missing.',
  429: 'Too many tries; `Retry-After` says when the next one is heard.',
  503: 'The database is not there; nothing was changed.',
} as const;

/** An answer without a body. */
export const noContent = (description: string) => Type.Null({ description });

/** An answer in another format than JSON; it is sent as it is. */
export const raw = (contentType: string, description: string) =>
  ({ description, content: { [contentType]: { schema: Type.String() } } }) as unknown as Type.TUnsafe<
    string | Buffer | Readable
  >;

/** The statuses that a route may fail with. Kept apart, because a problem is written without a serializer of its own (`problems.ts`). */
const FAILURES = Symbol('failures');
type ProblemStatus = keyof typeof PROBLEM_TEXT;
interface Answers {
  [FAILURES]?: readonly ProblemStatus[];
}

/** The answers of a route: its own, and the problem documents of the statuses it may fail with. */
export function answers<T extends Record<number, TSchema>>(own: T, ...problems: ProblemStatus[]): T {
  return { ...own, [FAILURES]: problems };
}

const kindsOf = (status: ProblemStatus) =>
  Object.entries(PROBLEMS)
    .flatMap(([kind, problem]) => (problem.status === status ? kind : []))
    .join(', ');

function problemAnswers(statuses: readonly ProblemStatus[]): Record<string, object> {
  const content = { 'application/problem+json': { schema: Problem } };
  const described = (status: ProblemStatus) => `${PROBLEM_TEXT[status]} \`kind\`: ${kindsOf(status)}.`;
  return Object.fromEntries(statuses.map((status) => [String(status), { description: described(status), content }]));
}

/** What the document says of a route beyond its own schema: how it fails, and who may use it, by the table that also guards it. */
function described(schema: FastifySchema | undefined, method: string, url: string): FastifySchema {
  const { [FAILURES]: problems = [], ...own } = (schema?.response ?? {}) as Answers;
  const rule = ruleOf(method, url);
  const operationId = operationIdOf(method, url);
  if (!schema || !rule || rule.role === 'visitor')
    return { operationId, ...schema, security: [], response: { ...own, ...problemAnswers(problems) } };
  const who = `Lowest role: ${rule.role}${rule.own ? ` (${OWN_TEXT[rule.own]}, unless a trainer)` : ''}${rule.scope ? `; token: ${rule.scope}` : ''}.`;
  const cookies = rule.role === 'screen' ? [{ logIn: [] }, { screen: [] }] : [{ logIn: [] }];
  return {
    operationId,
    ...schema,
    description: schema.description ? `${schema.description} ${who}` : who,
    security: [...cookies, { token: [] }],
    response: { ...own, ...problemAnswers([401, 403, ...problems]) },
  };
}
/** `PUT /api/v1/bays/:bay/load` is `putBaysByBayLoad`: what a generated client calls it. */
function operationIdOf(method: string, url: string): string {
  const words = url
    .replace('/api/v1', '')
    .replaceAll('/:', '/by-')
    .split(/[^A-Za-z0-9]+/);
  const camel = words.filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method.toLowerCase() + camel.join('');
}
const OWN_TEXT = { bay: 'their own bay', member: 'about themselves', set: 'their own set' };

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
      components: {
        // No path returns these two: they are what the live stream speaks. Read when the document is asked for.
        get schemas() {
          return { LiveMessage: describe(LiveMessage), LiveAck: describe(LiveAck) };
        },
        securitySchemes: {
          logIn: { type: 'apiKey', in: 'cookie', name: 'lockout_session', description: 'set by a log-in' },
          screen: { type: 'apiKey', in: 'cookie', name: 'lockout_screen', description: 'set by pairing a screen' },
          token: { type: 'http', scheme: 'bearer', description: 'device token: `npx lockout token create`' },
        },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'access', description: 'Who is who' },
        { name: 'bays', description: 'What each bay is doing' },
        { name: 'presence', description: 'The occupant of a bay' },
        { name: 'members', description: 'Members, their cards and programmes' },
        { name: 'history', description: 'What a member did' },
        { name: 'corrections', description: 'Changes by people, and the audit of them' },
        { name: 'sets', description: 'What was lifted' },
        { name: 'cases', description: 'Wrong counts, kept with what was right' },
        { name: 'recordings', description: 'Raw samples' },
        { name: 'calibration', description: 'Raw readings into millimetres, newtons and seconds' },
        { name: 'replay', description: 'Recordings played as if live' },
        { name: 'live', description: 'The live stream' },
        { name: 'catalogue', description: 'Exercises and configuration' },
        { name: 'operations', description: 'For whatever watches the station' },
        { name: 'administration', description: 'Tokens, webhooks, configuration, logs, backup' },
      ],
    },
    transform: ({ schema, url, route }) => ({ schema: described(schema, [route.method].flat()[0]!, url), url }),
    transformObject: (document) =>
      'openapiObject' in document ? nameSchemas(document.openapiObject) : document.swaggerObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    // Without this the reader sends the document to a public validator.
    uiConfig: { validatorUrl: null, docExpansion: 'list', tryItOutEnabled: false } as never,
  });
}
