import type { RepContext } from '../reps/signals.ts';
import type { CoreOptions } from '../types.ts';
import { contradicts } from './learned.ts';
import type { SetMachine } from './set-machine.ts';

/** Within this share of the range below the usual top is lockout; above sensor noise and the spread of tops of one set. */
const TOLERANCE_SHARE = 0.15;
const LEAST_TOLERANCE_MM = 30;
/** What was learned before counts as much as so many reps of this set. */
const LEARNED_REPS = 3;

/** Usual range and top for the next movement: of this set's counted reps, and of earlier sets unless this one contradicts them. */
export function repContext(
  { profile: { romMinMm }, learned }: CoreOptions,
  sets: SetMachine,
  noiseMm: number,
): RepContext {
  let { romRefMm, topRefMm } = sets;
  let learnedOnly = false;
  if (learned !== undefined && !sets.unlearned) {
    if (romRefMm === null || topRefMm === null) {
      romRefMm = learned.romMm;
      topRefMm = learned.topMm;
      learnedOnly = true;
    } else if (!contradicts(learned, { romMm: romRefMm, topMm: topRefMm })) {
      const share = LEARNED_REPS / (LEARNED_REPS + sets.romsMm.length);
      romRefMm += share * (learned.romMm - romRefMm);
      topRefMm += share * (learned.topMm - topRefMm);
    }
  }
  const topToleranceMm = Math.max(LEAST_TOLERANCE_MM, TOLERANCE_SHARE * (romRefMm ?? romMinMm));
  return { romMinMm, romRefMm, topRefMm, topToleranceMm, learnedOnly, noiseMm };
}
