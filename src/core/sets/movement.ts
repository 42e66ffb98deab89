import { GRAVITY_MPS2 } from '../gravity.ts';
import type { Measures } from '../metrics/measure.ts';
import type { Reason } from '../reasons.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { CoreOptions, Movement, Verdict } from '../types.ts';

/** What was announced live isn't taken back for less than this share of the target. */
const ANNOUNCED_SHARE = 0.9;
/** Above the spread of the tops of one set (3 to 10 mm), below what a lower back feels. */
const OVERSHOOT_SHARE = 0.05;
const LEAST_OVERSHOOT_MM = 15;

/** What is known of a movement beyond its own readings. */
export interface Remarks {
  /** Its `hold-met` has been announced. */
  readonly holdAnnounced: boolean;
  /** Higher than the usual top. */
  readonly overshoot: boolean;
  readonly forceOnly: boolean;
}

/** The public part of a movement, not numbered yet. */
export function movementOf(
  { verdict, reasons }: { readonly verdict: Verdict; readonly reasons: readonly Reason[] },
  measures: Measures,
  facts: RepFacts,
  options: CoreOptions,
  remarks: Remarks,
): Movement {
  const reached = verdict === 'counted' || verdict === 'doubtful';
  const movement: { -readonly [Key in keyof Movement]: Movement[Key] } = {
    n: null,
    verdict,
    reasons,
    flags: flagsOf(verdict, measures, facts, options, remarks),
    startUs: measures.startUs,
    lockoutUs: reached ? measures.lockoutUs : null,
    endUs: measures.endUs,
    topMm: measures.topMm,
    romMm: measures.romMm,
    concentricS: measures.concentricS,
    holdS: reached ? measures.holdS : null,
    eccentricS: measures.eccentricS,
    meanVelocityMps: measures.meanVelocityMps,
    meanPropulsiveVelocityMps: measures.meanPropulsiveVelocityMps,
    peakVelocityMps: measures.peakVelocityMps,
    loadKg: measures.weightN === null ? null : Math.max(0, measures.weightN / GRAVITY_MPS2),
    leftSharePercent: measures.leftSharePercent,
  };
  if (measures.effort !== null) movement.effort = measures.effort;
  return movement;
}

/** Higher than the usual top by more than tops differ. */
export const overshoots = (topMm: number, usualTopMm: number, usualRomMm: number): boolean =>
  topMm > usualTopMm + Math.max(LEAST_OVERSHOOT_MM, OVERSHOOT_SHARE * usualRomMm);

/** Remarks on form, in the order in which people read them. */
function flagsOf(
  verdict: Verdict,
  { holdS, leftSharePercent, dropped, rocking, stalled }: Measures,
  facts: RepFacts,
  { targetHoldS, profile }: CoreOptions,
  { holdAnnounced, overshoot, forceOnly }: Remarks,
): string[] {
  const flags: string[] = [];
  if (verdict === 'partial') flags.push('short-of-lockout');
  const over = facts.holdEndUs !== null || facts.endUs !== null;
  const neededS = holdAnnounced ? ANNOUNCED_SHARE * targetHoldS : targetHoldS;
  if (verdict !== 'partial' && over && holdS !== null && holdS < neededS) flags.push('hold-missed');
  if (overshoot) flags.push('overshoot');
  if (rocking) flags.push('rocking');
  if (dropped) flags.push('dropped');
  if (isUneven(leftSharePercent, profile.unevenBeyondPercent ?? null)) flags.push('uneven');
  if (stalled) flags.push('stalled');
  if (facts.gap) flags.push('gap');
  if (forceOnly) flags.push('force-only');
  return flags;
}

const isUneven = (sharePercent: number | null, beyondPercent: number | null): boolean =>
  sharePercent !== null && beyondPercent !== null && Math.abs(sharePercent - 50) > beyondPercent;
