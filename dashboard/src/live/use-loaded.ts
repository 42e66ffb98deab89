import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api.ts';
import { link } from './live-store.ts';

/** The station did not answer: there is nothing, or what this browser kept. */
const isFromElsewhere = <T>(answer: Answer<T> | null) =>
  answer?.kind === 'failed' ? answer.status === 0 : (answer?.keptAtMs ?? null) !== null;

/**
 * What `load` answers, asked again whenever one of `on` changes, and when the station is back; null until the first answer. A failure does not take the
 * place of what was loaded before.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<Answer<T>>,
  on: unknown[],
): Signal<Answer<T> | null> {
  const loaded = useSignal<Answer<T> | null>(null);
  const isOpen = useComputed(() => link.value.kind === 'open').value;
  const isOwed = isOpen && isFromElsewhere(loaded.peek());
  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal).then((answer) => {
      if (abort.signal.aborted) return;
      if (answer.kind === 'ok' || loaded.peek()?.kind !== 'ok') loaded.value = answer;
    });
    return () => abort.abort();
  }, [...on, isOwed]);
  return loaded;
}
