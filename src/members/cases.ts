/** What a person says of a wrong count, as the right value that goes with the recording. */
import { CASE_LIMITS, type CaseRight, type NewCase } from '../contracts/cases.ts';
import type { SetDetail } from '../contracts/http.ts';

export interface CaseRefusal {
  kind: 'not-found' | 'conflict' | 'unusable';
  text: string;
}

/** Whether one more case may be kept beside these. */
export const hasRoomFor = ({ cases, bytes }: { cases: number; bytes: number }, addedBytes: number): boolean =>
  cases < CASE_LIMITS.cases && bytes + addedBytes <= CASE_LIMITS.totalBytes;

/** A missing rep may have been before the first movement that was found, or after the last one, by so much. */
const BEYOND_S = 60;

/**
 * @param startS when the set's first movement begins, on the clock of the recording
 * @returns the right value on the clock of the recording, or why what was said can't be one
 */
export function rightOf({ set, reps }: SetDetail, said: NewCase, startS: number): CaseRight | CaseRefusal {
  if (set.endedAt === null)
    return { kind: 'conflict', text: 'The set is still in progress. End it first, then say what was right.' };
  if (set.deletedAt !== undefined)
    return { kind: 'conflict', text: 'The set is deleted. Undo that first, then say what was right.' };
  const isRepOf = new Map(said.movements.map(({ repId, isRep }) => [repId, isRep]));
  const known = new Set(reps.map(({ id }) => id));
  if (said.movements.some(({ repId }) => !known.has(repId)))
    return { kind: 'not-found', text: 'The set has no such movement. Read it again.' };
  if (isRepOf.size !== said.movements.length || (isRepOf.size > 0 && isRepOf.size !== reps.length))
    return unusable(`List each of the ${reps.length} movements of the set once, or none of them.`);
  const named = said.movements.filter(({ isRep }) => isRep).length + said.missing.length;
  const isNumberAlone = isRepOf.size === 0 && said.missing.length === 0;
  if (!isNumberAlone && isRepOf.size === 0 && reps.length > 0)
    return unusable('Where a rep is missing, list the movements of the set too.');
  if (!isNumberAlone && named !== said.countedReps)
    return unusable(`${named} reps are named, but countedReps is ${said.countedReps}. Both must be the same number.`);

  const zeroMs = Date.parse(set.startedAt);
  const atS = (iso: string) => rounded((Date.parse(iso) - zeroMs) / 1000 + startS);
  const spans = reps.map(({ startedAt, lockoutAt, endedAt }) => ({
    fromS: atS(startedAt),
    toS: atS(endedAt ?? lockoutAt ?? startedAt),
  }));
  const lastS = Math.max(0, ...spans.map(({ toS }) => toS)) + BEYOND_S;
  const missing = said.missing.map(({ fromS, toS }) => ({
    fromS: rounded(fromS + startS),
    toS: rounded(toS + startS),
  }));
  const wrong = missing.find(({ fromS, toS }) => fromS > toS || fromS < startS - BEYOND_S || toS > lastS);
  if (wrong)
    return unusable('A missing rep needs fromS up to toS, within the set or at most a minute before or after it.');
  return {
    countedReps: said.countedReps,
    movements:
      isRepOf.size === 0 ? [] : spans.map((span, index) => ({ ...span, isRep: isRepOf.get(reps[index]!.id)! })),
    missing: missing.sort((a, b) => a.fromS - b.fromS),
  };
}

const unusable = (text: string): CaseRefusal => ({ kind: 'unusable', text });
const rounded = (valueS: number) => Number(valueS.toFixed(3));
