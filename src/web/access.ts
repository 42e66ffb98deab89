import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '../common/clock.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { AccessPort, Granted } from './access-port.ts';
import { ACCESS, type Rule, rowOf, ruleOf } from './access-table.ts';
import { type Identity, isAtLeast, seesBay, VISITOR } from './identity.ts';
import type { HistoryPort, StationPort } from './ports.ts';
import { noSuchBay, noSuchSet, ProblemError } from './problems.ts';
import { RefusalLog } from './refusal-log.ts';
import { isOwnPage } from './same-origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity;
    /** On routes whose rule is `own: 'set'`: the set, which they may see. */
    ownSet: SetDetail | null;
  }
  interface FastifyContextConfig {
    /** A file of the dashboard: the same for everybody. */
    isFile?: true;
  }
}

interface AccessOptions {
  access: AccessPort;
  station: StationPort;
  history: HistoryPort;
  onRefused: (why: 'log-in' | 'role' | 'not-own' | 'no-origin') => void;
}

/** `device` survives a log-out: it grants no access, it only distinguishes a known device from an unknown one. */
const COOKIES = { session: 'lockout_session', screen: 'lockout_screen', device: 'lockout_device' } as const;
type CookieName = keyof typeof COOKIES;
const ENTRANCES = ['session', 'screen'] as const;
/** As long as browsers keep a cookie. */
const DEVICE_S = 400 * 86_400;
const READ_ONLY = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * Resolves who asks, and refuses what they may not do, by `access-table.ts`. Call it before the routes.
 * The server doesn't start when a route has no row there, or a row no route.
 */
export async function registerAccess(app: FastifyInstance, options: AccessOptions): Promise<void> {
  const { access, station, history } = options;
  const refusals = new RefusalLog(systemClock);
  const refused = (request: FastifyRequest, why: Parameters<AccessOptions['onRefused']>[0] | 'bad-token') => {
    if (why !== 'bad-token') options.onRefused(why);
    refusals.note(request, why);
  };
  const routes = new Set<string>();
  const unruled = new Set<string>();
  await app.register(cookie);
  app.decorateRequest('identity', null as unknown as Identity);
  app.decorateRequest('ownSet', null);

  app.addHook('onRoute', (route) => {
    if (route.config?.isFile) return;
    for (const method of [route.method].flat()) {
      routes.add(rowOf(method, route.url));
      if (!ruleOf(method, route.url)) unruled.add(`${method} ${route.url}`);
    }
  });
  app.addHook('onReady', async () => {
    const without = Object.keys(ACCESS).filter((row) => !routes.has(row));
    if (unruled.size > 0 || without.length > 0)
      throw new Error(
        `access-table.ts and the routes disagree: without a row: ${[...unruled].join(', ') || 'none'}; without a route: ${without.join(', ') || 'none'}`,
      );
  });

  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions;
    if (url === undefined || config.isFile) return;
    const rule = ruleOf(request.method, url) as Rule;
    request.identity = await identityOf(request, access).catch((error) => {
      if (rule.role === 'visitor') return VISITOR; // log-in and log-out need no identity
      if (error instanceof ProblemError) refused(request, 'bad-token');
      throw error;
    });
    const refusal = refusalOf(rule, request.identity);
    if (refusal) {
      refused(request, refusal.code.kind === 'not-logged-in' ? 'log-in' : 'role');
      throw refusal;
    }
    if (needsOrigin(request) && !isOwnPage(request.headers)) {
      refused(request, 'no-origin');
      throw new ProblemError('no-origin', {});
    }
  });

  // Before the body is looked at: what is wrong with it is nothing for someone who may not send it.
  app.addHook('preValidation', async (request) => {
    const own = ownRuleOf(request);
    const { identity } = request;
    if (!own || seesEverything(identity)) return;
    const params = request.params as { bay: string; id: string };
    const isOwn =
      own === 'bay'
        ? ownsBay(identity, params.bay, station)
        : own === 'set'
          ? ownsSet(identity, (request.ownSet = await history.getSet(params.id)), station)
          : identity.memberId === params.id;
    if (isOwn) return;
    refused(request, 'not-own');
    // Don't reveal whether another member's set exists.
    if (own === 'set') throw noSuchSet(params.id);
    throw own === 'bay' ? new ProblemError('not-your-bay', { bay: params.bay }) : new ProblemError('not-yours', {});
  });
  app.addHook('preHandler', async (request) => {
    if (ownRuleOf(request) !== 'set' || request.ownSet) return;
    const { id } = request.params as { id: string };
    request.ownSet = await history.getSet(id);
    if (!request.ownSet) throw noSuchSet(id);
  });
}

