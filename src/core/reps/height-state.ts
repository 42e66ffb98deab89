import type { Phase } from '../types.ts';
import type { RepContext, RepFacts, RepSignal } from './signals.ts';

/**
 * Rep machine on height: low (or at rest) -> ascending -> lockout -> descending -> low. Changed in place: it takes in every
 * height, and a new object for each would be most of what the core allocates.
 */
export interface HeightReps {
  phase: Phase;
  /** Lowest point since the last top, and when the bar was last seen near it. */
  lowMm: number;
  lowUs: number;
  leaveUs: number;
  /** Highest point of this movement; at rest, where the bar came from. */
  highMm: number;
  highUs: number;
  /** Height at which the current movement began. */
  startMm: number;
  startUs: number;
  peakMmps: number;
  slowSinceUs: number;
  /** Where the bar has stayed since when, give or take its noise: velocity alone is too noisy to tell rest. */
  placeMm: number;
  placeSinceUs: number;
  lockoutUs: number | null;
  /** Where and when the lockout was seen: a grinding lift may have been slow all the way, so that `lockoutUs` is far before. */
  lockoutMm: number;
  lockoutSeenUs: number;
  holdEndUs: number | null;
  /** Level at which the bar is held: follows it slowly, as of `levelUs`. */
  holdMm: number;
  levelUs: number;
  /** Lowest point that it swung down to at the top; infinite before. */
  swingLowMm: number;
  stalled: boolean;
  rocking: boolean;
  gap: boolean;
}

export interface HeightPoint {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
  /** Variance of the velocity. */
  readonly p11: number;
}

export const NEVER_US = Number.POSITIVE_INFINITY;
export const silent: readonly RepSignal[] = [];

export function startHeightReps(point: HeightPoint): HeightReps {
  return {
    phase: 'rest',
    lowMm: point.heightMm,
    lowUs: point.atUs,
    leaveUs: point.atUs,
    highMm: point.heightMm,
    highUs: point.atUs,
    startMm: point.heightMm,
    startUs: point.atUs,
    peakMmps: 0,
    slowSinceUs: NEVER_US,
    placeMm: point.heightMm,
    placeSinceUs: point.atUs,
    lockoutUs: null,
    lockoutMm: point.heightMm,
    lockoutSeenUs: point.atUs,
    holdEndUs: null,
    holdMm: point.heightMm,
    levelUs: point.atUs,
    swingLowMm: Number.POSITIVE_INFINITY,
    stalled: false,
    rocking: false,
    gap: false,
  };
}

/** Less of the usual range than this is no progress of a set: someone shifts the bar, or handles it. */
const PROGRESS_SHARE = 0.45;

/** When the bar was last seen to make progress, as a rep does: far from where it began, at another place. 0 at rest. */
export function movedOnUs(reps: HeightReps, { romRefMm, romMinMm }: RepContext): number {
  const isFar = reps.highMm - reps.startMm >= PROGRESS_SHARE * (romRefMm ?? romMinMm);
  return isFar ? reps.placeSinceUs : 0;
}

const UNDER_WAY_US = 1e6;

/** It moves: a set isn't ended amid a concentric phase. */
export const isUnderWay = ({ phase, placeSinceUs }: HeightReps, nowUs: number): boolean =>
  phase === 'ascending' && nowUs - placeSinceUs < UNDER_WAY_US;

/** Until when the running hold has lasted: when the bar was last still. Below any hold while none runs. */
export function heldUntilUs(reps: HeightReps): number {
  const runs = reps.phase === 'lockout' && reps.holdEndUs === null && reps.slowSinceUs !== NEVER_US;
  return runs ? reps.slowSinceUs : Number.NEGATIVE_INFINITY;
}

/** A movement, as a share of the exercise's shortest range before the lifter's own is known, then of that. */
const FIRST_TRAVEL_SHARE = 0.3;
const TRAVEL_SHARE = 0.2;
const LEAST_TRAVEL_MM = 30;
const MOST_TRAVEL_MM = 150;
const TRAVEL_SIGMAS = 5;

/** Least travel that is a movement: above noise, wiggles and the settling of a bar; below any rep. */
export function leastTravelMm({ romRefMm, romMinMm, noiseMm }: RepContext): number {
  const expectedMm = romRefMm === null ? FIRST_TRAVEL_SHARE * romMinMm : TRAVEL_SHARE * romRefMm;
  return Math.max(Math.min(Math.max(expectedMm, LEAST_TRAVEL_MM), MOST_TRAVEL_MM), TRAVEL_SIGMAS * noiseMm);
}

/** Lower than this share of the usual range, nothing is a lockout, whatever top is known. */
const LEAST_UP_SHARE = 0.6;
/** A lift that began high ends near where it came down from: by at least this share of that way. */
const UP_AGAIN_SHARE = 0.8;

/** Is this height a lockout: far enough up, and near the top as far as a top is known? */
export function reachesLockout(reps: HeightReps, heightMm: number, context: RepContext): boolean {
  const romMm = heightMm - reps.startMm;
  if (romMm < (context.romRefMm === null ? context.romMinMm : LEAST_UP_SHARE * context.romRefMm)) return false;
  // A top that only earlier sets know may not hold today: the set machine says what becomes of a lockout below it.
  if (context.topRefMm !== null && context.romRefMm !== null && !context.learnedOnly) {
    // On a bench that has moved the top is another, the range isn't.
    const isWhole = romMm >= context.romRefMm - context.topToleranceMm;
    return isWhole || heightMm >= context.topRefMm - context.topToleranceMm;
  }
  // A lift that began high has shown its top before the first eccentric phase.
  const cameDownMm = reps.holdMm - reps.startMm;
  return cameDownMm < context.romMinMm || romMm >= UP_AGAIN_SHARE * cameDownMm;
}

export function factsOf(reps: HeightReps, endUs: number | null): RepFacts {
  return {
    startUs: reps.startUs,
    lockoutUs: reps.lockoutUs,
    holdEndUs: reps.holdEndUs,
    endUs,
    lowMm: reps.startMm,
    highMm: reps.highMm,
    sizeMm: reps.highMm - reps.startMm,
    peakVelocityMps: reps.peakMmps / 1000,
    stalled: reps.stalled,
    rocking: reps.rocking,
    gap: reps.gap,
  };
}
