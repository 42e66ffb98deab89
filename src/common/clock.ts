/** The only place where clocks are read: everything else is handed a clock, so that tests turn it and a wall clock that steps breaks nothing. */
export interface Clock {
  /**
   * Milliseconds, with fraction, since some moment that is the same for all processes of this machine. Never steps, never goes back:
   * for durations and order.
   */
  monoMs(): number;
  /** Unix time in milliseconds. It steps whenever someone or NTP sets it: for what a person reads, derived when it is written down. */
  wallMs(): number;
}

/** Node's `process.hrtime` is CLOCK_MONOTONIC on Linux, one for the whole system; `performance.now` begins again in each process and thread. */
export const systemClock: Clock = {
  monoMs: () => Number(process.hrtime.bigint()) / 1e6,
  wallMs: () => Date.now(),
};

/** ISO 8601 wall time. */
export const isoNow = (clock: Pick<Clock, 'wallMs'>): string => new Date(clock.wallMs()).toISOString();

/** Wall time in ms, by the wall clock as it is now, of a moment on the monotonic axis. */
export const wallMsAt = (clock: Clock, monoMs: number): number => clock.wallMs() - (clock.monoMs() - monoMs);

/** An ISO time so much later (or earlier); null stays null. */
export const isoShifted = <T extends string | null>(iso: T, byMs: number): T =>
  (iso === null ? null : new Date(Date.parse(iso) + byMs).toISOString()) as T;
