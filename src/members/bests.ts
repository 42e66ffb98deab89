/** What a set beat of all the sets before it, as the screens show numbers: what looks the same is no record. */
import type { PersonalBest } from '../contracts/coaching.ts';
import { liftedLoads, type SetEvent } from '../contracts/events.ts';
import { shownHoldS, shownLoad, shownVelocityMps } from '../contracts/shown.ts';
import type { SetSummary } from './history.ts';

/** The numbers of an ended set that records use. */
export const summaryOf = (set: SetEvent): SetSummary => ({
  setId: set.id,
  exercise: set.exercise,
  at: set.startedAt,
  loads: liftedLoads(set),
  reps: set.countedReps,
  holdMetReps: 0,
  meanHoldS: set.meanHoldS,
  bestMeanVelocityMps: set.bestMeanVelocityMps,
});

interface Lift {
  loadKg: number;
  reps: number;
  velocityMps: number | null;
}

const liftsOf = ({ loads }: SetSummary): Lift[] =>
  loads
    .filter(({ reps }) => reps > 0)
    .map(({ loadKg, reps, bestMeanVelocityMps }) => ({
      loadKg: shownLoad(loadKg),
      reps,
      velocityMps: bestMeanVelocityMps === null ? null : shownVelocityMps(bestMeanVelocityMps),
    }));

/**
 * The bests of a set, the one that counts most first. Without an earlier set there is nothing to beat.
 * @param earlier sets of the same member; those of another exercise, without a counted rep, and the set itself are left out
 */
export function bestsOf(set: SetSummary, earlier: readonly SetSummary[]): PersonalBest[] {
  const before = earlier.filter(
    ({ setId, exercise, reps }) => setId !== set.setId && exercise === set.exercise && reps > 0,
  );
  if (set.reps === 0 || before.length === 0) return [];
  const lifts = liftsOf(set);
  const others = before.flatMap(liftsOf);
  const heaviest = lifts.reduce<Lift | null>((most, lift) => (most && most.loadKg >= lift.loadKg ? most : lift), null);
  const found: (PersonalBest | null)[] = [
    heaviest &&
      beats(
        'load',
        heaviest.loadKg,
        others.map(({ loadKg }) => loadKg),
        heaviest.loadKg,
      ),
    bestLift('reps-at-load', lifts, others, ({ reps }) => reps),
    bestLift('velocity-at-load', lifts, others, ({ velocityMps }) => velocityMps),
    set.meanHoldS === null
      ? null
      : beats(
          'hold',
          shownHoldS(set.meanHoldS),
          before.flatMap(({ meanHoldS }) => (meanHoldS === null ? [] : shownHoldS(meanHoldS))),
          null,
        ),
  ];
  return found.filter((best) => best !== null);
}

/** Of the lifts that beat all with their load or a heavier one, the heaviest. */
function bestLift(
  kind: PersonalBest['kind'],
  lifts: readonly Lift[],
  others: readonly Lift[],
  measure: (lift: Lift) => number | null,
): PersonalBest | null {
  const bests = lifts.flatMap((lift) => {
    const value = measure(lift);
    const asHeavy = others.filter(({ loadKg }) => loadKg >= lift.loadKg).flatMap((other) => measure(other) ?? []);
    return value === null ? [] : (beats(kind, value, asHeavy, lift.loadKg) ?? []);
  });
  return bests.sort((a, b) => (b.loadKg ?? 0) - (a.loadKg ?? 0))[0] ?? null;
}

function beats(
  kind: PersonalBest['kind'],
  value: number,
  others: readonly number[],
  loadKg: number | null,
): PersonalBest | null {
  const before = Math.max(...others);
  return others.length > 0 && value > before ? { kind, value, before, loadKg } : null;
}
