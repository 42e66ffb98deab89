import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Answer, getJson } from '../api.ts';
import { link } from '../live/live-store.ts';
import { who } from '../live/who.ts';

const PERIOD_MS = 5000;
/** Who came and what is there, for pages that ask for nothing else. */
const LIFE_PERIOD_MS = 15_000;
/** The hub answers, and can't get at what it knows. */
const AWAY = new Set([0, 502, 503, 504]);

let lastHeardMs: number | null = null;

/** What an answer says of the connection. */
function noteAnswer(answer: Answer<unknown>): void {
  if (answer.kind === 'failed' && AWAY.has(answer.status)) {
    if (link.peek().kind !== 'lost') link.value = { kind: 'lost', lastHeardMs };
    return;
  }
  lastHeardMs = Date.now();
  if (link.peek().kind !== 'open') link.value = { kind: 'open' };
}

/** What the hub answers to `path`, asked again while the page is shown; a failure does not take the place of what was there. `on`: asks at once. */
export function usePolled<T>(
  path: string,
  on: readonly unknown[] = [],
  periodMs: number = PERIOD_MS,
): Signal<Answer<T> | null> {
  const answer = useSignal<Answer<T> | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        const next = await getJson<T>(path, abort.signal);
        if (abort.signal.aborted) return;
        noteAnswer(next);
        if (next.kind === 'ok' || answer.peek()?.kind !== 'ok' || !AWAY.has(next.status)) answer.value = next;
      }
      timer = setTimeout(() => void ask(), periodMs);
    };
    const onShown = () => document.visibilityState === 'visible' && void ask();
    document.addEventListener('visibilitychange', onShown);
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [path, ...on]);
  return answer;
}

/** A page without polling, such as the log-in, learns when the hub is away and when it is back. */
export function useSignOfLife(): void {
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => noteAnswer(await getJson('/api/v1/auth', abort.signal));
    const timer = setInterval(() => void ask(), who.peek() === null ? PERIOD_MS : LIFE_PERIOD_MS);
    void ask();
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [who.value === null]);
}
