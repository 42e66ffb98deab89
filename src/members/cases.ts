/** What a person says of a wrong count, as the right value that goes with the recording. */
import { CASE_LIMITS, type CaseRight, type NewCase } from '../contracts/cases.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { ProblemCode } from '../contracts/problems.ts';

/** A problem of the table: why what was said can be no case. */
export type CaseRefusal = Extract<
  ProblemCode,
  {
    kind:
      | 'set-in-progress'
      | 'set-deleted'
      | 'no-such-rep'
      | 'movements-unlisted'
      | 'movements-needed'
      | 'reps-differ'
      | 'missing-outside';
  }
>;

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
  if (set.endedAt === null) return { kind: 'set-in-progress', params: { id: set.id } };
  if (set.deletedAt !== undefined) return { kind: 'set-deleted', params: { id: set.id } };
  const isRepOf = new Map(said.movements.map(({ repId, isRep }) => [repId, isRep]));
  const known = new Set(reps.map(({ id }) => id));
  const unknown = said.movements.find(({ repId }) => !known.has(repId));
  if (unknown) return { kind: 'no-such-rep', params: { id: unknown.repId } };
  if (isRepOf.size !== said.movements.length || (isRepOf.size > 0 && isRepOf.size !== reps.length))
    return { kind: 'movements-unlisted', params: { movements: reps.length } };
  const named = said.movements.filter(({ isRep }) => isRep).length + said.missing.length;
  const isNumberAlone = isRepOf.size === 0 && said.missing.length === 0;
  if (!isNumberAlone && isRepOf.size === 0 && reps.length > 0) return { kind: 'movements-needed', params: {} };
  if (!isNumberAlone && named !== said.countedReps)
    return { kind: 'reps-differ', params: { named, countedReps: said.countedReps } };

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
  if (wrong) return { kind: 'missing-outside', params: {} };
  return {
    countedReps: said.countedReps,
    movements:
      isRepOf.size === 0 ? [] : spans.map((span, index) => ({ ...span, isRep: isRepOf.get(reps[index]!.id)! })),
    missing: missing.sort((a, b) => a.fromS - b.fromS),
  };
}

const rounded = (valueS: number) => Number(valueS.toFixed(3));
