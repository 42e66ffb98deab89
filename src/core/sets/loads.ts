import type { Surveyed } from '../survey/survey.ts';
import { median } from './statistics.ts';

/** Plates aren't changed while the bar is lifted, nor within so short a rest. */
const CHANGED_US = 2.5e6;
/** So many reps before and after one say what it was lifted with, too. */
const NEIGHBOURS = 2;

/**
 * The weight that each of these reps was lifted with. A quick rep without a hold gives it to some per cent, for most of its force is acceleration; those
 * just before and after it were lifted with the same.
 */
export function weightsOf(reps: readonly Surveyed[]): readonly (number | null)[] {
  const block: number[] = [];
  for (const [index, { facts }] of reps.entries()) {
    const before = reps[index - 1]?.facts;
    const doneUs = before?.endUs ?? before?.lockoutUs ?? Number.NEGATIVE_INFINITY;
    block.push((block.at(-1) ?? 0) + (facts.startUs - doneUs > CHANGED_US ? 1 : 0));
  }
  return reps.map(({ measures }, index) => {
    if (measures.weightN === null) return null;
    const first = Math.max(0, index - NEIGHBOURS);
    const near = reps.slice(first, index + NEIGHBOURS + 1).flatMap((rep, at) => {
      return block[first + at] === block[index] ? (rep.measures.weightN ?? []) : [];
    });
    return median(near);
  });
}
