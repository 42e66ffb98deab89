/** The alerts of one bay: those that are active, and which of them were seen. */
import { type Clock, isoNow, isoShifted } from '../../common/clock.ts';
import type { AlertCode } from '../../contracts/alerts.ts';
import { CONTRACT_VERSION } from '../../contracts/common.ts';
import type { Alert, AlertSeen } from '../../contracts/events.ts';

export interface Place {
  site: string;
  bay: string;
}

/** Which alerts are active on one bay. Raising one that is active, or clearing one that isn't, changes nothing. */
export class AlertBook {
  readonly #place: Place;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #active = new Map<Alert['kind'], Alert>();
  /** By the id of the alert, as long as it is active. */
  readonly #seen = new Map<string, AlertSeen>();

  constructor(place: Place, clock: Clock, newId: () => string) {
    this.#place = place;
    this.#clock = clock;
    this.#newId = newId;
  }

  get active(): Alert[] {
    return [...this.#active.values()];
  }

  get seen(): AlertSeen[] {
    return [...this.#seen.values()];
  }

  /** @returns false when it is over, or was seen before */
  see(seen: AlertSeen): boolean {
    const isActive = this.active.some(({ id }) => id === seen.alertId);
    if (!isActive || this.#seen.has(seen.alertId)) return false;
    this.#seen.set(seen.alertId, seen);
    return true;
  }

  raise({ kind, params }: AlertCode, severity: Alert['severity'], text: string, setId: string | null): Alert | null {
    if (this.#active.get(kind)?.text === text) return null;
    const id = this.#active.get(kind)?.id ?? this.#newId();
    const alert: Alert = {
      v: CONTRACT_VERSION,
      ...this.#place,
      id,
      at: isoNow(this.#clock),
      kind,
      severity,
      active: true,
      setId,
      params,
      text,
    };
    this.#active.set(kind, alert);
    return alert;
  }

  /** The wall clock was set. @returns the active ones, with their new times */
  rebase(byMs: number): Alert[] {
    for (const [kind, alert] of this.#active) this.#active.set(kind, { ...alert, at: isoShifted(alert.at, byMs) });
    return this.active;
  }

  clear(kind: Alert['kind']): Alert | null {
    const alert = this.#active.get(kind);
    if (!alert) return null;
    this.#active.delete(kind);
    this.#seen.delete(alert.id);
    return { ...alert, at: isoNow(this.#clock), active: false };
  }
}
