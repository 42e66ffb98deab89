/** No bar is lifted faster; Olympic snatches peak at 2.5 m/s, a hip thrust at 1.7 (Loturco 2020). A bar falls at 5 m/s from 1.3 m. */
const MOST_SPEED_MMPS = 3000;
const MOST_FALL_MMPS = 5000;
/** The hardest push that was measured with a bar is 15 m/s2; for the time of two readings twice that. A bar may stop at once, but not start so. */
const LONG_ACCELERATION_MMPS2 = 10_000;
const KICK_MM = 36;
const KICK_S = 0.06;
const MARGIN_MM = 5;
const MARGIN_SIGMAS = 6;

/** How far a bar at this speed may come within a time, as a sensor of this noise shows it. */
export function reachMm(speedMmps: number, lastsUs: number, isUp: boolean, noiseMm: number): number {
  const t = lastsUs / 1e6;
  const most = (isUp ? MOST_SPEED_MMPS : MOST_FALL_MMPS) * t;
  const kick = Math.min(1, t / KICK_S) ** 2 * KICK_MM;
  const way = Math.abs(speedMmps) * t + 0.5 * LONG_ACCELERATION_MMPS2 * t * t + kick;
  return Math.min(most, way) + MARGIN_MM + MARGIN_SIGMAS * noiseMm;
}
