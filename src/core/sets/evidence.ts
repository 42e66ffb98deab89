import { GRAVITY_MMPS2, GRAVITY_MPS2 } from '../gravity.ts';
import type { Agreement } from '../metrics/carried.ts';
import type { Measures } from '../metrics/measure.ts';
import { bare, type Reason } from '../reasons.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { ExerciseProfile, ForceMount } from '../types.ts';

/** The lightest load that is one: 3 kg. */
const LEAST_LOAD_N = 30;
/** lift/m2_position_force begins with a seventh of its load; a pad that lies on the cell stays below. */
const LEAST_LOAD_SHARE = 0.12;
/** What isn't felt to be accelerated must be carried like the set's other movements. */
const LEAST_UNFELT_SHARE = 0.5;
/** A bar is carried before it rises; a band doubles its load on the way at most. Who leans on the cell while a hand rises does so later. */
const LEAST_EARLY_SHARE = 0.3;
/** A lift that is accelerated less than this, shows nothing. 0.02 g is a lift of 320 mm in 2.6 s. */
const LEAST_MOVED_G = 0.02;
/** RMS acceleration of a minimum-jerk movement over D in T, sqrt(120 / 7) D / T^2 (Flash and Hogan 1985). */
const SMOOTH_RMS = Math.sqrt(120 / 7);
/** A load whose mass is felt less than this isn't lifted. A platform under a squat feels 0.5 (see `fusion`), a balanced Smith machine 3. */
const LEAST_GAIN = 0.3;
const LEAST_PLATFORM_GAIN = 0.15;
const SURE_SIGMAS = 2;
const FELT_GAIN = 0.5;
const FELT_SIGMAS = 3;
/** A Smith machine balanced to a third of its bar has 3. A person who leans on a cell while something passes the beam makes 5 to 14. */
const MOST_FELT_GAIN = 4;
/** What is light for its set, or stands alone, must be felt to this. */
const FELT_ERROR = 0.2;
/** A load that comes on as the bar begins to move changes the force by itself; but what is known so well, of a lift so quick, isn't moved. */
const SURE_ERROR = 0.04;
const PLAIN_G = 0.1;
/** A converter averages over four conversions: a concentric phase of fewer than this is smeared. */
const LEAST_UP_READINGS = 12;
/** Friction, stops and a hidden top spoil the comparison; but a force that changes less than this share of the acceleration lifts nothing. */
const STEADY_SHARE = 0.6;
/** In the concentric phase alone a band may hide half of what the acceleration does to the force. */
const ONE_WAY_STEADY_SHARE = 0.35;
/** A force that changes by less than this share of it lifts nothing, however poorly the gain is known. */
const STILL_SHARE = 0.16;
const MOST_STILL_GAIN = 0.5;
const THROWN_G = 0.4;
/** A towel over the beam beside a lifter who shifts a load of 2 kN: 0.005 ± 0.007, where lifts have 0.4 and more. */
const SURELY_MOVED_G = 0.04;
const SURELY_ERROR = 0.015;
const SURELY_SIGMAS = 4;
const MOST_SURELY_GAIN = 0.1;
/** An acceleration so much larger than the way explains is that of outliers. */
const MOST_DILUTED = 2;
/** Olympic lifts peak at 2.5 m/s. The mean says it: one reading that is off makes a peak. */
const MOST_MEAN_MPS = 2.6;
/**
 * From rest to rest over D in T, pushed with 15 m/s2 (the hardest that was measured) and stopped by gravity: D = 15 g / (15 + g) T^2 / 2 = 3 T^2. Quick
 * lifts have 2. A hand that leaves the beam has 3 to 10.
 */
const MOST_FROM_REST_MPS2 = 3.5;
/** A grinding rep takes 5 s, and may be stopped for as long; what takes longer is a bar that is shifted. */
const LONGEST_S = 12;

/** What speaks against a movement whatever the rest of its set is like; null when nothing does. `usualN`: the load of the set, where it is known. */
export function against(
  measures: Measures,
  { sizeMm }: RepFacts,
  profile: ExerciseProfile,
  mount: ForceMount,
  usualN: number | null,
): Reason | null {
  return againstLoad(measures, mount, usualN) ?? againstPace(measures, sizeMm, profile);
}

/** What no bar does, whatever the cell says. */
export function againstPace(measures: Measures, sizeMm: number | null, profile: ExerciseProfile): Reason | null {
  const romMm = measures.romMm ?? sizeMm ?? 0;
  if (romMm > profile.romMaxMm) {
    return { kind: 'more-than-plausible', params: { romMm: Math.round(romMm), mostMm: profile.romMaxMm } };
  }
  const { meanVelocityMps, concentricS } = measures;
  if (concentricS !== null && concentricS > LONGEST_S) {
    return { kind: 'slower-than-plausible', params: { concentricS: Math.round(concentricS) } };
  }
  const isThrown =
    meanVelocityMps !== null && concentricS !== null && meanVelocityMps > MOST_FROM_REST_MPS2 * concentricS;
  if (meanVelocityMps !== null && (isThrown || meanVelocityMps > MOST_MEAN_MPS)) {
    return { kind: 'faster-than-plausible', params: { meanVelocityMps: Math.round(10 * meanVelocityMps) / 10 } };
  }
  return null;
}

