/** Alerts about the lift in progress, for trainers: raised while the condition lasts, then cleared. */
import type { AlertCode } from '../../contracts/alerts.ts';
import { type Alert, isCounted, type Rep, type SetEvent } from '../../contracts/events.ts';
import { type LagWatch, type LiveView, loadsDisagree } from '../../core/index.ts';

interface Alerts {
  raise(alert: AlertCode, severity: Alert['severity']): void;
  clear(kind: Alert['kind']): void;
}

/** A shorter stall is a hard rep, and help would come too late. */
const STALLED_US = 1e6;
/** Once is a slip; so often it is a habit. */
const STREAK = 3;
/** The load that a set shows before it is settled is within this of the settled one. */
const LIVE_LOAD_ERROR = 0.02;

const HABITS = { uneven: 'warning', overshoot: 'warning', 'hold-missed': 'info' } as const satisfies Partial<
  Record<Alert['kind'], Alert['severity']>
>;
type Habit = keyof typeof HABITS;
const HABIT_NAMES = Object.keys(HABITS) as Habit[];

export class LiftWatch {
  readonly #alerts: Alerts;
  readonly #streaks = new Map<Habit, number>();
  #stalledSinceUs: number | null = null;

  constructor(alerts: Alerts) {
    this.#alerts = alerts;
  }

  /** Several times a second. @param enteredLoadKg null: not entered, or the scale carries more than the bar. */
  check(view: LiveView, enteredLoadKg: number | null): void {
    if (!view.stalled) {
      this.#stalledSinceUs = null;
      this.#alerts.clear('stalled');
    } else {
      this.#stalledSinceUs ??= view.atUs;
      if (view.atUs - this.#stalledSinceUs >= STALLED_US) this.#alerts.raise({ kind: 'stalled', params: {} }, 'error');
    }
    this.#compare(enteredLoadKg, view.loadKg, view.inSet ? LIVE_LOAD_ERROR : 0);
  }

  /** Each movement as published; only counted ones that are down again show a habit. */
  rep(rep: Rep): void {
    if (rep.stage !== 'complete' || !isCounted(rep)) return;
    for (const habit of HABIT_NAMES) {
      const streak = rep.flags.includes(habit) ? (this.#streaks.get(habit) ?? 0) + 1 : 0;
      this.#streaks.set(habit, streak);
      if (streak === STREAK) this.#alerts.raise({ kind: habit, params: {} }, HABITS[habit]);
      if (streak === 0) this.#alerts.clear(habit);
    }
  }

  /** @param set null: the set was mere handling */
  setEnded(set: SetEvent | null, lag: LagWatch | null, enteredLoadKg: number | null): void {
    this.#streaks.clear();
    this.#stalledSinceUs = null;
    for (const kind of [...HABIT_NAMES, 'stalled'] as const) this.#alerts.clear(kind);
    if (set === null || set.source === 'replay') return;
    this.#compare(enteredLoadKg, set.loadKg, 0);
    if (lag === null) return;
    if (!lag.shifted) this.#alerts.clear('lag-shift');
    else this.#alerts.raise({ kind: 'lag-shift', params: { lateMs: Math.round(lag.forceLateMs) } }, 'warning');
  }

  #compare(enteredKg: number | null, measuredKg: number | null, error: number): void {
    if (enteredKg === null) this.#alerts.clear('load-disagrees');
    else if (measuredKg !== null) {
      const bounds = [measuredKg * (1 - error), measuredKg * (1 + error)];
      if (!bounds.every((boundKg) => loadsDisagree(enteredKg, boundKg))) this.#alerts.clear('load-disagrees');
      else {
        const params = { measuredKg: Math.round(measuredKg), enteredKg };
        this.#alerts.raise({ kind: 'load-disagrees', params }, 'warning');
      }
    }
  }
}
