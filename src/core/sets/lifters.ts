import { romOf, type Surveyed, topOf } from '../survey/survey.ts';
import type { LearnedRange } from '../types.ts';
import { median } from './statistics.ts';
import { usualRangeMm } from './usual-range.ts';

/** What movements are judged against: the range and the top of a full rep, and how many such reps there were. */
export interface Reference {
  readonly fromUs: number;
  readonly usualMm: number | null;
  readonly topMm: number | null;
  readonly known: number;
}

/** Reps 12 to 15 % short of lockout are partial; the ranges of full ones differ by a few per cent. */
export const FULL_SHARE = 0.895;
/** Two lifters cannot change places under the bar within less. */
const HANDED_OVER_US = 3.5e6;
/** Another lifter shows it by so many reps alike, from another height than the rest: who tires ends lower, but begins where the others began. */
const LEAST_REPS = 3;
const ALIKE_SHARE = 0.1;
const ELSEWHERE_MM = 12;
/** Half reps begin elsewhere, too. */
const LEAST_SHARE = 0.62;

/** The references of a set, each from its time on: one, but where lifters of unlike range took over from each other within seconds. */
export function referencesOf(
  candidates: readonly Surveyed[],
  learned: LearnedRange | undefined,
): readonly [Reference, ...Reference[]] {
  const whole = referenceOf(candidates, learned, Number.NEGATIVE_INFINITY);
  const turns = turnsOf(candidates);
  if (turns.length < 2 || whole.usualMm === null) return [whole];
  const all: Reference[] = [];
  let isAny = false;
  for (const turn of turns) {
    const others = candidates.filter((movement) => !turn.includes(movement));
    const isOther = isOtherLifter(turn, others, whole.usualMm);
    isAny ||= isOther;
    const fromUs = all.length === 0 ? Number.NEGATIVE_INFINITY : turn[0]!.facts.startUs;
    all.push({ ...(isOther ? referenceOf(turn, undefined, fromUs) : whole), fromUs });
  }
  return isAny ? (all as [Reference, ...Reference[]]) : [whole];
}

function referenceOf(of: readonly Surveyed[], learned: LearnedRange | undefined, fromUs: number): Reference {
  const usualMm = usualRangeMm(of.map(romOf), learned);
  const full = of.filter((movement) => usualMm !== null && romOf(movement) >= FULL_SHARE * usualMm);
  return { fromUs, usualMm, topMm: median(full.map(topOf)), known: full.length };
}

/** The movements between two pauses in which another lifter may have got under the bar. */
function turnsOf(candidates: readonly Surveyed[]): readonly (readonly Surveyed[])[] {
  const turns: Surveyed[][] = [];
  let doneUs = Number.NEGATIVE_INFINITY;
  for (const movement of candidates) {
    const { startUs, lockoutUs, endUs } = movement.facts;
    if (turns.length === 0 || startUs - doneUs > HANDED_OVER_US) turns.push([]);
    turns.at(-1)!.push(movement);
    doneUs = endUs ?? lockoutUs ?? startUs;
  }
  return turns;
}

function isOtherLifter(turn: readonly Surveyed[], others: readonly Surveyed[], usualMm: number): boolean {
  const romMm = median(turn.map(romOf));
  const bottomMm = median(turn.map(bottomOf));
  const elsewhereMm = median(others.map(bottomOf));
  if (romMm === null || bottomMm === null || elsewhereMm === null || turn.length < LEAST_REPS) return false;
  if (romMm < LEAST_SHARE * usualMm || Math.abs(bottomMm - elsewhereMm) < ELSEWHERE_MM) return false;
  const alike = turn.filter((movement) => Math.abs(romOf(movement) - romMm) < ALIKE_SHARE * romMm).length;
  const isUnlike = romMm < FULL_SHARE * usualMm || FULL_SHARE * romMm > usualMm;
  return isUnlike && alike >= LEAST_REPS;
}

const bottomOf = (movement: Surveyed): number => topOf(movement) - romOf(movement);
