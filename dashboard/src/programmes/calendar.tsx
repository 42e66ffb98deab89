import { useSignal } from '@preact/signals';
import type { Calendar, Group } from '../../../src/contracts/programmes.ts';
import { getJson } from '../api.ts';
import { Empty, Pick } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf } from '../format.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { memberPath } from '../router.ts';
import { addDays, dayText, mondayOf } from './days.ts';

const DAYS = 7;

/** Who did what on each day of a week. */
export function WeekCalendar() {
  const words = t().plans.calendar;
  const monday = useSignal(mondayOf(new Date()));
  const group = useSignal('');
  const days = Array.from({ length: DAYS }, (_, index) => addDays(monday.value, index));
  const [from, to] = [days[0]!, days[DAYS - 1]!];
  const path = `/api/v1/calendar?from=${dayText(from)}&to=${dayText(to)}${group.value && `&group=${group.value}`}`;
  const groups = useLoaded<{ groups: Group[] }>((signal) => getJson('/api/v1/groups', signal), []).value;
  const loaded = useLoaded<Calendar>((signal) => getJson(path, signal), [path]).value;
  const options = groups?.kind === 'ok' ? groups.value.groups.map(({ id, name }) => [id, name] as const) : [];
  const named = (day: Date) => dayOf(day.toISOString());
  return (
    <section class="panel stack">
      <p class="lead">{words.hint}</p>
      <div class="calendar__head">
        <div class="actions__row">
          <button
            class="icon-button"
            type="button"
            aria-label={words.earlier}
            onClick={() => (monday.value = addDays(monday.value, -DAYS))}
          >
            <Icon name="back" />
          </button>
          <h2 aria-live="polite">{words.week(named(from), named(to))}</h2>
          <button
            class="icon-button"
            type="button"
            aria-label={words.later}
            onClick={() => (monday.value = addDays(monday.value, DAYS))}
          >
            <Icon name="forward" />
          </button>
        </div>
        {options.length > 0 && (
          <Pick
            label={words.group}
            value={group.value}
            options={[['', words.everyone], ...options]}
            onValue={(next) => (group.value = next)}
          />
        )}
      </div>
      <Loaded answer={loaded}>
        {({ members, isCut }) =>
          members.length === 0 ? (
            <Empty icon="clock" title={words.none}>
              <p>{words.noneHint}</p>
            </Empty>
          ) : (
            <>
              {isCut && <p class="kept">{words.isCut}</p>}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
              <section class="scroll" tabIndex={0} aria-label={words.week(named(from), named(to))}>
                <table class="table calendar" data-testid="calendar">
                  <thead>
                    <tr>
                      <th scope="col">{words.member}</th>
                      {days.map((day) => (
                        <th key={dayText(day)} scope="col">
                          {named(day)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {members.map((member) => (
                      <tr key={member.id}>
                        <th scope="row">
                          <a href={memberPath(member.id, 'history')}>{member.alias}</a>
                        </th>
                        {days.map((day) => (
                          <td key={dayText(day)}>
                            <Cell done={member.days.filter((one) => one.day === dayText(day))} />
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Cell({ done }: { done: Calendar['members'][number]['days'] }) {
  const words = t().plans.calendar;
  return (
    <>
      {done.map(({ exercise, sets, reps, plannedSets }) => {
        const counted = words.sets(sets, plannedSets);
        return (
          <span
            key={exercise}
            class="calendar__done"
            data-tone={plannedSets !== null && sets >= plannedSets ? 'met' : 'none'}
          >
            <span aria-hidden="true">{counted}</span>
            <small aria-hidden="true">{t().exercises[exercise].label}</small>
            <span class="visually-hidden">{words.cell(t().exercises[exercise].label, counted, reps)}</span>
          </span>
        );
      })}
    </>
  );
}
