/** One POST of a webhook: signed, within ten seconds, never to an address of the machine's own link. */
import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { version } from '../version.ts';

const TIMEOUT_MS = 10_000;

/** Nothing in a gym listens there, but a cloud's keys lie there (RFC 3927; RFC 4291 section 2.5.6). */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');

/**
 * Header `lockout-signature` of a body: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>" by the webhook's secret>`.
 * The time is signed too, so that who receives it can refuse what was recorded long ago.
 */
function signatureOf(body: string, secret: string, atS: number): string {
  const mac = createHmac('sha256', secret).update(`${atS}.${body}`).digest('hex');
  return `t=${atS},v1=${mac}`;
}

/**
 * @returns the status of the answer; a redirect is an answer, too, and not followed
 * @throws Error that says in plain words why there was no answer
 */
export function post(options: {
  url: string;
  secret: string;
  body: string;
  signal: AbortSignal;
  atS: number;
}): Promise<number> {
  const { secret, body, signal, atS } = options;
  const url = new URL(options.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isForbidden(host))
    return Promise.reject(new Error(`${host} is an address of the link only; webhooks don't go there`));
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      lookup: lookUp,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': `lockout/${version}`,
        'lockout-signature': signatureOf(body, secret, atS),
      },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy(); // the answer's body is of no use
    });
    sent.on('error', (error: NodeJS.ErrnoException) => reject(new Error(inWords(error))));
    sent.end(body);
  });
}

function isForbidden(host: string): boolean {
  const family = isIP(host);
  return family !== 0 && FORBIDDEN.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** The name may point anywhere, so the address that is really connected to is looked at. */
const lookUp: LookupFunction = (name, options, done) => {
  lookup(name, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    const bad = addresses.find(isForbidden);
    if (error || bad === undefined) done(error, found as never, family);
    else done(new Error(`${name} is ${bad}, an address of the link only; webhooks don't go there`), '', 4);
  });
};

function inWords(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  if (error.code === 'ECONNREFUSED') return 'nobody listens at this address';
  if (error.code === 'ENOTFOUND') return 'there is no such host';
  return error.message;
}
