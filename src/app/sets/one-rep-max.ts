/** The estimate that a settled set carries: from it and the member's sets of the weeks before. */

import { liftedLoads, type SetEvent } from '../../contracts/events.ts';
import { rounded } from '../../contracts/rounded.ts';
import { estimateOneRepMax, HIP_THRUST_MAXIMUM } from '../../core/index.ts';
import { ESTIMATE_DAYS } from '../../members/history.ts';

const DAY_MS = 86_400_000;

/** Null without a member, for too few or too light loads or no line through them, and for all exercises but the one whose maximum's velocity is known. */
export function oneRepMaxOf(set: SetEvent, earlier: readonly SetEvent[]): SetEvent['oneRepMax'] {
  if (set.memberId === null || set.exercise !== 'hip-thrust') return null;
  const sinceMs = Date.parse(set.startedAt) - ESTIMATE_DAYS * DAY_MS;
  const recent = earlier.filter(({ id, startedAt }) => id !== set.id && Date.parse(startedAt) >= sinceMs);
  const points = [...recent, set]
    .flatMap(liftedLoads)
    .flatMap(({ loadKg, bestMeanVelocityMps }) =>
      bestMeanVelocityMps === null ? [] : [{ loadKg, meanVelocityMps: bestMeanVelocityMps }],
    );
  const found = estimateOneRepMax(points, HIP_THRUST_MAXIMUM);
  if (!found.ok) return null;
  return {
    oneRepMaxKg: rounded(found.oneRepMaxKg, 1),
    errorKg: rounded(found.errorKg, 1),
    rSquared: rounded(found.r2, 3),
    loads: found.loads,
  };
}
