import {
  draftOf,
  factsOf,
  type HeightPoint,
  type HeightReps,
  type HeightStepped,
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
/** Rest: in one place for so long. */
const STILL_US = 1e6;
/** After this long at the bottom, the height the bar came down from no longer says where the top is. */
const FORGET_TOP_US = 6e6;
/** Lockout needs the bar slow on two readings in a row: 20 ms at 50 Hz. */
const LOCKOUT_DWELL_US = 18_000;
/** lift/20260529-DL-1 slows to a fifth of its peak at the knee; below that it is stalled or at the top. */
const SLOW_SHARE = 0.2;
const SLOW_MIN_MMPS = 25;
/** Nor can a velocity be called slow more finely than the filter knows it: about 40 mm/s on distance alone, 15 with the force. */
const SLOW_SIGMAS = 1.7;
const SLOW_MAX_MMPS = 140;
/** Slow ends well above where it began: the velocity's noise near the top is 40 mm/s. */
const SLOW_HYSTERESIS = 1.6;
const STALL_US = 250_000;
/** In one place for so long is slow, whatever the velocity's noise says. */
const STAYED_US = 250_000;
/** Longer than any stall that still ends in a lockout. */
const GIVEN_UP_US = 4e6;
/** The bar is down when slow for this long near where it began, or for longer anywhere. */
const BOTTOM_DWELL_US = 100_000;
const BOTTOM_ANYWHERE_US = 600_000;
/** Higher than a bar settles or is pushed on after its top. */
const GOES_ON_MM = 30;
const GOES_ON_SHARE = 0.15;
/** A dip of less than this share of the way up is part of the same rep. */
const DIP_SHARE = 0.35;

export function stepHeightReps(before: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const stayed = Math.abs(point.heightMm - before.placeMm) <= Math.max(12, 4 * context.noiseMm);
  const reps = stayed ? before : movedOn(before, point);
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

function movedOn(before: HeightReps, point: HeightPoint): HeightReps {
  const moved = draftOf(before);
  moved.placeMm = point.heightMm;
  moved.placeSinceUs = point.atUs;
  return moved;
}

function atRest(reps: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const { atUs, heightMm } = point;
  const travelMm = leastTravelMm(context);
  if (heightMm > reps.lowMm + travelMm) return rise(reps, point);
  const lower = heightMm < reps.lowMm;
  const near = heightMm <= reps.lowMm + Math.max(6, 1.5 * context.noiseMm);
  let { lowMm, lowUs, highMm, highUs } = reps;
  if (lower) {
    lowMm = heightMm;
    lowUs = atUs;
  } else if (heightMm > highMm) {
    highMm = heightMm;
    highUs = atUs;
  }
  const stillUs = atUs - reps.placeSinceUs;
  if (stillUs > STILL_US) {
    // At rest the low point follows the bar, so that drift never adds up to a movement.
    lowMm += 0.1 * (heightMm - lowMm);
    lowUs = atUs;
    if (highMm - lowMm < travelMm || stillUs > FORGET_TOP_US) {
      highMm = heightMm;
      highUs = atUs;
    }
  }
  const leaveUs = lower || near ? atUs : reps.leaveUs;
  // Written out: most of the day is rest, and a spread takes several times as long.
  const next: HeightReps = {
    phase: 'rest',
    lowMm,
    lowUs,
    leaveUs,
    highMm,
    highUs,
    startMm: reps.startMm,
    startUs: reps.startUs,
    peakMmps: reps.peakMmps,
    slowSinceUs: NEVER_US,
    placeMm: reps.placeMm,
    placeSinceUs: reps.placeSinceUs,
    lockoutUs: reps.lockoutUs,
    lockoutMm: reps.lockoutMm,
    holdEndUs: reps.holdEndUs,
    holdMm: reps.holdMm,
    stalled: reps.stalled,
    rocking: reps.rocking,
    // A gap only matters when the bar is found to have risen in it.
    gap: false,
  };
  return { reps: next, signals: silent };
}

function rise(reps: HeightReps, point: HeightPoint): HeightStepped {
  const next: HeightReps = {
    ...reps,
    phase: 'ascending',
    startMm: reps.lowMm,
    startUs: Math.max(reps.leaveUs, reps.lowUs),
    // The top it came down from is kept in holdMm until the movement has a top of its own.
    holdMm: reps.highMm,
    highMm: point.heightMm,
    highUs: point.atUs,
    peakMmps: point.velocityMmps,
    slowSinceUs: NEVER_US,
    lockoutUs: null,
    holdEndUs: null,
    stalled: false,
    rocking: false,
  };
  return { reps: next, signals: [{ kind: 'rise', atUs: point.atUs }] };
}

const slowLimitMmps = (peakMmps: number, { p11 }: HeightPoint): number =>
  Math.min(Math.max(SLOW_SHARE * peakMmps, SLOW_MIN_MMPS, SLOW_SIGMAS * Math.sqrt(p11)), SLOW_MAX_MMPS);

function ascending(reps: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const { atUs, heightMm, velocityMmps } = point;
  const higher = heightMm > reps.highMm;
  const peakMmps = Math.max(reps.peakMmps, velocityMmps);
  const wasSlow = reps.slowSinceUs !== NEVER_US;
  const limitMmps = slowLimitMmps(peakMmps, point) * (wasSlow ? SLOW_HYSTERESIS : 1);
  const slow = velocityMmps < limitMmps || atUs - reps.placeSinceUs > STAYED_US;
  const slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  const next = draftOf(reps);
  next.highMm = higher ? heightMm : reps.highMm;
  next.highUs = higher ? atUs : reps.highUs;
  next.peakMmps = peakMmps;
  next.slowSinceUs = slowSinceUs;
  next.stalled = reps.stalled || (atUs - slowSinceUs > STALL_US && !reachesLockout(reps, heightMm, context));
  const fallenMm = next.highMm - heightMm;
  const wayUpMm = next.highMm - next.startMm;
  const turned = fallenMm > Math.max(20, 0.07 * wayUpMm, 3 * context.noiseMm);
  if (atUs - slowSinceUs >= LOCKOUT_DWELL_US && reachesLockout(next, heightMm, context)) {
    return lockout(next, Math.min(slowSinceUs, atUs), atUs);
  }
  if (atUs - reps.placeSinceUs > GIVEN_UP_US) {
    // Put down up here: a bar racked above its bottom, or a rep given up. It rests now, and any way down is not its own.
    return { reps: startHeightReps(point), signals: [{ kind: 'done', atUs, facts: factsOf(next, null) }] };
  }
  if (turned && reachesLockout(next, next.highMm, context)) return lockout(next, next.highUs, atUs);
  if (fallenMm > Math.max(leastTravelMm(context), DIP_SHARE * wayUpMm))
    return { reps: fall(next, point), signals: silent };
  return { reps: next, signals: silent };
}

function lockout(reps: HeightReps, lockoutUs: number, atUs: number): HeightStepped {
  const next: HeightReps = {
    ...reps,
    phase: 'lockout',
    lockoutUs,
    lockoutMm: reps.highMm,
    holdMm: reps.highMm,
    slowSinceUs: NEVER_US,
  };
  return { reps: next, signals: [{ kind: 'lockout', atUs, facts: factsOf(next, null) }] };
}

function atLockout(reps: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const { atUs, heightMm, velocityMmps } = point;
  const higher = heightMm > reps.highMm;
  const still = Math.abs(velocityMmps) < Math.max(STILL_MMPS, SLOW_SIGMAS * Math.sqrt(point.p11));
  const wayUpMm = reps.highMm - reps.startMm;
  const toleranceMm = Math.max(20, 0.06 * wayUpMm, 3 * context.noiseMm);
  const left = heightMm < reps.holdMm - toleranceMm || heightMm < reps.highMm - 0.25 * wayUpMm;
  const holding = reps.holdEndUs === null;
  // What looked like the top of a first rep was a stall: the rep is the same, its lockout is the true top.
  const goesOn =
    higher &&
    !still &&
    holding &&
    atUs - (reps.lockoutUs ?? atUs) < GIVEN_UP_US &&
    heightMm > reps.lockoutMm + Math.max(GOES_ON_MM, GOES_ON_SHARE * wayUpMm);
  const next = draftOf(reps);
  next.lockoutUs = goesOn ? atUs : reps.lockoutUs;
  next.stalled = reps.stalled || goesOn;
  next.highMm = higher ? heightMm : reps.highMm;
  next.highUs = higher ? atUs : reps.highUs;
  next.holdMm = still ? heightMm : Math.max(reps.holdMm, higher ? heightMm : reps.holdMm);
  // When the bar was last held is when it began to leave.
  next.slowSinceUs =
    still || heightMm > reps.holdMm - Math.max(HELD_MM, 2 * context.noiseMm) || reps.slowSinceUs === NEVER_US
      ? atUs
      : reps.slowSinceUs;
  next.holdEndUs =
    holding && left
      ? Math.max(reps.lockoutUs ?? atUs, reps.slowSinceUs === NEVER_US ? atUs : reps.slowSinceUs)
      : reps.holdEndUs;
  next.rocking = reps.rocking || (!holding && velocityMmps > 2 * STILL_MMPS && heightMm > reps.highMm - 0.25 * wayUpMm);
  const fell = next.highMm - heightMm > Math.max(leastTravelMm(context), DIP_SHARE * wayUpMm);
  const signals: readonly RepSignal[] =
    holding && left ? [{ kind: 'hold-ended', atUs, facts: factsOf(next, null) }] : silent;
  return { reps: fell ? fall(next, point) : next, signals };
}

function fall(reps: HeightReps, point: HeightPoint): HeightReps {
  return {
    ...reps,
    phase: 'descending',
    lowMm: point.heightMm,
    lowUs: point.atUs,
    leaveUs: point.atUs,
    slowSinceUs: NEVER_US,
  };
}

function descending(reps: HeightReps, point: HeightPoint, context: RepContext): HeightStepped {
  const { atUs, heightMm, velocityMmps } = point;
  if (heightMm > reps.lowMm + leastTravelMm(context)) {
    const done: RepSignal = { kind: 'done', atUs, facts: factsOf(reps, reps.lowUs) };
    const risen = rise(reps, point);
    return { reps: risen.reps, signals: [done, ...risen.signals] };
  }
  const lower = heightMm < reps.lowMm;
  const slow = Math.abs(velocityMmps) < slowLimitMmps(reps.peakMmps, point) || atUs - reps.placeSinceUs > STAYED_US;
  const slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  const near = heightMm <= reps.lowMm + Math.max(6, 1.5 * context.noiseMm);
  const next = draftOf(reps);
  next.lowMm = lower ? heightMm : reps.lowMm;
  next.lowUs = lower ? atUs : reps.lowUs;
  next.leaveUs = lower || near ? atUs : reps.leaveUs;
  next.slowSinceUs = slowSinceUs;
  const slowUs = atUs - slowSinceUs;
  const wayUpMm = reps.highMm - reps.startMm;
  const isDown = heightMm < reps.startMm + 0.2 * wayUpMm;
  if (slowUs < (isDown ? BOTTOM_DWELL_US : BOTTOM_ANYWHERE_US)) return { reps: next, signals: silent };
  const done: RepSignal = { kind: 'done', atUs, facts: factsOf(next, slowSinceUs) };
  return { reps: { ...next, phase: 'rest' }, signals: [done] };
}
