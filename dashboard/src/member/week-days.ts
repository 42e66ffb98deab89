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
