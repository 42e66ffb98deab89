import type { Measures } from '../metrics/measure.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Movement } from '../types.ts';
import type { SetInputs } from './set-machine.ts';
import type { Judgement } from './verdict.ts';

/** Three standard deviations of a hold: what was announced live isn't taken back for less. */
const HOLD_ERROR_S = 0.05;
/** Above the spread of the tops of one set (3 to 10 mm), below what a lower back feels. */
const OVERSHOOT_SHARE = 0.05;
const LEAST_OVERSHOOT_MM = 15;

/** The public part of a movement. `n`: which counted rep it is; `holdAnnounced`: its `hold-met` has been told. */
export function movementOf(
  { verdict, reasons }: Judgement,
  n: number | null,
  measures: Measures,
  facts: RepFacts,
  inputs: SetInputs,
  holdAnnounced: boolean,
): Movement {
  const flags = flagsOf(measures, facts, inputs, holdAnnounced);
  if (verdict === 'partial') flags.unshift('short-of-lockout');
  const movement: { -readonly [Key in keyof Movement]: Movement[Key] } = {
    n,
    verdict,
    reasons,
    flags,
    startUs: measures.startUs,
    lockoutUs: measures.lockoutUs,
    endUs: measures.endUs,
    topMm: measures.topMm,
    romMm: measures.romMm,
    concentricS: measures.concentricS,
    holdS: measures.holdS,
    eccentricS: measures.eccentricS,
    meanVelocityMps: measures.meanVelocityMps,
    meanPropulsiveVelocityMps: measures.meanPropulsiveVelocityMps,
    peakVelocityMps: measures.peakVelocityMps,
    leftSharePercent: measures.leftSharePercent,
  };
  if (measures.effort !== null) movement.effort = measures.effort;
  return movement;
}

/** Higher than the usual top by more than tops differ. */
export const overshoots = (topMm: number, usualTopMm: number, usualRomMm: number): boolean =>
  topMm > usualTopMm + Math.max(LEAST_OVERSHOOT_MM, OVERSHOOT_SHARE * usualRomMm);

/** Remarks on form, in the order in which people are told. */
function flagsOf(
  measures: Measures,
  facts: RepFacts,
  { context, options, forceOnly }: SetInputs,
  holdAnnounced: boolean,
): string[] {
  const { holdS, topMm, romMm, leftSharePercent, dropped } = measures;
  const { topRefMm, romRefMm, learnedOnly } = context;
  const flags: string[] = [];
  const over = facts.holdEndUs !== null || facts.endUs !== null;
  const neededS = options.targetHoldS - (holdAnnounced ? HOLD_ERROR_S : 0);
  if (over && holdS !== null && holdS < neededS) flags.push('hold-missed');
  if (topMm !== null && romMm !== null && topRefMm !== null && romRefMm !== null) {
    // A bar that stands higher than it did in earlier sets is lifted higher without being lifted further.
    const further = !learnedOnly || overshoots(romMm, romRefMm, romRefMm);
    if (further && overshoots(topMm, topRefMm, romRefMm)) flags.push('overshoot');
  }
  if (facts.rocking) flags.push('rocking');
  if (dropped) flags.push('dropped');
  if (isUneven(leftSharePercent, options.profile.unevenBeyondPercent ?? null)) flags.push('uneven');
  if (facts.stalled) flags.push('stalled');
  if (facts.gap) flags.push('gap');
  if (forceOnly) flags.push('force-only');
  return flags;
}

const isUneven = (sharePercent: number | null, beyondPercent: number | null): boolean =>
  sharePercent !== null && beyondPercent !== null && Math.abs(sharePercent - 50) > beyondPercent;
