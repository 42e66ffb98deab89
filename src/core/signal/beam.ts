import type { HeightFilter } from './height-filter.ts';
import { isReachable } from './reach.ts';

/**
 * The second hypothesis, live: what the sensor sees is not the bar but something in the beam, or garbage. Readings that the bar can't have come
 * to are held apart; they are believed only when they last. Changed in place.
 */
export interface BeamWatch {
  /** The last reading that showed the bar. */
  barUs: number;
  barMm: number;
  /** How many have, at most as many as say something. */
  barReadings: number;
  /** Readings of the other thing in a row, since when, and the last of them. 0: none. */
  others: number;
  otherSinceUs: number;
  otherUs: number;
  otherMm: number;
  /** The bar could have come to the first of them: it was stopped, dropped or knocked. */
  reachable: boolean;
}

/** `bar`: goes into the filter; `manoeuvre`: the bar, but not where the filter expects it; `jump`: the sensor sees it at another place now. */
export type BeamUse = 'bar' | 'manoeuvre' | 'jump' | 'other';

/** Hands and towels stay for up to 2 s (issue threads pimoroni/vl53l1x-python 26 and 49); a sensor that was moved stays moved. */
const JUMP_US = 2.5e6;
/** One reading far off within a bar's reach is a spike, two on the same side are a bar that was stopped. */
const MANOEUVRE_READINGS = 2;
/** A sensor that starts with garbage has shown no bar yet. */
const LEAST_BAR_READINGS = 4;
const FIRST_READINGS = 3;
const FAR_SIGMAS = 5;
/** The filter's velocity follows a bar that is let go by so much. */
const FILTER_LATE_US = 40_000;

export const noBeam = (): BeamWatch => ({
  barUs: Number.NEGATIVE_INFINITY,
  barMm: 0,
  barReadings: 0,
  others: 0,
  otherSinceUs: 0,
  otherUs: 0,
  otherMm: 0,
  reachable: false,
});

/** Judges one height; the filter has been moved on to its time. */
export function watchBeam(
  watch: BeamWatch,
  filter: HeightFilter,
  atUs: number,
  heightMm: number,
  noiseMm: number,
): BeamUse {
  const residueMm = heightMm - filter.heightMm;
  const isExpected = residueMm * residueMm <= FAR_SIGMAS * FAR_SIGMAS * (filter.p00 + noiseMm * noiseMm);
  const wayMm = heightMm - watch.barMm;
  const isReached = isReachable(wayMm, filter.velocityMmps, atUs - watch.barUs, FILTER_LATE_US, noiseMm);
  if (watch.others > 0) {
    const goesOn = isReachable(Math.abs(heightMm - watch.otherMm), 0, atUs - watch.otherUs, 0, noiseMm);
    const isNearer = Math.abs(heightMm - watch.otherMm) < Math.abs(wayMm);
    if (goesOn && isNearer) return other(watch, atUs, heightMm);
  }
  if (isExpected && isReached) return bar(watch, atUs, heightMm, 'bar');
  watch.others = 1;
  watch.otherSinceUs = atUs;
  watch.otherUs = atUs;
  watch.otherMm = heightMm;
  watch.reachable = isReached;
  return 'other';
}

function other(watch: BeamWatch, atUs: number, heightMm: number): BeamUse {
  watch.others += 1;
  watch.otherUs = atUs;
  watch.otherMm = heightMm;
  if (watch.reachable && watch.others >= MANOEUVRE_READINGS) return bar(watch, atUs, heightMm, 'manoeuvre');
  const isNew = watch.barReadings < LEAST_BAR_READINGS && watch.others >= FIRST_READINGS;
  if (isNew || atUs - watch.otherSinceUs > JUMP_US) return bar(watch, atUs, heightMm, 'jump');
  return 'other';
}

function bar(watch: BeamWatch, atUs: number, heightMm: number, use: BeamUse): BeamUse {
  watch.barUs = atUs;
  watch.barMm = heightMm;
  watch.barReadings = use === 'jump' ? 1 : Math.min(watch.barReadings + 1, LEAST_BAR_READINGS);
  watch.others = 0;
  return use;
}
