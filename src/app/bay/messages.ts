/** The retained messages of a bay, and its alerts: what is announced only when it changes. */

import { type Clock, isoNow, isoShifted } from '../../common/clock.ts';
import type { AlertCode } from '../../contracts/alerts.ts';
import { channelReason } from '../../contracts/channel-reasons.ts';
import { CONTRACT_VERSION } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Alert, AlertSeen, State } from '../../contracts/events.ts';
import type { LiveFrame } from '../../contracts/live.ts';
import { plateSetOf } from '../../contracts/plates.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { CoreEvent, LiveView } from '../../core/index.ts';
import { platesOf } from '../sets/messages.ts';
import type { Measuring } from '../sets/run.ts';

export interface Place {
  site: string;
  bay: string;
}

interface BayNow {
  place: Place & { v: typeof CONTRACT_VERSION };
  at: string;
  config: BayConfig;
  source: State['source'];
  board: State['board'];
  channels: Channels;
  measuring: Pick<Measuring, 'core' | 'context' | 'set' | 'view'>;
  enteredLoadKg: number | null;
}

export function describeBay({ place, at, config, source, board, channels, measuring, enteredLoadKg }: BayNow): State {
  const { core, context, set, view } = measuring;
  return {
    ...place,
    at,
    name: config.name,
    source,
    board: { state: board.state, reason: board.reason },
    channels,
    exercise: context.exercise,
    targetHoldS: core.targetHoldS,
    set: set && {
      id: set.id,
      startedAt: set.startedAt,
      countedReps: set.countedReps,
      loadKg: set.loadKg,
      bestMeanVelocityMps: set.bestMeanVelocityMps,
      velocityLossPercent: set.velocityLossPercent,
      side: set.side,
    },
    enteredLoadKg,
    plates: platesOf(view.loadKg, context.plates),
    plateSet: shownPlateSet(config.plates),
  };
}

/** Equal but for the time of writing. */
export function sameButTime<T extends { at: string }>(a: T | null, b: T): boolean {
  return a !== null && JSON.stringify({ ...a, at: '' }) === JSON.stringify({ ...b, at: '' });
}

function shownPlateSet(plates: BayConfig['plates']): State['plateSet'] {
  const { unit, barKg, platesKg } = plateSetOf(plates);
  return { unit, barKg: rounded(barKg, 4), platesKg: platesKg.map((plateKg) => rounded(plateKg, 4)) };
}

export function liveFrame(bay: string, view: LiveView, at: string): LiveFrame {
  const { phase, countedReps, stalled, inSet } = view;
  return {
    bay,
    at,
    heightMm: rounded(view.heightMm, 1),
    velocityMps: rounded(view.velocityMps, 3),
    forceN: rounded(view.forceN, 1),
    phase,
    holdS: rounded(view.holdS, 2),
    countedReps,
    topMm: rounded(view.topMm, 1),
    bottomMm: rounded(view.bottomMm, 1),
    loadKg: rounded(view.loadKg, 1),
    stalled,
    inSet,
  };
}

export type ChannelEvent = Extract<CoreEvent, { kind: 'channel' }>;
type Channels = State['channels'];

export const ABSENT: Channels = {
  height: { status: 'absent', reason: null },
  force: { status: 'absent', reason: null },
};
export const withChannel = (channels: Channels, event: ChannelEvent): Channels => ({
  ...channels,
  [event.channel]: { status: event.status, reason: event.reason && channelReason(event.reason) },
});

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
