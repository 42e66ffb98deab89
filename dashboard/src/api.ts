import type { Problem, ProblemKind } from '../../src/contracts/problems.ts';
import { isAtHub } from './live/place.ts';
import { t } from './locales/index.ts';
import { configFaultWords, problemWords } from './reasons.ts';

/** An answer of the station; `keptAtMs` when it came from this browser's memory because the station is offline. */
export type Answer<T> =
  | {
      readonly kind: 'ok';
      readonly value: T;
      readonly keptAtMs: number | null;
      /** For the `If-Match` of a change; null when it has no revisions. */
      readonly etag: string | null;
    }
  | Failure;

/** A fault, and the dotted name of the value that it is about; empty: none. */
export interface NamedFault {
  readonly name: string;
  readonly text: string;
}

export interface Failure {
  readonly kind: 'failed';
  readonly status: number;
  /** What is wrong and what to do. */
  readonly why: string;
  /** Name of the problem, such as `wrong-log-in`; empty when the station did not answer. */
  readonly problem: ProblemKind | '';
  /** Each fault of a configuration that was sent. */
  readonly faults: readonly NamedFault[];
  /** How long the station wants to be left alone; null: it does not say. */
  readonly retryAfterS: number | null;
}

async function ask<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init);
    if (!response.ok) return await failureOf(response);
    const kept = response.headers.get('x-lockout-kept');
    return {
      kind: 'ok',
      value: await read(response),
      keptAtMs: kept === null ? null : Date.parse(kept),
      etag: response.headers.get('etag'),
    };
  } catch {
    return {
      kind: 'failed',
      status: 0,
      why: isAtHub ? t().hub.unreachable : t().common.unreachable,
      problem: '',
      faults: [],
      retryAfterS: null,
    };
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const retryAfter = response.headers.get('retry-after');
  return {
    kind: 'failed',
    status: response.status,
    why: problem?.kind ? problemWords(problem) : `${response.status} ${response.statusText}`,
    problem: problem?.kind ?? '',
    faults: (problem?.faults ?? []).map((fault) => ({
      name: String(fault.params.name ?? ''),
      text: configFaultWords(fault),
    })),
    retryAfterS: retryAfter === null ? null : Number(retryAfter),
  };
}

/** A station that is well has answered long before; the doctor listens for ten seconds. */
const PATIENCE_MS = 30_000;

/** Fetches JSON. Never throws. */
export const getJson = <T>(path: string, signal: AbortSignal) =>
  ask(
    path,
    { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) },
    (response) => response.json() as Promise<T>,
  );

/** Fetches text. Never throws. */
export const getText = (path: string, signal: AbortSignal) => ask(path, { signal }, (response) => response.text());

/** Sends a change, of what had `etag` if it has revisions. Never throws; an answer without a body is null. */
export function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  etag?: string | null,
): Promise<Answer<T | null>> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (etag) headers['if-match'] = etag;
  const init: RequestInit = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return ask(path, init, async (response) => {
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as T);
  });
}

/** Sends a file as it is. Never throws. */
export const sendFile = <T>(path: string, file: Blob, type: string, method: 'POST' | 'PUT' = 'POST') =>
  ask(path, { method, headers: { 'content-type': type }, body: file }, (response) => response.json() as Promise<T>);
