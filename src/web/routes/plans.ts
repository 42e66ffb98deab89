import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { IdParams } from '../../contracts/member-http.ts';
import {
  Calendar,
  CalendarQuery,
  CopyTemplate,
  Group,
  GroupList,
  NewGroup,
  NewTemplate,
  Template,
  TemplateCopied,
  TemplateList,
  TemplateWeeks,
} from '../../contracts/programmes.ts';
import { ifMatchRevision, tag } from '../etag.ts';
import { actorOf } from '../identity.ts';
import { answers, noContent } from '../openapi.ts';
import type { PlansPort } from '../plan-ports.ts';

const tags = ['plans'];
/** 500 ids. */
const MAX_BODY_BYTES = 64 * 1024;

/** `/api/v1/templates`, `/groups`, `/calendar`: what trainers plan for many. */
export const planRoutes: FastifyPluginAsyncTypebox<{ planning: PlansPort }> = async (app, { planning: plans }) => {
  app.get(
    '/templates',
    { schema: { tags, summary: 'Templates of programmes, by name', response: answers({ 200: TemplateList }, 503) } },
    async () => ({ templates: await plans.templates() }),
  );

  app.post(
    '/templates',
    {
      config: { idempotent: 'replay' },
      schema: {
        tags,
        summary: 'Add a template',
        description: 'Takes an `Idempotency-Key`.',
        body: NewTemplate,
        response: answers({ 201: Template }, 400, 409, 415, 422, 503),
      },
    },
    async ({ identity, body }, reply) => {
      const template = await plans.addTemplate(body, actorOf(identity));
      tag(reply, template.revision);
      return reply.code(201).header('location', `/api/v1/templates/${template.id}`).send(template);
    },
  );

  app.get(
    '/templates/:id',
    {
      schema: { tags, summary: 'One template', params: IdParams, response: answers({ 200: Template }, 400, 404, 503) },
    },
    async ({ params }, reply) => {
      const template = await plans.template(params.id);
      tag(reply, template.revision);
      return template;
    },
  );

  app.get(
    '/templates/:id/weeks',
    {
      schema: {
        tags,
        summary: 'The prescriptions of a template, week by week',
        params: IdParams,
        response: answers({ 200: TemplateWeeks }, 400, 404, 503),
      },
    },
    async ({ params }) => plans.weeks(params.id),
  );

  app.put(
    '/templates/:id',
    {
      schema: {
        tags,
        summary: 'Change a template',
        description: 'With `If-Match`. Programmes that were copied from it stay as they are.',
        params: IdParams,
        body: NewTemplate,
        response: answers({ 200: Template }, 400, 404, 412, 415, 422, 428, 503),
      },
    },
    async (request, reply) => {
      const revision = ifMatchRevision(request);
      const { params, body, identity } = request;
      const template = await plans.changeTemplate(params.id, revision, body, actorOf(identity));
      tag(reply, template.revision);
      return template;
    },
  );

  app.delete(
    '/templates/:id',
    {
      schema: {
        tags,
        summary: 'Delete a template',
        description: 'Programmes that were copied from it stay as they are.',
        params: IdParams,
        response: answers({ 204: noContent('Deleted.') }, 400, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      await plans.removeTemplate(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/templates/:id/copies',
    {
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        tags,
        summary: 'Give a template to members',
        description: 'Each gets programmes of their own, in the place of those that they had of the same exercises.',
        params: IdParams,
        body: CopyTemplate,
        response: answers({ 201: TemplateCopied }, 400, 404, 413, 415, 422, 503),
      },
    },
    async ({ identity, params, body }, reply) =>
      reply.code(201).send(await plans.copyTemplate(params.id, body, actorOf(identity))),
  );

  app.get(
    '/groups',
    { schema: { tags, summary: 'Groups of members, by name', response: answers({ 200: GroupList }, 503) } },
    async () => ({ groups: await plans.groups() }),
  );

  app.post(
    '/groups',
    {
      bodyLimit: MAX_BODY_BYTES,
      config: { idempotent: 'replay' },
      schema: {
        tags,
        summary: 'Add a group',
        description: 'Takes an `Idempotency-Key`.',
        body: NewGroup,
        response: answers({ 201: Group }, 400, 404, 409, 413, 415, 503),
      },
    },
    async ({ identity, body }, reply) => {
      const group = await plans.addGroup(body, actorOf(identity));
      tag(reply, group.revision);
      return reply.code(201).send(group);
    },
  );

  app.put(
    '/groups/:id',
    {
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        tags,
        summary: 'Change a group',
        description: 'With `If-Match`.',
        params: IdParams,
        body: NewGroup,
        response: answers({ 200: Group }, 400, 404, 412, 413, 415, 428, 503),
      },
    },
    async (request, reply) => {
      const revision = ifMatchRevision(request);
      const { params, body, identity } = request;
      const group = await plans.changeGroup(params.id, revision, body, actorOf(identity));
      tag(reply, group.revision);
      return group;
    },
  );

  app.delete(
    '/groups/:id',
    {
      schema: {
        tags,
        summary: 'Delete a group',
        description: 'Its members stay.',
        params: IdParams,
        response: answers({ 204: noContent('Deleted.') }, 400, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      await plans.removeGroup(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/calendar',
    {
      schema: {
        tags,
        summary: 'Who did what on which day',
        querystring: CalendarQuery,
        response: answers({ 200: Calendar }, 400, 404, 422, 503),
      },
    },
    async ({ query }) => plans.calendar(query),
  );
};
