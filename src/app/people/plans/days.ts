/** Days of the gym, in its own time zone: wherever the computer or the browser is. */

export interface GymDays {
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string;
  /** The local day of a time, such as 2026-11-22. */
  dayOf(at: string): string;
  /** When a local day begins, as ISO time in UTC. */
  startOfDay(day: string): string;
}

/** @param zone `zone` of the configuration; empty: the time zone of this computer */
export function gymDays(zone: string): GymDays {
  const timeZone = zone === '' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const minute = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const aheadMs = (atMs: number) => Date.parse(`${minute.format(atMs).replace(' ', 'T')}Z`) - atMs;
  return {
    timeZone,
    dayOf: (at) => day.format(new Date(at)),
    startOfDay(of) {
      const asUtcMs = Date.parse(`${of}T00:00:00Z`);
      // The offset is that of the moment itself, which a change of the clocks between the two guesses moves.
      const guessMs = asUtcMs - aheadMs(asUtcMs);
      return new Date(asUtcMs - aheadMs(guessMs)).toISOString();
    },
  };
}
