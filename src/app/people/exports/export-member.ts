/** What a member takes along: the own data in a file of the wanted format. */
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import type { SetDetail } from '../../../contracts/http.ts';
import type { ExportQuery } from '../../../contracts/member-http.ts';
import type { Store } from '../../../store/index.ts';
import type { ExportFile } from '../../../web/index.ts';
import type { GymDays } from '../plans/days.ts';
import { csvExport } from './csv.ts';
import { fitExport } from './fit.ts';
import { hevyExport } from './hevy.ts';
import { jsonExport } from './json.ts';
import { strong6Export, strongExport } from './strong.ts';
import { workoutsOf } from './workouts.ts';

const PAGE = 200;

/** Oldest first. */
async function setsOf(store: Store, memberId: string): Promise<SetDetail[]> {
  const all: SetDetail[] = [];
  for (let before: string | undefined; ; ) {
    const { items, next } = await store.history.setsWithReps({ memberId, limit: PAGE, ...(before && { before }) });
    all.push(...items);
    if (next === null) return all.reverse();
    before = next;
  }
}

/** @throws ProblemError 422 when there is nothing to put into a file */
export async function exportMember(
  store: Store,
  memberId: string,
  { format, day, units = 'kg' }: ExportQuery,
  { timeZone }: Pick<GymDays, 'timeZone'>,
  clock: Clock = systemClock,
): Promise<ExportFile> {
  const sets = await setsOf(store, memberId);
  if (format === 'csv') return csvExport(sets);
  if (format === 'json') return jsonExport(store, memberId, sets, isoNow(clock));
  const workouts = workoutsOf(sets, timeZone).filter((workout) => day === undefined || workout.day === day);
  if (format === 'strong') return strongExport(workouts, timeZone, units);
  if (format === 'strong-6') return strong6Export(workouts, timeZone);
  if (format === 'hevy') return hevyExport(workouts, timeZone, units);
  return fitExport(workouts, timeZone, units);
}
