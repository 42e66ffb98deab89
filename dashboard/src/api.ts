import type { Problem } from '../../src/contracts/http.ts';
import { t } from './texts/index.ts';

/** An answer of the station; `keptAtMs` when it came from this browser's memory because the station is away. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly keptAtMs: number | null }
  | { readonly kind: 'failed'; readonly status: number; readonly why: string };

async function ask<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init);
    if (!response.ok) return { kind: 'failed', status: response.status, why: await whyOf(response) };
    const kept = response.headers.get('x-lockout-kept');
    return { kind: 'ok', value: await read(response), keptAtMs: kept === null ? null : Date.parse(kept) };
  } catch {
    return { kind: 'failed', status: 0, why: t().common.unreachable };
  }
}

/** The station says what is wrong and what to do in `detail` (RFC 9457). */
async function whyOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return problem?.detail ?? `${response.status} ${response.statusText}`;
}

/** Asks for JSON. Never throws. */
export const getJson = <T>(path: string, signal: AbortSignal) =>
  ask(path, { signal }, (response) => response.json() as Promise<T>);

/** Asks for text. Never throws. */
export const getText = (path: string, signal: AbortSignal) => ask(path, { signal }, (response) => response.text());

/** Sends a change. Never throws; an answer without a body is null. */
export function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer<T | null>> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  return ask(path, init, async (response) => {
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as T);
  });
}