const seesEverything = ({ role, bays }: Identity) => isAtLeast(role, 'trainer') && bays === null;

function ownRuleOf({ routeOptions: { url, config }, method }: FastifyRequest): Rule['own'] {
  return url === undefined || config.isFile ? undefined : ruleOf(method, url)?.own;
}

/** Sets the cookie of a log-in or of a paired screen. */
export function grant(
  request: FastifyRequest,
  reply: FastifyReply,
  name: (typeof ENTRANCES)[number],
  { cookie: value, maxAgeS, device }: Granted,
): void {
  reply.setCookie(cookieName(request, name), value, { ...cookieOptions(request), maxAge: maxAgeS });
  if (device !== undefined)
    reply.setCookie(cookieName(request, 'device'), device, { ...cookieOptions(request), maxAge: DEVICE_S });
}

/** What a cookie of ours holds; null: the browser has none. */
export const cookieOf = (request: FastifyRequest, name: CookieName): string | null =>
  request.cookies[cookieName(request, name)] ?? null;

/** Takes the cookie back that let this request in. */
export function revoke(request: FastifyRequest, reply: FastifyReply): void {
  const name = request.identity.via === 'screen' ? 'screen' : 'session';
  reply.clearCookie(cookieName(request, name), cookieOptions(request));
}

/** Behind HTTPS, a browser takes a name that begins so only from this very host and by HTTPS (RFC 6265bis, section 4.1.3.2). */
const cookieName = ({ protocol }: FastifyRequest, name: CookieName) =>
  protocol === 'https' ? `__Host-${COOKIES[name]}` : COOKIES[name];

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

/** A token comes first, because it is meant; then who logged in, then the screen at which they did. */
async function identityOf(request: FastifyRequest, access: AccessPort): Promise<Identity> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, secret] = /^Bearer +([\w-]{20,200})$/i.exec(authorization) ?? [];
    const identity = secret ? await access.fromToken(secret) : null;
    if (identity) return identity;
    throw new ProblemError('bad-token', {});
  }
  for (const name of ENTRANCES) {
    const value = cookieOf(request, name);
    const identity = value ? await access.fromCookie(value) : null;
    if (identity) return identity;
  }
  return VISITOR;
}

function refusalOf(rule: Rule, { role, scopes, via }: Identity): ProblemError | null {
  if (isAtLeast(role, rule.role)) return null;
  if (rule.scope && scopes.includes(rule.scope)) return null;
  if (via === 'nothing') return new ProblemError('not-logged-in', {});
  return new ProblemError('role-too-low', { needed: rule.role, scope: rule.scope ?? '', role, by: via });
}

/** A browser sends a cookie by itself, also for a page that isn't ours; so a change must prove where it comes from. */
const needsOrigin = ({ identity, method, headers }: FastifyRequest) =>
  (identity.via === 'session' || identity.via === 'screen') &&
  (!READ_ONLY.has(method) || headers.upgrade !== undefined);

function ownsBay(identity: Identity, bay: string, station: StationPort): boolean {
  const snapshot = station.bay(bay);
  // A client that may see all bays learns that a bay doesn't exist.
  if (!snapshot && identity.bays === null && identity.role !== 'member') throw noSuchBay(bay);
  return seesBay(identity, bay, snapshot?.session.memberId ?? null);
}

function ownsSet(identity: Identity, detail: SetDetail | null, station: StationPort): boolean {
  return detail !== null && seesSet(identity, detail.set, station);
}

/** Whether they may see this set; a screen those of its bay, unless they are of someone who has left. */
export function seesSet(
  identity: Identity,
  set: { id: string; bay: string; memberId: string | null },
  station: StationPort,
): boolean {
  if (identity.bays && !identity.bays.includes(set.bay)) return false;
  if (isAtLeast(identity.role, 'trainer')) return true;
  if (identity.role === 'member') return set.memberId === identity.memberId;
  if (identity.role === 'screen') {
    const present = station.bay(set.bay)?.session.memberId ?? null;
    return set.memberId === null || set.memberId === present;
  }
  return identity.scopes.includes('read');
}
