/** When the load of a movement came on. */
import { medianForce } from './carried.ts';
import type { Forces } from './forces.ts';
import { firstAbove, type Smoothed } from './smoothed.ts';
import type { WayUp } from './way-up.ts';

/** Just before the movement the cell felt less than this share of its load. */
const LOADED_SHARE = 0.6;
const BEFORE_FROM_US = 900_000;
const BEFORE_TO_US = 300_000;
/** The lightest load that is one: 3 kg. */
const LEAST_LOADED_N = 30;

/** Did it come on for this movement? */
export function isLoadedFor(forces: Forces, startUs: number, carriedN: number | null): boolean {
  const beforeN = medianForce(forces, startUs - BEFORE_FROM_US, startUs - BEFORE_TO_US);
  return beforeN !== null && carriedN !== null && carriedN > LEAST_LOADED_N && beforeN < LOADED_SHARE * carriedN;
}

/** By then a bar is carried; before, the smoothed heights may have left its bottom too early. */
const EARLY_FROM_SHARE = 0.2;
const EARLY_TO_SHARE = 0.5;

/** Median force in the lower half of the way; null without a reading there. */
export function earlyForceN(forces: Forces, bar: Smoothed, up: WayUp): number | null {
  const atShare = (share: number): number => {
    const index = firstAbove(bar, up.startUs, up.bottomMm + share * up.romMm);
    return index === null ? up.firstTopUs : bar.atUs[index]!;
  };
  return medianForce(forces, atShare(EARLY_FROM_SHARE), atShare(EARLY_TO_SHARE));
}
