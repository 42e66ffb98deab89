import { useEffect } from 'preact/hooks';
import { byNeed } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { link } from '../live/live-store.ts';
import { AlertCentre } from '../parts/alert-centre.tsx';
import { BayCard } from '../parts/bay-card.tsx';
import { LinkNote } from '../parts/notes.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { t } from '../texts/index.ts';
import '../styles/floor.css';

/** All bays, those that need a trainer first, and every alert. */
export function FloorPage({ stores }: { stores: readonly BayStore[] }) {
  const { title, bayCount } = t().floor;
  useEffect(() => {
    document.title = `${title} · ${t().common.product}`;
  }, [title]);
  return (
    <div class="page page--list page--floor" data-stale={link.value.kind !== 'open'}>
      <main>
        <TopBar>
          <h1>{title}</h1>
          <p class="plan">{bayCount(stores.length)}</p>
        </TopBar>
        <div class="notes">
          <LinkNote />
        </div>
        <div class="floor">
          <ul class="cards">
            {byNeed(stores).map((bay) => (
              <li key={bay.id}>
                <BayCard bay={bay} />
              </li>
            ))}
          </ul>
          <AlertCentre bays={stores} />
        </div>
      </main>
    </div>
  );
}
