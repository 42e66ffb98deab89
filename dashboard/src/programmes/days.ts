/** Days as the station names them, in the time zone of this browser: that of the gym. */

/** Such as 2026-11-23. */
export const dayText = (day: Date): string =>
  [day.getFullYear(), String(day.getMonth() + 1).padStart(2, '0'), String(day.getDate()).padStart(2, '0')].join('-');

export const addDays = (day: Date, days: number): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

/** The Monday of its week. */
export const mondayOf = (day: Date): Date => addDays(day, -((day.getDay() + 6) % 7));
