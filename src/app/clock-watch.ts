/** The clock of the station: the system clock, kept from going behind what was recorded. Sees it being set, and becoming known. */
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../common/clock.ts';
import {
  beginWallTime,
  stepWallTime,
  type WallTime,
  type WallTimeEvent,
  type WallTimeInput,
  wallMsOf,
} from '../common/wall-time.ts';
import type { ClockEvidence } from './clock-evidence.ts';

const PERIOD_MS = 500;
const STILL_MS = 50;

export interface ClockStep {
  /** Forward when positive. */
  byMs: number;
  /** When it was seen, on the monotonic axis. */
  seenMs: number;
}

interface ClockWatchOptions {
  clock: Clock;
  logger: Logger;
  evidence?: Pick<ClockEvidence, 'now'>;
  /** A known clock was set. @param fromMs the last set of a bay moves too, if it began at this time or later */
  onStep: (byMs: number, fromMs: number) => void;
  /** An unknown clock is known. @param sinceMs sets from this time on are to be moved; null: they stay as they are */
  onKnown?: (byMs: number, sinceMs: number | null) => void;
}

export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #time: WallTime;
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;
  steps = 0;
  /** Null: none since the start. */
  last: ClockStep | null = null;
  /** The clock of everything that is recorded. */
  readonly clock: Clock;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    const { clock } = options;
    this.#time = beginWallTime({ ...this.#now(), evidence: 'none', newestMs: null });
    this.clock = {
      monoMs: () => clock.monoMs(),
      wallMs: () => wallMsOf(this.#time, clock.monoMs(), clock.wallMs()),
    };
  }

  /** Whether times that are recorded now may be wrong. */
  get isUncertain(): boolean {
    return !this.#time.isKnown;
  }

  /** The database is open, for the first time: nothing is dated before what is in it. */
  begin(newestAt: string | null): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const beforeMs = this.clock.wallMs();
    const newestMs = newestAt === null ? null : Date.parse(newestAt);
    this.#time = beginWallTime({ ...this.#now(), evidence: this.#evidence, newestMs });
    const nowMs = this.clock.wallMs();
    if (this.isUncertain)
      this.#options.logger.warn(
        `the time is unknown: the clock of this computer is not confirmed. It is taken as ${isoNow(this.clock)}; sets are marked, and corrected once the time is known`,
      );
    if (Math.abs(nowMs - beforeMs) > PERIOD_MS) this.#options.onStep(nowMs - beforeMs, Number.NEGATIVE_INFINITY);
  }

  start(): void {
    this.#timer = setInterval(() => this.check(), PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  check(): void {
    this.#step({ kind: 'look', ...this.#now(), evidence: this.#evidence });
  }

  setBegan(bay: string, startedAt: string): void {
    this.#step({ kind: 'set-began', place: bay, atMs: Date.parse(startedAt) });
  }

  setEnded(bay: string, startedAt: string, endedAt: string): void {
    this.#step({ kind: 'set-ended', place: bay, startMs: Date.parse(startedAt), endMs: Date.parse(endedAt) });
  }

  get #evidence() {
    return this.#options.evidence?.now() ?? 'none';
  }

  #now() {
    const { clock } = this.#options;
    // Between the two readings a busy machine may stand still, and that is no step.
    for (;;) {
      const monoMs = clock.monoMs();
      const wallMs = clock.wallMs();
      if (clock.monoMs() - monoMs < STILL_MS) return { monoMs, wallMs };
    }
  }

  #step(input: WallTimeInput): void {
    const { state, events } = stepWallTime(this.#time, input);
    this.#time = state;
    for (const event of events) this.#report(event);
  }

  #report(event: WallTimeEvent): void {
    const { clock, logger, onStep, onKnown } = this.#options;
    if (event.kind === 'unknown') {
      logger.warn(
        `the clock was set to ${isoNow(clock)}, before recorded sets: it is not followed, and sets are marked until the time is confirmed`,
      );
      return;
    }
    const { byMs } = event;
    this.steps++;
    this.last = { byMs, seenMs: clock.monoMs() };
    if (event.kind === 'set') {
      logger.warn(
        `the clock was set by ${durationText(byMs)}: it is ${isoNow(clock)} now; times are shown by the new clock`,
      );
      onStep(byMs, event.fromMs);
      return;
    }
    logger.warn(`the time is known: it is ${isoNow(clock)}, ${durationText(byMs)} from what was assumed`);
    onKnown?.(byMs, event.sinceMs);
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
