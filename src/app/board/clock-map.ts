/**
 * Maps the board's clock to the monotonic axis of this machine. The crystal or resonator of a board is off by up to 0.5 %, and a message
 * arrives later than it was stamped, never earlier: so the smallest offset seen is the best one, and it may rise only slowly.
 * Pure: both times are inputs. The wall clock has no part in it: it may step at any time.
 */
const DRIFT_MS_PER_MS = 0.006; // just above the 0.5 % of a ceramic resonator (Uno, Nano)

export interface ClockMap {
  readonly offsetMs: number;
  readonly lastMs: number;
}

/** @param atUs board time, unwrapped. @param arrivedMs monotonic time at which the message with that stamp arrived. */
export function observeClock(map: ClockMap | null, atUs: number, arrivedMs: number): ClockMap {
  const candidateMs = arrivedMs - atUs / 1000;
  if (!map) return { offsetMs: candidateMs, lastMs: arrivedMs };
  const mayRiseMs = Math.max(0, arrivedMs - map.lastMs) * DRIFT_MS_PER_MS;
  return { offsetMs: Math.min(candidateMs, map.offsetMs + mayRiseMs), lastMs: arrivedMs };
}

/** Monotonic time of a board time. */
export const monoMsOf = (map: ClockMap, atUs: number): number => map.offsetMs + atUs / 1000;
