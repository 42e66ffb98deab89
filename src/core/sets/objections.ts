import type { Agreement } from '../metrics/carried.ts';
import type { Measures } from '../metrics/measure.ts';
import { bare, type Reason } from '../reasons.ts';
import { romOf, type Surveyed } from '../survey/survey.ts';
import type { CoreOptions, ExerciseProfile } from '../types.ts';
import { against, againstPace, isFelt, isPlainlyFelt, isSteady, isStill } from './evidence.ts';
import { median } from './statistics.ts';

export const LEAST_ROM_SHARE = 0.95;
/** So much of a movement unseen, and no load felt, is no movement seen. */
const MOST_UNSEEN_SHARE = 0.85;
/** Without a load that was felt: more of the readings that show something else, or more noise against the range (fault/L1: a quarter). */
const MOST_OUTLIER_SHARE = 0.35;
/** A hand that passes a bar that is held hides less than so much of the rep. */
const MOST_HELD_OUTLIER_SHARE = 0.5;
const MOST_NOISE_SHARE = 0.12;

/** What speaks against each movement: its own readings, and the others of its set. Null where nothing does. */
export function objectionsTo(
  movements: readonly Surveyed[],
  { profile, forceMount }: CoreOptions,
): readonly (Reason | null)[] {
  const usualN = median(movements.flatMap(({ measures }) => measures.carriedN ?? []).filter((n) => n > LEAST_LOAD_N));
  const own = movements.map((movement) => objection(movement, profile, forceMount, usualN));
  return withEachOther(movements, own, profile, usualN);
}

/** The lightest load that is one: 3 kg. */
const LEAST_LOAD_N = 30;

function objection(
  { measures, facts, jumps, unseenShare, upOutlierShare, outlierShare, noiseMm }: Surveyed,
  profile: ExerciseProfile,
  mount: CoreOptions['forceMount'],
  usualN: number | null,
): Reason | null {
  if (jumps && !isFelt(measures)) return bare('height-jumped');
  const reason = against(measures, facts, profile, mount, usualN);
  if (reason !== null) return reason;
  if (isFelt(measures)) return null;
  const isNoise = noiseMm > MOST_NOISE_SHARE * (measures.romMm ?? facts.sizeMm ?? 0);
  const isHidden = unseenShare > MOST_UNSEEN_SHARE && measures.carriedN === null;
  const isElse = outlierShare > MOST_HELD_OUTLIER_SHARE || Math.min(outlierShare, upOutlierShare) > MOST_OUTLIER_SHARE;
  return isNoise || isHidden || isElse ? bare('hardly-seen') : null;
}

/** A load that is leant on the cell wanders; one that is lifted slowly doesn't. */
const MOST_SPREAD_G = 0.08;

/** A movement that went as far as those that were felt is one of them, unless the cell is sure that it isn't. */
export const ALIKE_SHARE = 0.1;
const SURE_ERROR = 0.04;
const LEAST_USUAL_GAIN = 0.4;
/** Carried like the set's others. */
const CARRIED_SHARE = 0.85;
const LEAST_MEDIAN_GAIN = 0.25;

const isLike = (movement: Surveyed, usualMm: number): boolean =>
  Math.abs(romOf(movement) - usualMm) < ALIKE_SHARE * usualMm;

/**
 * What the movements of a set say of each other's load. A cell that felt most of them works: one of their kind counts though it wasn't felt plainly, and
 * a cell that stands still amid the set has failed. One that felt none, and contradicts one, contradicts all. A lone movement must be felt plainly, or be
 * carried steadily.
 */
