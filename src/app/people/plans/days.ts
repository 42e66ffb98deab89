/** Days of the gym are those of the machine's time zone. */

const dayFormat = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });

/** The local day of a time, such as 2026-11-22. */
export const dayOf = (at: string): string => dayFormat.format(new Date(at));

/** When a local day begins, as ISO time in UTC. */
export function startOfDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toISOString();
}
