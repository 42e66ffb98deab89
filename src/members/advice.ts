/** Advice from the loss of velocity within a set. It is shown, and never ends a set. */
import { type Advice, adviceOf } from '../contracts/advice.ts';

/** Squats to a loss of 20 % gave the strength of those to 40 % with 40 % fewer reps (Pareja-Blanco et al. 2017, Scand J Med Sci Sports 27(7):724-735). */
const ADVISED_LOSS_PERCENT = 20;
/** One slow rep may be a slip of the foot, or of the measurement. */
const CONSECUTIVE_REPS = 2;

/** @param velocitiesMps mean velocity of each counted rep of the set, in order; null: not measured */
export function velocityLossAdvice(velocitiesMps: readonly (number | null)[]): Advice | null {
  const latest = velocitiesMps.slice(-CONSECUTIVE_REPS);
  if (latest.length < CONSECUTIVE_REPS) return null;
  const fastest = Math.max(...velocitiesMps.map((velocity) => velocity ?? 0));
  const losses = latest.map((velocity) => (velocity === null ? 0 : 100 * (1 - velocity / fastest)));
  if (losses.some((loss) => !(loss >= ADVISED_LOSS_PERCENT))) return null;
  return adviceOf({ kind: 'slower', params: { lossPercent: Math.round(losses.at(-1)!) } });
}
