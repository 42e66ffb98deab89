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
  /** Readings of the other thing in a row, and the last of them. 0: none. */
  others: number;
  otherUs: number;
  otherMm: number;
  /** The bar could have come to the first of them: it was stopped, dropped or knocked. */
  reachable: boolean;
  /** Since when there has been something else at that place, off and on; how often it was seen since, and how often the bar; how often that in a row. */
  rivalSinceUs: number;
  rivals: number;
  bars: number;
  barsInARow: number;
  /** Where single readings showed something else again and again: a second reflection; how often of late. */
  ghostMm: number;
  ghosts: number;
}

/** `bar`: goes into the filter; `manoeuvre`: the bar, but not where the filter expects it; `jump`: the sensor sees it at another place now. */
export type BeamUse = 'bar' | 'manoeuvre' | 'jump' | 'other';

/** Hands and towels stay for up to 2 s (issue threads pimoroni/vl53l1x-python 26 and 49); a sensor that was moved stays moved. */
const JUMP_US = 2.5e6;
/** One reading far off within a bar's reach is a spike, two on the same side are a bar that was stopped. */
const MANOEUVRE_READINGS = 2;
/** What is seen in a fifth of the readings, as a second reflection is, was taken for the bar where the other is seen so much more often; seen so often in a row it is the bar. */
const RIVAL_SHARE = 2;
const PLAIN_READINGS = 3;
/** A sensor that starts with garbage has shown no bar yet. */
const LEAST_BAR_READINGS = 4;
const FIRST_READINGS = 3;
const FAR_SIGMAS = 5;
/** A second reflection lies at one height; so many single readings there show it, and what is seen there shows the bar where it is expected, or stays. */
const GHOST_MM = 14;
const GHOST_SIGMAS = 3;
const EXPECTED_GHOST_SIGMAS = 2;
const GHOSTS_KNOWN = 2;
const GHOSTS_COUNTED = 12;
const GHOST_READINGS = 5;
const LONGEST_GHOST = 3;
/** The filter's velocity follows a bar that is let go by so much. */
const FILTER_LATE_US = 40_000;

export const noBeam = (): BeamWatch => ({
  barUs: Number.NEGATIVE_INFINITY,
  barMm: 0,
  barReadings: 0,
  others: 0,
  otherUs: 0,
  otherMm: 0,
  reachable: false,
  rivalSinceUs: 0,
  rivals: 0,
  bars: 0,
  barsInARow: 0,
  ghostMm: 0,
  ghosts: 0,
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
  const isGhost =
    watch.ghosts >= GHOSTS_KNOWN && Math.abs(heightMm - watch.ghostMm) < GHOST_MM + GHOST_SIGMAS * noiseMm;
  const sigmas = isGhost ? EXPECTED_GHOST_SIGMAS : FAR_SIGMAS;
  const isExpected = residueMm * residueMm <= sigmas * sigmas * (filter.p00 + noiseMm * noiseMm);
  const wayMm = heightMm - watch.barMm;
  const isReached = isReachable(wayMm, filter.velocityMmps, atUs - watch.barUs, FILTER_LATE_US, noiseMm);
  if (watch.others > 0) {
    const goesOn = isReachable(Math.abs(heightMm - watch.otherMm), 0, atUs - watch.otherUs, 0, noiseMm);
    const isNearer = Math.abs(heightMm - watch.otherMm) < Math.abs(wayMm);
    if (goesOn && isNearer) return other(watch, atUs, heightMm, isGhost);
  }
  if (isExpected && isReached) return bar(watch, atUs, heightMm, 'bar');
  const isSame =
    watch.rivals > 0 && isReachable(Math.abs(heightMm - watch.otherMm), 0, atUs - watch.otherUs, 0, noiseMm);
  if (!isSame) [watch.rivalSinceUs, watch.rivals, watch.bars] = [atUs, 0, 0];
  watch.others = 0;
  watch.reachable = isReached;
  return other(watch, atUs, heightMm, isGhost);
}

function other(watch: BeamWatch, atUs: number, heightMm: number, isGhost: boolean): BeamUse {
  watch.others += 1;
  watch.rivals += 1;
  watch.barsInARow = 0;
  watch.otherUs = atUs;
  watch.otherMm = heightMm;
  const enough = isGhost ? GHOST_READINGS : MANOEUVRE_READINGS;
  if (watch.reachable && watch.others >= enough) return bar(watch, atUs, heightMm, 'manoeuvre');
  const isNew = watch.barReadings < LEAST_BAR_READINGS && watch.others >= FIRST_READINGS;
  const isRival = atUs - watch.rivalSinceUs > JUMP_US && watch.rivals > RIVAL_SHARE * watch.bars;
  if (isNew || isRival) return bar(watch, atUs, heightMm, 'jump');
  return 'other';
}

/** What was seen of something else has gone again: was it where it was before? */
function learnGhost(watch: BeamWatch): void {
  if (watch.others === 0 || watch.others > LONGEST_GHOST) return;
  const offMm = watch.otherMm - watch.ghostMm;
  if (watch.ghosts > 0 && Math.abs(offMm) < GHOST_MM) {
    watch.ghosts = Math.min(watch.ghosts + 1, GHOSTS_COUNTED);
    watch.ghostMm += offMm / watch.ghosts;
  } else if (watch.ghosts > 1) watch.ghosts -= 1;
  else [watch.ghostMm, watch.ghosts] = [watch.otherMm, 1];
}

function bar(watch: BeamWatch, atUs: number, heightMm: number, use: BeamUse): BeamUse {
  if (use === 'bar') learnGhost(watch);
  watch.barUs = atUs;
  watch.barMm = heightMm;
  watch.barReadings = use === 'jump' ? 1 : Math.min(watch.barReadings + 1, LEAST_BAR_READINGS);
  watch.others = 0;
  watch.bars += 1;
  watch.barsInARow += 1;
  if (use !== 'bar' || watch.barsInARow >= PLAIN_READINGS) watch.rivals = 0;
  return use;
}
