import type { SetPage } from '../../../src/contracts/http.ts';

export interface Day {
  day: Date;
  /** Warm-ups apart. */
  sets: number;
  warmUps: number;
  reps: number;
  volumeKg: number;
}

type Seven = [Date, Date, Date, Date, Date, Date, Date];

/** The local midnights of Monday to Sunday, `back` weeks before the one of this midnight. A day may have 23 or 25 hours. */
export function weekOf(midnightMs: number, back: number): Seven {
  const today = new Date(midnightMs);
  const sinceMonday = (today.getDay() + 6) % 7;
  return [0, 1, 2, 3, 4, 5, 6].map(
    (day) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - sinceMonday - 7 * back + day),
  ) as Seven;
}

/** Whether the weeks before this one would look empty: of more sets than were fetched, the oldest fetched one is after its Monday. */
export function isBeforeFetched(
  monday: Date,
  { sets, next }: Pick<SetPage, 'next'> & { sets: readonly { startedAt: string }[] },
): boolean {
  const oldest = sets.at(-1);
  return next !== null && oldest !== undefined && Date.parse(oldest.startedAt) > monday.getTime();
}