function withEachOther(
  movements: readonly Surveyed[],
  objections: readonly (Reason | null)[],
  profile: ExerciseProfile,
  usualN: number | null,
): (Reason | null)[] {
  const { romMinMm } = profile;
  const isUnmoved = (reason: Reason | null): boolean => reason?.kind === 'nothing-accelerated';
  const felt = movements.map(({ measures }) => isFelt(measures));
  const usualMm = median(movements.filter((_, index) => felt[index]).map(romOf));
  const gain = usualGain(movements.filter((movement) => romOf(movement) >= LEAST_ROM_SHARE * romMinMm));
  const mostly = gain !== null && gain > LEAST_USUAL_GAIN;
  const anyUnmoved = objections.some(isUnmoved);
  const open = movements.filter((m, index) => objections[index] === null && romOf(m) >= romMinMm).length;
  // Amid so much garbage the movements that look well are what chance leaves of it.
  const hardly = objections.filter((reason) => reason?.kind === 'hardly-seen').length;
  if (usualMm === null && hardly > 0 && hardly >= open)
    return objections.map((reason) => reason ?? bare('hardly-seen'));
  return objections.map((reason, index) => {
    const movement = movements[index]!;
    const { agreement } = movement.measures;
    const isKnown = usualMm !== null && isLike(movement, usualMm);
    const isCarried = (movement.measures.carriedN ?? 0) > CARRIED_SHARE * (usualN ?? Number.POSITIVE_INFINITY);
    // Whip hides how it began, and so does a hole: one that was felt, carried and as long as the others is no hand that leaves the beam.
    if (reason?.kind === 'faster-than-plausible' && felt[index] && isKnown && isCarried && mostly) return null;
    if (felt[index] && (open !== 1 || isPlainlyFelt(movement.measures))) return reason;
    if (reason === null && open === 1 && !isSlowAndSteady(movement.measures)) return bare('nothing-accelerated');
    if (agreement === null) return reason;
    if (reason === null && usualMm === null && isLeantOn(agreement)) return bare('nothing-accelerated');
    if (isUnmoved(reason)) {
      if (usualMm === null) return reason;
      const isAlike = isLike(movement, usualMm);
      const isUnsure = (agreement.gainError > SURE_ERROR && !isStill(agreement)) || movement.facts.gap;
      const isExcused = agreement.stuck || (mostly && isAlike && isUnsure);
      return isExcused ? againstPace(movement.measures, movement.facts.sizeMm, profile) : reason;
    }
    if (reason?.kind === 'height-jumped' && isKnown) return null;
    if (reason?.kind === 'hardly-seen' && isKnown && mostly && isCarried && !isStill(agreement)) return null;
    if (reason?.kind === 'nothing-carried' && agreement.stuck && usualMm !== null) return null;
    if (reason !== null) return reason;
    if (gain !== null && gain < LEAST_MEDIAN_GAIN && isSteady(agreement) && !movement.measures.loadedForIt)
      return bare('nothing-accelerated');
    return anyUnmoved && usualMm === null && !movement.measures.loadedForIt ? bare('nothing-accelerated') : null;
  });
}

/** What the cell felt of them all: each gain as far as it is known. Null without any. */
function usualGain(movements: readonly Surveyed[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const { measures } of movements) {
    if (measures.agreement === null) continue;
    const weight = 1 / (measures.agreement.gainError ** 2 + SURE_ERROR ** 2);
    sum += weight * measures.agreement.gain;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

/** Where none was felt: a force that changes by this share of the load, and twice what the movement does to it, is a person's weight. */
const LEANT_SPREAD_G = 0.3;
const LEANT_SHARE = 2;

const isLeantOn = ({ spreadG, movedG, stuck }: Agreement): boolean =>
  !stuck && spreadG > Math.max(LEANT_SPREAD_G, LEANT_SHARE * movedG);

/** A grinding single is too slow to be felt. */
const SLOW_S = 1.2;

/** A movement that stands alone is believed without being felt only where it could not be felt, and its load was carried steadily; or without a cell. */
const isSlowAndSteady = ({ carriedN, agreement, concentricS }: Measures): boolean =>
  carriedN === null || (agreement !== null && agreement.spreadG < MOST_SPREAD_G && (concentricS ?? 0) > SLOW_S);
