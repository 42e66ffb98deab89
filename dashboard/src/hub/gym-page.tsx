import { useSignal } from '@preact/signals';
import type { GymSets, HubSet, SentCommand } from '../../../src/contracts/hub-pages.ts';
import { BayCard } from '../components/bay-card.tsx';
import { CountRing } from '../components/count-ring.tsx';
import { Empty } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { LinkNote, NoteBar, Notes, Sensors } from '../components/notes.tsx';
import { Readouts } from '../components/readouts.tsx';
import { RepStrip } from '../components/rep-strip.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { Who } from '../components/who.tsx';
import { dayOf, loadWords, timeOfDay } from '../format.ts';
import { byNeed } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { bays, link } from '../live/live-store.ts';
import { useTitle } from '../live/use-title.ts';
import { t } from '../locales/index.ts';
import { BayCommands } from './bay-commands.tsx';
import { CommandList } from './command-list.tsx';
import { useGymLive } from './gym-live.ts';
import { gymPath, hubSetPath } from './routes.ts';
import { usePolled } from './use-polled.ts';

/** What was lifted is to be seen within two seconds. */
const SETS_PERIOD_MS = 1000;

/** What happens in a gym, as on the floor of its station; or one bay of it. */
export function GymPage({ gym, bay }: { gym: string; bay: string | null }) {
  useGymLive(gym);
  const asked = useSignal(0);
  const sets = usePolled<GymSets>(`/api/v1/gyms/${gym}/sets`, [asked.value], SETS_PERIOD_MS).value;
  const commands = usePolled<{ commands: SentCommand[] }>(`/api/v1/gyms/${gym}/commands`, [asked.value]).value;
  const name = sets?.kind === 'ok' ? sets.value.name : gym;
  const stores = byNeed([...(bays.value?.values() ?? [])]);
  const shown = bay === null ? undefined : bays.value?.get(bay);
  const words = t().hub.gym;
  const live = sets?.kind === 'ok' ? sets.value.live : 'on';
  const title = shown?.state.value.name ?? (bay === null ? name : bay);
  useTitle(title, name);
  const back = bay === null ? '/' : gymPath(gym);
  return (
    <div class="page page--list page--floor" data-stale={link.value.kind !== 'open'}>
      <main>
        <TopBar>
          <a class="icon-button" href={back} aria-label={bay === null ? words.toChain : words.toGym}>
            <Icon name="back" />
          </a>
          <h1>{title}</h1>
          {bay === null && stores.length > 0 && <p class="plan">{t().floor.bayCount(stores.length)}</p>}
          {shown && <Who bay={shown} />}
        </TopBar>
        <div class="notes">
          <LinkNote />
          {live !== 'on' && stores.length > 0 && (
            <NoteBar note={{ level: 'warning', title: words.notLive[live], text: words.notLiveHint[live] }} />
          )}
        </div>
        {sets?.kind === 'failed' ? (
          <Loaded answer={sets}>{() => null}</Loaded>
        ) : (
          <>
            {shown && <OneBay gym={gym} bay={shown} onSent={() => asked.value++} />}
            {bay === null && stores.length > 0 && (
              <ul class="cards" data-testid="gym-floor">
                {stores.map((one) => (
                  <li key={one.id}>
                    <BayCard bay={one} href={gymPath(gym, one.id)} />
                  </li>
                ))}
              </ul>
            )}
            {(bay === null ? stores.length === 0 : !shown) && (
              <Empty icon="clock" title={live === 'on' ? words.waits : words.notLive[live]}>
                <p>{live === 'on' ? words.waitsHint : words.notLiveHint[live]}</p>
              </Empty>
            )}
            <div class="columns gym-below">
              <section class="panel">
                <h2>{words.latest}</h2>
                <Loaded answer={sets}>{(value) => <Sets sets={value.sets} bay={bay} />}</Loaded>
              </section>
              <section class="panel">
                <h2>{t().hub.commands.title}</h2>
                <Loaded answer={commands}>{(value) => <CommandList commands={value.commands} />}</Loaded>
              </section>
            </div>
          </>
        )}
      </main>
    </div>
  );
}

function OneBay({ gym, bay, onSent }: { gym: string; bay: BayStore; onSent: () => void }) {
  return (
    <>
      <Notes bay={bay} />
      <div class="floor-bay">
        <section class="panel floor-bay__live">
          <CountRing bay={bay} />
          <Readouts bay={bay} />
          <RepStrip bay={bay} />
        </section>
        <div class="stack">
          <BayCommands gym={gym} bay={bay} onSent={onSent} />
          <section class="panel">
            <Sensors bay={bay} />
          </section>
        </div>
      </div>
    </>
  );
}

function Sets({ sets, bay }: { sets: readonly HubSet[]; bay: string | null }) {
  const words = t().hub.gym;
  const own = sets.filter((set) => bay === null || set.bay === bay);
  if (own.length === 0) return <p>{words.noSets}</p>;
  return (
    <ul class="rows" data-testid="hub-sets">
      {own.map((set) => (
        <li key={set.id} class="row">
          <span class="row__main">
            <a href={hubSetPath(set.id)}>
              {t().exercises[set.exercise as keyof ReturnType<typeof t>['exercises']]?.label ?? set.exercise}
              {` · ${t().hub.set.reps(set.countedReps)}`}
            </a>
            <small>
              {[set.alias ?? words.noMember, set.bayName, set.loadKg === null ? '' : loadWords(set.loadKg)]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </span>
          {set.isDeleted && <span class="pill">{words.deleted}</span>}
          <time dateTime={set.at}>{`${dayOf(set.at)}, ${timeOfDay(set.at)}`}</time>
        </li>
      ))}
    </ul>
  );
}
