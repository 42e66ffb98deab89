import type { Trace } from '../metrics/trace.ts';
import type { RepContext } from '../reps/signals.ts';
import type { CoreOptions } from '../types.ts';
import { contradicts } from './learned.ts';
import type { SetMachine } from './set-machine.ts';

/** Within this share of the range below the usual top is lockout, as when the set is settled (settle.ts, FULL_SHARE). */
const TOLERANCE_SHARE = 0.105;
const LEAST_TOLERANCE_MM = 15;
/** What was learned before counts as much as so many reps of this set. */
const LEARNED_REPS = 3;

/** With what it was taken of: the set's ranges, null before the first time, and whether without what was learned before. */
export interface KnownContext extends RepContext {
  ofRomsMm: readonly number[] | null;
  ofUnlearned: boolean;
}

export const noContext = ({ profile: { romMinMm } }: CoreOptions, trace: Trace): KnownContext => ({
  romMinMm,
  romRefMm: null,
  topRefMm: null,
  topToleranceMm: Math.max(LEAST_TOLERANCE_MM, TOLERANCE_SHARE * romMinMm),
  learnedOnly: false,
  noiseMm: 0,
  ofRomsMm: null,
  ofUnlearned: false,
  trace,
});

/**
 * Usual range and top for the next movement: of this set's counted reps together with the learned ones; the set's own alone where they contradict each
 * other. In place, and only when there is news: each height asks for it.
 */
export function updateContext(
  context: KnownContext,
  options: CoreOptions,
  sets: SetMachine,
  noiseMm: number,
): RepContext {
  context.noiseMm = noiseMm;
  // The set's references change together with the list of its ranges.
  if (context.ofRomsMm !== sets.romsMm || context.ofUnlearned !== sets.unlearned) renew(context, options, sets);
  return context;
}

function renew(
  context: KnownContext,
  { learned: known }: CoreOptions,
  { romRefMm, topRefMm, romsMm, unlearned }: SetMachine,
): void {
  const learned = unlearned ? undefined : known;
  const hasOwn = romRefMm !== null && topRefMm !== null;
  const share = learned === undefined || (hasOwn && contradicts(learned, romRefMm, topRefMm)) ? 0 : shareOf(romsMm);
  context.ofRomsMm = romsMm;
  context.ofUnlearned = unlearned;
  context.learnedOnly = !hasOwn && learned !== undefined;
  context.romRefMm = hasOwn ? romRefMm + share * ((learned?.romMm ?? 0) - romRefMm) : (learned?.romMm ?? null);
  context.topRefMm = hasOwn ? topRefMm + share * ((learned?.topMm ?? 0) - topRefMm) : (learned?.topMm ?? null);
  context.topToleranceMm = Math.max(LEAST_TOLERANCE_MM, TOLERANCE_SHARE * (context.romRefMm ?? context.romMinMm));
}

const shareOf = ({ length }: readonly number[]): number => LEARNED_REPS / (LEARNED_REPS + length);