/** A lifted mass is carried, and it is felt to be accelerated, where a cell is there to feel it. */
function againstLoad(measures: Measures, mount: ForceMount, usualN: number | null): Reason | null {
  const { carriedN, agreement, romMm, concentricS } = measures;
  if (measures.hung) return bare('nothing-accelerated');
  if (carriedN === null || mount === 'none' || mount === 'hooks') return null;
  // On a platform the lifter weighs, too: where nothing does, no one lifts.
  const isEnough = mount === 'platform' ? carriedN > LEAST_LOAD_N : isCarried(measures, carriedN, usualN ?? 0);
  if (!isEnough) {
    return { kind: 'nothing-carried', params: { carriedKg: Math.max(0, Math.round(carriedN / GRAVITY_MPS2)) } };
  }
  if (agreement === null || romMm === null || concentricS === null) return null;
  if (agreement.periodS * LEAST_UP_READINGS > concentricS) return null;
  const smoothG = (SMOOTH_RMS * romMm) / concentricS ** 2 / GRAVITY_MMPS2;
  const movedG = Math.min(agreement.movedG, smoothG);
  if (isStill({ ...agreement, movedG }) || isSurelyUnmoved(agreement, movedG)) return bare('nothing-accelerated');
  if (movedG < LEAST_MOVED_G || agreement.movedG > MOST_DILUTED * smoothG) return null;
  const leastGain = mount === 'platform' ? LEAST_PLATFORM_GAIN : LEAST_GAIN;
  // Whatever else changes the force: a mass that is thrown up so hard is felt.
  const isThrown = movedG > THROWN_G;
  const isPlain = agreement.gainError < SURE_ERROR && agreement.movedG > PLAIN_G;
  const isUnmoved = isSteady(agreement) && (isPlain || !measures.loadedForIt);
  const isRefused = (isThrown || isUnmoved) && agreement.gain + SURE_SIGMAS * agreement.gainError < leastGain;
  return isRefused ? bare('nothing-accelerated') : null;
}

/** Is the gain known so well, and so near 0, that whatever else changed the force it wasn't the mass? */
const isSurelyUnmoved = ({ gain, gainError }: Agreement, movedG: number): boolean =>
  movedG > SURELY_MOVED_G && gainError < SURELY_ERROR && gain + SURELY_SIGMAS * gainError < MOST_SURELY_GAIN;

/** Is a load carried that could be the set's, and from early on? A start that is taken too early, with more noise, has a lying bar in its median. */
function isCarried(measures: Measures, carriedN: number, usualN: number): boolean {
  const { heldN } = measures;
  const earlyN = measures.earlyN ?? carriedN;
  const leastShare = isPlainlyFelt(measures) || isLoadedSlowly(measures) ? LEAST_LOAD_SHARE : LEAST_UNFELT_SHARE;
  const isEarly = earlyN >= LEAST_EARLY_SHARE * Math.max(carriedN, heldN ?? 0);
  return isEarly && Math.max(carriedN, earlyN) >= Math.max(LEAST_LOAD_N, leastShare * usualN);
}

/** The load came on for it, and it is too slow to be felt plainly. */
const isLoadedSlowly = ({ loadedForIt, agreement }: Measures): boolean =>
  loadedForIt && (agreement === null || agreement.movedG < PLAIN_G);

/** How much the force changed beyond its own noise, as a share of the load. */
const changeG = ({ spreadG, noiseG }: Agreement): number => Math.sqrt(Math.max(0, spreadG * spreadG - noiseG * noiseG));

/** Did the force stay as it was while the heights say that the load moved? */
export const isSteady = (agreement: Agreement): boolean =>
  Math.min(changeG(agreement), agreement.slowChangeG) <
  (agreement.isOneWay ? ONE_WAY_STEADY_SHARE : STEADY_SHARE) * agreement.movedG;

/** Did the force stay as it was, plainly, while a quick movement was seen? */
export const isStill = (agreement: Agreement): boolean =>
  agreement.movedG > PLAIN_G &&
  changeG(agreement) < STILL_SHARE * agreement.movedG &&
  agreement.gain < LEAST_GAIN &&
  agreement.gain + SURE_SIGMAS * agreement.gainError < MOST_STILL_GAIN;

/** Was the load felt to be accelerated, as one that is lifted? */
export const isFelt = ({ agreement }: Measures): boolean =>
  agreement !== null &&
  agreement.gain > Math.max(FELT_GAIN, FELT_SIGMAS * agreement.gainError) &&
  agreement.gain < MOST_FELT_GAIN;

export const isPlainlyFelt = (measures: Measures): boolean =>
  isFelt(measures) && measures.agreement !== null && measures.agreement.gainError < FELT_ERROR;
