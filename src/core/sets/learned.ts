import type { LearnedRange, Movement, SetResult } from '../types.ts';
import { median } from './statistics.ts';

/** A set teaches from so many reps on, and only if most of its movements were counted. */
const LEAST_REPS = 3;
const LEAST_COUNTED_SHARE = 0.6;
/** So many sets are remembered: the next one counts a ninth, and one of half a year ago hardly. */
const REMEMBERED_SETS = 8;
/** A set whose top or range is this share of the range away was done on another bench, or with another pad. */
const CONTRADICTS_SHARE = 0.15;
/** What shows nothing of the member's usual top. */
const UNTYPICAL = ['force-only', 'gap', 'overshoot', 'rocking'];

/**
 * What a settled set teaches of this member's top and range. `previous`: what was known before, null for nothing. Returns the same when the set
 * teaches nothing. A set that contradicts halves what the earlier ones count instead of being mixed with them, so that one odd set
 * moves nothing, and another bench is the usual one from the fourth set on.
 */
export function learn(previous: LearnedRange | null, set: SetResult): LearnedRange | null {
  const seen = rangeOf(set);
  if (seen === null) return previous;
  if (previous === null) return { ...seen, sets: 1 };
  if (contradicts(previous, seen.romMm, seen.topMm)) {
    const sets = previous.sets >> 1;
    return sets < 1 ? { ...seen, sets: 1 } : { ...previous, sets };
  }
  const sets = Math.min(previous.sets + 1, REMEMBERED_SETS + 1);
  return {
    topMm: previous.topMm + (seen.topMm - previous.topMm) / sets,
    romMm: previous.romMm + (seen.romMm - previous.romMm) / sets,
    sets: Math.min(sets, REMEMBERED_SETS),
  };
}

interface Range {
  readonly topMm: number;
  readonly romMm: number;
}

export const contradicts = (known: Range, romMm: number, topMm: number): boolean => {
  const limitMm = CONTRADICTS_SHARE * known.romMm;
  return Math.abs(topMm - known.topMm) > limitMm || Math.abs(romMm - known.romMm) > limitMm;
};

/** Medians of the typical reps; null when the set is too short or too doubtful to teach. */
function rangeOf({ movements }: SetResult): Range | null {
  const judged = movements.filter(({ verdict }) => verdict !== 'rejected');
  const counted = judged.filter(({ verdict }) => verdict === 'counted');
  const typical = counted.filter(isTypical);
  if (typical.length < LEAST_REPS || counted.length < LEAST_COUNTED_SHARE * judged.length) return null;
  const topMm = median(typical.flatMap((rep) => rep.topMm ?? []));
  const romMm = median(typical.flatMap((rep) => rep.romMm ?? []));
  return topMm === null || romMm === null ? null : { topMm, romMm };
}

const isTypical = ({ topMm, romMm, flags }: Movement): boolean =>
  topMm !== null && romMm !== null && !flags.some((flag) => UNTYPICAL.includes(flag));
