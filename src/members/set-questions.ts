/**
 * Sets that were lifted while no member was signed in, and whose they are: the member who signs in next is asked, one set at a time.
 * Nothing is claimed without an answer.
 */

/** An ended set of no member. */
export interface UnclaimedSet {
  readonly setId: string;
  readonly endedAtMs: number;
  readonly countedReps: number;
  /** Members who can't have lifted it: they waited for its end, or said so. */
  readonly notOf: readonly string[];
}

/** open: not answered; claimed: the member said yes; declined: no. */
type Answer = 'open' | 'claimed' | 'declined';

/** One set that the signed-in member is asked about. It stays, with its answer, until the next set begins. */
export interface SetQuestion extends UnclaimedSet {
  readonly answer: Answer;
  readonly askedAtMs: number;
}

/** Newest first; only the last one may be open. */
export type Questions = readonly SetQuestion[];

interface Asking {
  readonly memberId: string;
  readonly atMs: number;
  /** How long after its end a set can be claimed. */
  readonly claimMs: number;
}

/** Sets that a member could claim now, newest first. A set without a counted rep belongs to no one. */
export const claimableSets = (unclaimed: readonly UnclaimedSet[], atMs: number, claimMs: number): UnclaimedSet[] =>
  unclaimed
    .toReversed() // of two that ended in the same instant, the one that was reported last
    .filter(({ endedAtMs, countedReps }) => countedReps > 0 && atMs - endedAtMs <= claimMs)
    .sort((a, b) => b.endedAtMs - a.endedAtMs);

/**
 * The questions with the next one, if there is one: the newest set that was not asked about. A set that can't be the member's ends the row:
 * what was lifted before it was lifted before another member.
 */
export function withNext(asked: Questions, unclaimed: readonly UnclaimedSet[], asking: Asking): Questions {
  const { memberId, atMs, claimMs } = asking;
  const oldestMs = asked.at(-1)?.endedAtMs ?? Number.POSITIVE_INFINITY;
  const next = claimableSets(unclaimed, atMs, claimMs).find(
    ({ setId, endedAtMs }) => endedAtMs <= oldestMs && asked.every((one) => one.setId !== setId),
  );
  if (!next || next.notOf.includes(memberId)) return asked;
  return [...asked, { ...next, answer: 'open', askedAtMs: atMs }];
}

interface Asked {
  readonly questions: Questions;
  readonly unclaimed: readonly UnclaimedSet[];
}

/**
 * What the member said last holds. After a yes the next older set is asked about; after a no the set is unclaimed again, but not this
 * member's, and below it nothing stays open.
 */
export function withAnswer(
  { questions, unclaimed }: Asked,
  question: SetQuestion,
  isMine: boolean,
  asking: Asking,
): Asked {
  const index = questions.indexOf(question);
  const others = unclaimed.filter(({ setId }) => setId !== question.setId);
  if (isMine) {
    const said = questions.with(index, { ...question, answer: 'claimed' });
    return { questions: withNext(said, others, asking), unclaimed: others };
  }
  const { setId, endedAtMs, countedReps, notOf } = question;
  const again: UnclaimedSet = { setId, endedAtMs, countedReps, notOf: [...notOf, asking.memberId] };
  const said = questions.with(index, { ...question, answer: 'declined' });
  return { questions: said.filter(({ answer }) => answer !== 'open'), unclaimed: [...others, again] };
}

/** A second tap of the card answers yes, for so long and about the last set only; null: there is no such question. */
export function tapAnswers([first]: Questions, atMs: number, answerMs: number): SetQuestion | null {
  return first?.answer === 'open' && atMs - first.askedAtMs <= answerMs ? first : null;
}

/** A set as it stands after a correction by a person: with other counts, with another owner, or deleted. */
export interface CorrectedSet {
  readonly setId: string;
  readonly countedReps: number;
  /** Null: no member's. */
  readonly memberId: string | null;
  readonly isDeleted: boolean;
}

export function unclaimedAfter(unclaimed: readonly UnclaimedSet[], set: CorrectedSet): readonly UnclaimedSet[] {
  const isGone = set.isDeleted || set.memberId !== null;
  return unclaimed.flatMap((one) => {
    if (one.setId !== set.setId) return [one];
    return isGone ? [] : [{ ...one, countedReps: set.countedReps }];
  });
}

/** @param memberId the signed-in member */
export function questionsAfter(asked: Questions, set: CorrectedSet, memberId: string | null): Questions {
  const isAnothers = set.memberId !== null && set.memberId !== memberId;
  return asked.flatMap((one) => {
    if (one.setId !== set.setId) return [one];
    return set.isDeleted || isAnothers ? [] : [{ ...one, countedReps: set.countedReps }];
  });
}
