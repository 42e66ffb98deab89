import { useComputed } from '@preact/signals';
import { age, loadWords, minutes, unbroken } from '../format.ts';
import { activityOf } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { floorBayPath } from '../router.ts';
import { sourceNote, troubleNotes } from '../words.ts';
import { CardRail } from './card-rail.tsx';
import { CountRing } from './count-ring.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { Who } from './who.tsx';
import '../styles/card.css';

/** Marks of the latest movements; more don't fit on a card. */
const MARKS = 8;

/** One bay of the floor, live; `href`: where it leads. */
export function BayCard({ bay, href = floorBayPath(bay.id) }: { bay: BayStore; href?: string }) {
  const { name, source } = bay.state.value;
  // It looks at the clock each second and changes once in minutes: only then is the card drawn again.
  const activity = useComputed(() => activityOf(bay)).value;
  const trouble = troubleNotes(bay.state.value, bay.unseenAlerts.value)[0];
  const loadKg = bay.loadKg.value;
  const reps = bay.reps.value.slice(-MARKS);
  const places = [...Array(MARKS).keys()].map((place) => reps[place] ?? null);
  return (
    <a class="card" href={href} data-level={trouble?.level} data-activity={activity}>
      <CardRail bay={bay} />
      <div class="card__words">
        <h2>{name}</h2>
        {bay.session.value.kind !== 'none' && <Who bay={bay} />}
        <p class="card__activity" data-activity={activity}>
          <ActivityWords bay={bay} />
        </p>
        <p>
          {t().exercises[bay.exercise.value.name].label}
          {loadKg !== null && ` · ${unbroken(loadWords(loadKg))}`}
        </p>
        {source !== 'board' && <p class="card__source">{sourceNote(source)?.title}</p>}
      </div>
      <CountRing bay={bay} />
      <p class="card__reps">
        <span>
          {places.map((rep, place) => (
            <Mark key={place} rep={rep} targetHoldS={bay.targetHoldS.value} />
          ))}
        </span>
      </p>
      {trouble && (
        <p class="card__trouble" data-level={trouble.level}>
          <Icon name="alert" />
          <span>{trouble.title}</span>
        </p>
      )}
    </a>
  );
}

function ActivityWords({ bay }: { bay: BayStore }) {
  const words = t().floor;
  const activity = activityOf(bay);
  if (activity === 'stale') return <>{words.staleText(age(nowMs.value - bay.heardAtMs))}</>;
  const endedAt = bay.lastSet.value?.endedAt;
  if (activity === 'resting' && endedAt) {
    const restedS = (bay.stationMs(nowMs.value) - Date.parse(endedAt)) / 1000;
    return (
      <>
        {words.resting} {minutes(restedS)}
      </>
    );
  }
  return <>{words[activity]}</>;
}
