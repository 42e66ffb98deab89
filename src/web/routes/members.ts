import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CardParams, IdParams, MemberQuery } from '../../contracts/member-http.ts';
import { CardList, Member, MemberPage, MemberPatch, NewMember } from '../../contracts/members.ts';
import { ifMatchRevision, tag } from '../etag.ts';
import { actorOf } from '../identity.ts';
import type { MembersPort } from '../member-ports.ts';
import { checkLooksAfter, checkMayChange, checkMayCreate } from '../member-rights.ts';
import { answers, noContent } from '../openapi.ts';
import { pageOf } from '../paging.ts';

const tags = ['members'];

/** `/api/v1/members`: people and their cards. */
export const memberRoutes: FastifyPluginAsyncTypebox<{ members: MembersPort }> = async (app, { members }) => {
  app.get(
    '/members',
    {
      schema: {
        tags,
        summary: 'Members, by alias',
        querystring: MemberQuery,
        response: answers({ 200: MemberPage }, 400, 503),
      },
    },
    async ({ query }) => members.page({ ...pageOf(query), ...(query.search && { search: query.search }) }),
  );

  app.post(
    '/members',
    {
      config: { idempotent: 'replay' },
      schema: {
        tags,
        summary: 'Add a member',
        description: 'Only an admin can add trainers and admins. Takes an `Idempotency-Key`.',
        body: NewMember,
        response: answers({ 201: Member }, 400, 403, 409, 415, 422, 503),
      },
    },
    async (request, reply) => {
      checkMayCreate(request.identity, request.body);
      const member = await members.create(request.body, actorOf(request.identity));
      tag(reply, member.revision);
      return reply.code(201).header('location', `/api/v1/members/${member.id}`).send(member);
    },
  );

  app.get(
    '/members/:id',
    { schema: { tags, summary: 'One member', params: IdParams, response: answers({ 200: Member }, 400, 404, 503) } },
    async ({ params }, reply) => {
      const member = await members.get(params.id);
      tag(reply, member.revision);
      return member;
    },
  );

  app.patch(
    '/members/:id',
    {
      schema: {
        tags,
        summary: 'Change a member',
        description:
          'With `If-Match`; what is left out stays. A role is changed by an admin; another role or secret ends the log-ins of the member.',
        params: IdParams,
        body: MemberPatch,
        response: answers({ 200: Member }, 400, 403, 404, 409, 412, 415, 422, 428, 503),
      },
    },
    async (request, reply) => {
      const revision = ifMatchRevision(request);
      const { identity, params, body } = request;
      checkMayChange(identity, await members.get(params.id), body);
      const member = await members.change(params.id, revision, body, actorOf(identity));
      tag(reply, member.revision);
      return member;
    },
  );

  app.delete(
    '/members/:id',
    {
      schema: {
        tags,
        summary: 'Delete a member with everything that is kept of them',
        description:
          'Cards, log-in, programmes, sets, reps and recordings are gone for good. How busy the bays were stays, without any person.',
        params: IdParams,
        response: answers({ 204: noContent('Deleted.') }, 400, 403, 404, 409, 503),
      },
    },
    async ({ identity, params }, reply) => {
      checkLooksAfter(identity, await members.get(params.id));
      await members.remove(params.id, actorOf(identity));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/members/:id/cards',
    {
      schema: {
        tags,
        summary: 'Cards of a member',
        description: 'A card is added at the reader: `POST /api/v1/bays/:bay/enrolment`.',
        params: IdParams,
        response: answers({ 200: CardList }, 400, 404, 503),
      },
    },
    async ({ params }) => ({ cards: await members.cards(params.id) }),
  );

  app.delete(
    '/members/:id/cards/:card',
    {
      schema: {
        tags,
        summary: 'Take a card from a member',
        description: 'A card that was lost: it is unknown from now on.',
        params: CardParams,
        response: answers({ 204: noContent('The card is removed.') }, 400, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      checkLooksAfter(identity, await members.get(params.id));
      await members.removeCard(params.id, params.card, actorOf(identity));
      return reply.code(204).send(null);
    },
  );
};
