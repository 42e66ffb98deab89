/**
 * Whether the station truly works, judged every few seconds: the watchdog of systemd is fed only then. That the event loop turns shows in
 * being asked at all. A database that fails with an error is no reason to starve it: a restart cures no full disk, and what waits in memory would be lost.
 */
export interface WatchdogState {
  /** When the database was last seen to be idle or to have got on, on the monotonic axis. */
  databaseMs: number;
  /** How many attempts at writing had ended by then, well or not. */
  attempts: number;
}

export interface WatchdogInput {
  nowMs: number;
  /** Attempts at writing that ended since the start, well or not. */
  attempts: number;
  /** One is in progress. */
  isWriting: boolean;
  /** When the supervisor of each bay's board last looked at it. */
  bays: readonly { id: string; lookedMs: number }[];
}

interface WatchdogVerdict {
  state: WatchdogState;
  /** Empty: all is well, feed it. */
  stuck: readonly string[];
}

/** A bad card may take seconds for a commit, never this long. */
export const LONGEST_WRITE_MS = 60_000;
/** It looks every 100 ms. */
export const LONGEST_LOOK_MS = 5_000;

/** @param state null at the first time */
export function judgeWatchdog(state: WatchdogState | null, input: WatchdogInput): WatchdogVerdict {
  const { nowMs, attempts, isWriting, bays } = input;
  const hasGotOn = state === null || !isWriting || attempts !== state.attempts;
  const databaseMs = hasGotOn ? nowMs : state.databaseMs;
  const stuck = bays
    .filter(({ lookedMs }) => nowMs - lookedMs > LONGEST_LOOK_MS)
    .map(({ id, lookedMs }) => `nothing looked after the board of ${id} for ${seconds(nowMs - lookedMs)}`);
  if (nowMs - databaseMs > LONGEST_WRITE_MS)
    stuck.push(`a write into the database has not ended for ${seconds(nowMs - databaseMs)}`);
  return { state: { databaseMs, attempts }, stuck };
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
