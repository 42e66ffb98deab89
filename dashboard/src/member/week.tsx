import { useSignal } from '@preact/signals';
import type { SetEvent } from '../../../src/contracts/events.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf, load } from '../format.ts';
import { midnightMs } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { volumeKg } from '../words.ts';
import { type Day, isBeforeFetched, weekOf } from './week-days.ts';

/** More than anybody lifts in a few weeks. */
const LIMIT = 600;

/** Seven days from Monday on, each with its sets; earlier weeks one by one. */
export function Week({ member }: { member: Member }) {
  const words = t().member.week;
  const back = useSignal(0);
  const path = `/api/v1/members/${member.id}/sets?limit=${LIMIT}`;
  const loaded = useLoaded<SetPage>((signal) => getJson(path, signal), [path]).value;
  const days = weekOf(midnightMs.value, back.value);
  const isOldest = loaded?.kind === 'ok' && isBeforeFetched(days[0], loaded.value);
  const title = `${dayOf(days[0].toISOString())} – ${dayOf(days[6].toISOString())}`;
  return (
    <section class="panel" data-testid="week">
      <header class="week__head">
        <button
          class="icon-button"
          type="button"
          disabled={isOldest}
          onClick={() => (back.value += 1)}
          aria-label={words.before}
        >
          <Icon name="back" />
        </button>
        <h2>{back.value === 0 ? words.thisWeek : title}</h2>
        <button
          class="icon-button"
          type="button"
          disabled={back.value === 0}
          onClick={() => (back.value -= 1)}
          aria-label={words.after}
        >
          <Icon name="forward" />
        </button>
      </header>
      <Loaded answer={loaded}>{(page) => <WeekTable days={days} sets={page.sets} />}</Loaded>
    </section>
  );
}

function WeekTable({ days, sets }: { days: readonly Date[]; sets: readonly SetEvent[] }) {
  const words = t().member.week;
  const rows = days.map((day): Day => {
    const next = new Date(day).setDate(day.getDate() + 1);
    const of = sets.filter(({ startedAt, countedReps }) => {
      const atMs = Date.parse(startedAt);
      return countedReps > 0 && atMs >= day.getTime() && atMs < next;
    });
    const work = of.filter(({ isWarmUp }) => !isWarmUp);
    return {
      day,
      sets: work.length,
      warmUps: of.length - work.length,
      reps: work.reduce((sum, { countedReps }) => sum + countedReps, 0),
      volumeKg: work.reduce((sum, set) => sum + volumeKg(set), 0),
    };
  });
  const mostKg = Math.max(1, ...rows.map((row) => row.volumeKg));
  return (
    <table class="week">
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.sets}</th>
          <th scope="col">{words.reps}</th>
          <th scope="col">{words.volume}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { value, unit } = load(row.volumeKg);
          return (
            <tr key={row.day.getTime()} data-rest={row.sets === 0}>
              <th scope="row">{dayOf(row.day.toISOString())}</th>
              <td>{row.sets === 0 ? '–' : `${row.sets}${row.warmUps > 0 ? ` + ${row.warmUps}` : ''}`}</td>
              <td>{row.sets === 0 ? '–' : row.reps}</td>
              <td>
                <meter max={mostKg} value={row.volumeKg} aria-hidden="true" />
                <span class="week__volume">{row.sets === 0 ? '–' : `${value} ${unit}`}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
