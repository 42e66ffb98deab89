/**
 * What people change in a set. A set's state is what was measured (its original) with the corrections that stand: of each thing that can
 * be corrected the latest one holds. So one can be undone whatever came after it, and undoing all of them gives the original.
 */
import { isCounted, type Rep, type SetEvent } from '../contracts/events.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { Correction } from '../contracts/members.ts';
import type { ProblemCode } from '../contracts/problems.ts';
import { withText } from '../contracts/reasons.ts';
import { rounded } from '../contracts/rounded.ts';
import { tally } from './set-tally.ts';

/** A correction that was made and not undone. */
export interface StandingCorrection {
  correction: Correction;
  /** role of who made it */
  role: string;
  at: string;
}

type Refusal = Extract<
  ProblemCode,
  {
    kind:
      | 'set-in-progress'
      | 'set-deleted'
      | 'no-such-rep'
      | 'rep-counts'
      | 'rep-excluded'
      | 'owner-unchanged'
      | 'no-owner-already';
  }
>;

/** Which thing a correction is about: the latest one about the same thing holds. */
function subjectOf(correction: Correction): string {
  if (correction.kind === 'exclude-rep' || correction.kind === 'restore-rep') return `rep ${correction.repId}`;
  return correction.kind;
}

/**
 * The set as it stands. Its revisions are those of the original; who stores it raises them.
 * @param standing in the order in which they were made
 */
export function withCorrections(original: SetDetail, standing: readonly StandingCorrection[]): SetDetail {
  const latest = new Map(standing.map((entry) => [subjectOf(entry.correction), entry]));
  let { set, reps } = original;
  for (const entry of latest.values()) {
    reps = reps.map((rep) => correctedRep(rep, entry));
    set = correctedSet(set, entry);
  }
  const isRecounted = [...latest.keys()].some((subject) => subject.startsWith('rep '));
  if (!isRecounted) return { set, reps };
  reps = renumbered(reps);
  return { set: { ...set, ...tally(reps) }, reps };
}

function correctedRep(rep: Rep, { correction, role }: StandingCorrection): Rep {
  const because = (kind: 'excluded-by' | 'counted-by') => [...rep.reasons, withText({ kind, params: { role } })];
  switch (correction.kind) {
    case 'exclude-rep':
      if (rep.id !== correction.repId) return rep;
      return { ...rep, verdict: 'rejected', correction: 'excluded', reasons: because('excluded-by') };
    case 'restore-rep':
      if (rep.id !== correction.repId) return rep;
      return { ...rep, verdict: 'counted', correction: 'restored', reasons: because('counted-by') };
    case 'exercise':
      return { ...rep, exercise: correction.exercise };
    case 'owner':
      return { ...rep, memberId: correction.memberId };
    default:
      return rep;
  }
}

function correctedSet(set: SetEvent, { correction, at }: StandingCorrection): SetEvent {
  switch (correction.kind) {
    case 'load':
      return { ...set, enteredLoadKg: rounded(correction.enteredLoadKg, 2) };
    case 'exercise':
      return { ...set, exercise: correction.exercise };
    case 'side':
      return { ...set, side: correction.side };
    case 'owner':
      return { ...set, memberId: correction.memberId };
    case 'warm-up':
      return { ...set, isWarmUp: correction.isWarmUp };
    case 'rpe':
      return { ...set, rpe: correction.rpe };
    case 'note':
      return { ...set, note: correction.note };
    case 'delete':
      return { ...set, deletedAt: at };
    default:
      return set;
  }
}

/** Counted reps are 1, 2, 3, … in the order of time; the others have no number. */
function renumbered(reps: readonly Rep[]): Rep[] {
  let n = 0;
  return reps.map((rep) => ({ ...rep, n: isCounted(rep) ? ++n : null }));
}

/** Why a correction can't be made of the set as it is now; null when it can. */
export function refusalOf({ set, reps }: SetDetail, correction: Correction): Refusal | null {
  if (set.endedAt === null) return { kind: 'set-in-progress', params: { id: set.id } };
  if (set.deletedAt !== undefined) return { kind: 'set-deleted', params: { id: set.id } };
  if (correction.kind === 'exclude-rep' || correction.kind === 'restore-rep') {
    const rep = reps.find(({ id }) => id === correction.repId);
    if (!rep) return { kind: 'no-such-rep', params: { id: correction.repId } };
    const wanted = correction.kind === 'restore-rep';
    if (isCounted(rep) === wanted) return { kind: wanted ? 'rep-counts' : 'rep-excluded', params: { id: rep.id } };
  }
  if (correction.kind === 'owner' && correction.memberId === set.memberId)
    return { kind: correction.memberId === null ? 'no-owner-already' : 'owner-unchanged', params: {} };
  return null;
}

/** `next` with raised revisions where it differs from `now`, and the ids of the reps that do. */
export function revised(now: SetDetail, next: SetDetail): SetDetail & { changedReps: string[] } {
  const changedReps: string[] = [];
  const reps = next.reps.map((rep, index) => {
    const before = now.reps[index]!;
    if (isSame(before, rep)) return before;
    changedReps.push(rep.id);
    return { ...rep, revision: before.revision + 1 };
  });
  return { set: { ...next.set, revision: now.set.revision + 1 }, reps, changedReps };
}

/** What differs, before and after, for the audit: fields of the set, and of each rep by its id. */
export function differences(now: SetDetail, next: SetDetail): { before: object; after: object } {
  const before: Record<string, unknown> = fieldsThatDiffer(now.set, next.set);
  const after: Record<string, unknown> = fieldsThatDiffer(next.set, now.set);
  const changed = next.reps.filter((rep, index) => !isSame(now.reps[index]!, rep));
  if (changed.length > 0) {
    const were = now.reps.filter(({ id }) => changed.some((rep) => rep.id === id));
    before.reps = Object.fromEntries(were.map((rep, index) => [rep.id, fieldsThatDiffer(rep, changed[index]!)]));
    after.reps = Object.fromEntries(changed.map((rep, index) => [rep.id, fieldsThatDiffer(rep, were[index]!)]));
  }
  return { before, after };
}

/** Fields of `a` that are otherwise in `b`; the revision is none of them. */
function fieldsThatDiffer(a: object, b: object): Record<string, unknown> {
  const other = b as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(a).filter(
      ([key, value]) => key !== 'revision' && JSON.stringify(value) !== JSON.stringify(other[key]),
    ),
  );
}

const isSame = (a: Rep, b: Rep) => Object.keys(fieldsThatDiffer(a, b)).length === 0;
