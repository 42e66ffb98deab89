import { forcesOf } from '../metrics/forces.ts';
import type { ForceModel } from '../metrics/fusion.ts';
import { type Measures, measureMovement } from '../metrics/measure.ts';
import { smooth } from '../metrics/smooth.ts';
import { emptySmoothed, type Smoothed } from '../metrics/smoothed.ts';
import type { Stretch } from '../metrics/trace.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { ForceMount } from '../types.ts';
import { believeHeights, noiseWithin } from './believe.ts';
import { bridgeHoles, type SetForce } from './bridge.ts';
import { leaveOutDead } from './dead-force.ts';
import { factsOf } from './facts.ts';
import { sizeMm, withoutHandling } from './handling.ts';
import { type Leg, legsOf } from './legs.ts';
import { type Measured, measuredBefore } from './measured.ts';
import { hasGap, isInSight, seenOf, withoutHole } from './seen.ts';
import { leaveOutUnfelt } from './unfelt.ts';
import { furthestMm, weighHeights } from './weigh.ts';

/** A movement of the set as the whole of its readings shows it. */
export interface Surveyed {
  readonly facts: RepFacts;
  readonly measures: Measures;
  /** Share of the heights between its start and its end that show something else, or are missing. */
  readonly unseenShare: number;
  /** Share of the heights in its concentric phase that show something else, and from its start to its end. */
  readonly upOutlierShare: number;
  readonly outlierShare: number;
  /** The bar was in sight at both ends of what its load is weighed over. */
  readonly isWeighedInSight: boolean;
  /** Noise of one height while it lasted. */
  readonly noiseMm: number;
  /** It holds a step that no bar can make. */
  readonly jumps: boolean;
  /** The bar was still rising when it was seen last: how far it came isn't known. */
  readonly isCut: boolean;
  /** It stayed about where it came to until the next movement began, or the set ended. */
  readonly isNotLowered: boolean;
}

export const romOf = ({ measures, facts }: Surveyed): number => measures.romMm ?? facts.sizeMm ?? 0;
export const topOf = ({ measures, facts }: Surveyed): number => measures.topMm ?? facts.highMm ?? 0;

export interface Survey {
  readonly movements: readonly Surveyed[];
  readonly noiseMm: number;
  readonly outlierShare: number;
}

/**
 * Of the quickest and of the slowest lifts alike: 90 D^2 / T^5 (see `follow`) is 1.4e9 for 400 mm in 0.4 s and 1.6e7 for 320 mm in 0.9 s. The edges
 * of each movement are measured with its own.
 */
const JERK_DENSITY = 3e8;
/** How far the smoothed path may be off, in units of the noise, while the outliers are still in it, and when they are out. */
const FIRST_SIGMAS = 2.5;
const SECOND_SIGMAS = 1.3;
const LEAST_TURN_MM = 25;
const TURN_SIGMAS = 4;
/** A turn of less than this share of the set's usual range is none. */
const TURN_SHARE = 0.18;
const MOST_TURN_MM = 150;
/** Heights missing for longer than both are a gap. */
const LEAST_GAP_US = 100_000;
const GAP_PERIODS = 3.5;

const model = { jerkDensity: JERK_DENSITY, force: null, carriedFromUs: 0, carriedToUs: 0 };
/** By chance alone no height of a set is further off. */
const CLEAN_SIGMAS = 4;

const path = emptySmoothed();

/**
 * Looks once more at all the readings of a stretch. Null when the heights are too few to tell anything. `measured`: what was measured of them before,
 * which holds where nothing is doubted now, either. `lostUs`: since when readings are known to be lost.
 */
