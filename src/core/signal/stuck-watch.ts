/**
 * Finds a sensor that gives one number over and over, with fresh times. What is usual for it is learned first: one with coarse steps repeats
 * itself at rest (lift/20260527-SQ-1: 10 mm), one with fine steps hardly ever (rest/calibrex_R2: sd 5 to 7 mm, steps of 1 mm).
 */
export interface StuckWatch {
  last: number;
  /** When the run of equal readings began, and how many there are. */
  sinceUs: number;
  run: number;
  /** How often a reading equals the one before it while next to nothing moves; 1 until it is learned. */
  repeatShare: number;
  /** The step before, and how often a step takes back part of it: noise does so, an encoder at rest (lift/m2_position_force) doesn't. */
  stepBefore: number;
  noiseShare: number;
}

/** A run as long as this by chance is one in 10^11 readings: 30 years at 100 a second. */
const LOG_CHANCE = -25.3;
/** Sensors that repeat themselves more often than this can't be distinguished from frozen ones soon enough. */
const MOST_USUAL = 0.6;
/** White noise in steps of its own size turns back every third to second time. */
const LEAST_NOISE = 0.2;
const LEAST_RUN = 12;
const LEAST_US = 250_000;
/** Beyond these in a row a run teaches nothing: it may be the fault itself. */
const LEARNED_RUN = 5;
const FOLLOW = 1 / 150;

export const noStuckWatch = (): StuckWatch => ({
  last: Number.NaN,
  sinceUs: 0,
  run: 0,
  repeatShare: 1,
  stepBefore: 0,
  noiseShare: 0,
});

/** Takes in one reading. `near`: steps below this are noise, not movement. True while the sensor is stuck. */
export function watchStuck(watch: StuckWatch, atUs: number, value: number, near: number): boolean {
  const isSame = value === watch.last;
  if (isSame) watch.run += 1;
  else {
    watch.run = 0;
    watch.sinceUs = atUs;
  }
  const step = value - watch.last;
  if (watch.run <= LEARNED_RUN && Math.abs(step) < near) {
    watch.repeatShare += FOLLOW * ((isSame ? 1 : 0) - watch.repeatShare);
    watch.noiseShare += FOLLOW * ((step * watch.stepBefore < 0 ? 1 : 0) - watch.noiseShare);
  }
  watch.stepBefore = step;
  watch.last = value;
  return (
    watch.run >= LEAST_RUN &&
    atUs - watch.sinceUs >= LEAST_US &&
    watch.repeatShare < MOST_USUAL &&
    watch.noiseShare > LEAST_NOISE &&
    watch.run * Math.log(watch.repeatShare) < LOG_CHANCE
  );
}
