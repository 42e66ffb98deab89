/**
 * The occupant of each bay: a pure machine over all bays of a controller. A member is at one bay at a time. A set belongs to the member who was
 * on at its first rep, so the occupant doesn't change from then until the set is settled: a tap waits. A set of no member is claimed by an
 * answer only.
 */
import type { GreetingCode } from '../contracts/greetings.ts';
import type { TapResult } from '../contracts/presence.ts';
import type { Card, EndWhy, PresenceEvent, PresenceInput } from './presence-events.ts';
import {
  type Enrolment,
  idleLogoutAtMs,
  type OnBay,
  type Person,
  type PresenceState,
  type PresentMember,
  personOf,
  returning,
  type Waiting,
} from './presence-state.ts';
import { SOME_MEMBER, said, words } from './presence-words.ts';
import {
  type CorrectedSet,
  questionsAfter,
  type SetQuestion,
  tapAnswers,
  unclaimedAfter,
  withAnswer,
  withNext,
} from './set-questions.ts';
import { StepUnderWay } from './step-under-way.ts';

interface PresenceStep {
  readonly state: PresenceState;
  readonly events: readonly PresenceEvent[];
}

/** @throws Error for a bay that the state doesn't have */
export function stepPresence(state: PresenceState, input: PresenceInput): PresenceStep {
  const work = new Work(state, input);
  work.run(input);
  return { state: work.state, events: work.events };
}

/** One step in progress. */
class Work extends StepUnderWay {
  run(input: PresenceInput): void {
    switch (input.kind) {
      case 'tap':
        this.#tap(input.bay, input.card, input.sessionId);
        return;
      case 'put':
        this.#put(input.bay, input.person, input.sessionId);
        return;
      case 'log-out':
        this.#logOut(input.bay);
        return;
      case 'undo-log-out':
        this.#undoLogOut(input.bay, input.sessionId);
        return;
      case 'set-began':
        this.#setBegan(input.bay, input.setId);
        return;
      case 'set-ended':
        this.#setEnded(input.bay, input.setId, input.countedReps);
        return;
      case 'set-corrected':
        this.#setCorrected(input.bay, input);
        return;
      case 'answer':
        this.#answer(input.bay, input.setId, input.isMine);
        return;
      case 'moved':
        this.change(input.bay, this.active);
        return;
      case 'rest-known':
        this.change(input.bay, { restMs: input.restMs });
        return;
      case 'enrol': {
        const { memberId, alias } = input;
        const untilMs = this.now.atMs + this.state.times.enrolmentMs;
        this.change(input.bay, { enrolment: { memberId, alias, untilMs } });
        return;
      }
      case 'cancel-enrolment':
        this.change(input.bay, { enrolment: null });
        return;
      case 'member-changed':
        this.#memberChanged(input);
        return;
      case 'member-gone':
        this.#gone(input.memberId);
        return;
      case 'tick':
        this.#tick();
        return;
    }
  }

