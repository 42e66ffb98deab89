import { computed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { AlertCentre } from '../components/alert-centre.tsx';
import { BayCard } from '../components/bay-card.tsx';
import { Empty } from '../components/form.tsx';
import { LinkNote } from '../components/notes.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { FloorExtras } from '../floor/class-panel.tsx';
import { byNeed } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { link } from '../live/live-store.ts';
import { useTitle } from '../live/use-title.ts';
import { keepAwake } from '../live/wake-lock.ts';
import { t } from '../locales/index.ts';
import '../styles/floor.css';

/** All bays, those that need a trainer first, and every alert. */
export function FloorPage({ stores }: { stores: readonly BayStore[] }) {
  const { title, bayCount, noBays, noBaysHint } = t().floor;
  useTitle(title);
  useEffect(keepAwake, []);
  // As a text, which is the same each second until the order changes.
  const order = useMemo(
    () =>
      computed(() =>
        byNeed(stores)
          .map(({ id }) => id)
          .join(' '),
      ),
    [stores],
  ).value;
  const sorted = order.split(' ').flatMap((id) => stores.find((bay) => bay.id === id) ?? []);
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
        {stores.length === 0 && (
          <Empty icon="grid" title={noBays}>
            <p>{noBaysHint}</p>
          </Empty>
        )}
        <FloorExtras stores={stores} />
        <div class="floor">
          <ul class="cards">
            {sorted.map((bay) => (
              <li key={bay.id}>
                <BayCard bay={bay} />
              </li>
            ))}
          </ul>
          {stores.length > 0 && <AlertCentre bays={stores} />}
        </div>
      </main>
    </div>
  );
}
