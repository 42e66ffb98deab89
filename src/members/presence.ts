/**
 * Who is on which bay: a pure machine over all bays of a controller. A member is on one bay at a time. A set belongs to whoever was
 * on at its first rep, so nothing about who is on changes from then until the set is settled: it waits.
 */
import type { TapResult } from '../contracts/presence.ts';
import type { Card, EndWhy, PresenceEvent, PresenceInput } from './presence-events.ts';
import {
  type BayPresence,
  claimable,
  type Enrolment,
  idleLogoutAtMs,
  type Moment,
  type OnBay,
  type Person,
  type PresenceState,
  type PresentMember,
  personOf,
  type Waiting,
} from './presence-state.ts';
import { words } from './presence-words.ts';

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

/** One step under way. */
class Work {
  state: PresenceState;
  readonly events: PresenceEvent[] = [];
  readonly #now: Moment;

  constructor(state: PresenceState, { atMs, at }: Moment) {
    this.state = state;
    this.#now = { atMs, at };
  }

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
      case 'set-began':
        this.#setBegan(input.bay, input.setId);
        return;
      case 'set-ended':
        this.#setEnded(input.bay, input.setId);
        return;
      case 'moved':
        this.#change(input.bay, this.#active);
        return;
      case 'rest-known':
        this.#change(input.bay, { restMs: input.restMs });
        return;
      case 'enrol': {
        const { memberId, alias } = input;
        const untilMs = this.#now.atMs + this.state.times.enrolmentMs;
        this.#change(input.bay, { enrolment: { memberId, alias, untilMs } });
        return;
      }
      case 'cancel-enrolment':
        this.#change(input.bay, { enrolment: null });
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
    const { enrolment, set, on } = this.#of(bay);
    if (card.kind === 'unavailable') this.#tapped(bay, 'refused', card.reason);
    else if (enrolment && this.#now.atMs <= enrolment.untilMs) this.#tapToEnrol(bay, card, enrolment);
    else if (card.kind === 'unknown') this.#tapped(bay, 'unknown', words.unknown(card.lastDigits), card.lastDigits);
    else if (set) this.#tapMidSet(bay, card, sessionId);
    else if (on?.memberId === card.memberId) this.#tapOut(bay, on);
    else {
      const claimed = this.#enter(bay, card, sessionId);
      this.#tapped(bay, on ? 'switched' : 'in', words.hello(card.alias, claimed));
    }
  }

