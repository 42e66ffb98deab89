/** The occupant of a bay, in the messages of the contracts. */

import type { SetReview } from '../../../contracts/coaching.ts';
import type { ExerciseName } from '../../../contracts/common.ts';
import { NO_OCCUPANT, type Occupant } from '../../../contracts/events.ts';
import { greetingText } from '../../../contracts/greetings.ts';
import type { Plan, Presence } from '../../../contracts/presence.ts';
import { readerReasonText } from '../../../contracts/reader-reasons.ts';
import {
  type BayPresence,
  claimable,
  idleLogoutAtMs,
  type Person,
  type PresenceTimes,
} from '../../../members/presence-state.ts';
import { openAlias } from '../../../members/presence-words.ts';
import { tapAnswers } from '../../../members/set-questions.ts';
import type { Reader } from '../../../readers/index.ts';

/** For MQTT and everyone on the floor: the alias only of who agreed. */
export function describeOccupant({ on }: BayPresence): Occupant {
  if (!on) return NO_OCCUPANT;
  const { sessionId, memberId, since } = on;
  if (memberId === null) return { kind: 'guest', sessionId, memberId, alias: null, since };
  return { kind: 'member', sessionId, memberId, alias: openAlias(on), since };
}

interface Described {
  bay: string;
  known: BayPresence;
  /** Whom an undo of the sign-out would sign in again. */
  back: Person | null;
  times: PresenceTimes;
  atMs: number;
  wallMs: number;
  exercise: ExerciseName;
  plan: Plan | null;
  review: SetReview | null;
  readers: readonly Reader[];
}

/** For the screen of the bay and its occupant. */
export function describePresence({
  bay,
  known,
  back,
  times,
  atMs,
  wallMs,
  exercise,
  plan,
  review,
  readers,
}: Described): Presence {
  const iso = (ms: number) => new Date(wallMs + ms - atMs).toISOString();
  const { on, waiting, greeting, enrolment } = known;
  const logoutAtMs = idleLogoutAtMs(known, times);
  const tapQuestion = tapAnswers(known.questions, atMs, times.answerMs);
  return {
    bay,
    at: iso(atMs),
    kind: !on ? 'none' : on.memberId === null ? 'guest' : 'member',
    sessionId: on?.sessionId ?? null,
    memberId: on?.memberId ?? null,
    alias: on?.alias ?? null,
    since: on?.since ?? null,
    exercise,
    plan,
    review,
    greeting: greeting && {
      at: greeting.at,
      result: greeting.result,
      message: { ...greeting.code, text: greetingText(greeting.code) },
    },
    idleLogoutAt: logoutAtMs === null ? null : iso(logoutAtMs),
    waitingAlias: waiting?.kind === 'in' ? nameOf(waiting.person) : null,
    signOutUndo: signOutUndo(known, back, iso),
    consentsDue: on?.consentsDue ?? false,
    claimable: claimable(known, atMs, times).length,
    questions: known.questions.map(({ setId, endedAtMs, countedReps, answer }) => ({
      setId,
      endedAt: iso(endedAtMs),
      countedReps,
      answer,
      tapUntil: tapQuestion?.setId === setId ? iso(tapQuestion.askedAtMs + times.answerMs) : null,
    })),
    enrolment: enrolment && { memberId: enrolment.memberId, alias: enrolment.alias, until: iso(enrolment.untilMs) },
    readers: readers.map(readerState),
  };
}

/** @param back whom an undo would sign in again */
function signOutUndo({ on, waiting, left }: BayPresence, back: Person | null, iso: (ms: number) => string) {
  if (on && waiting?.kind === 'out') return { alias: on.alias, until: null };
  return back && left && { alias: back.alias, until: iso(left.untilMs) };
}

const nameOf = ({ alias }: Person) => alias ?? 'Guest';

const readerState = ({ name, health }: Reader): Presence['readers'][number] => ({
  name,
  state: health.state,
  reasons: health.reasons.map((code) => ({ ...code, text: readerReasonText(code) })),
});
