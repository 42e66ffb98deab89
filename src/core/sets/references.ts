import type { Trace } from '../metrics/trace.ts';
import type { RepContext } from '../reps/signals.ts';
import type { CoreOptions, LearnedRange } from '../types.ts';
import { contradicts, type Range } from './learned.ts';
import type { SetMachine } from './set-machine.ts';

/** Within this share of the range below the usual top is lockout, as when the set is settled (settle.ts, FULL_SHARE). */
const TOLERANCE_SHARE = 0.105;
const LEAST_TOLERANCE_MM = 15;
/** What was learned before counts as much as so many reps of this set. */
const LEARNED_REPS = 3;

/** Usual range and top for the next movement: of this set's counted reps, and of earlier sets unless this one contradicts them. */
export function repContext(
  { profile: { romMinMm }, learned }: CoreOptions,
  sets: SetMachine,
  noiseMm: number,
  trace: Trace,
): RepContext {
  const { romRefMm, topRefMm, romsMm } = sets;
  const own = romRefMm === null || topRefMm === null ? null : { romMm: romRefMm, topMm: topRefMm };
  const usual = usualRange(sets.unlearned ? undefined : learned, own, romsMm.length);
  return {
    romMinMm,
    romRefMm: usual === null ? null : usual.romMm,
    topRefMm: usual === null ? null : usual.topMm,
    topToleranceMm: Math.max(LEAST_TOLERANCE_MM, TOLERANCE_SHARE * (usual === null ? romMinMm : usual.romMm)),
    learnedOnly: own === null && usual !== null,
    noiseMm,
    trace,
  };
}

/** The set's own range, of so many reps, together with the learned one; the set's own alone where they contradict each other. */
function usualRange(learned: LearnedRange | undefined, own: Range | null, reps: number): Range | null {
  if (learned === undefined) return own;
  if (own === null) return learned;
  if (contradicts(learned, own)) return own;
  const share = LEARNED_REPS / (LEARNED_REPS + reps);
  return {
    topMm: own.topMm + share * (learned.topMm - own.topMm),
    romMm: own.romMm + share * (learned.romMm - own.romMm),
  };
}
