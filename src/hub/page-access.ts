/** Who asks for a page of the hub, and whether they may. A route that does not say who may use it keeps the server from starting. */
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HubWho } from '../contracts/hub-pages.ts';
import { ProblemError } from '../web/problems.ts';
import { isOwnPage } from '../web/same-origin.ts';
import { type Accounts, SESSION_S, type Visitor } from './accounts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
  }
  interface FastifyContextConfig {
    /** the lowest role that may use it */
    least?: 'visitor' | 'trainer' | 'admin';
  }
}

const RANK = { visitor: 0, trainer: 1, admin: 2 } as const;
const READ_ONLY = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function registerPageAccess(
  app: FastifyInstance,
  accounts: Accounts,
  onRefused: () => void,
): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('visitor', null);
  const open: string[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.isFile && config?.least === undefined) open.push(`${method} ${url}`);
  });
  app.addHook('onReady', async () => {
    if (open.length > 0)
      throw new Error(`routes of the hub's pages that don't say who may use them: ${open.join(', ')}`);
  });
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions;
    if (url === undefined || config.isFile) return;
    const least = config.least as keyof typeof RANK;
    const value = request.cookies[cookieName(request)];
    if (value) request.visitor = await accounts.fromCookie(value);
    const role = request.visitor?.role ?? 'visitor';
    if (RANK[role] < RANK[least]) {
      onRefused();
      if (role === 'visitor') throw new ProblemError('not-logged-in', {});
      throw new ProblemError('role-too-low', { needed: least, scope: '', role, by: 'session' });
    }
    const changes = !READ_ONLY.has(request.method) || request.headers.upgrade !== undefined;
    if (request.visitor && changes && !isOwnPage(request.headers)) {
      onRefused();
      throw new ProblemError('no-origin', {});
    }
  });
}

export function grant(request: FastifyRequest, reply: FastifyReply, value: string): void {
  reply.setCookie(cookieName(request), value, { ...cookieOptions(request), maxAge: SESSION_S });
}

export function revoke(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName(request), cookieOptions(request));
}

/** Behind HTTPS, a browser takes a name that begins so only from this very host and by HTTPS (RFC 6265bis, section 4.1.3.2). */
const cookieName = ({ protocol }: FastifyRequest) => (protocol === 'https' ? '__Host-lockout_hub' : 'lockout_hub');
const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

/** Of a route for who is logged in. */
export const visitorOf = (request: FastifyRequest): Visitor => request.visitor as Visitor;

/** @throws ProblemError when they may not see this gym: it does not exist for them */
export function checkGym({ gyms }: Visitor, gym: string): void {
  if (gyms !== null && !gyms.includes(gym)) throw new ProblemError('no-such-gym', { gym });
}

export const whoIs = (visitor: Visitor | null, setUpNeeded: boolean): HubWho => ({
  role: visitor?.role ?? 'visitor',
  memberId: visitor?.id ?? null,
  alias: visitor?.login ?? null,
  bays: null,
  gyms: visitor?.gyms ?? null,
  setUpNeeded,
});
