import type { Surveyed } from '../survey/survey.ts';
import { median } from './statistics.ts';

/** Plates aren't changed while the bar is lifted, nor within so short a rest. */
const CHANGED_US = 2.5e6;

/**
 * The weight that each of these reps was lifted with. A quick rep without a hold gives it to some per cent, for most of its force is acceleration; those
 * between which no plate was changed were lifted with the same.
 */
export function weightsOf(reps: readonly Surveyed[]): readonly (number | null)[] {
  const block: number[] = [];
  for (const [index, { facts }] of reps.entries()) {
    const before = reps[index - 1]?.facts;
    const doneUs = before?.endUs ?? before?.lockoutUs ?? Number.NEGATIVE_INFINITY;
    block.push((block.at(-1) ?? 0) + (facts.startUs - doneUs > CHANGED_US ? 1 : 0));
  }
  const weightsN = [...new Set(block)].map((of) =>
    median(reps.flatMap(({ measures }, index) => (block[index] === of ? (measures.weightN ?? []) : []))),
  );
  return reps.map(({ measures }, index) => (measures.weightN === null ? null : weightsN[block[index]! - block[0]!]!));
}
