import { useSignal } from '@preact/signals';
import type { SetPage } from '../../../src/contracts/http.ts';
import { getJson } from '../api.ts';
import { age, percent, seconds, timeOfDay } from '../format.ts';
import { useAliases } from '../live/aliases.ts';
import type { BayStore } from '../live/bay-store.ts';
import { midnightMs, nowMs } from '../live/live-store.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { setPath } from '../router.ts';
import { CorrectSheet } from '../set/correct-sheet.tsx';
import { shownLoad } from '../words.ts';
import { Skeleton } from './skeleton.tsx';
import { Undoable } from './undoable.tsx';

/** A busy bay has some 100 sets a day; the API returns 999 at once at most. */
const LIMIT = 150;
const MOST = 999;

/** What was lifted on this bay since midnight, newest first; a trainer sees by whom, and can correct it. */
export function TodaysSets({ bay }: { bay: BayStore }) {
  const corrected = useSignal<string | null>(null);
  const changes = useSignal(0);
  const limit = useSignal(LIMIT);
  const corrections = useCorrections();
  const isTrainer = mayAs('trainer');
  const loaded = useLoaded<SetPage>(
    (signal) => getJson(`/api/v1/sets?bay=${bay.id}&limit=${limit.value}`, signal),
    [bay.id, bay.setsKept.value, changes.value, limit.value],
  ).value;
  const { today, noneToday, columns } = t().floor;
  const page = loaded?.kind === 'ok' ? loaded.value : null;
  const todays = (page?.sets ?? []).filter((set) => Date.parse(set.startedAt) >= midnightMs.value);
  const sets = todays.filter((set) => set.endedAt !== null);
  const hasMore = page !== null && page.next !== null && todays.length === page.sets.length && limit.value < MOST;
  const unknown = t().common.unknown;
  const aliases = useAliases(sets.map(({ memberId }) => memberId));
  const { open, openLong, unclaimed, someone } = t().correct;
  const correct = (id: string) => {
    corrections.forget();
    corrected.value = id;
  };
  return (
    <section class="panel" aria-labelledby="today-title">
      <h2 id="today-title">{today}</h2>
      {corrected.value === null && <Undoable corrections={corrections} onUndone={() => (changes.value += 1)} />}
      {loaded === null && <Skeleton />}
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
                {isTrainer && <th scope="col">{columns.lifter}</th>}
                {isTrainer && (
                  <th scope="col">
                    <span class="visually-hidden">{open}</span>
                  </th>
                )}
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
                  {isTrainer && <td>{set.memberId === null ? unclaimed : (aliases.get(set.memberId) ?? someone)}</td>}
                  {isTrainer && (
                    <td>
                      <button
                        class="button"
                        type="button"
                        aria-label={openLong(timeOfDay(set.startedAt))}
                        onClick={() => correct(set.id)}
                      >
                        {open}
                      </button>
                    </td>
                  )}
                  <td>{set.countedReps}</td>
                  <td>{shownLoad(set) ?? unknown}</td>
                  <td>{set.meanHoldS === null ? unknown : `${seconds(set.meanHoldS)} s`}</td>
                  <td>{set.velocityLossPercent === null ? unknown : percent(set.velocityLossPercent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasMore && (
        <button class="button" type="button" onClick={() => (limit.value = Math.min(MOST, limit.value + LIMIT))}>
          {t().member.older}
        </button>
      )}
      <CorrectSheet
        setId={corrected.value}
        corrections={corrections}
        close={() => (corrected.value = null)}
        onChange={() => (changes.value += 1)}
      />
    </section>
  );
}