  #tap(bay: string, card: Card, sessionId: string): void {
    const { enrolment, set, on, questions } = this.of(bay);
    const question = tapAnswers(questions, this.now.atMs, this.state.times.answerMs);
    if (card.kind === 'unavailable') this.tapped(bay, 'refused', words.unavailable(card.reason));
    else if (enrolment && this.now.atMs <= enrolment.untilMs) this.#tapToEnrol(bay, card, enrolment);
    else if (card.kind === 'unknown') this.tapped(bay, 'unknown', words.unknown(card), card);
    else if (set) this.#tapMidSet(bay, card, sessionId);
    else if (on?.memberId === card.memberId) {
      if (question) this.#tapToClaim(bay, on, question);
      else this.#tapOut(bay, on);
    } else {
      const asked = this.#enter(bay, card, sessionId);
      const hello = said(card, (alias) => words.hello(alias, asked?.countedReps ?? null));
      this.tapped(bay, on ? 'switched' : 'in', hello, { asksSetId: asked?.setId ?? null });
    }
  }

  #tapToEnrol(bay: string, card: Exclude<Card, { kind: 'unavailable' }>, { memberId, alias }: Enrolment): void {
    const ofSome = (say: (alias: string) => GreetingCode) => ({ code: say(alias), openCode: say(SOME_MEMBER) });
    if (card.kind === 'member') {
      const isOwn = card.memberId === memberId;
      this.tapped(bay, 'refused', isOwn ? ofSome(words.alreadyOwned) : words.alreadyTaken);
      return;
    }
    this.change(bay, { enrolment: null });
    this.events.push({ kind: 'enrolled', bay, memberId });
    this.tapped(
      bay,
      'enrolled',
      ofSome((name) => words.enrolled(name, card.lastDigits)),
      card,
    );
  }

  /** The last tap decides the occupant when the set ends; a second tap by the same member takes the first one back. */
  #tapMidSet(bay: string, person: Person, sessionId: string): void {
    const { memberId } = person;
    const { on, waiting } = this.of(bay);
    if (on?.memberId === memberId) {
      this.change(bay, { waiting: waiting ? null : { kind: 'out' } });
      if (waiting) this.tapped(bay, 'in', said(person, words.stays));
      else this.tapped(bay, 'waits', words.waitsOut);
    } else if (waiting?.kind === 'in' && waiting.person.memberId === memberId) {
      this.change(bay, { waiting: null });
      this.tapped(bay, 'out', said(person, words.waitsNoMore));
    } else {
      this.#wait(bay, { kind: 'in', person: personOf(person), sessionId });
      this.tapped(bay, 'waits', said(person, words.waitsIn));
    }
  }

  #tapOut(bay: string, person: Person): void {
    const { setEndedAtMs, confirmUntilMs } = this.of(bay);
    const { atMs } = this.now;
    const { confirmMs, greetingMs } = this.state.times;
    const isConfirmed = confirmUntilMs !== null && atMs <= confirmUntilMs;
    if (!isConfirmed && setEndedAtMs !== null && atMs - setEndedAtMs < confirmMs) {
      this.change(bay, { confirmUntilMs: atMs + greetingMs });
      this.tapped(bay, 'confirm-out', words.confirmOut);
    } else {
      this.#leave(bay, 'tapped-out');
      this.tapped(bay, 'out', said(person, words.goodbye));
    }
  }

  #tapToClaim(bay: string, person: OnBay, { setId }: SetQuestion): void {
    this.#answer(bay, setId, true);
    this.tapped(bay, 'claimed', said(person, words.claimed));
  }

  #answer(bay: string, setId: string, isMine: boolean): void {
    const { on, questions, unclaimed } = this.of(bay);
    const question = questions.find((one) => one.setId === setId);
    if (!question || !on?.memberId || question.answer === (isMine ? 'claimed' : 'declined')) return;
    const asked = withAnswer({ questions, unclaimed }, question, isMine, this.#asking(on.memberId));
    this.change(bay, { ...asked, ...this.active });
    if (isMine) this.change(bay, { setEndedAtMs: question.endedAtMs });
    if (isMine || question.answer === 'claimed')
      this.events.push({ kind: isMine ? 'claimed' : 'disclaimed', bay, setId, session: on });
  }

  #asking(memberId: string) {
    return { memberId, atMs: this.now.atMs, claimMs: this.state.times.claimMs };
  }

  #put(bay: string, person: Person, sessionId: string): void {
    const { on, set } = this.of(bay);
    const isThereAlready = on !== null && on.memberId === person.memberId;
    if (set) this.#wait(bay, isThereAlready ? null : { kind: 'in', person, sessionId });
    else if (!isThereAlready) this.#enterAndGreet(bay, 'in', person, sessionId);
  }

  #logOut(bay: string): void {
    const { on, set } = this.of(bay);
    if (set) this.#wait(bay, on ? { kind: 'out' } : null);
    else if (on) {
      this.#leave(bay, 'logged-out');
      this.change(bay, { left: { person: personOf(on), untilMs: this.now.atMs + this.state.times.returnMs } });
      this.greet(bay, 'out', words.goodbye(on.alias));
    }
  }

  #undoLogOut(bay: string, sessionId: string): void {
    const person = returning(this.state, bay, this.now.atMs);
    if (person) this.#enterAndGreet(bay, 'in', person, sessionId);
    else if (this.of(bay).waiting?.kind === 'out') this.change(bay, { waiting: null });
  }

  /** Someone can wait at one bay only. */
  #wait(bay: string, waiting: Waiting | null): void {
    const memberId = waiting?.kind === 'in' ? waiting.person.memberId : null;
    this.#stopWaiting(memberId);
    const { set } = this.of(bay);
    this.change(bay, { waiting, set: set && memberId !== null ? { ...set, waited: [...set.waited, memberId] } : set });
  }

  #stopWaiting(memberId: string | null): void {
    if (memberId === null) return;
    for (const [bay, { waiting }] of this.state.bays)
      if (waiting?.kind === 'in' && waiting.person.memberId === memberId) this.change(bay, { waiting: null });
  }

  #setBegan(bay: string, setId: string): void {
    const { on, unclaimed } = this.of(bay);
    const isUnclaimed = on === null;
    this.change(bay, {
      set: { setId, isUnclaimed, waited: [] },
      unclaimed: isUnclaimed ? unclaimed : [],
      questions: [],
      left: null,
      confirmUntilMs: null,
      ...this.active,
    });
  }

  #setEnded(bay: string, setId: string, countedReps: number): void {
    const { on, waiting, unclaimed, set } = this.of(bay);
    if (set?.setId !== setId) return;
    const endedAtMs = this.now.atMs;
    this.change(bay, { set: null, waiting: null, setEndedAtMs: endedAtMs, ...this.active });
    const ended = { setId, endedAtMs, countedReps, notOf: set.waited };
    if (set.isUnclaimed) this.change(bay, { unclaimed: [...unclaimed, ended] });
    if (waiting?.kind === 'in') {
      const { person, sessionId } = waiting;
      this.#enterAndGreet(bay, on ? 'switched' : 'in', person, sessionId);
    } else if (waiting && on) {
      this.#leave(bay, 'tapped-out');
      this.greet(bay, 'out', words.goodbye(on.alias));
    }
  }

  #setCorrected(bay: string, set: CorrectedSet): void {
    const { unclaimed, questions, on } = this.of(bay);
    const asked = questionsAfter(questions, set, on?.memberId ?? null);
    this.change(bay, { unclaimed: unclaimedAfter(unclaimed, set), questions: asked });
  }

  #enterAndGreet(bay: string, result: TapResult, person: Person, sessionId: string): void {
    const asked = this.#enter(bay, person, sessionId);
    this.greet(bay, result, words.hello(person.alias, asked?.countedReps ?? null));
  }

  /** Signs a member in on a bay and out of the one they were on. @returns the set that they are asked about now; null: none */
  #enter(bay: string, person: Person, sessionId: string): SetQuestion | null {
    if (person.memberId !== null) {
      for (const [other, { on }] of this.state.bays) {
        if (other === bay || on?.memberId !== person.memberId) continue;
        this.#leave(other, 'elsewhere');
        this.greet(other, 'out', words.moved(person.alias));
      }
      this.#stopWaiting(person.memberId);
    }
    this.#leave(bay, 'switched');
    const { memberId } = person;
    const questions = memberId === null ? [] : withNext([], this.of(bay).unclaimed, this.#asking(memberId));
    const session: OnBay = { ...personOf(person), sessionId, since: this.now.at };
    // An earlier set of someone else is no reason to ask whether they want to leave.
    this.change(bay, {
      on: session,
      left: null,
      questions,
      restMs: 0,
      setEndedAtMs: null,
      confirmUntilMs: null,
      ...this.active,
    });
    this.events.push({ kind: 'session-started', bay, session });
    return questions[0] ?? null;
  }

  #leave(bay: string, why: EndWhy): void {
    const { on } = this.of(bay);
    if (!on) return;
    this.change(bay, { on: null, questions: [], restMs: 0, confirmUntilMs: null });
    this.events.push({ kind: 'session-ended', bay, session: on, why });
  }

  #memberChanged(member: PresentMember): void {
    const { memberId, alias } = member;
    const person = personOf(member);
    for (const [bay, { on, waiting, enrolment }] of this.state.bays) {
      if (on?.memberId === memberId) this.change(bay, { on: { ...on, ...person } });
      if (waiting?.kind === 'in' && waiting.person.memberId === memberId)
        this.change(bay, { waiting: { ...waiting, person } });
      if (enrolment?.memberId === memberId) this.change(bay, { enrolment: { ...enrolment, alias } });
    }
  }

  /** Also in mid-set: the member was deleted. */
  #gone(memberId: string): void {
    this.#stopWaiting(memberId);
    for (const [bay, { on, enrolment, left }] of this.state.bays) {
      if (on?.memberId === memberId) this.#leave(bay, 'member-gone');
      if (enrolment?.memberId === memberId) this.change(bay, { enrolment: null });
      if (left?.person.memberId === memberId) this.change(bay, { left: null });
    }
  }

  #tick(): void {
    const { atMs } = this.now;
    const { times } = this.state;
    for (const [bay, known] of this.state.bays) {
      const { enrolment, greeting, unclaimed, on, left } = known;
      const logoutAtMs = idleLogoutAtMs(known, times);
      if (on && logoutAtMs !== null && atMs >= logoutAtMs) {
        this.#leave(bay, 'idle');
        this.greet(bay, 'out', words.idle(on.alias));
      } else if (greeting && atMs - greeting.atMs >= times.greetingMs) this.change(bay, { greeting: null });
      if (enrolment && atMs > enrolment.untilMs) this.change(bay, { enrolment: null });
      if (left && atMs > left.untilMs) this.change(bay, { left: null });
      const recent = unclaimed.filter(({ endedAtMs }) => atMs - endedAtMs <= times.claimMs);
      if (recent.length < unclaimed.length) this.change(bay, { unclaimed: recent });
    }
  }
}
