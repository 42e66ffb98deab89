import { hasArrived, isRising, SLOW_MAX_MMPS, SLOW_SIGMAS } from './arrival.ts';
import {
  factsOf,
  type HeightPoint,
  type HeightReps,
  leastTravelMm,
  NEVER_US,
  reachesLockout,
  silent,
  startHeightReps,
} from './height-state.ts';
import type { RepContext, RepSignal } from './signals.ts';

/** Held still. rest/calibrex_R2 wanders by up to 25 mm/s after the filter. */
const STILL_MMPS = 40;
/** A bar this near to where it was held hasn't left: what the settled hold means too (metrics/edges.ts). */
const HELD_MM = 3;
const HELD_SIGMAS = 2;
/** In one place: so near to where it was, or within so much of the noise. */
const PLACE_MM = 12;
const PLACE_SIGMAS = 4;
/** Rest: in one place for so long. */
const STILL_US = 1e6;
/** At rest the low point takes on so much of each reading, so that drift never adds up to a movement. */
const LOW_FOLLOW = 0.1;
/** So near to its lowest point the bar hasn't left it, or has arrived. */
const NEAR_LOW_MM = 6;
const NEAR_LOW_SIGMAS = 1.5;
/** After this long at the bottom, the height the bar came down from no longer says where the top is. */
const FORGET_TOP_US = 6e6;
/** Lockout needs the bar slow on two readings in a row: 20 ms at 50 Hz, 25 ms by a force at 80 SPS. */
const LOCKOUT_DWELL_US = 18_000;
/** lift/20260529-DL-1 slows to a fifth of its peak at the knee; below that it is stalled or at the top. */
const SLOW_SHARE = 0.2;
const SLOW_MIN_MMPS = 25;
/** Slow ends well above where it began: the velocity's noise near the top is 40 mm/s. */
const SLOW_HYSTERESIS = 1.6;
const STALL_US = 250_000;
/** In one place for so long is slow, whatever the velocity's noise says. */
const STAYED_US = 250_000;
/** Fallen by so much, of the rise, it has turned back without standing still at its top. */
const TURNED_MM = 20;
const TURNED_SHARE = 0.07;
/** Longer than any stall that still ends in a lockout. */
const GIVEN_UP_US = 4e6;
/** Within so much of the noise nothing is distinguished from it. */
const NOISE_SIGMAS = 3;
/** The lowest part of the rise, where a slow bar is down. */
const DOWN_SHARE = 0.2;
/** The bar is down when slow for this long near where it began, or for longer anywhere. */
const BOTTOM_DWELL_US = 100_000;
const BOTTOM_ANYWHERE_US = 600_000;
/** Rocked by so much below its level, the bar is still held: lifters sway by 8 to 20 mm to either side. */
const ROCKED_MM = 35;
const ROCKED_SHARE = 0.06;
/** This far below its highest point it isn't held any more, however slowly it sank there. */
const SUNK_SHARE = 0.25;
/** Down and up again by so much is rocking. Above the settling of a bar that has arrived. */
const SWING_MM = 12;
/** Slower than a bar is rocked (1 to 1.6 times a second), faster than a tired lifter sinks. */
const LEVEL_FOLLOWS_US = 500_000;
/** Higher above its lockout, and above the top that this set's own reps have shown, than a bar settles, is rocked or is pushed on. */
const GOES_ON_MM = 30;
const GOES_ON_SHARE = 0.15;
/** A dip of less than this share of the rise is part of the same rep. */
const DIP_SHARE = 0.35;

/**
 * Whether a point between two heights can matter, as the filter knows it by the force: in a concentric phase that is nearly slow. At 20 heights a
 * second their own dwell is 50 ms.
 */
export const mayArrive = ({ phase }: HeightReps, { velocityMmps }: HeightPoint): boolean =>
  phase === 'ascending' && velocityMmps < SLOW_HYSTERESIS * SLOW_MAX_MMPS;

/** Takes in one point: changes `reps` in place, and returns what follows. */
export function stepHeightReps(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  if (Math.abs(point.heightMm - reps.placeMm) > Math.max(PLACE_MM, PLACE_SIGMAS * context.noiseMm)) {
    reps.placeMm = point.heightMm;
    reps.placeSinceUs = point.atUs;
  }
  switch (reps.phase) {
    case 'rest':
      return atRest(reps, point, context);
    case 'ascending':
      return ascending(reps, point, context);
    case 'lockout':
      return atLockout(reps, point, context);
    case 'descending':
      return descending(reps, point, context);
  }
}

