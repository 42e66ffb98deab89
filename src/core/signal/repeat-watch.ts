/**
 * Finds a sensor that is asked more often than it measures, and gives its last reading again until it has another. Of such a one nearly every large step
 * comes after readings that were exactly alike; a bar that was seen to stand doesn't do so.
 */
export interface RepeatWatch {
  last: number;
  /** When that reading was new, and how often it was given again since. */
  sinceUs: number;
  run: number;
  /** The smallest step that was ever seen. */
  finestMm: number;
  /** How many of the large steps come after a repeated reading. */
  share: number;
  /** Time from one new reading to the next. */
  renewUs: number;
}

/** More than one step of a sensor: a bar that moves slowly is seen to repeat itself between two. */
const LARGE_MM = 1.5;
const LARGE_STEPS = 1.5;
/** No sensor takes longer for a reading; what stood for longer may have stood. */
const MOST_RENEW_US = 150_000;
const FOLLOW = 1 / 10;
/** By chance a reading of a sensor with little noise is like the one before in half of all cases. */
const MOST_SHARE = 0.85;
/** A reading that is given for longer than this many times its usual is news: nothing moves. */
const NEWS = 1.8;

export const noRepeatWatch = (): RepeatWatch => ({
  last: Number.NaN,
  sinceUs: 0,
  run: 0,
  finestMm: Number.POSITIVE_INFINITY,
  share: 0,
  renewUs: 0,
});

/** Readings are known to be given again. */
export const isRepeating = ({ share }: RepeatWatch): boolean => share >= MOST_SHARE;

/** Is what is alike after so long the same reading? */
export const isSameReading = ({ renewUs }: RepeatWatch, lastedUs: number): boolean => lastedUs < NEWS * renewUs;

/** Takes in one reading. True where it is the one before, given again. */
export function isRepeated(watch: RepeatWatch, atUs: number, heightMm: number): boolean {
  const lastedUs = atUs - watch.sinceUs;
  if (heightMm === watch.last) {
    watch.run += 1;
    if (!isRepeating(watch)) return false;
    if (isSameReading(watch, lastedUs)) return true;
    watch.sinceUs = atUs;
    return false;
  }
  const stepMm = Math.abs(heightMm - watch.last);
  if (stepMm < watch.finestMm) watch.finestMm = stepMm;
  if (stepMm > LARGE_MM && stepMm > LARGE_STEPS * watch.finestMm && lastedUs < MOST_RENEW_US) {
    watch.share += FOLLOW * ((watch.run > 0 ? 1 : 0) - watch.share);
    watch.renewUs += (watch.renewUs === 0 ? 1 : FOLLOW) * (lastedUs - watch.renewUs);
  }
  watch.last = heightMm;
  watch.sinceUs = atUs;
  watch.run = 0;
  return false;
}
