import type { Measures } from '../metrics/measure.ts';
import type { Reason } from '../reasons.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Verdict } from '../types.ts';
import { against } from './evidence.ts';
import type { SetInputs } from './set-machine.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** Share of the usual range below which a movement is no attempt. */
const ATTEMPT_SHARE = 0.5;
/** Risen by so much of the learned range, a rep is whole wherever its top is: the bar or the sensor stands elsewhere today. */
const WHOLE_SHARE = 0.88;

/** What speaks against counting a movement that has reached lockout; empty for a rep. `usualN`: the load of the set so far. */
export function doubts(facts: RepFacts, measures: Measures, inputs: SetInputs, usualN: number | null): Reason[] {
  if (inputs.distrust !== null) return [inputs.distrust];
  if (inputs.forceOnly) return [];
  const { profile, forceMount } = inputs.options;
  const reason = against(measures, facts, profile, forceMount, usualN);
  return reason === null ? [] : [reason];
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
  const romMm = Math.round(measures.romMm ?? 0);
  // While this lifter's range isn't known, what is shorter than any rep may be the bar rolled over the legs as well as a rep cut short.
  if (romMm < (romRefMm === null ? romMinMm : ATTEMPT_SHARE * romRefMm)) {
    const reason: Reason =
      romRefMm === null
        ? { kind: 'less-than-any-rep', params: { romMm, leastMm: romMinMm } }
        : { kind: 'shorter-than-set', params: { romMm, usualMm: Math.round(romRefMm) } };
    return { verdict: 'rejected', reasons: [reason] };
  }
  if (distrust !== null) return { verdict: 'doubtful', reasons: [distrust] };
  const shortMm = topRefMm !== null && facts.highMm !== null ? Math.round(topRefMm - facts.highMm) : 0;
  const reason: Reason =
    shortMm > 0 ? { kind: 'short-of-lockout', params: { shortMm } } : { kind: 'turned-back', params: { romMm } };
  return { verdict: 'partial', reasons: [reason] };
}
