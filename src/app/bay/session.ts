/** The session of one bay: presence hands the occupant to it, and it publishes what has changed. */
import { type Clock, isoNow } from '../../common/clock.ts';
import { NO_OCCUPANT, type Occupant, type Session, type SetEvent } from '../../contracts/events.ts';
import type { Presence } from '../../contracts/presence.ts';
import type { SupersetPlace } from '../../contracts/superset-places.ts';
import type { Attendance } from '../people/presence/presence-bay.ts';
import type { LiveHub } from './live-hub.ts';
import { sameButTime } from './same-but-time.ts';

interface BaySessionOptions {
  place: Pick<Session, 'v' | 'site' | 'bay'>;
  hub: LiveHub;
  clock: Clock;
  /** For MQTT. */
  onChange: (session: Session) => void;
}

export class BaySession {
  readonly #options: BaySessionOptions;
  #attendance: Attendance = { occupant: NO_OCCUPANT, keepsRecordings: true, earlier: [], presence: null };

  constructor(options: BaySessionOptions) {
    this.#options = options;
  }

  get occupant(): Occupant {
    return this.#attendance.occupant;
  }

  /** Of the occupant, of the exercise of the bay. */
  get earlier(): readonly SetEvent[] {
    return this.#attendance.earlier;
  }

  /** The place of the exercise of the bay in the occupant's superset. */
  get superset(): SupersetPlace | null {
    return this.#attendance.presence?.plan?.superset?.place ?? null;
  }

  get now(): Session {
    return { ...this.#options.place, at: isoNow(this.#options.clock), ...this.occupant };
  }

  /** For the screen of the bay; null: presence is not there yet. */
  get presence(): Presence | null {
    const { presence } = this.#attendance;
    return presence && { ...presence, at: isoNow(this.#options.clock) };
  }

  /** Whether the raw samples of a set of this member are stored; of a set without an owner they are. */
  keepsRecording(memberId: string | null): boolean {
    const { occupant, keepsRecordings } = this.#attendance;
    return memberId === null || (occupant.memberId === memberId && keepsRecordings);
  }

  attend(attendance: Attendance): void {
    const { place, hub } = this.#options;
    const before = this.#attendance;
    this.#attendance = attendance;
    if (JSON.stringify(before.occupant) !== JSON.stringify(attendance.occupant)) this.publish();
    const { presence } = attendance;
    if (presence && !sameButTime(before.presence, presence))
      hub.event(place.bay, { topic: 'presence', payload: presence });
  }

  publish(): void {
    const { place, hub, onChange } = this.#options;
    const payload = this.now;
    onChange(payload);
    hub.event(place.bay, { topic: 'session', payload });
  }
}
