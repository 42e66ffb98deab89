import type { LearnedRange } from '../types.ts';

/** Ranges of full reps of one set differ by less than this from their middle; a partial rep by more. */
const ALIKE_SHARE = 0.1;
/** What earlier sets taught counts as much as so many reps of this one: one short rep is short, two alike are another bench. */
const LEARNED_REPS = 1.5;

/**
 * The range of a full rep of this set: the middle of the largest group of movements that are alike, of two equal groups the one that goes
 * further. Partials, handling and the way to the hooks are in it, but they are no group, or a small one. Null without movements.
 */
export function usualRangeMm(romsMm: readonly number[], learned: LearnedRange | undefined): number | null {
  let best = 0;
  let bestMm: number | null = null;
  const candidates = learned === undefined ? romsMm : [...romsMm, learned.romMm];
  for (const aboutMm of candidates) {
    const isLearned = learned !== undefined && Math.abs(learned.romMm - aboutMm) <= ALIKE_SHARE * aboutMm;
    let votes = isLearned ? LEARNED_REPS : 0;
    let sumMm = isLearned ? LEARNED_REPS * learned.romMm : 0;
    for (const romMm of romsMm) {
      if (Math.abs(romMm - aboutMm) > ALIKE_SHARE * aboutMm) continue;
      votes += 1;
      sumMm += romMm;
    }
    if (votes > best || (votes === best && bestMm !== null && sumMm / votes > bestMm)) {
      best = votes;
      bestMm = sumMm / votes;
    }
  }
  return bestMm;
}