function atRest(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  const { atUs, heightMm } = point;
  const travelMm = leastTravelMm(context);
  if (heightMm > reps.lowMm + travelMm) return rise(reps, point);
  const near = isNearLow(reps, heightMm, context);
  if (heightMm < reps.lowMm) {
    reps.lowMm = heightMm;
    reps.lowUs = atUs;
  } else if (heightMm > reps.highMm) {
    reps.highMm = heightMm;
    reps.highUs = atUs;
  }
  const stillUs = atUs - reps.placeSinceUs;
  if (stillUs > STILL_US) {
    reps.lowMm += LOW_FOLLOW * (heightMm - reps.lowMm);
    reps.lowUs = atUs;
    if (reps.highMm - reps.lowMm < travelMm || stillUs > FORGET_TOP_US) {
      reps.highMm = heightMm;
      reps.highUs = atUs;
    }
  }
  if (near) reps.leaveUs = atUs;
  reps.slowSinceUs = NEVER_US;
  // A gap only matters when the bar is found to have risen in it.
  reps.gap = false;
  return silent;
}

const isNearLow = ({ lowMm }: HeightReps, heightMm: number, { noiseMm }: RepContext): boolean =>
  heightMm <= lowMm + Math.max(NEAR_LOW_MM, NEAR_LOW_SIGMAS * noiseMm);

function rise(reps: HeightReps, point: HeightPoint): readonly RepSignal[] {
  reps.phase = 'ascending';
  reps.startMm = reps.lowMm;
  reps.startUs = Math.max(reps.leaveUs, reps.lowUs);
  // The top it came down from is kept in holdMm until the movement has a top of its own.
  reps.holdMm = reps.highMm;
  reps.highMm = point.heightMm;
  reps.highUs = point.atUs;
  reps.peakMmps = point.velocityMmps;
  reps.slowSinceUs = NEVER_US;
  reps.lockoutUs = null;
  reps.holdEndUs = null;
  reps.stalled = false;
  reps.rocking = false;
  return [{ kind: 'rise', atUs: point.atUs }];
}

const slowLimitMmps = (peakMmps: number, { p11 }: HeightPoint): number =>
  Math.min(Math.max(SLOW_SHARE * peakMmps, SLOW_MIN_MMPS, SLOW_SIGMAS * Math.sqrt(p11)), SLOW_MAX_MMPS);

function ascending(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  const { atUs, heightMm, velocityMmps } = point;
  reps.peakMmps = Math.max(reps.peakMmps, velocityMmps);
  const wasSlow = reps.slowSinceUs !== NEVER_US;
  const limitMmps = slowLimitMmps(reps.peakMmps, point) * (wasSlow ? SLOW_HYSTERESIS : 1);
  const slow = velocityMmps < limitMmps || atUs - reps.placeSinceUs > STAYED_US;
  reps.slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  if (heightMm > reps.highMm) {
    reps.highMm = heightMm;
    reps.highUs = atUs;
  }
  const slowUs = atUs - reps.slowSinceUs;
  const reaches = reachesLockout(reps, heightMm, context);
  if (slowUs > STALL_US && !reaches) reps.stalled = true;
  if (slowUs >= LOCKOUT_DWELL_US && reaches && hasArrived(reps, point, context)) {
    return lockout(reps, reps.slowSinceUs, atUs);
  }
  if (atUs - reps.placeSinceUs > GIVEN_UP_US) {
    // Put down up here: a bar racked above its bottom, or a rep given up. It rests now, and any eccentric phase is not its own.
    const facts = factsOf(reps, null);
    Object.assign(reps, startHeightReps(point));
    return [{ kind: 'done', atUs, facts }];
  }
  const fallenMm = reps.highMm - heightMm;
  const wayUpMm = reps.highMm - reps.startMm;
  const turned = fallenMm > Math.max(TURNED_MM, TURNED_SHARE * wayUpMm, NOISE_SIGMAS * context.noiseMm);
  if (turned && reachesLockout(reps, reps.highMm, context)) return lockout(reps, reps.highUs, atUs);
  if (fallenMm > Math.max(leastTravelMm(context), DIP_SHARE * wayUpMm)) fall(reps, point);
  return silent;
}

function lockout(reps: HeightReps, lockoutUs: number, atUs: number): readonly RepSignal[] {
  reps.phase = 'lockout';
  reps.lockoutUs = lockoutUs;
  reps.lockoutMm = reps.highMm;
  reps.lockoutSeenUs = atUs;
  reps.holdMm = reps.highMm;
  reps.levelUs = atUs;
  reps.swingLowMm = Number.POSITIVE_INFINITY;
  reps.slowSinceUs = NEVER_US;
  return [{ kind: 'lockout', atUs, facts: factsOf(reps, null) }];
}

