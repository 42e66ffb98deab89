import type { SetPage } from '../../../src/contracts/http.ts';
import { getJson } from '../api.ts';
import { age, loadWords, percent, seconds, timeOfDay } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { setPath } from '../router.ts';
import { t } from '../texts/index.ts';

/** A busy bay has some 100 sets a day. */
const LIMIT = 150;

/** What was lifted on this bay since midnight, newest first. */
export function TodaysSets({ bay }: { bay: BayStore }) {
  const loaded = useLoaded<SetPage>(
    (signal) => getJson(`/api/v1/sets?bay=${bay.id}&limit=${LIMIT}`, signal),
    [bay.id, bay.setsKept.value],
  ).value;
  const { today, noneToday, columns } = t().floor;
  const midnightMs = new Date(nowMs.value).setHours(0, 0, 0, 0);
  const sets = (loaded?.kind === 'ok' ? loaded.value.sets : []).filter(
    (set) => set.endedAt !== null && Date.parse(set.startedAt) >= midnightMs,
  );
  const unknown = t().common.unknown;
  return (
    <section class="panel" aria-labelledby="today-title">
      <h2 id="today-title">{today}</h2>
      {loaded === null && <p>{t().common.loading}</p>}
      {loaded?.kind === 'failed' && <p>{t().bay.recentFailed}</p>}
      {loaded?.kind === 'ok' && loaded.keptAtMs !== null && (
        <p>{t().bay.recentKept(age(nowMs.value - loaded.keptAtMs))}</p>
      )}
      {loaded?.kind === 'ok' && sets.length === 0 && <p>{noneToday}</p>}
      {sets.length > 0 && (
        <div class="scroll">
          <table class="table" data-testid="todays-sets">
            <thead>
              <tr>
                <th scope="col">{columns.time}</th>
                <th scope="col">{columns.reps}</th>
                <th scope="col">{columns.load}</th>
                <th scope="col">{columns.hold}</th>
                <th scope="col">{columns.loss}</th>
              </tr>
            </thead>
            <tbody>
              {sets.map((set) => (
                <tr key={set.id}>
                  <th scope="row">
                    <a href={setPath(set.id)}>{timeOfDay(set.startedAt)}</a>
                  </th>
                  <td>{set.countedReps}</td>
                  <td>{set.loadKg === null ? unknown : loadWords(set.loadKg)}</td>
                  <td>{set.meanHoldS === null ? unknown : `${seconds(set.meanHoldS)} s`}</td>
                  <td>{set.velocityLossPercent === null ? unknown : percent(set.velocityLossPercent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
