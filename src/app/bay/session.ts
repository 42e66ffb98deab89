/** Who is on a bay, as the bay needs to know it. Who may be on it, and since when, is decided elsewhere. */
import { type Clock, isoNow } from '../../common/clock.ts';
import type { Rep, Session, SetEvent } from '../../contracts/events.ts';
import type { Presence } from '../../contracts/presence.ts';
import type { SetResult } from '../../core/index.ts';
import type { LiveHub } from './live-hub.ts';
import { sameButTime } from './messages.ts';

export type Occupant = Pick<Session, 'kind' | 'sessionId' | 'memberId' | 'alias' | 'since'>;

export const NOBODY: Occupant = { kind: 'none', sessionId: null, memberId: null, alias: null, since: null };

/** What a bay asks and tells about who is on it. A replay is nobody's lifting: nothing of it gets here. */
export interface Attendance {
  occupant(): Occupant;
  presence(): Presence | null;
  /** Whether the raw samples of a set of theirs are stored; of nobody's set they are. */
  keepsRecording(memberId: string | null): boolean;
  /** Earlier sets of who is on, of the exercise of the bay. */
  earlier(): readonly SetEvent[];
  /** The first rep of a set was seen. */
  setBegan(setId: string): void;
  setEnded(setId: string): void;
  /** The bar moves; many times a second. */
  moved(): void;
  rep(rep: Rep): void;
  settled(set: SetEvent, result: SetResult): void;
  /** A person changed an ended set, which may be anybody's. */
  corrected(set: SetEvent): void;
  exerciseChanged(): void;
}

const nothing = () => undefined;
const NOBODY_COMES: Attendance = {
  occupant: () => NOBODY,
  presence: () => null,
  keepsRecording: (memberId) => memberId === null,
  earlier: () => [],
  setBegan: nothing,
  setEnded: nothing,
  moved: nothing,
  rep: nothing,
  settled: nothing,
  corrected: nothing,
  exerciseChanged: nothing,
};

interface BaySessionOptions {
  place: Pick<Session, 'v' | 'site' | 'bay'>;
  hub: LiveHub;
  clock: Clock;
  /** Whose session it is now, for MQTT. */
  told: (session: Session) => void;
}

/** The session of one bay: asks whoever decides about it, and tells everyone else. */
export class BaySession {
  readonly #options: BaySessionOptions;
  #presence: Presence | null = null;
  #setId: string | null = null;
  /** Who decides who is on the bay. */
  attendance: Attendance = NOBODY_COMES;

  constructor(options: BaySessionOptions) {
    this.#options = options;
  }

  get now(): Session {
    return { ...this.#options.place, at: isoNow(this.#options.clock), ...this.attendance.occupant() };
  }

  /** Someone else is on the bay, or nobody any more. */
  changed(): void {
    const { place, hub, told } = this.#options;
    const payload = this.now;
    told(payload);
    hub.event(place.bay, { topic: 'session', payload });
  }

  /** What the screen of the bay shows of who is on it may have changed. */
  presenceChanged(): void {
    const payload = this.attendance.presence();
    if (!payload || sameButTime(this.#presence, payload)) return;
    this.#presence = payload;
    this.#options.hub.event(this.#options.place.bay, { topic: 'presence', payload });
  }

  /** Which set of the board is in progress now; null: none. */
  look(setId: string | null): void {
    const before = this.#setId;
    if (before === setId) return;
    this.#setId = setId;
    if (before !== null) this.attendance.setEnded(before);
    if (setId !== null) this.attendance.setBegan(setId);
  }
}