export function survey(
  stretch: Stretch,
  romMinMm: number,
  mount: ForceMount,
  measured: readonly Measured[],
  lostUs: readonly number[],
): Survey | null {
  const believed = believeHeights(stretch);
  if (believed === null) return null;
  const { noiseMm, periodUs, spacingUs, jumpsUs } = believed;
  const isUnclear = believed.outlierShare > 0 || !fits(stretch, noiseMm);
  if (isUnclear) {
    smooth(stretch, { ...model, noiseMm: FIRST_SIGMAS * noiseMm }, path);
    weighHeights(stretch, path, noiseMm, FIRST_SIGMAS);
    smooth(stretch, { ...model, noiseMm }, path);
    weighHeights(stretch, path, noiseMm, SECOND_SIGMAS);
  }
  takeSlopes(path);
  const leastMm = Math.max(LEAST_TURN_MM, TURN_SIGMAS * noiseMm);
  const usualMm = usualRangeMm(path, leastMm, romMinMm);
  const turnMm = Math.max(leastMm, Math.min(MOST_TURN_MM, TURN_SHARE * usualMm));
  const gapUs = Math.max(LEAST_GAP_US, GAP_PERIODS * spacingUs);
  const look = { romMinMm, mount, usualMm, turnMm, gapUs, noiseMm, periodUs, spacingUs, jumpsUs, lostUs };
  let seen = movementsOf(stretch, stretch, look, [], leaveOutDead(stretch) ? [] : measured);
  const usualN = mount === 'bar' ? usualForceN(seen) : null;
  if (usualN !== null && leaveOutUnfelt(stretch, path, usualN, noiseMm)) {
    smooth(stretch, { ...model, noiseMm }, path);
    takeSlopes(path);
    seen = movementsOf(stretch, stretch, look, [], []);
  }
  const force =
    seen.some(({ facts }) => facts.gap) || hasGap(stretch, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, gapUs)
      ? setForce(seen, mount, stretch)
      : null;
  const whole = force === null ? null : bridgeHoles(stretch, path, force, noiseMm, gapUs);
  if (force === null || whole === null) return { movements: seen, noiseMm, outlierShare: believed.outlierShare };
  smooth(whole, { ...model, noiseMm }, path);
  takeSlopes(path);
  const models = seen.flatMap(({ facts, measures }) =>
    facts.gap || measures.force === null
      ? []
      : [{ atUs: measures.startUs, force: { weightN: measures.force.weightN, gain: force.gain, friction: 0 } }],
  );
  return { movements: movementsOf(stretch, whole, look, models, []), noiseMm, outlierShare: believed.outlierShare };
}

/** Smooths heights among which nothing was rejected: whether none of them is far off then. */
const fits = (stretch: Stretch, noiseMm: number): boolean =>
  furthestMm(stretch, smooth(stretch, { ...model, noiseMm }, path)) < CLEAN_SIGMAS * noiseMm;

interface Look {
  readonly romMinMm: number;
  readonly mount: ForceMount;
  readonly usualMm: number;
  readonly turnMm: number;
  readonly gapUs: number;
  readonly noiseMm: number;
  readonly periodUs: number;
  readonly spacingUs: number;
  readonly jumpsUs: readonly number[];
  readonly lostUs: readonly number[];
}

/** How the force followed a movement that was seen whole. */
interface Followed {
  readonly atUs: number;
  readonly force: ForceModel;
}

/** That of the movement nearest in time: of a drop set each has its own load. */
function nearest(models: readonly Followed[], atUs: number): ForceModel | null {
  let best: Followed | null = null;
  for (const model of models) {
    if (best === null || Math.abs(model.atUs - atUs) < Math.abs(best.atUs - atUs)) best = model;
  }
  return best?.force ?? null;
}

/** The movements of the path, measured on `stretch`, which may hold more than the sensor told; `told`: what it did. */
function movementsOf(
  told: Stretch,
  stretch: Stretch,
  { mount, usualMm, turnMm, gapUs, noiseMm, periodUs, spacingUs, jumpsUs, lostUs }: Look,
  models: readonly Followed[],
  before: readonly Measured[],
): Surveyed[] {
  const { trace } = stretch;
  const nowUs = trace.atUs[stretch.end - 1]!;
  const movements: Surveyed[] = [];
  for (const leg of legsOf(path, turnMm, usualMm).flatMap((whole) => withoutHandling(whole, path, usualMm, noiseMm))) {
    const facts = factsOf(leg, path, stretch, gapUs);
    if (facts === null) continue;
    const known = nearest(models, facts.startUs);
    const measures =
      measuredBefore(before, facts, told, noiseMm) ?? measureMovement(facts, trace, noiseMm, nowUs, mount, known, true);
    const aroundUs = AROUND_US + (facts.endUs ?? nowUs);
    const localMm = noiseWithin(told, periodUs, measures.startUs - AROUND_US, aroundUs);
    const upUs = measures.lockoutUs ?? facts.lockoutUs ?? nowUs;
    const jumps = jumpsUs.some((atUs) => atUs > measures.startUs && atUs <= upUs);
    const highUs = path.atUs[leg.high]!;
    const isLost = leg.high === path.count - 1 || hasGap(told, highUs, highUs, gapUs);
    const isCut = isLost && path.velocityMmps[leg.high]! > RISING_MMPS;
    const isNotLowered = leg.next === null ? !isCut : path.heightMm[leg.high]! - path.heightMm[leg.next]! < turnMm;
    const isWeighedInSight = !facts.gap || isInSight(told, measures, gapUs);
    const seen = seenOf(told, facts, spacingUs);
    movements.push({ facts, measures, ...seen, isWeighedInSight, noiseMm: localMm, jumps, isCut, isNotLowered });
  }
  const longestS = Math.max(0, ...movements.map(({ facts, measures }) => (facts.gap ? 0 : (measures.holdS ?? 0))));
  return movements.map((movement) => ({
    ...movement,
    measures: withoutHole(movement.measures, stretch, longestS, lostUs),
  }));
}

