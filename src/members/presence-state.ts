/** The occupants of the bays, as plain data; times are milliseconds of one clock that only goes forward. */
import type { GreetingCode } from '../contracts/greetings.ts';
import type { Member } from '../contracts/members.ts';
import type { TapResult } from '../contracts/presence.ts';
import { claimableSets, type Questions, type UnclaimedSet } from './set-questions.ts';

export interface PresenceTimes {
  /** The occupant is signed out after this time without a movement. */
  readonly idleMs: number;
  /** A set of no member can be claimed for so long after its end. */
  readonly claimMs: number;
  /** A second tap answers the question about the last set with yes for so long. */
  readonly answerMs: number;
  /** A tap to leave so soon after a set is asked about. */
  readonly confirmMs: number;
  /** A log-out can be taken back for so long. */
  readonly returnMs: number;
  /** The next unknown card is given to the member for so long. */
  readonly enrolmentMs: number;
  /** A greeting, and the question whether to leave, stand for so long. */
  readonly greetingMs: number;
}

export const DEFAULT_TIMES: PresenceTimes = {
  idleMs: 180_000,
  claimMs: 300_000,
  answerMs: 15_000,
  confirmMs: 20_000,
  returnMs: 30_000,
  enrolmentMs: 60_000,
  greetingMs: 10_000,
};

/** When something happened. */
export interface Moment {
  readonly atMs: number;
  /** The same as ISO wall time. */
  readonly at: string;
}

export interface Person {
  readonly memberId: string | null;
  readonly alias: string | null;
  /** They agreed that everyone may read their alias. */
  readonly showAlias: boolean;
  /** They agreed that the raw samples of their sets are kept. */
  readonly keepRecordings: boolean;
  /** They have not said yet what they agree to: the screen asks. */
  readonly consentsDue: boolean;
}

/** A member, as far as the machine needs to know them. */
export type PresentMember = Person & { readonly memberId: string; readonly alias: string };

export function presentMember({ id, alias, consents, consentsAt }: Member): PresentMember {
  const { showAlias, keepRecordings } = consents;
  return { memberId: id, alias, showAlias, keepRecordings, consentsDue: consentsAt === null };
}

/** The owner of these samples is unknown. */
export const GUEST: Person = {
  memberId: null,
  alias: null,
  showAlias: false,
  keepRecordings: true,
  consentsDue: false,
};

export const personOf = ({ memberId, alias, showAlias, keepRecordings, consentsDue }: Person): Person => ({
  memberId,
  alias,
  showAlias,
  keepRecordings,
  consentsDue,
});

export interface OnBay extends Person {
  readonly sessionId: string;
  readonly since: string;
}

/** A sign-in or sign-out that waits for the end of the set. */
export type Waiting =
  | { readonly kind: 'in'; readonly person: Person; readonly sessionId: string }
  | { readonly kind: 'out' };

export interface Greeting extends Moment {
  readonly result: TapResult;
  readonly code: GreetingCode;
}

export interface Enrolment {
  readonly memberId: string;
  readonly alias: string;
  readonly untilMs: number;
}

export interface BayPresence {
  readonly on: OnBay | null;
  /** The set in progress, from its first rep on; `isNobodys`: no one was signed in then; `waited`: members who tapped as next during it. */
  readonly set: { readonly setId: string; readonly isUnclaimed: boolean; readonly waited: readonly string[] } | null;
  readonly waiting: Waiting | null;
  /** Who was logged out at the bay last, while that can be taken back. */
  readonly left: { readonly person: Person; readonly untilMs: number } | null;
  readonly enrolment: Enrolment | null;
  readonly greeting: Greeting | null;
  /** Ended sets of no member; empty as soon as a signed-in member has begun a set. */
  readonly unclaimed: readonly UnclaimedSet[];
  /** What the signed-in member is asked; empty again when the next set begins. */
  readonly questions: Questions;
  /** The rest between sets in the occupant's programme; 0 when a trainer wrote none for them. */
  readonly restMs: number;
  /** The last movement, set or sign-in. */
  readonly activeAtMs: number;
  /** End of the occupant's last set, or of the last unclaimed set. */
  readonly setEndedAtMs: number | null;
  /** Until then another tap of the same member means: yes, out. */
  readonly confirmUntilMs: number | null;
}

