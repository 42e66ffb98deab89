import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import { kilograms, seconds, timeOfDay } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';

const HOW_MANY = 12;
type Loaded = SetPage['sets'] | 'loading' | 'failed';

async function loadSets(bay: string, signal: AbortSignal): Promise<Loaded> {
  try {
    const answer = await fetch(`/api/v1/sets?bay=${bay}&limit=${HOW_MANY}`, { signal });
    if (!answer.ok) return 'failed';
    // The set in progress is on the screen already.
    return ((await answer.json()) as SetPage).sets.filter((set) => set.endedAt !== null);
  } catch {
    return 'failed';
  }
}

/** The sets of this bay that were kept, newest first, each with its raw recording. */
export function RecentSets({ bay }: { bay: BayStore }) {
  const loaded = useSignal<Loaded>('loading');
  const setsKept = bay.setsKept.value;
  // Asks again after each set, and after each time the station was away.
  useEffect(() => {
    const abort = new AbortController();
    loadSets(bay.id, abort.signal).then((sets) => {
      if (!abort.signal.aborted && (sets !== 'failed' || typeof loaded.peek() === 'string')) loaded.value = sets;
    });
    return () => abort.abort();
  }, [bay.id, setsKept]);

  const sets = loaded.value;
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">Recent sets</h2>
      {sets === 'loading' && <p>Loading…</p>}
      {sets === 'failed' && <p>The list can’t be loaded now. It is asked for again after the next set.</p>}
      {Array.isArray(sets) && sets.length === 0 && <p>None yet. Each set is kept here when it ends.</p>}
      {Array.isArray(sets) && sets.length > 0 && (
        <ul class="sets" data-testid="recent-sets">
          {sets.map((set) => (
            <li key={set.id} class="set">
              <time dateTime={set.startedAt}>{timeOfDay(set.startedAt)}</time>
              <span class="set__reps">
                <b>{set.countedReps}</b> {set.countedReps === 1 ? 'rep' : 'reps'}
              </span>
              <span class="set__about">
                {exercises[set.exercise].label}
                {set.loadKg !== null && ` · ${kilograms(set.loadKg)} kg`}
                {set.meanHoldS !== null && ` · hold ${seconds(set.meanHoldS)} s`}
                {set.source !== 'board' && ` · ${set.source}`}
              </span>
              {set.hasRecording ? (
                <a href={`/api/v1/sets/${set.id}/recording`} download>
                  Raw data<span class="visually-hidden"> of the set at {timeOfDay(set.startedAt)}</span>
                </a>
              ) : (
                <span class="set__none">no raw data</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