/** So fast it was when it was lost from sight; a quick turn that was seen has a slope, too. */
const RISING_MMPS = 60;
/** A movement is distinguished from the noise around it, too. */
const AROUND_US = 300_000;

/** The lightest load that is one: 3 kg. */
const LEAST_LOAD_N = 30;

/** The middle one of what the cell carried in the concentric phases; null without a load. */
function usualForceN(movements: readonly Surveyed[]): number | null {
  const forcesN = movements.flatMap(({ measures: { carriedN } }) =>
    (carriedN ?? 0) > LEAST_LOAD_N ? [carriedN!] : [],
  );
  return forcesN.sort((a, b) => a - b)[forcesN.length >> 1] ?? null;
}

/** A force that has followed so many movements of the set shows of the others, too. */
const LEAST_FOLLOWED = 2;

/**
 * How the force followed the movements of the set: those that were seen whole, or, where none was, all with the plain gain of a cell on the bar.
 * Null when it followed too few, or has the opposite sign.
 */
function setForce(movements: readonly Surveyed[], mount: ForceMount, stretch: Stretch): SetForce | null {
  const followed = movements.filter(({ measures }) => measures.force !== null);
  if (followed.length < LEAST_FOLLOWED || forcesOf(stretch).turned) return null;
  const whole = followed.filter(({ facts }) => !facts.gap);
  if (whole.length < LEAST_FOLLOWED && mount !== 'bar') return null;
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
  return {
    weightN: middle(followed.map(({ measures }) => measures.force!.weightN)),
    gain: whole.length < LEAST_FOLLOWED ? 1 : middle(whole.map(({ measures }) => measures.force!.gain)),
    bottomMm: middle(followed.map(({ measures }) => measures.topMm! - measures.romMm!)),
  };
}

/** Half the time over which a velocity is taken: a smoother that follows the quickest lift knows it to 30 mm/s only, half of what a grinding one has. */
const SLOPE_US = 80_000;
let slopes = new Float64Array(4096);

/** The velocities of the path, as slopes over a moment. */
function takeSlopes({ atUs, heightMm, velocityMmps, count }: Smoothed): void {
  if (slopes.length < count) slopes = new Float64Array(2 * count);
  let from = 0;
  let to = 0;
  for (let index = 0; index < count; index++) {
    while (atUs[index]! - atUs[from]! > SLOPE_US) from += 1;
    while (to + 1 < count && atUs[to + 1]! - atUs[index]! <= SLOPE_US) to += 1;
    const lastsUs = atUs[to]! - atUs[from]!;
    slopes[index] = lastsUs > 0 ? (1e6 * (heightMm[to]! - heightMm[from]!)) / lastsUs : velocityMmps[index]!;
  }
  velocityMmps.set(slopes.subarray(0, count));
}

/** So few movements in all may be some in which the reps look like dips. */
const FEW = 2;

/**
 * The median of the ranges that could be reps. Of a bar that came from far below before the set, each rep is but a dip in that one movement: where there
 * are so few, what dips by more than the exercise's shortest rep is a rep.
 */
function usualRangeMm(bar: Smoothed, leastMm: number, romMinMm: number): number {
  const sizes = sizesOf(legsOf(bar, leastMm), bar, 0.6 * romMinMm);
  if (sizes.length <= FEW) {
    const apart = sizesOf(legsOf(bar, leastMm, romMinMm), bar, romMinMm);
    if (apart.length > 0) return apart[apart.length >> 1]!;
  }
  return sizes[sizes.length >> 1] ?? romMinMm;
}

const sizesOf = (legs: readonly Leg[], bar: Smoothed, leastMm: number): number[] =>
  legs
    .map((leg) => sizeMm(leg, bar))
    .filter((mm) => mm > leastMm)
    .sort((a, b) => a - b);
