/** When the browser of the kiosk is to be started again. Pure: `stepKiosk(state, input) → { state, restart }`. */

/** Three signs of life: a page says every ten seconds that it was painted. */
const HUNG_MS = 30_000;
/** A browser may take so long until its page is painted for the first time, on a machine that is busy with its own start. */
const STARTING_MS = 60_000;
/** A browser that never paints (no display, no package) is tried less and less often. */
const LONGEST_WAIT_MS = 15 * 60_000;

export interface KioskState {
  /** From when on the page is waited for: the start, the last sign of life, or the last restart of the browser. */
  readonly sinceMs: number;
  readonly waitMs: number;
  /** Since the start of the station. */
  readonly restarts: number;
}

type KioskInput =
  /** @param paintedMs last sign of life; null: none yet */
  { readonly atMs: number; readonly paintedMs: number | null };

export const createKiosk = (atMs: number): KioskState => ({ sinceMs: atMs, waitMs: STARTING_MS, restarts: 0 });

export function stepKiosk(state: KioskState, { atMs, paintedMs }: KioskInput): { state: KioskState; restart: boolean } {
  if (paintedMs !== null && paintedMs > state.sinceMs)
    return { state: { ...state, sinceMs: paintedMs, waitMs: HUNG_MS }, restart: false };
  if (atMs - state.sinceMs < state.waitMs) return { state, restart: false };
  const waitMs = Math.min(Math.max(state.waitMs, STARTING_MS) * 2, LONGEST_WAIT_MS);
  return { state: { sinceMs: atMs, waitMs, restarts: state.restarts + 1 }, restart: true };
}
