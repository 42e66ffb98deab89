import { useMemo } from 'preact/hooks';
import { getText } from '../api.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { type Curves, readCurves } from './curves.ts';

export type CurvesState =
  | { kind: 'none' | 'loading' }
  | { kind: 'ok'; curves: Curves }
  | { kind: 'failed'; why: string };

/** The curves of the recording of a set; `none` for null. */
export function useCurves(setId: string | null): CurvesState {
  const loaded = useLoaded<string | null>(
    async (signal) =>
      setId === null ? { kind: 'ok', value: null, keptAtMs: null } : getText(`/api/v1/sets/${setId}/recording`, signal),
    [setId],
  ).value;
  return useMemo<CurvesState>(() => {
    if (setId === null) return { kind: 'none' };
    if (loaded === null) return { kind: 'loading' };
    if (loaded.kind === 'failed') return { kind: 'failed', why: loaded.why };
    if (loaded.value === null) return { kind: 'loading' };
    try {
      return { kind: 'ok', curves: readCurves(loaded.value) };
    } catch (error) {
      return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }, [setId, loaded]);
}
