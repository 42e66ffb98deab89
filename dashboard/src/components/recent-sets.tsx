import type { SetEvent } from '../../../src/contracts/events.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import { getJson } from '../api.ts';
import { age, seconds, timeOfDay } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { setPath } from '../router.ts';
import { shownLoad } from '../words.ts';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';

const HOW_MANY = 12;

/** The sets of this bay that were kept, newest first. */
export function RecentSets({ bay }: { bay: BayStore }) {
  // Asked again after each set, and after each time the station was offline.
  const loaded = useLoaded<SetPage>(
    (signal) => getJson(`/api/v1/sets?bay=${bay.id}&limit=${HOW_MANY}`, signal),
    [bay.id, bay.setsKept.value],
  ).value;
  const { recent, recentFailed, recentNone, recentKept } = t().bay;
  // The set in progress is on the screen already.
  const sets = loaded?.kind === 'ok' ? loaded.value.sets.filter((set) => set.endedAt !== null) : [];
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{recent}</h2>
      {loaded === null && <Skeleton lines={6} />}
      {loaded?.kind === 'failed' && <p>{recentFailed}</p>}
      {loaded?.kind === 'ok' && loaded.keptAtMs !== null && <p>{recentKept(age(nowMs.value - loaded.keptAtMs))}</p>}
      {loaded?.kind === 'ok' && sets.length === 0 && <p>{recentNone}</p>}
      {sets.length > 0 && (
        <ul class="sets" data-testid="recent-sets">
          {sets.map((set) => (
            <SetLine key={set.id} set={set} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SetLine({ set }: { set: SetEvent }) {
  const about = [
    t().exercises[set.exercise].label,
    shownLoad(set),
    set.meanHoldS === null ? null : t().bay.holdTarget(seconds(set.meanHoldS)),
    set.source === 'board' ? null : t().trouble.sources[set.source][0],
  ];
  return (
    <li>
      <a class="set" href={setPath(set.id)}>
        <time dateTime={set.startedAt}>{timeOfDay(set.startedAt)}</time>
        <span class="set__reps">
          <b>{set.countedReps}</b> {t().bay.rep(set.countedReps)}
        </span>
        <span class="set__about">{about.filter((part) => part !== null).join(' · ')}</span>
        <Icon name="forward" />
      </a>
    </li>
  );
}
