import type { Measures } from '../metrics/measure.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Verdict } from '../types.ts';
import type { SetInputs } from './set-machine.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** Share of the usual range below which a movement is no attempt. */
const ATTEMPT_SHARE = 0.5;
/** Risen by so much of the learned range, a rep is whole wherever its top is: the bar or the sensor stands elsewhere today. */
const WHOLE_SHARE = 0.88;

const NOT_SEEN = 'samples are missing on the way up';

/** What speaks against counting a movement that has reached lockout; empty for a rep. */
export function doubts(facts: RepFacts, inputs: SetInputs): string[] {
  const reasons: string[] = [];
  if (inputs.distrust !== '') reasons.push(inputs.distrust);
  if (facts.gap) reasons.push(NOT_SEEN);
  const { romMaxMm } = inputs.options.profile;
  if (facts.lowMm !== null && facts.highMm !== null && facts.highMm - facts.lowMm > romMaxMm) {
    reasons.push(`moved ${Math.round(facts.highMm - facts.lowMm)} mm, more than ${romMaxMm} mm is plausible for`);
  }
  return reasons;
}

/** How far a movement stays below the top that was learned before, while this set has no rep of its own to go by; else 0. */
export function shortOfLearnedMm({ lowMm, highMm }: RepFacts, { context }: SetInputs): number {
  const { learnedOnly, topRefMm, romRefMm, topToleranceMm } = context;
  if (!learnedOnly || topRefMm === null || romRefMm === null || lowMm === null || highMm === null) return 0;
  if (highMm >= topRefMm - topToleranceMm || highMm - lowMm >= WHOLE_SHARE * romRefMm) return 0;
  return Math.max(topRefMm - highMm, romRefMm - (highMm - lowMm));
}

/** The verdict on a movement that never reached lockout. */
export function missed(facts: RepFacts, measures: Measures, { context, distrust }: SetInputs): Judgement {
  const { romRefMm, romMinMm, topRefMm } = context;
  const movedMm = measures.romMm ?? 0;
  const moved = `${Math.round(movedMm)} mm`;
  // Amid a set it may have become a rep; how far it went wasn't seen.
  if (facts.gap && romRefMm !== null && !context.learnedOnly)
    return { verdict: 'doubtful', reasons: [distrust || NOT_SEEN] };
  // While this lifter's range isn't known, what is shorter than any rep may be the bar rolled over the legs as well as a rep cut short.
  if (movedMm < (romRefMm === null ? romMinMm : ATTEMPT_SHARE * romRefMm)) {
    const reason =
      romRefMm === null
        ? `moved ${moved}, less than any rep of this exercise (${romMinMm} mm)`
        : `moved only ${moved} of about ${Math.round(romRefMm)} mm`;
    return { verdict: 'rejected', reasons: [reason] };
  }
  if (distrust !== '') return { verdict: 'doubtful', reasons: [distrust] };
  const shortMm = topRefMm !== null && facts.highMm !== null ? topRefMm - facts.highMm : 0;
  const reason =
    shortMm > 0 ? `${Math.round(shortMm)} mm short of lockout` : `turned back after ${moved}, before its lockout`;
  return { verdict: 'partial', reasons: [reason] };
}
