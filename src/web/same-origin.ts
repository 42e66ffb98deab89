import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.ts';

const READ_ONLY = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The name in a Host header, lower case, without its port: `[::1]:8080` gives `::1`. */
export function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase().replace(/\.$/, '');
}

/** Every name that this station answers to, beside its addresses. `machine`: the name of this computer. */
export function ownNames(
  web: { host: string; publicUrl: string; allowedHosts: readonly string[] },
  machine: string,
): ReadonlySet<string> {
  const [short = ''] = machine.split('.');
  const publicName = web.publicUrl === '' ? [] : [new URL(web.publicUrl).hostname];
  // RFC 6762: multicast DNS finds a machine by its name and `.local`.
  const names = ['localhost', machine, short, `${short}.local`, web.host, ...publicName, ...web.allowedHosts];
  return new Set(names.map(hostName).filter((name) => name !== ''));
}

/**
 * Whether a page served under this name can only have come from this station.
 *
 * In DNS rebinding a foreign site points its own name at this machine, and the browser then takes it for the station's own
 * page. Such a site needs a name, so an address is safe. No name is: a party that runs the network's DNS, or answers
 * multicast DNS first, has any name below `.lan`, `.internal` or `.local`, and any without a dot.
 */
export function isTrustedHost(host: string, names: ReadonlySet<string>): boolean {
  const name = hostName(host);
  return isIP(name) !== 0 || names.has(name);
}

/** Whether a request with this Origin header comes from a page of the same host; no header: not from a browser's page. */
export function isSameOrigin(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** Whether the browser confirms that the request comes from one of our pages; without Origin and Sec-Fetch-Site it doesn't. */
export function isOwnPage(headers: IncomingHttpHeaders): boolean {
  const { origin, host = '' } = headers;
  if (origin !== undefined) return isSameOrigin(origin, host);
  return headers['sec-fetch-site'] === 'same-origin';
}

/** Rejects foreign host names, and changes or live streams requested by a foreign page. */
export function registerSameOrigin(
  app: FastifyInstance,
  names: ReadonlySet<string>,
  onRefused: (why: 'host' | 'origin') => void,
): void {
  app.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? '';
    if (!isTrustedHost(host, names)) {
      onRefused('host');
      throw new ProblemError('foreign-host', { host: hostName(host).slice(0, 100) });
    }
    const changesOrStreams = !READ_ONLY.has(request.method) || request.headers.upgrade !== undefined;
    if (changesOrStreams && !isSameOrigin(request.headers.origin, host)) {
      onRefused('origin');
      throw new ProblemError('foreign-origin', { origin: String(request.headers.origin) });
    }
  });
}
