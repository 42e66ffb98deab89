/** Days of the gym, in its own time zone: wherever the computer or the browser is. */
import { once } from '../../../common/once.ts';

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
  // Made when they are first used: they are a noticeable part of a start.
  const timeZone = once(() => (zone === '' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone));
  const format = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat('sv-SE', { timeZone: timeZone(), dateStyle: 'short', ...options }));
  const day = format({});
  const second = format({ timeStyle: 'medium' });
  const aheadMs = (atMs: number) => Date.parse(`${second().format(atMs).replace(' ', 'T')}Z`) - atMs;
  return {
    get timeZone() {
      return timeZone();
    },
    dayOf: (at) => day().format(new Date(at)),
    startOfDay(of) {
      const asUtcMs = Date.parse(`${of}T00:00:00Z`);
      // The offset is that of the moment itself, which a change of the clocks between the two guesses moves.
      const guessMs = asUtcMs - aheadMs(asUtcMs);
      return new Date(asUtcMs - aheadMs(guessMs)).toISOString();
    },
  };
}
