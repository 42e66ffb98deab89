import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ChangeSecret,
  DemoSignIn,
  LogIn,
  NewPairing,
  PairingCode,
  PairScreen,
  SetUp,
  SetUpCode,
  WebSessionList,
  type WhoAmI as Who,
  WhoAmI,
} from '../../contracts/access.ts';
import { isLoopback } from '../../contracts/config/loopback.ts';
import { SessionParams } from '../../contracts/member-http.ts';
import { cookieOf, grant, revoke } from '../access.ts';
import type { AccessPort, Client, DemoPort, Granted, Person } from '../access-port.ts';
import { actorOf, type Identity } from '../identity.ts';
import { answers, noContent } from '../openapi.ts';
import { ProblemError } from '../problems.ts';
import { hostName } from '../same-origin.ts';

const tags = ['access'];

/** `/api/v1/auth`: who is who. */
export const authRoutes: FastifyPluginAsyncTypebox<{ access: AccessPort; demo: DemoPort | null }> = async (
  app,
  { access, demo },
) => {
  const who = ({ role, memberId, alias, bays }: Identity): Who => ({
    role,
    memberId,
    alias,
    bays: bays && [...bays],
    setUpNeeded: access.setUpNeeded(),
    ...(demo && { isDemo: true }),
  });
  const enter = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'session' | 'screen',
    granted: Granted,
  ): Promise<Who> => {
    // The browser's previous cookie must not carry over into the new log-in.
    const before = cookieOf(request, kind);
    const ended = before !== null && before !== granted.cookie ? await access.fromCookie(before) : null;
    if (ended) await access.logOut(ended);
    grant(request, reply, kind, granted);
    return who(granted.identity);
  };

  app.get(
    '/auth',
    {
      schema: {
        tags,
        summary: 'Who asks',
        description: 'Role and rights of the log-in, the paired screen or the token that the request has.',
        response: answers({ 200: WhoAmI }),
      },
    },
    async ({ identity }) => who(identity),
  );

  app.post(
    '/auth/set-up',
    {
      schema: {
        tags,
        summary: 'Make the first admin',
        description: 'With the one-time code that the station printed at its start. Logs the admin in.',
        body: SetUp,
        response: answers({ 200: WhoAmI }, 400, 401, 403, 409, 415, 422, 429, 503),
      },
    },
    async (request, reply) => enter(request, reply, 'session', await access.setUp(request.body, clientOf(request))),
  );

  app.post(
    '/auth/set-up-code',
    {
      schema: {
        tags,
        summary: 'Another one-time code for the first admin',
        description: 'The previous code becomes invalid. On the station itself: `npx lockout member set-up-code`.',
        response: answers({ 201: SetUpCode }, 409, 503),
      },
    },
    async (_request, reply) => {
      const code = await access.newSetUpCode();
      if (code === null) throw new ProblemError('set-up-done', {});
      return reply.code(201).send({ code });
    },
  );

  app.post(
    '/auth/login',
    {
      schema: {
        tags,
        summary: 'Log in',
        description: 'Sets a cookie: 12 hours for trainers and admins, 30 days for members.',
        body: LogIn,
        response: answers({ 200: WhoAmI }, 400, 401, 403, 415, 429, 503),
      },
    },
    async (request, reply) => enter(request, reply, 'session', await access.logIn(request.body, clientOf(request))),
  );

  app.post(
    '/auth/demo',
    {
      schema: {
        tags,
        summary: 'See the demo as lifter, trainer or admin',
        description: 'Only in the demo (`npm start` without a configuration), and only from the machine it runs on.',
        body: DemoSignIn,
        response: answers({ 200: WhoAmI }, 400, 403, 404, 415, 503),
      },
    },
    async (request, reply) => {
      if (!demo) throw new ProblemError('no-demo', {});
      if (!isOnThisMachine(request)) throw new ProblemError('demo-elsewhere', {});
      return enter(request, reply, 'session', await demo.signIn(request.body.as, clientOf(request)));
    },
  );

  app.post(
    '/auth/logout',
    {
      schema: {
        tags,
        summary: 'Log out',
        description: 'Ends the log-in, or the pairing of a screen, that this request came by.',
        response: answers({ 204: noContent('Logged out.') }, 403, 503),
      },
    },
    async (request, reply) => {
      await access.logOut(request.identity);
      revoke(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/auth/screen',
    {
      schema: {
        tags,
        summary: 'Pair a screen',
        description:
          'A pairing code, or a device token for "screen", becomes a cookie, so that it stands in no address and no page.',
        body: PairScreen,
        response: answers({ 200: WhoAmI }, 400, 401, 403, 415, 429, 503),
      },
    },
    async (request, reply) =>
      enter(request, reply, 'screen', await access.pairScreen(request.body.token, clientOf(request))),
  );

  app.post(
    '/auth/pairing-code',
    {
      schema: {
        tags,
        summary: 'A code that makes a browser a screen',
        description:
          'Enter the code at `/pair` on the screen within ten minutes. The screen gets a device token for "screen", created by the member who requested the code; revoke the token to lock the screen out.',
        body: NewPairing,
        response: answers({ 201: PairingCode }, 400, 403, 415, 503),
      },
    },
    async ({ identity, body }, reply) => reply.code(201).send(await access.pairingCode(body, actorOf(identity))),
  );

  app.put(
    '/auth/secret',
    {
      schema: {
        tags,
        summary: 'Change your own PIN or password',
        description: 'Every other log-in of yours ends.',
        body: ChangeSecret,
        response: answers({ 204: noContent('Changed.') }, 400, 401, 403, 415, 422, 429, 503),
      },
    },
    async (request, reply) => {
      await access.changeSecret(person(request.identity), request.body, clientOf(request));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/auth/sessions',
    { schema: { tags, summary: 'Your log-ins', response: answers({ 200: WebSessionList }, 403, 503) } },
    async ({ identity }) => ({ sessions: await access.sessions(person(identity)) }),
  );

  app.delete(
    '/auth/sessions/:id',
    {
      schema: {
        tags,
        summary: 'End one of your log-ins',
        params: SessionParams,
        response: answers({ 204: noContent('It has ended.') }, 400, 403, 404, 503),
      },
    },
    async ({ identity, params }, reply) => {
      if (!(await access.endSession(person(identity), params.id)))
        throw new ProblemError('no-such-log-in', { id: params.id });
      return reply.code(204).send(null);
    },
  );
};

const clientOf = (request: FastifyRequest): Client => ({
  address: request.ip,
  label: String(request.headers['user-agent'] ?? '').slice(0, 120),
  device: cookieOf(request, 'device'),
});

/** RFC 7239, its forerunners, and what tunnels add. */
const ADDED_BY_PROXIES = /^(forwarded|via|true-client-ip|x-forwarded|x-real-ip|x-client|x-original|x-cluster|cf-)/;

/**
 * An account of the demo may write the configuration file, so a proxy or a tunnel on this machine must not open it to the world: the
 * connection, the address that was asked and the headers all have to be those of a browser here.
 */
const isOnThisMachine = ({ ip, socket, headers }: FastifyRequest) =>
  [ip, socket.remoteAddress ?? '', hostName(headers.host ?? '')].every((address) =>
    isLoopback(address.replace(/^::ffff:/, '')),
  ) && !Object.keys(headers).some((name) => ADDED_BY_PROXIES.test(name));

/** A token has neither a secret of its own to change nor log-ins. */
function person(identity: Identity): Person {
  const { memberId } = identity;
  if (memberId === null) throw new ProblemError('not-a-person', {});
  return { ...identity, memberId };
}
