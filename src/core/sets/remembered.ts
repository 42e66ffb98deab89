import type { Measures } from '../metrics/measure.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Verdict } from '../types.ts';
import type { SetInputs, SetMachine } from './set-machine.ts';
import { median } from './statistics.ts';

const REFERENCES = 9;
const SHORT_ALIKE_SHARE = 0.06;
/** Two movements in a row whose tops are this near, of the usual range, are no accident. */
const SAME_TOP_SHARE = 0.15;

/** What a counted rep teaches about the next: the usual range and top. */
export function remember(sets: SetMachine, { romMm, topMm }: Measures): void {
  if (romMm === null || topMm === null) return;
  sets.romsMm = [...sets.romsMm.slice(1 - REFERENCES), romMm];
  sets.topsMm = [...sets.topsMm.slice(1 - REFERENCES), topMm];
  sets.romRefMm = median(sets.romsMm);
  sets.topRefMm = median(sets.topsMm);
  sets.shortRomsMm = [];
  sets.shortTopsMm = [];
}

/** More movements in a row fall short alike than have made the set's own range: that was a hand above the bar, and these are its reps. */
function rememberOthers(sets: SetMachine, { romMm, topMm }: Measures): void {
  if (romMm === null || topMm === null || sets.romsMm.length === 0) return;
  const isAlike = sets.shortRomsMm.every((mm) => Math.abs(mm - romMm) < SHORT_ALIKE_SHARE * romMm);
  const isLevel = sets.shortTopsMm.every((mm) => Math.abs(mm - topMm) < SHORT_ALIKE_SHARE * romMm);
  sets.shortRomsMm = isAlike && isLevel ? [...sets.shortRomsMm, romMm] : [romMm];
  sets.shortTopsMm = isAlike && isLevel ? [...sets.shortTopsMm, topMm] : [topMm];
  if (sets.shortRomsMm.length <= Math.max(1, sets.romsMm.length)) return;
  sets.romsMm = sets.shortRomsMm;
  sets.topsMm = sets.shortTopsMm;
  sets.romRefMm = median(sets.romsMm);
  sets.topRefMm = median(sets.topsMm);
}

/** Two in a row below the learned top, and alike: from here on the set uses its own. */
export function rememberShort(
  sets: SetMachine,
  verdict: Verdict,
  facts: RepFacts,
  measures: Measures,
  inputs: SetInputs,
): void {
  if (verdict === 'partial') rememberOthers(sets, measures);
  if (!inputs.context.learnedOnly || verdict === 'rejected') return;
  if (isSameTop(sets.shortTopMm, facts, inputs)) sets.unlearned = true;
  sets.shortTopMm = facts.highMm;
}

/** Does this movement end where the one before it did, both below what was learned? Then the set uses its own. */
export function isSameTop(shortTopMm: number | null, { highMm }: RepFacts, { context }: SetInputs): boolean {
  if (shortTopMm === null || highMm === null || context.romRefMm === null) return false;
  return Math.abs(highMm - shortTopMm) <= SAME_TOP_SHARE * context.romRefMm;
}
