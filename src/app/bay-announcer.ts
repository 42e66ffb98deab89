/** What a bay tells everyone: alerts, and events to the pages; it knows the last ones, for who comes later. */
import { v7 as newId } from 'uuid';
import type { Alert, AlertSeen, Rep, SetEvent } from '../contracts/events.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { LiveEvent } from '../contracts/live.ts';
import type { BoardHealth } from '../rig/messages.ts';
import { AlertBook, type ChannelEvent, type Place } from './bay-messages.ts';
import type { LiveHub } from './live-hub.ts';
import type { NewChange } from './storage/new-change.ts';

export interface AnnouncerOptions {
  place: Place;
  hub: LiveHub;
  keep: (change: NewChange) => Promise<void>;
}

interface Shown {
  /** Of the set in progress, or of the last one. */
  reps: Map<string, Rep>;
  lastSet: SetEvent | null;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #alerts: AlertBook;
  /** What was lifted here, and apart from it what a recording shows while it is played. */
  readonly #lifted: Shown = { reps: new Map(), lastSet: null };
  readonly #replayed: Shown = { reps: new Map(), lastSet: null };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#alerts = new AlertBook(options.place, newId);
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
    if (event.topic === 'set') this.#shownBy(event.payload.source).lastSet = event.payload;
    this.#options.hub.event(this.#options.place.bay, event);
  }

  /** An ended set as a person has changed it; a page that shows it shows it so. */
  corrected({ set, reps }: SetDetail): void {
    const { hub, place } = this.#options;
    const shown = this.#shownBy(set.source);
    const isShown = [...shown.reps.values()].some(({ setId }) => setId === set.id);
    if (isShown) shown.reps = new Map(reps.map((rep) => [rep.id, rep]));
    if (shown.lastSet?.id === set.id) shown.lastSet = set;
    for (const payload of isShown ? reps : []) hub.event(place.bay, { topic: 'rep', payload });
    hub.event(place.bay, { topic: 'set', payload: set });
  }

  /** Again with the same text, it tells nobody. */
  raise(kind: Alert['kind'], severity: Alert['severity'], text: string, setId: string | null): void {
    this.#tell(this.#alerts.raise(kind, severity, text, setId));
  }

  clear(kind: Alert['kind']): void {
    this.#tell(this.#alerts.clear(kind));
  }

  board({ state, reason }: BoardHealth, setId: string | null): void {
    if (state === 'starting') return; // what was the matter is still what a person needs to read
    if (state === 'lost') this.raise('board-lost', 'error', reason, setId);
    else this.clear('board-lost');
    if (state === 'degraded') this.raise('board-degraded', 'warning', reason, setId);
    else this.clear('board-degraded');
  }

  channel({ channel, status, reason }: ChannelEvent, setId: string | null): void {
    const kind = channel === 'height' ? 'height-unreliable' : 'force-unreliable';
    if (status === 'unreliable') this.raise(kind, 'warning', reason, setId);
    else this.clear(kind);
  }

  #tell(alert: Alert | null): void {
    if (!alert) return;
    const { keep, place } = this.#options;
    void keep({ outbox: [{ bay: place.bay, topic: 'alert', id: alert.id, payload: alert }] });
    this.announce({ topic: 'alert', payload: alert });
  }
}
