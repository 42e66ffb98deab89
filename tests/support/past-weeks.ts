/** A history for somebody who was just added: a set that they did, moved to earlier days and other loads. */
import { v7 as newId } from 'uuid';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { Change } from '../../src/store/index.ts';

const DAY_MS = 86_400_000;
const DAYS_APART = 3;
const LOADS_KG = [60, 80, 100];
/** As fast as people who train hip thrusts move, and what they gain in a day of training. */
const velocityAt = (loadKg: number, day: number) => 0.95 - 0.0058 * loadKg + 0.006 * day;

/** Three sets of rising load on each of `days` days of training before today. */
export function pastWeeks({ set, reps }: SetDetail, days: number): Change {
  const details = [...Array(days).keys()].flatMap((day) =>
    LOADS_KG.map((loadKg, nth): SetDetail => {
      const agoMs = (days - day) * DAYS_APART * DAY_MS - nth * 240_000;
      const bestMeanVelocityMps = velocityAt(loadKg, day);
      const faster = bestMeanVelocityMps / (set.bestMeanVelocityMps ?? bestMeanVelocityMps);
      // Ids rise with the time, as those of the station do: lists are in their order.
      const id = newId({ msecs: Date.parse(set.startedAt) - agoMs });
      // Some holds of earlier days were too short.
      const missed = (n: number | null) => n !== null && (n + day + nth) % (2 + day) === 0;
      return {
        set: {
          ...earlier(set, agoMs),
          id,
          loadKg,
          bestMeanVelocityMps,
          loads: [{ loadKg, reps: set.countedReps, bestMeanVelocityMps }],
          hasRecording: false,
        },
        reps: reps.map((rep) => ({
          ...earlier(rep, agoMs),
          id: newId(),
          setId: id,
          meanVelocityMps: rep.meanVelocityMps === null ? null : rep.meanVelocityMps * faster,
          flags: missed(rep.n) ? ['hold-missed'] : [],
        })),
      };
    }),
  );
  return { sets: details.map((detail) => detail.set), reps: details.flatMap((detail) => detail.reps) };
}

/** With every time of day so much earlier. */
function earlier<T>(value: T, agoMs: number): T {
  const isTime = (one: unknown): one is string => typeof one === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(one);
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    isTime(one) ? new Date(Date.parse(one) - agoMs).toISOString() : one,
  ) as T;
}
