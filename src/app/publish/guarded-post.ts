/** One POST to where an admin wants it: within ten seconds, only to where the station may go. */
import http from 'node:http';
import https from 'node:https';
import type { BlockList } from 'node:net';
import { problemText } from '../../contracts/problems.ts';
import { AddressRefused, addressIn, lookUpFor, type Resolve, refusalOf } from '../outgoing.ts';
import { version } from '../version.ts';

const TIMEOUT_MS = 10_000;

/** Why there was no answer, in our own words. */
export class Unanswered extends Error {}

export interface GuardedPost {
  url: string;
  /** JSON. */
  body: string;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** On this machine and in its network. */
  allowed: BlockList;
  /** Left out: as this machine resolves names. */
  resolve?: Resolve | undefined;
}

/**
 * @returns the status of the answer; a redirect is an answer, too, and not followed
 * @throws Error that says in plain words why there was no answer
 */
export function guardedPost({ body, headers, signal, allowed, resolve, ...options }: GuardedPost): Promise<number> {
  const url = new URL(options.url);
  const address = addressIn(url);
  const refusal = address === null ? null : refusalOf(address, allowed);
  if (refusal) return Promise.reject(new AddressRefused(problemText(refusal)));
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((answered, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      lookup: lookUpFor(allowed, resolve),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': `lockout/${version}`,
        ...headers,
      },
    });
    sent.on('response', (response) => {
      answered(response.statusCode ?? 0);
      response.destroy(); // the answer's body is of no use
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(error instanceof AddressRefused ? error : (inWords(error) ?? new Error(error.message))),
    );
    sent.end(body);
  });
}

function inWords(error: NodeJS.ErrnoException): Unanswered | null {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return new Unanswered(`no answer within ${TIMEOUT_MS / 1000} s`);
  if (error.code === 'ECONNREFUSED') return new Unanswered('connection refused: no server listens at this address');
  return error.code === 'ENOTFOUND' ? new Unanswered('there is no such host') : null;
}