function atLockout(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  const { atUs, heightMm, velocityMmps } = point;
  const { holdMm, highMm } = reps;
  const higher = heightMm > highMm;
  const still = Math.abs(velocityMmps) < Math.max(STILL_MMPS, SLOW_SIGMAS * Math.sqrt(point.p11));
  const wayUpMm = highMm - reps.startMm;
  const toleranceMm = Math.max(ROCKED_MM, ROCKED_SHARE * wayUpMm, NOISE_SIGMAS * context.noiseMm);
  const holding = reps.holdEndUs === null;
  const ends = holding && (heightMm < holdMm - toleranceMm || heightMm < highMm - SUNK_SHARE * wayUpMm);
  const shownTopMm = context.learnedOnly ? null : context.topRefMm;
  const goesOn =
    higher &&
    atUs - reps.lockoutSeenUs < GIVEN_UP_US &&
    heightMm > Math.max(reps.lockoutMm, shownTopMm ?? reps.lockoutMm) + Math.max(GOES_ON_MM, GOES_ON_SHARE * wayUpMm) &&
    (velocityMmps > SLOW_HYSTERESIS * slowLimitMmps(reps.peakMmps, point) || isRising(context));
  if (goesOn) return goOn(reps, point);
  if (ends) {
    reps.holdEndUs = Math.max(reps.lockoutUs ?? atUs, reps.slowSinceUs === NEVER_US ? atUs : reps.slowSinceUs);
  }
  if (higher) {
    reps.highMm = heightMm;
    reps.highUs = atUs;
  }
  // The level follows slowly: the crest of a bar that is rocked is not where it is held.
  reps.holdMm = higher && !still ? Math.max(holdMm, heightMm) : holdMm + follow(reps, atUs) * (heightMm - holdMm);
  reps.levelUs = atUs;
  // When the bar was last held is when it began to leave.
  const held = still || heightMm > holdMm - Math.max(HELD_MM, HELD_SIGMAS * context.noiseMm);
  if (held || reps.slowSinceUs === NEVER_US) reps.slowSinceUs = atUs;
  const swingMm = Math.max(SWING_MM, NOISE_SIGMAS * context.noiseMm);
  if (heightMm < highMm - swingMm) reps.swingLowMm = Math.min(reps.swingLowMm, heightMm);
  else if (heightMm > reps.swingLowMm + swingMm) reps.rocking = true;
  const signals: readonly RepSignal[] = ends ? [{ kind: 'hold-ended', atUs, facts: factsOf(reps, null) }] : silent;
  if (reps.highMm - heightMm > Math.max(leastTravelMm(context), DIP_SHARE * wayUpMm)) fall(reps, point);
  return signals;
}

/** What looked like the top of a first rep was a stall or a dip: the rep is the same, its lockout is still to come. */
function goOn(reps: HeightReps, { atUs, heightMm }: HeightPoint): readonly RepSignal[] {
  reps.phase = 'ascending';
  reps.highMm = heightMm;
  reps.highUs = atUs;
  reps.slowSinceUs = NEVER_US;
  reps.holdEndUs = null;
  reps.stalled = true;
  reps.rocking = false;
  return silent;
}

const follow = ({ levelUs }: HeightReps, atUs: number): number => Math.min(1, (atUs - levelUs) / LEVEL_FOLLOWS_US);

function fall(reps: HeightReps, point: HeightPoint): void {
  reps.phase = 'descending';
  reps.lowMm = point.heightMm;
  reps.lowUs = point.atUs;
  reps.leaveUs = point.atUs;
  reps.slowSinceUs = NEVER_US;
}

function descending(reps: HeightReps, point: HeightPoint, context: RepContext): readonly RepSignal[] {
  const { atUs, heightMm, velocityMmps } = point;
  if (heightMm > reps.lowMm + leastTravelMm(context)) {
    const facts = factsOf(reps, reps.lowUs);
    return [{ kind: 'done', atUs, facts }, ...rise(reps, point)];
  }
  const near = isNearLow(reps, heightMm, context);
  const slow = Math.abs(velocityMmps) < slowLimitMmps(reps.peakMmps, point) || atUs - reps.placeSinceUs > STAYED_US;
  reps.slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  if (near) reps.leaveUs = atUs;
  if (heightMm < reps.lowMm) {
    reps.lowMm = heightMm;
    reps.lowUs = atUs;
  }
  const isDown = heightMm < reps.startMm + DOWN_SHARE * (reps.highMm - reps.startMm);
  if (atUs - reps.slowSinceUs < (isDown ? BOTTOM_DWELL_US : BOTTOM_ANYWHERE_US)) return silent;
  const facts = factsOf(reps, reps.slowSinceUs);
  reps.phase = 'rest';
  return [{ kind: 'done', atUs, facts }];
}