  #tapToEnrol(bay: string, card: Exclude<Card, { kind: 'unavailable' }>, { memberId, alias }: Enrolment): void {
    if (card.kind === 'member') {
      const isOwn = card.memberId === memberId;
      this.#tapped(bay, 'refused', isOwn ? words.alreadyTheirs(alias) : words.alreadyTaken);
      return;
    }
    this.#change(bay, { enrolment: null });
    this.events.push({ kind: 'enrolled', bay, memberId });
    this.#tapped(bay, 'enrolled', words.enrolled(alias, card.lastDigits), card.lastDigits);
  }

  /** The last tap decides who is on when the set ends; who taps again takes the tap before back. */
  #tapMidSet(bay: string, person: Person, sessionId: string): void {
    const { memberId, alias } = person;
    const { on, waiting } = this.#of(bay);
    if (on?.memberId === memberId) {
      this.#change(bay, { waiting: waiting ? null : { kind: 'out' } });
      if (waiting) this.#tapped(bay, 'in', words.stays(alias));
      else this.#tapped(bay, 'waits', words.waitsOut);
    } else if (waiting?.kind === 'in' && waiting.person.memberId === memberId) {
      this.#change(bay, { waiting: null });
      this.#tapped(bay, 'out', words.waitsNoMore(alias));
    } else {
      this.#wait(bay, { kind: 'in', person: personOf(person), sessionId });
      this.#tapped(bay, 'waits', words.waitsIn(alias));
    }
  }

  #tapOut(bay: string, { alias }: Person): void {
    const { setEndedAtMs, confirmUntilMs } = this.#of(bay);
    const { atMs } = this.#now;
    const { confirmMs, greetingMs } = this.state.times;
    const isConfirmed = confirmUntilMs !== null && atMs <= confirmUntilMs;
    if (!isConfirmed && setEndedAtMs !== null && atMs - setEndedAtMs < confirmMs) {
      this.#change(bay, { confirmUntilMs: atMs + greetingMs });
      this.#tapped(bay, 'confirm-out', words.confirmOut);
    } else {
      this.#leave(bay, 'tapped-out');
      this.#tapped(bay, 'out', words.goodbye(alias));
    }
  }

  #put(bay: string, person: Person, sessionId: string): void {
    const { on, set } = this.#of(bay);
    const isThereAlready = on !== null && on.memberId === person.memberId;
    if (set) this.#wait(bay, isThereAlready ? null : { kind: 'in', person, sessionId });
    else if (!isThereAlready) this.#greet(bay, 'in', words.hello(person.alias, this.#enter(bay, person, sessionId)));
  }

  #logOut(bay: string): void {
    const { on, set } = this.#of(bay);
    if (set) this.#wait(bay, on ? { kind: 'out' } : null);
    else if (on) {
      this.#leave(bay, 'logged-out');
      this.#greet(bay, 'out', words.goodbye(on.alias));
    }
  }

  /** Someone can wait at one bay only. */
  #wait(bay: string, waiting: Waiting | null): void {
    if (waiting?.kind === 'in') this.#stopWaiting(waiting.person.memberId);
    this.#change(bay, { waiting });
  }

  #stopWaiting(memberId: string | null): void {
    if (memberId === null) return;
    for (const [bay, { waiting }] of this.state.bays)
      if (waiting?.kind === 'in' && waiting.person.memberId === memberId) this.#change(bay, { waiting: null });
  }

  #setBegan(bay: string, setId: string): void {
    const isNobodys = this.#of(bay).on === null;
    this.#change(bay, { set: { setId, isNobodys }, confirmUntilMs: null, ...this.#active });
  }

  #setEnded(bay: string, setId: string): void {
    const { on, waiting, unclaimed, set } = this.#of(bay);
    if (set?.setId !== setId) return;
    const endedAtMs = this.#now.atMs;
    this.#change(bay, { set: null, waiting: null, setEndedAtMs: endedAtMs, ...this.#active });
    if (set.isNobodys) this.#change(bay, { unclaimed: [...unclaimed, { setId, endedAtMs }] });
    if (waiting?.kind === 'in') {
      const { person, sessionId } = waiting;
      const result = on ? 'switched' : 'in';
      this.#greet(bay, result, words.hello(person.alias, this.#enter(bay, person, sessionId)));
    } else if (waiting && on) {
      this.#leave(bay, 'tapped-out');
      this.#greet(bay, 'out', words.goodbye(on.alias));
    }
  }

  /** Puts someone on a bay, takes them off the one they were on, and gives them the sets that nobody was on for. @returns how many */
  #enter(bay: string, person: Person, sessionId: string): number {
    if (person.memberId !== null) {
      for (const [other, { on }] of this.state.bays) {
        if (other === bay || on?.memberId !== person.memberId) continue;
        this.#leave(other, 'elsewhere');
        this.#greet(other, 'out', words.moved(person.alias));
      }
      this.#stopWaiting(person.memberId);
    }
    this.#leave(bay, 'switched');
    const setIds = person.memberId === null ? [] : claimable(this.#of(bay), this.#now.atMs, this.state.times);
    const session: OnBay = { ...personOf(person), sessionId, since: this.#now.at };
    // A set before theirs is no reason to ask whether they mean to leave.
    const setEndedAtMs = setIds.length > 0 ? this.#of(bay).setEndedAtMs : null;
    this.#change(bay, { on: session, unclaimed: [], restMs: 0, setEndedAtMs, confirmUntilMs: null, ...this.#active });
    this.events.push({ kind: 'session-started', bay, session });
    if (setIds.length > 0) this.events.push({ kind: 'claimed', bay, setIds, session });
    return setIds.length;
  }

  #leave(bay: string, why: EndWhy): void {
    const { on } = this.#of(bay);
    if (!on) return;
    this.#change(bay, { on: null, restMs: 0, confirmUntilMs: null });
    this.events.push({ kind: 'session-ended', bay, session: on, why });
  }

  #memberChanged(member: PresentMember): void {
    const { memberId, alias } = member;
    const person = personOf(member);
    for (const [bay, { on, waiting, enrolment }] of this.state.bays) {
      if (on?.memberId === memberId) this.#change(bay, { on: { ...on, ...person } });
      if (waiting?.kind === 'in' && waiting.person.memberId === memberId)
        this.#change(bay, { waiting: { ...waiting, person } });
      if (enrolment?.memberId === memberId) this.#change(bay, { enrolment: { ...enrolment, alias } });
    }
  }

  /** Also in mid-set: the member was deleted. */
  #gone(memberId: string): void {
    this.#stopWaiting(memberId);
    for (const [bay, { on, enrolment }] of this.state.bays) {
      if (on?.memberId === memberId) this.#leave(bay, 'member-gone');
      if (enrolment?.memberId === memberId) this.#change(bay, { enrolment: null });
    }
  }

  #tick(): void {
    const { atMs } = this.#now;
    const { times } = this.state;
    for (const [bay, known] of this.state.bays) {
      const { enrolment, greeting, unclaimed, on } = known;
      const logoutAtMs = idleLogoutAtMs(known, times);
      if (on && logoutAtMs !== null && atMs >= logoutAtMs) {
        this.#leave(bay, 'idle');
        this.#greet(bay, 'out', words.idle(on.alias));
      } else if (greeting && atMs - greeting.atMs >= times.greetingMs) this.#change(bay, { greeting: null });
      if (enrolment && atMs > enrolment.untilMs) this.#change(bay, { enrolment: null });
      const left = unclaimed.filter(({ endedAtMs }) => atMs - endedAtMs <= times.claimMs);
      if (left.length < unclaimed.length) this.#change(bay, { unclaimed: left });
    }
  }

  #tapped(bay: string, result: TapResult, text: string, lastDigits: string | null = null): void {
    this.#greet(bay, result, text);
    this.events.push({ kind: 'tapped', bay, result, lastDigits, text });
  }

  #greet(bay: string, result: TapResult, text: string): void {
    this.#change(bay, { greeting: { ...this.#now, result, text } });
  }

  get #active(): Pick<BayPresence, 'activeAtMs'> {
    return { activeAtMs: this.#now.atMs };
  }

  #of(bay: string): BayPresence {
    const found = this.state.bays.get(bay);
    if (!found) throw new Error(`there is no bay ${bay}`);
    return found;
  }

  #change(bay: string, change: Partial<BayPresence>): void {
    const bays = new Map(this.state.bays).set(bay, { ...this.#of(bay), ...change });
    this.state = { ...this.state, bays };
  }
}
