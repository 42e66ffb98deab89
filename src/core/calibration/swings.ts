/** Counts whole swings of the bar, up and back, as they happen; knows neither direction nor rest. */
export interface Swings {
  /** 1 rising, -1 falling, 0 not known yet. */
  readonly direction: -1 | 0 | 1;
  readonly extremeMm: number;
  /** Ways of the bar, of at least `SWING_MM` each, that have ended. */
  readonly ways: number;
}

/** Beyond the noise of every sensor, below the shortest range of motion of any exercise. */
const SWING_MM = 80;

export const startSwings = (heightMm: number): Swings => ({ direction: 0, extremeMm: heightMm, ways: 0 });

export function stepSwings(swings: Swings, heightMm: number): Swings {
  const { direction, extremeMm, ways } = swings;
  const fromExtremeMm = heightMm - extremeMm;
  if (direction === 0)
    return Math.abs(fromExtremeMm) < SWING_MM
      ? swings
      : { direction: fromExtremeMm > 0 ? 1 : -1, extremeMm: heightMm, ways };
  if (fromExtremeMm * direction > 0) return { ...swings, extremeMm: heightMm };
  if (Math.abs(fromExtremeMm) < SWING_MM) return swings;
  return { direction: direction === 1 ? -1 : 1, extremeMm: heightMm, ways: ways + 1 };
}
