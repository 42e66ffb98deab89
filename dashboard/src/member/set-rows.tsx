import type { SetEvent } from '../../../src/contracts/events.ts';
import { groupLetter } from '../../../src/contracts/superset-places.ts';
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
            {inTurn(ofDay).map((sets) =>
              sets[0]!.superset && sets.length > 1 ? (
                <li key={sets[0]!.id} class="superset" data-testid="superset">
                  <p>{`${t().member.programme.superset} ${groupLetter(sets[0]!.superset)}`}</p>
                  <ul class="sets">
                    {sets.map((set) => (
                      <SetRow key={set.id} set={set} />
                    ))}
                  </ul>
                </li>
              ) : (
                sets.map((set) => <SetRow key={set.id} set={set} />)
              ),
            )}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Sets of one superset, one after the other, stay together; any other set stands alone. */
function inTurn(sets: readonly SetEvent[]): SetEvent[][] {
  const runs: SetEvent[][] = [];
  for (const set of sets) {
    const latest = runs.at(-1)?.[0];
    const isSame =
      latest?.superset &&
      set.superset &&
      latest.sessionId === set.sessionId &&
      groupLetter(latest.superset) === groupLetter(set.superset);
    if (isSame) runs.at(-1)!.push(set);
    else runs.push([set]);
  }
  return runs;
}

function SetRow({ set }: { set: SetEvent }) {
  const load = shownLoad(set);
  const about = [
    set.isTimeUncertain ? t().marks.timeUncertain : null,
    set.superset ?? null,
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
