/** A package from a web server, with its signature beside it. */
import { createWriteStream } from 'node:fs';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import type { BlockList } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProblemError, problemOf } from '../../web/index.ts';
import { addressIn, lookUpFor, refusalOf } from '../outgoing.ts';

export const LARGEST_BYTES = 64e6;
const TIMEOUT_MS = 600_000;
/** Releases are often behind one or two. */
const MOST_REDIRECTS = 5;

interface FetchOptions {
  /** Own networks that may be asked; null: anywhere, for root at a terminal. */
  allowed: BlockList | null;
  isUnsigned?: boolean;
}

/** Into `file`, and its signature into `file.minisig`. @throws ProblemError that says what can't be fetched */
export async function fetchPackage(url: string, file: string, { allowed, isUnsigned }: FetchOptions): Promise<void> {
  await fetchInto(url, file, allowed);
  if (!isUnsigned) await fetchInto(`${url}.minisig`, `${file}.minisig`, allowed);
}

async function fetchInto(url: string, file: string, allowed: BlockList | null): Promise<void> {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > LARGEST_BYTES ? new Error('it is larger than 64 MB and no package of Lockout') : null, chunk);
    },
  });
  try {
    const answer = await open(new URL(url), allowed, AbortSignal.timeout(TIMEOUT_MS));
    await pipeline(answer, limit, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('not-fetched', { url, reason: (error as Error).message });
  }
}

/** @throws ProblemError for an address that is not allowed, Error for what the server answered */
async function open(from: URL, allowed: BlockList | null, signal: AbortSignal): Promise<IncomingMessage> {
  let url = from;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new ProblemError('not-http', { url: url.href });
    const address = allowed && addressIn(url);
    const refusal = allowed && address ? refusalOf(address, allowed) : null;
    if (refusal) throw problemOf(refusal);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const get = url.protocol === 'https:' ? getHttps : getHttp;
      get(url, { signal, ...(allowed && { lookup: lookUpFor(allowed) }) }, resolve).on('error', reject);
    });
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return answer;
    answer.destroy();
    if (statusCode < 300 || statusCode > 399 || !headers.location) throw new Error(`the server answered ${statusCode}`);
    url = new URL(headers.location, url);
  }
  throw new Error('too many redirects');
}
