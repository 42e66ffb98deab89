import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getText } from '../api.ts';
import { type Curves, readCurves } from './curves.ts';

type CurvesState = { kind: 'none' | 'loading' } | { kind: 'ok'; curves: Curves } | { kind: 'failed'; why: string };

/** The curves of the recording of a set; `none` for null. */
export function useCurves(setId: string | null): CurvesState {
  const state = useSignal<CurvesState>({ kind: setId === null ? 'none' : 'loading' });
  useEffect(() => {
    state.value = { kind: setId === null ? 'none' : 'loading' };
    if (setId === null) return;
    const abort = new AbortController();
    void loadCurves(setId, abort.signal).then((loaded) => {
      if (!abort.signal.aborted) state.value = loaded;
    });
    return () => abort.abort();
  }, [setId]);
  return state.value;
}

async function loadCurves(setId: string, signal: AbortSignal): Promise<CurvesState> {
  const answer = await getText(`/api/v1/sets/${setId}/recording`, signal);
  if (answer.kind === 'failed') return answer;
  try {
    return { kind: 'ok', curves: readCurves(answer.value) };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
