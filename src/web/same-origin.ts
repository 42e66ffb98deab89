import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.ts';

/** Top-level names that nobody on the internet can register (RFC 6761, 6762, 8375; ICANN's `internal`). */
const LOCAL_SUFFIXES = ['.localhost', '.local', '.lan', '.home.arpa', '.internal'];
const READ_ONLY = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The name in a Host header, lower case, without its port: `[::1]:8080` gives `::1`. */
export function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a page served under this name can only have come from this station.
 *
 * In DNS rebinding a foreign site points its own name at this machine, and the browser then takes it for the station's own
 * page. Such a site must own its name, so an address, a name without a dot, or a local name is safe; others must be listed.
 */
export function isTrustedHost(host: string, allowedHosts: readonly string[]): boolean {
  const name = hostName(host);
  if (name === '') return false;
  if (isIP(name) !== 0 || !name.includes('.')) return true;
  return (
    LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix)) ||
    name === hostname().toLowerCase() ||
    allowedHosts.includes(name)
  );
}

/** Whether a request with this Origin header comes from a page of the same host; no header: not from a browser's page. */
export function isSameOrigin(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** Whether a browser vouches that one of our own pages asks; without Origin and Sec-Fetch-Site nobody does. */
export function isOwnPage(headers: IncomingHttpHeaders): boolean {
  const { origin, host = '' } = headers;
  if (origin !== undefined) return isSameOrigin(origin, host);
  return headers['sec-fetch-site'] === 'same-origin';
}

/** Refuses foreign names for this machine, and changes or live streams that a foreign page asks for. */
export function registerSameOrigin(
  app: FastifyInstance,
  allowedHosts: readonly string[],
  onRefused: (why: 'host' | 'origin') => void,
): void {
  app.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? '';
    if (!isTrustedHost(host, allowedHosts)) {
      onRefused('host');
      throw new ProblemError(
        421,
        'foreign-host',
        `This station doesn't answer to the name "${hostName(host)}". Use its address or its local name.`,
      );
    }
    const changesOrStreams = !READ_ONLY.has(request.method) || request.headers.upgrade !== undefined;
    if (changesOrStreams && !isSameOrigin(request.headers.origin, host)) {
      onRefused('origin');
      throw new ProblemError(
        403,
        'foreign-origin',
        `A page of ${request.headers.origin} may not do this. Only pages that this station serves may.`,
      );
    }
  });
}
