/** One POST of a webhook: signed, within ten seconds, only to where it may go. */
import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { BlockList } from 'node:net';
import { problemText } from '../../../contracts/problems.ts';
import { addressIn, lookUpFor, type Resolve, refusalOf } from '../../outgoing.ts';
import { version } from '../../version.ts';

const TIMEOUT_MS = 10_000;

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
  /** On this machine and in its network. */
  allowed: BlockList;
  /** Left out: as this machine resolves names. */
  resolve?: Resolve;
}): Promise<number> {
  const { secret, body, signal, atS, allowed } = options;
  const url = new URL(options.url);
  const address = addressIn(url);
  const refusal = address === null ? null : refusalOf(address, allowed);
  if (refusal) return Promise.reject(new Error(problemText(refusal)));
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((answered, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      lookup: lookUpFor(allowed, options.resolve),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': `lockout/${version}`,
        'lockout-signature': signatureOf(body, secret, atS),
      },
    });
    sent.on('response', (response) => {
      answered(response.statusCode ?? 0);
      response.destroy(); // the answer's body is of no use
    });
    sent.on('error', (error: NodeJS.ErrnoException) => reject(new Error(inWords(error))));
    sent.end(body);
  });
}

function inWords(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  if (error.code === 'ECONNREFUSED') return 'connection refused: no server listens at this address';
  if (error.code === 'ENOTFOUND') return 'there is no such host';
  return error.message;
}
