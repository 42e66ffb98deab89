/** No bar is lifted faster; Olympic snatches peak at 2.5 m/s, a hip thrust at 1.7 (Loturco 2020). A bar falls at 5 m/s from 1.3 m. */
export const MOST_SPEED_MMPS = 3000;
export const MOST_FALL_MMPS = 5000;
/** The hardest push that was measured with a bar is 15 m/s2; for the time of two readings twice that. */
const PUSH_MMPS2 = 10_000;
const KICK_MM = 36;
const KICK_S = 0.06;
/** Nothing pulls a bar down harder than gravity, and a little more. */
const FALL_MMPS2 = 13_000;
const MARGIN_MM = 5;
const MARGIN_SIGMAS = 6;

/**
 * Can a bar at this velocity (up is positive) come so far within this time, as a sensor of this noise shows it? It may stop at once, on the floor or
 * in a lifter's hands, and rebound; it may not start at once. `lateUs`: how old the velocity is that is known of it.
 */
export function isReachable(
  wayMm: number,
  velocityMmps: number,
  lastsUs: number,
  lateUs: number,
  noiseMm: number,
): boolean {
  const marginMm = MARGIN_MM + MARGIN_SIGMAS * noiseMm;
  // As most readings lie: a bar that stands may have come there.
  if (wayMm <= marginMm && wayMm >= -marginMm) return true;
  const t = lastsUs / 1e6;
  if (wayMm >= 0) {
    const kick = Math.min(1, t / KICK_S) ** 2 * KICK_MM;
    const way = Math.abs(velocityMmps) * t + 0.5 * PUSH_MMPS2 * t * t + kick;
    return wayMm <= Math.min(MOST_SPEED_MMPS * t, way) + marginMm;
  }
  const way = Math.max(0, FALL_MMPS2 * t * (t / 2 + lateUs / 1e6) - velocityMmps * t);
  return -wayMm <= Math.min(MOST_FALL_MMPS * t, way) + marginMm;
}
