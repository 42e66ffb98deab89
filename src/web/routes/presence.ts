import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../contracts/config/loopback.ts';
import { BayParams } from '../../contracts/http.ts';
import { Corrected } from '../../contracts/member-http.ts';
import { Consents } from '../../contracts/members.ts';
import {
  Claim,
  ClaimCode,
  Presence,
  SetAnswer,
  StartEnrolment,
  StartSession,
  Tap,
  TapRequest,
} from '../../contracts/presence.ts';
import { actorOf, isAtLeast } from '../identity.ts';
import type { MembersPort, PresencePort } from '../member-ports.ts';
import { checkLooksAfter, notOwnConsents } from '../member-rights.ts';
import { answers } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay, ProblemError } from '../problems.ts';
import { hostName } from '../same-origin.ts';

interface PresenceOptions {
  station: StationPort;
  presence: PresencePort;
  members: MembersPort;
  /** Address under which phones reach this station; empty: the one under which the screen asks. */
  publicUrl: string;
  /** Address under which phones reach this station; null: they can't. */
  phoneOrigin: () => string | null;
}

const tags = ['presence'];

/** `/api/v1/bays/:bay/…` and `/api/v1/claims`: sign-in, sign-out and claims. */
export const presenceRoutes: FastifyPluginAsyncTypebox<PresenceOptions> = async (app, options) => {
  const { station, presence, members, publicUrl, phoneOrigin } = options;
  const known = (bay: string): string => {
    if (!station.bay(bay)) throw noSuchBay(bay);
    return bay;
  };

  app.post(
    '/bays/:bay/session',
    {
      schema: {
        tags,
        summary: 'Put a guest, or a member, on the bay',
        description: 'A member only by a trainer, or by the member; a screen may start a guest.',
        params: BayParams,
        body: StartSession,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 415, 503),
      },
    },
    async ({ identity, params, body }) => {
      if (body.kind === 'member' && !isAtLeast(identity.role, 'trainer')) throw new ProblemError('sign-in-by-card', {});
      return presence.start(known(params.bay), body, actorOf(identity));
    },
  );

  app.delete(
    '/bays/:bay/session',
    {
      schema: {
        tags,
        summary: 'Sign the occupant out of the bay',
        params: BayParams,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 503),
      },
    },
    async ({ identity, params }) => presence.end(known(params.bay), actorOf(identity)),
  );

  app.post(
    '/bays/:bay/session/undo',
    {
      schema: {
        tags,
        summary: 'Undo the sign-out',
        description:
          'For 30 s after a sign-out at the screen or by this API, while no other member has signed in and no set has begun; during a set, the sign-out that waits for its end.',
        params: BayParams,
        response: answers({ 200: Presence }, 400, 403, 404, 409),
      },
    },
    async ({ params }) => presence.undoEnd(known(params.bay)),
  );

  app.post(
    '/bays/:bay/taps',
    {
      schema: {
        tags,
        summary: 'Report a card that was read',
        description: 'By a reader of its own (token for "tap"), or a keyboard reader at the screen.',
        params: BayParams,
        body: TapRequest,
        response: answers({ 200: Tap }, 400, 403, 404, 415, 422),
      },
    },
    async ({ params, body }) => presence.tap(known(params.bay), body),
  );

  app.post(
    '/bays/:bay/answers',
    {
      schema: {
        tags,
        summary: 'Say whether a set is the signed-in member’s',
        description:
          'About a set of `questions`, lifted with no one signed in. Yes and no can be changed until the next set begins; without an answer the set stays unclaimed.',
        params: BayParams,
        body: SetAnswer,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 415),
      },
    },
    async ({ params, body }) => presence.answer(known(params.bay), body),
  );

  app.put(
    '/bays/:bay/consents',
    {
      schema: {
        tags,
        summary: 'Say what the signed-in member agrees to',
        description:
          'At the screen of the bay, the first time only; later the member changes it on their own page. Refused to anybody else who is logged in.',
        params: BayParams,
        body: Consents,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 415, 503),
      },
    },
    async ({ identity, params, body }) => {
      const bay = known(params.bay);
      const present = station.bay(bay)?.presence?.memberId ?? null;
      if (identity.role !== 'screen' && identity.memberId !== present) throw notOwnConsents();
      return presence.consent(bay, body);
    },
  );

  app.post(
    '/bays/:bay/claim-code',
    {
      schema: {
        tags,
        summary: 'A one-time code for the QR code on the screen',
        params: BayParams,
        response: answers({ 201: ClaimCode }, 400, 403, 404),
      },
    },
    async (request, reply) => {
      const code = await presence.claimCode(known(request.params.bay), publicUrl || originOf(request) || phoneOrigin());
      return reply.code(201).send(code);
    },
  );

  app.post(
    '/claims',
    {
      schema: {
        tags,
        summary: 'Tap in by the code that a bay shows',
        body: Claim,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 415, 503),
      },
    },
    async ({ identity, body }) => {
      if (identity.memberId === null) throw new ProblemError('not-a-person', {});
      return presence.claim(body.code, identity.memberId);
    },
  );

  app.post(
    '/bays/:bay/enrolment',
    {
      schema: {
        tags,
        summary: 'Give the next unknown card to a member',
        description: 'For 60 seconds.',
        params: BayParams,
        body: StartEnrolment,
        response: answers({ 200: Presence }, 400, 403, 404, 409, 415, 503),
      },
    },
    async ({ identity, params, body }) => {
      const bay = known(params.bay);
      // A card lets its holder in as the member.
      checkLooksAfter(identity, await members.get(body.memberId));
      return presence.startEnrolment(bay, body.memberId, actorOf(identity));
    },
  );

  app.delete(
    '/bays/:bay/enrolment',
    {
      schema: {
        tags,
        summary: 'Wait for no card any more',
        params: BayParams,
        response: answers({ 200: Presence }, 400, 403, 404),
      },
    },
    async ({ params }) => presence.cancelEnrolment(known(params.bay)),
  );

  app.post(
    '/bays/:bay/restart-set',
    {
      schema: {
        tags,
        summary: 'Begin the set again',
        description:
          'What was counted of it so far is deleted, and the bay waits for the first rep. `POST /api/v1/audit/:id/undo` brings it back.',
        params: BayParams,
        response: answers({ 200: Corrected }, 400, 403, 404, 409, 503),
      },
    },
    async ({ identity, params }) => presence.restartSet(known(params.bay), actorOf(identity)),
  );
};

/** As the client reaches this station; empty for the browser of this machine, whose address is good for no phone. The guard has made sure that the name is ours. */
const originOf = ({ protocol, headers: { host = '' } }: FastifyRequest) =>
  isLoopback(hostName(host)) ? '' : `${protocol}://${host}`;
