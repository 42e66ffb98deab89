import { rounded } from '../rounded.ts';
import type { LiftedLoad, SetEvent } from './set.ts';

type Lifted = Pick<SetEvent, 'loads' | 'enteredLoadKg' | 'loadKg' | 'countedReps' | 'bestMeanVelocityMps'>;

/**
 * What a set was lifted with, load by load. What a person entered stands for all of its reps; sets stored before reps had a load know one
 * only. Empty: neither entered nor measured.
 */
export function liftedLoads({ loads, enteredLoadKg, loadKg, ...whole }: Lifted): readonly LiftedLoad[] {
  if (enteredLoadKg === null && loads.length > 0) return loads;
  const onlyKg = enteredLoadKg ?? loadKg;
  if (onlyKg === null) return [];
  return [{ loadKg: rounded(onlyKg, 2), reps: whole.countedReps, bestMeanVelocityMps: whole.bestMeanVelocityMps }];
}

/** The heaviest of them; null when no load is known. */
export const heaviestLoad = (set: Lifted): LiftedLoad | null =>
  liftedLoads(set).reduce<LiftedLoad | null>((most, one) => (most && most.loadKg >= one.loadKg ? most : one), null);
