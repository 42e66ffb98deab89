import { AlertCentre } from '../components/alert-centre.tsx';
import { CountRing } from '../components/count-ring.tsx';
import { Icon } from '../components/icon.tsx';
import { Notes, Sensors } from '../components/notes.tsx';
import { Readouts } from '../components/readouts.tsx';
import { RepStrip } from '../components/rep-strip.tsx';
import { TodaysSets } from '../components/todays-sets.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { Trace } from '../components/trace.tsx';
import { Who } from '../components/who.tsx';
import { BayActions } from '../floor/bay-actions.tsx';
import type { BayStore } from '../live/bay-store.ts';
import { link } from '../live/live-store.ts';
import { useTitle } from '../live/use-title.ts';
import { t } from '../locales/index.ts';
import { bayPath } from '../router.ts';
import '../styles/floor.css';

/** One bay for the trainer: what it does now, what was done today, and what can be done about it. */
export function FloorBayPage({ bay }: { bay: BayStore }) {
  const { name } = bay.state.value;
  useTitle(name, t().floor.title);
  return (
    <div class="page page--list page--floor-bay" data-stale={link.value.kind !== 'open'}>
      <main>
        <TopBar
          end={
            <a class="button" href={bayPath(bay.id)}>
              {t().floor.screen}
            </a>
          }
        >
          <a class="icon-button" href="/floor" aria-label={t().floor.title}>
            <Icon name="back" />
          </a>
          <h1>{name}</h1>
          <Who bay={bay} />
        </TopBar>
        <Notes bay={bay} />
        <div class="floor-bay">
          <section class="panel floor-bay__live">
            <CountRing bay={bay} />
            <Readouts bay={bay} />
            <Trace bay={bay} />
            <RepStrip bay={bay} />
          </section>
          <BayActions bay={bay} />
          <TodaysSets bay={bay} />
          <aside class="panel">
            <AlertCentre bays={[bay]} />
            <Sensors bay={bay} />
          </aside>
        </div>
      </main>
    </div>
  );
}
