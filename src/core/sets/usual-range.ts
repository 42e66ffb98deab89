import type { LearnedRange } from '../types.ts';

/** Ranges of full reps of one set differ by less than this from their middle; a partial rep by more. */
const ALIKE_SHARE = 0.1;
/** What earlier sets taught counts as much as so many reps of this one: one short rep is short, two alike are another bench. */
const LEARNED_REPS = 1.5;

/** Pulses between the reps may outnumber them: so many that go so much further, and at least half as many, are the reps. */
const PULSE_FACTOR = 1.8;
const LEAST_FULL = 3;
const FULL_VOTES = 0.5;

/**
 * The range of a full rep of this set: the middle of the largest group of movements that are alike, of two equal groups the one that goes
 * further. Partials, handling and the way to the hooks are in it, but they are no group, or a small one. Null without movements.
 */
export function usualRangeMm(romsMm: readonly number[], learned: LearnedRange | undefined): number | null {
  const { votes, rangeMm } = largestGroup(romsMm, learned, 0);
  if (rangeMm === null) return null;
  const further = largestGroup(romsMm, learned, PULSE_FACTOR * rangeMm);
  return further.votes >= Math.max(LEAST_FULL, FULL_VOTES * votes) ? further.rangeMm : rangeMm;
}

/** The middle of the largest group above `leastMm`, and how many speak for it. */
function largestGroup(
  romsMm: readonly number[],
  learned: LearnedRange | undefined,
  leastMm: number,
): { votes: number; rangeMm: number | null } {
  let best = 0;
  let bestMm: number | null = null;
  const all = learned === undefined ? romsMm : [...romsMm, learned.romMm];
  const candidates = leastMm === 0 ? all : all.filter((romMm) => romMm >= leastMm);
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
  return { votes: best, rangeMm: bestMm };
}
