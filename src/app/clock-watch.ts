/** Sees the wall clock being set (by NTP after a start without network, by a person): it then moves against the monotonic clock. */
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../common/clock.ts';

const PERIOD_MS = 500;
/** Between two looks. A clock that is only slewed moves by 42 ms at most (chrony's fastest, 1 s in 12 s); a step is set at once. */
const STEP_MS = 500;

export interface ClockStep {
  /** Forward when positive. */
  byMs: number;
  /** When it was seen, on the monotonic axis. */
  seenMs: number;
}

interface ClockWatchOptions {
  clock: Clock;
  logger: Logger;
  onStep: (byMs: number) => void;
}

export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #offsetMs: number;
  #timer: NodeJS.Timeout | undefined;
  steps = 0;
  /** Null: none since the start. */
  last: ClockStep | null = null;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    this.#offsetMs = this.#offset();
  }

  start(): void {
    this.#timer = setInterval(() => this.check(), PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  check(): void {
    const { clock, logger, onStep } = this.#options;
    const offsetMs = this.#offset();
    const byMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs; // a slow clock is followed
    if (Math.abs(byMs) < STEP_MS) return;
    this.steps++;
    this.last = { byMs, seenMs: clock.monoMs() };
    logger.warn(
      `the clock was set by ${durationText(byMs)}: it is ${isoNow(clock)} now; times are shown by the new clock`,
    );
    onStep(byMs);
  }

  #offset(): number {
    const { clock } = this.#options;
    return clock.wallMs() - clock.monoMs();
  }
}

/** "+1.5 s", "-9.0 days" */
export function durationText(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  const s = Math.abs(ms) / 1000;
  if (s < 120) return `${sign}${s.toFixed(1)} s`;
  if (s < 7200) return `${sign}${(s / 60).toFixed(1)} min`;
  return s < 172_800 ? `${sign}${(s / 3600).toFixed(1)} h` : `${sign}${(s / 86_400).toFixed(1)} days`;
}
