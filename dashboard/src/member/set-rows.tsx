import type { SetEvent } from '../../../src/contracts/events.ts';
import { Icon } from '../components/icon.tsx';
import { dayOf, seconds, shortSeconds, timeOfDay, velocity } from '../format.ts';
import { t } from '../locales/index.ts';
import { setPath } from '../router.ts';
import { shownLoad } from '../words.ts';

/** Sets of a member below the day they were lifted on; newest first. */
export function SetRows({ sets, withDays }: { sets: readonly SetEvent[]; withDays: boolean }) {
  const days = new Map<string, SetEvent[]>();
  for (const set of sets) days.set(dayOf(set.startedAt), [...(days.get(dayOf(set.startedAt)) ?? []), set]);
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          {withDays && <h3 class="day-title">{day}</h3>}
          <ul class="sets">
            {ofDay.map((set) => (
              <SetRow key={set.id} set={set} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function SetRow({ set }: { set: SetEvent }) {
  const load = shownLoad(set);
  const about = [
    set.isTimeUncertain ? t().marks.timeUncertain : null,
    set.isWarmUp ? t().marks.warmUp : null,
    t().exercises[set.exercise].label,
    set.meanHoldS === null ? null : t().bay.holdTarget(seconds(set.meanHoldS)),
    set.bestMeanVelocityMps === null ? null : `${velocity(set.bestMeanVelocityMps)} m/s`,
    set.rpe === null ? null : `RPE ${shortSeconds(set.rpe)}`,
    set.note === '' ? null : set.note,
  ];
  return (
    <li>
      <a class="set" href={setPath(set.id)}>
        <time dateTime={set.startedAt}>{timeOfDay(set.startedAt)}</time>
        <span class="set__reps">
          <b>{set.countedReps}</b> {t().bay.rep(set.countedReps)}
          {load !== null && (
            <>
              {' '}
              · <b>{load}</b>
            </>
          )}
        </span>
        <span class="set__about">{about.filter((part) => part !== null).join(' · ')}</span>
        <Icon name="forward" />
      </a>
    </li>
  );
}
