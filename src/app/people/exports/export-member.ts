/** What a member takes along: the own data in a file of the wanted format. */
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import type { ExportFormat } from '../../../contracts/history.ts';
import type { SetDetail } from '../../../contracts/http.ts';
import type { Store } from '../../../store/index.ts';
import type { ExportFile } from '../../../web/index.ts';
import { csvExport } from './csv.ts';
import { hevyExport } from './hevy.ts';
import { jsonExport } from './json.ts';
import { strongExport } from './strong.ts';
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

/**
 * @param day a local day such as 2026-11-22, for the formats that hold training days
 * @throws ProblemError 422 when there is nothing to put into a file
 */
export async function exportMember(
  store: Store,
  memberId: string,
  format: ExportFormat,
  day?: string,
  clock: Clock = systemClock,
): Promise<ExportFile> {
  const sets = await setsOf(store, memberId);
  if (format === 'csv') return csvExport(sets);
  if (format === 'json') return jsonExport(store, memberId, sets, isoNow(clock));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const workouts = workoutsOf(sets, timeZone).filter((workout) => day === undefined || workout.day === day);
  if (format === 'strong') return strongExport(workouts, timeZone);
  if (format === 'hevy') return hevyExport(workouts, timeZone);
  const { fitExport } = await import('./fit.ts'); // it takes 27 MB to load, and most stations never need it
  return fitExport(workouts);
}
