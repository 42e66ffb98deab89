import type { Forces } from './forces.ts';

/** Less than this on both cells together is no load whose share could be told: 3 kg. */
const LEAST_MEAN_N = 30;

/**
 * What the left of two load cells carried from `fromUs` to `toUs`, in percent of both: the ratio of the sums, so that moments of hardly any
 * force don't count as much as the others. Null without a second cell, and without a load.
 */
export function leftSharePercent(forces: Forces, fromUs: number, toUs: number): number | null {
  const { atUs, forceN, leftN } = forces;
  let sumN = 0;
  let bothN = 0;
  let count = 0;
  for (let index = 0; index < forces.count; index++) {
    if (atUs[index]! < fromUs || atUs[index]! > toUs || Number.isNaN(leftN[index]!)) continue;
    sumN += leftN[index]!;
    bothN += forceN[index]!;
    count += 1;
  }
  if (count === 0 || bothN < LEAST_MEAN_N * count) return null;
  return Math.min(100, Math.max(0, (100 * sumN) / bothN));
}