export interface PresenceState {
  readonly times: PresenceTimes;
  readonly bays: ReadonlyMap<string, BayPresence>;
}

/** What a restart finds again of one bay. */
export interface SavedPresence {
  readonly bay: string;
  readonly on: OnBay | null;
  readonly unclaimed: BayPresence['unclaimed'];
}

const EMPTY: BayPresence = {
  on: null,
  set: null,
  waiting: null,
  left: null,
  enrolment: null,
  greeting: null,
  unclaimed: [],
  questions: [],
  restMs: 0,
  activeAtMs: 0,
  setEndedAtMs: null,
  confirmUntilMs: null,
};

/** No bay has an occupant. */
export function createPresence(bays: readonly string[], times: PresenceTimes = DEFAULT_TIMES): PresenceState {
  return { times, bays: new Map(bays.map((bay) => [bay, EMPTY])) };
}

/**
 * Puts those who were on when the station last ended back, with the whole idle time again. Where someone else is on by now, where a set
 * is in progress, and for a member who is at another bay by now, what has happened since stands.
 */
export function restorePresence(state: PresenceState, saved: readonly SavedPresence[], atMs: number): PresenceState {
  const bays = new Map(state.bays);
  const present = new Set([...bays.values()].flatMap(({ on }) => on?.memberId ?? []));
  for (const { bay, on, unclaimed } of saved) {
    const known = bays.get(bay);
    if (!known || known.on || known.set) continue;
    const isElsewhere = on?.memberId != null && present.has(on.memberId);
    const sets = [...unclaimed, ...known.unclaimed];
    if (on && !isElsewhere) bays.set(bay, { ...known, on, unclaimed: sets, activeAtMs: atMs });
    else bays.set(bay, { ...known, unclaimed: sets });
  }
  return { ...state, bays };
}

/**
 * When the occupant is signed out if nothing moves; null without an occupant and during a set. A rest that the programme prescribes is
 * not idleness: the idle time begins when it is over.
 */
export function idleLogoutAtMs({ on, set, activeAtMs, restMs }: BayPresence, { idleMs }: PresenceTimes): number | null {
  return on && set === null ? activeAtMs + restMs + idleMs : null;
}

/** The wall clock was set: re-dates the sign-ins. All other times are monotonic. */
export function rebasePresence(state: PresenceState, byMs: number): PresenceState {
  const shifted = (iso: string) => new Date(Date.parse(iso) + byMs).toISOString();
  const bays = [...state.bays].map(([bay, known]): [string, BayPresence] => {
    const { on, greeting } = known;
    return [
      bay,
      {
        ...known,
        on: on && { ...on, since: shifted(on.since) },
        greeting: greeting && { ...greeting, at: shifted(greeting.at) },
      },
    ];
  });
  return { ...state, bays: new Map(bays) };
}

/** Whom an undo of the log-out would sign in again now; null: no member. */
export function returning(state: PresenceState, bay: string, atMs: number): Person | null {
  const known = state.bays.get(bay);
  if (!known?.left || known.on || known.set || atMs > known.left.untilMs) return null;
  const { person } = known.left;
  const isElsewhere = [...state.bays.values()].some(({ on }) => on !== null && on.memberId === person.memberId);
  return person.memberId !== null && isElsewhere ? null : person;
}

/** Ended sets that a member who signs in now could be asked about, newest first. */
export const claimable = ({ unclaimed }: BayPresence, atMs: number, { claimMs }: PresenceTimes): readonly string[] =>
  claimableSets(unclaimed, atMs, claimMs).map(({ setId }) => setId);
