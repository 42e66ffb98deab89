/** What a trainer should know of the lift under way: alerts that are raised while it is so, and cleared when it is over. */
import { type Alert, isCounted, type Rep, type SetEvent } from '../contracts/events.ts';
import { type LagWatch, type LiveView, loadsDisagree } from '../core/index.ts';

interface Alerts {
  raise(kind: Alert['kind'], severity: Alert['severity'], text: string): void;
  clear(kind: Alert['kind']): void;
}

/** Shorter than this a bar that sticks is a hard rep, and nobody comes in time. */
const STALLED_US = 1e6;
/** Once is a slip; so often it is a habit. */
const STREAK = 3;
/** The load that a set shows before it is settled is within this of the settled one. */
const LIVE_LOAD_ERROR = 0.02;

const HABITS = {
  uneven: {
    severity: 'warning',
    text: 'Three reps in a row were uneven: one side carries clearly more. Look at the feet, the pad and the plates of both sides.',
  },
  overshoot: {
    severity: 'warning',
    text: 'Three reps in a row went above the usual top: the lower back may be overextended. Ribs down, stop at lockout.',
  },
  'hold-missed': {
    severity: 'info',
    text: 'Three reps in a row were not held long enough at lockout. Hold each one, or take a lighter load.',
  },
} as const satisfies Partial<Record<Alert['kind'], { severity: Alert['severity']; text: string }>>;
type Habit = keyof typeof HABITS;
const HABIT_NAMES = Object.keys(HABITS) as Habit[];

export class LiftWatch {
  readonly #alerts: Alerts;
  readonly #streaks = new Map<Habit, number>();
  #stalledSinceUs: number | null = null;

  constructor(alerts: Alerts) {
    this.#alerts = alerts;
  }

  /** Several times a second. @param enteredLoadKg null: nobody said, or the scale carries more than the bar. */
  look(view: LiveView, enteredLoadKg: number | null): void {
    if (!view.stalled) {
      this.#stalledSinceUs = null;
      this.#alerts.clear('stalled');
    } else {
      this.#stalledSinceUs ??= view.atUs;
      if (view.atUs - this.#stalledSinceUs >= STALLED_US)
        this.#alerts.raise('stalled', 'error', 'The bar has come to rest on its way up. Help the lifter to rack it.');
    }
    this.#compare(enteredLoadKg, view.loadKg, view.inSet ? LIVE_LOAD_ERROR : 0);
  }

  /** Each movement as it is told; only counted ones that are down again say something of a habit. */
  rep(rep: Rep): void {
    if (rep.stage !== 'complete' || !isCounted(rep)) return;
    for (const habit of HABIT_NAMES) {
      const streak = rep.flags.includes(habit) ? (this.#streaks.get(habit) ?? 0) + 1 : 0;
      this.#streaks.set(habit, streak);
      if (streak === STREAK) this.#alerts.raise(habit, HABITS[habit].severity, HABITS[habit].text);
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
    else {
      const words = `${Math.abs(lag.forceLateMs).toFixed(0)} ms ${lag.forceLateMs > 0 ? 'later' : 'earlier'}`;
      this.#alerts.raise(
        'lag-shift',
        'warning',
        `The load cell is ${words} than calibrated against the distance sensor, so velocity and hold suffer. Calibrate the lag again (npx lockout calibrate).`,
      );
    }
  }

  #compare(enteredKg: number | null, measuredKg: number | null, error: number): void {
    if (enteredKg === null) this.#alerts.clear('load-disagrees');
    else if (measuredKg !== null) {
      const bounds = [measuredKg * (1 - error), measuredKg * (1 + error)];
      if (!bounds.every((boundKg) => loadsDisagree(enteredKg, boundKg))) this.#alerts.clear('load-disagrees');
      else
        this.#alerts.raise(
          'load-disagrees',
          'warning',
          `The scale says about ${Math.round(measuredKg)} kg, but ${enteredKg} kg was entered. Check the plates on both sides, or enter the load again.`,
        );
    }
  }
}
