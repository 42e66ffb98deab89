import { GRAVITY_MPS2 } from '../gravity.ts';
import type { Measures } from '../metrics/measure.ts';
import { bare, type Reason } from '../reasons.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { ExerciseProfile, ForceMount } from '../types.ts';

/** The lightest load that is one: 3 kg. */
const LEAST_LOAD_N = 30;
/** A drop set goes down to a third of its load; a hand that leans on the cell, or a pad on it, stays below. */
const LEAST_LOAD_SHARE = 0.25;
/** A lift whose acceleration is above both this and the cell's noise must be felt. 0.05 g is a lift of 320 mm in 1.6 s. */
const LEAST_MOVED_G = 0.05;
const MOVED_NOISES = 2;
/** A cell that feels less than this share of the acceleration carries something that isn't lifted. A platform feels 0.5 of it (see `fusion`). */
const LEAST_FELT_SHARE = 0.3;
const LEAST_FELT_PLATFORM_SHARE = 0.12;
const LEAST_READINGS = 20;
/** Olympic lifts peak at 2.5 m/s, a bar thrown up at 3.5. */
const MOST_PEAK_MPS = 4;

/** What speaks against a movement whatever the rest of its set is like; null when nothing does. `usualN`: the load of the set, where it is known. */
export function against(
  measures: Measures,
  { sizeMm }: RepFacts,
  profile: ExerciseProfile,
  mount: ForceMount,
  usualN: number | null,
): Reason | null {
  const notLifted = againstLoad(measures, mount, usualN);
  if (notLifted !== null) return notLifted;
  const romMm = measures.romMm ?? sizeMm ?? 0;
  if (romMm > profile.romMaxMm) {
    return { kind: 'more-than-plausible', params: { romMm: Math.round(romMm), mostMm: profile.romMaxMm } };
  }
  const { peakVelocityMps } = measures;
  if (peakVelocityMps !== null && peakVelocityMps > MOST_PEAK_MPS) {
    return { kind: 'faster-than-plausible', params: { peakVelocityMps: Math.round(10 * peakVelocityMps) / 10 } };
  }
  return null;
}

/** A lifted mass is carried, and it is felt to be accelerated, where a cell is there to feel it. */
function againstLoad({ carriedN, agreement }: Measures, mount: ForceMount, usualN: number | null): Reason | null {
  if (carriedN === null || mount === 'none' || mount === 'hooks') return null;
  if (mount === 'bar' && carriedN < Math.max(LEAST_LOAD_N, LEAST_LOAD_SHARE * (usualN ?? 0))) {
    return { kind: 'nothing-carried', params: { carriedKg: Math.max(0, Math.round(carriedN / GRAVITY_MPS2)) } };
  }
  if (agreement === null || agreement.readings < LEAST_READINGS) return null;
  const { movedG, feltG, noiseG } = agreement;
  const leastShare = mount === 'platform' ? LEAST_FELT_PLATFORM_SHARE : LEAST_FELT_SHARE;
  const isPlain = movedG > Math.max(LEAST_MOVED_G, MOVED_NOISES * noiseG);
  return isPlain && feltG < leastShare * movedG ? bare('nothing-accelerated') : null;
}
