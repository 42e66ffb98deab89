/** What a bay publishes: alerts, and events for the pages. It keeps the latest ones for clients that connect later. */
import { v7 as newId } from 'uuid';
import { type Clock, isoShifted } from '../../common/clock.ts';
import type { AlertCode } from '../../contracts/alerts.ts';
import { channelReason } from '../../contracts/channel-reasons.ts';
import type { Alert, AlertSeen, Rep, SetEvent } from '../../contracts/events.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { LiveEvent } from '../../contracts/live.ts';
import type { BoardHealth } from '../../rig/messages.ts';
import type { ChannelEvent } from '../sets/run-events.ts';
import type { NewChange } from '../storage/new-change.ts';
import { AlertBook, type Place } from './alerts.ts';
import type { LiveHub } from './live-hub.ts';

interface AnnouncerOptions {
  place: Place;
  hub: LiveHub;
  clock: Clock;
  persist: (change: NewChange) => Promise<void>;
}

/** An ended set that is wrong by less stays as it is. */
const ENDED_STEP_MS = 5000;

interface Shown {
  /** Of the set in progress, or of the last one. */
  reps: Map<string, Rep>;
  lastSet: SetEvent | null;
  /** A person has changed the last set: its history says how it was. */
  isCorrected: boolean;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #alerts: AlertBook;
  /** What was lifted here, and apart from it what a recording shows while it is played. */
  readonly #lifted: Shown = { reps: new Map(), lastSet: null, isCorrected: false };
  readonly #replayed: Shown = { reps: new Map(), lastSet: null, isCorrected: false };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#alerts = new AlertBook(options.place, options.clock, newId);
  }

  get alerts(): Alert[] {
    return this.#alerts.active;
  }

  get seenAlerts(): AlertSeen[] {
    return this.#alerts.seen;
  }

  seen(seen: AlertSeen): void {
    if (this.#alerts.see(seen)) this.announce({ topic: 'alert-seen', payload: seen });
  }

  /** Of what this source shows: the set in progress, or the last one. */
  last(source: SetEvent['source']): { reps: Rep[]; lastSet: SetEvent | null } {
    const { reps, lastSet } = this.#shownBy(source);
    return { reps: [...reps.values()], lastSet };
  }

  #shownBy = (source: SetEvent['source']) => (source === 'replay' ? this.#replayed : this.#lifted);

  announce(event: LiveEvent): void {
    if (event.topic === 'rep') {
      const { reps } = this.#shownBy(event.payload.source);
      const first = reps.values().next().value;
      if (first && first.setId !== event.payload.setId) reps.clear();
      reps.set(event.payload.id, event.payload);
    }
    if (event.topic === 'set') {
      const shown = this.#shownBy(event.payload.source);
      shown.lastSet = event.payload;
      shown.isCorrected = false;
    }
    this.#options.hub.event(this.#options.place.bay, event);
  }

  /** An ended set as a person has changed it; a page that shows it shows it so. */
  corrected({ set, reps }: SetDetail): void {
    const { hub, place } = this.#options;
    const shown = this.#shownBy(set.source);
    const isShown = [...shown.reps.values()].some(({ setId }) => setId === set.id);
    if (isShown) shown.reps = new Map(reps.map((rep) => [rep.id, rep]));
    if (shown.lastSet?.id === set.id) {
      shown.lastSet = set;
      shown.isCorrected = true;
    }
    for (const payload of isShown ? reps : []) hub.event(place.bay, { topic: 'rep', payload });
    hub.event(place.bay, { topic: 'set', payload: set });
  }

  /** The wall clock was set: alerts and the set just done (its rest goes on) are published again with their new times. @returns that set, if it has new ones */
  rebase(byMs: number, fromMs: number): SetEvent | null {
    for (const alert of this.#alerts.rebase(byMs)) this.#publishAlert(alert);
    const { lastSet, isCorrected, reps } = this.#lifted;
    const own = [...reps.values()].filter(({ setId }) => setId === lastSet?.id);
    if (!lastSet || isCorrected || own.length < reps.size || Math.abs(byMs) < ENDED_STEP_MS) return null;
    if (Date.parse(lastSet.startedAt) < fromMs) return null;
    const set = setShifted(lastSet, byMs);
    const shifted = own.map((rep) => repShifted(rep, byMs));
    const { bay } = this.#options.place;
    const outbox = [
      ...shifted.map((rep) => ({ bay, topic: 'rep' as const, id: rep.id, payload: rep })),
      { bay, topic: 'set' as const, id: set.id, payload: set },
    ];
    void this.#options.persist({ sets: [set], reps: shifted, outbox });
    for (const payload of shifted) this.announce({ topic: 'rep', payload });
    this.announce({ topic: 'set', payload: set });
    return set;
  }

  /** The same text again is not published. */
  raise(alert: AlertCode, severity: Alert['severity'], text: string, setId: string | null): void {
    this.#publishAlert(this.#alerts.raise(alert, severity, text, setId));
  }

  clear(kind: Alert['kind']): void {
    this.#publishAlert(this.#alerts.clear(kind));
  }

  board({ state, reason }: BoardHealth, setId: string | null): void {
    if (state === 'starting') return; // what was the matter is still what a person needs to read
    if (state === 'lost') this.raise({ kind: 'board-lost', params: {} }, 'error', reason, setId);
    else this.clear('board-lost');
    if (state === 'degraded') this.raise({ kind: 'board-degraded', params: {} }, 'warning', reason, setId);
    else this.clear('board-degraded');
  }

  channel({ channel, status, reason }: ChannelEvent, setId: string | null): void {
    const kind = channel === 'height' ? 'height-unreliable' : 'force-unreliable';
    if (status === 'unreliable' && reason !== null)
      this.raise({ kind, params: {} }, 'warning', channelReason(reason).text, setId);
    else this.clear(kind);
  }

  #publishAlert(alert: Alert | null): void {
    if (!alert) return;
    const { persist, place } = this.#options;
    void persist({ alerts: [alert], outbox: [{ bay: place.bay, topic: 'alert', id: alert.id, payload: alert }] });
    this.announce({ topic: 'alert', payload: alert });
  }
}

const setShifted = (set: SetEvent, byMs: number): SetEvent => ({
  ...set,
  revision: set.revision + 1,
  startedAt: isoShifted(set.startedAt, byMs),
  endedAt: isoShifted(set.endedAt, byMs),
});

const repShifted = (rep: Rep, byMs: number): Rep => ({
  ...rep,
  revision: rep.revision + 1,
  startedAt: isoShifted(rep.startedAt, byMs),
  lockoutAt: isoShifted(rep.lockoutAt, byMs),
  endedAt: isoShifted(rep.endedAt, byMs),
});
