import type { LagWatch } from '../types.ts';

const LEAST_REPS = 3;
/** Below this a lag costs less than the noise does: 10 ms change the mean velocity by less than 0.002 m/s (README). */
const LEAST_SHIFT_MS = 12;
/** Of thousands of sets one in twenty would be beyond its error by chance. */
const SURE = 1.25;

/**
 * Whether the configured lags hold, from what each counted rep of a set showed by itself: their mean, with the error that their scatter shows.
 * Null for less than three of them.
 */
export function watchLag(forceLateMs: readonly number[]): LagWatch | null {
  const count = forceLateMs.length;
  if (count < LEAST_REPS) return null;
  const meanMs = forceLateMs.reduce((sum, ms) => sum + ms, 0) / count;
  const variance = forceLateMs.reduce((sum, ms) => sum + (ms - meanMs) ** 2, 0) / (count - 1);
  const errorMs = student95(count - 1) * Math.sqrt(variance / count);
  return { forceLateMs: meanMs, errorMs, shifted: Math.abs(meanMs) > Math.max(LEAST_SHIFT_MS, SURE * errorMs) };
}

/** Student's t for 95 %, two-sided, within 2 % from two degrees of freedom on. */
const student95 = (degrees: number): number => 1.96 + 2.5 / degrees + 4.3 / degrees ** 2;
