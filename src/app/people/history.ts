/** A member's history, for the API. */
import type { ExerciseName } from '../../contracts/common.ts';
import type { ExportQuery } from '../../contracts/member-http.ts';
import { estimateOneRepMax, HIP_THRUST_MAXIMUM } from '../../core/index.ts';
import { type Means, recordsOf, trendsOf } from '../../members/history.ts';
import type { Store } from '../../store/index.ts';
import type { ExportFile, MemberHistoryPort, PageQuery } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';

interface MemberHistoryOptions {
  store: () => Store;
  exportMember: (memberId: string, query: ExportQuery) => Promise<ExportFile>;
}

/** Days are those of the machine's time zone: the gym's. Only of the hip thrust is the velocity of a maximum known. */
function meansOf(exercise: ExerciseName): Means {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (exercise !== 'hip-thrust') return { timeZone, estimate: () => ({ ok: false, why: null }) };
  return {
    timeZone,
    estimate(points) {
      const found = estimateOneRepMax(points, HIP_THRUST_MAXIMUM);
      return found.ok ? { ...found, rSquared: found.r2 } : found;
    },
  };
}

export function memberHistoryPort({ store, exportMember }: MemberHistoryOptions): MemberHistoryPort {
  return {
    async sets(memberId: string, query: PageQuery & { exercise?: ExerciseName }) {
      const { items, next } = await orProblem(() => store().history.sets({ memberId, ...query }));
      return { sets: items, next };
    },
    async records(memberId, exercise) {
      const sets = await orProblem(() => store().history.summaries(memberId, exercise));
      const done = [...new Set(sets.map((set) => set.exercise))].sort();
      return done.flatMap((one) =>
        recordsOf(
          sets.filter((set) => set.exercise === one),
          meansOf(one),
        ),
      );
    },
    async trends(memberId, exercise) {
      const sets = await orProblem(() => store().history.summaries(memberId, exercise));
      return trendsOf(sets, exercise, meansOf(exercise));
    },
    export: (memberId, query) => orProblem(() => exportMember(memberId, query)),
  };
}
