import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api.ts';

/**
 * What `load` answers, asked again whenever one of `on` changes; null until the first answer. A failure does not take the
 * place of what was loaded before.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<Answer<T>>,
  on: unknown[],
): Signal<Answer<T> | null> {
  const loaded = useSignal<Answer<T> | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal).then((answer) => {
      if (abort.signal.aborted) return;
      if (answer.kind === 'ok' || loaded.peek()?.kind !== 'ok') loaded.value = answer;
    });
    return () => abort.abort();
  }, on);
  return loaded;
}
