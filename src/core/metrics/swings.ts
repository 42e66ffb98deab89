import { levelMm } from './edges.ts';
import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';

/** Down and up again by so much at the top is a swing: above the noise of a sensor and what a held breath does. */
const LEAST_SWING_MM = 16;
const SWING_SIGMAS = 5;
/** A swing that comes back by less than this share of the one before rings out; what is rocked comes back to where it was. */
const RINGING_SHARE = 0.88;
/** At 2 Hz it is down a quarter of a second after it arrived; what stood for longer is rocked. */
const RINGS_US = 400_000;
/** It comes back by less than this: it has gone down. */
const LEAST_SHARE = 0.15;

/**
 * The level about which a bar swings from `fromUs` to `toUs`; null when it doesn't. One that rings about its level has extremes h + d, h - k d, h + k^2 d,
 * which three of them give exactly (Aitken's delta squared). One that is rocked has arrived at its level before, and may have stood there.
 */
export function swingLevelMm(bar: Smoothed, fromUs: number, toUs: number, noiseMm: number): number | null {
  const leastMm = Math.max(LEAST_SWING_MM, SWING_SIGMAS * noiseMm);
  const end = firstAfter(bar, toUs);
  let index = firstFrom(bar, fromUs);
  if (index >= end) return null;
  const arrivedUs = bar.atUs[index]!;
  const arrivedMm = bar.heightMm[index]!;
  let first = Number.NEGATIVE_INFINITY;
  for (; index < end && bar.heightMm[index]! > first - leastMm; index++) first = Math.max(first, bar.heightMm[index]!);
  const dipsUs = bar.atUs[Math.min(index, end - 1)]!;
  let low = first;
  for (; index < end && bar.heightMm[index]! < low + leastMm / 2; index++) low = Math.min(low, bar.heightMm[index]!);
  let second = low;
  for (; index < end && bar.heightMm[index]! > second - leastMm / 2; index++) {
    second = Math.max(second, bar.heightMm[index]!);
  }
  const [downMm, upMm] = [first - low, second - low];
  if (downMm < leastMm || upMm < LEAST_SHARE * downMm) return null;
  if (dipsUs - arrivedUs > RINGS_US) return levelMm(bar, arrivedUs, dipsUs, arrivedMm, Number.POSITIVE_INFINITY);
  return upMm < RINGING_SHARE * downMm ? second - upMm ** 2 / (upMm + downMm) : arrivedMm;
}
