import { useEffect } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { link } from '../live/live-store.ts';
import { LinkNote } from '../parts/notes.tsx';
import { PositionRail } from '../parts/position-rail.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { bayPath } from '../router.ts';
import { sourceNote, troubleNotes } from '../words.ts';

/** All bays of this station, each with what it is doing now. */
export function BayList({ stores }: { stores: readonly BayStore[] }) {
  useEffect(() => {
    document.title = 'Lockout';
  }, []);
  return (
    <div class="page page--list" data-stale={link.value.kind === 'lost'}>
      <main>
        <TopBar>
          <h1>Bays</h1>
        </TopBar>
        <div class="notes">
          <LinkNote />
        </div>
        <ul class="cards">
          {stores.map((bay) => (
            <BayCard key={bay.id} bay={bay} />
          ))}
        </ul>
      </main>
    </div>
  );
}

function BayCard({ bay }: { bay: BayStore }) {
  const { name, source } = bay.state.value;
  const trouble = troubleNotes(bay.state.value, bay.alerts.value)[0];
  const words = trouble?.title ?? (bay.isInSet.value ? 'lifting' : 'free');
  return (
    <li>
      <a class="card" href={bayPath(bay.id)} data-level={trouble?.level}>
        <PositionRail bay={bay} />
        <h2>{name}</h2>
        <p class="card__count">{bay.countedReps.value}</p>
        <p class="card__words">
          <b>{words}</b>
          <span>{bay.exercise.value.label}</span>
          {source !== 'board' && <span>{sourceNote(source)?.title}</span>}
        </p>
      </a>
    </li>
  );
}
