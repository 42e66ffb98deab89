import type { Phase } from '../types.ts';
import type { RepContext, RepFacts, RepSignal } from './signals.ts';

/** Rep machine on height: low (or at rest) -> ascending -> lockout -> descending -> low. */
export interface HeightReps {
  readonly phase: Phase;
  /** Lowest point since the last top, and when the bar was last seen near it. */
  readonly lowMm: number;
  readonly lowUs: number;
  readonly leaveUs: number;
  /** Highest point of this movement; at rest, where the bar came from. */
  readonly highMm: number;
  readonly highUs: number;
  /** Height at which the current movement began. */
  readonly startMm: number;
  readonly startUs: number;
  readonly peakMmps: number;
  readonly slowSinceUs: number;
  /** Where the bar has stayed since when, give or take its noise: velocity alone is too noisy to tell rest. */
  readonly placeMm: number;
  readonly placeSinceUs: number;
  readonly lockoutUs: number | null;
  readonly holdEndUs: number | null;
  /** Height at which the bar is held; follows it while it is still. */
  readonly holdMm: number;
  readonly stalled: boolean;
  readonly rocking: boolean;
  readonly gap: boolean;
}

export interface HeightPoint {
  readonly atUs: number;
  readonly heightMm: number;
  readonly velocityMmps: number;
}

interface Stepped {
  readonly reps: HeightReps;
  readonly signals: readonly RepSignal[];
}

const NEVER_US = Number.POSITIVE_INFINITY;
const silent: readonly RepSignal[] = [];

/** Held still. rest/calibrex_R2 wanders by up to 25 mm/s after the filter. */
const STILL_MMPS = 40;
/** Rest: in one place for so long. */
const STILL_US = 1e6;
/** After this long at the bottom, the height the bar came down from no longer says where the top is. */
const FORGET_TOP_US = 6e6;
/** Lockout needs the bar slow for this long: two readings at 50 Hz. */
const LOCKOUT_DWELL_US = 40_000;
/** lift/20260529-DL-1 slows to a fifth of its peak at the knee; below that it is stalled or at the top. */
const SLOW_SHARE = 0.15;
const SLOW_MIN_MMPS = 40;
const SLOW_MAX_MMPS = 120;
const STALL_US = 250_000;
/** In one place for so long is slow, whatever the velocity's noise says. */
const STAYED_US = 250_000;
/** Longer than any stall that still ends in a lockout. */
const GIVEN_UP_US = 4e6;
/** The bar is down when slow for this long near where it began, or for longer anywhere. */
const BOTTOM_DWELL_US = 100_000;
const BOTTOM_ANYWHERE_US = 600_000;
/** A dip of less than this share of the way up is part of the same rep. */
const DIP_SHARE = 0.35;

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
    holdEndUs: null,
    holdMm: point.heightMm,
    stalled: false,
    rocking: false,
    gap: false,
  };
}

/** Least travel that is a movement: above noise, wiggles and the settling of a bar; below any rep. */
export function leastTravelMm(context: RepContext): number {
  const expectedMm = context.romRefMm === null ? 0.3 * context.romMinMm : 0.2 * context.romRefMm;
  return Math.max(Math.min(Math.max(expectedMm, 30), 150), 5 * context.noiseMm);
}

export function stepHeightReps(before: HeightReps, point: HeightPoint, context: RepContext): Stepped {
  const stayed = Math.abs(point.heightMm - before.placeMm) <= Math.max(12, 4 * context.noiseMm);
  const reps = stayed ? before : { ...before, placeMm: point.heightMm, placeSinceUs: point.atUs };
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

/** Readings are missing: a hold ends at the last one seen, a way up is remembered as not fully seen. */
export function interruptHeightReps(reps: HeightReps, lastSeenUs: number): Stepped {
  const gapped = { ...reps, gap: true };
  if (reps.phase !== 'lockout' || reps.holdEndUs !== null) return { reps: gapped, signals: silent };
  const ended = { ...gapped, holdEndUs: Math.max(lastSeenUs, reps.lockoutUs ?? lastSeenUs) };
  return { reps: ended, signals: [{ kind: 'hold-ended', atUs: ended.holdEndUs, facts: factsOf(ended, null) }] };
}

/** The set ends: what is under way is settled as it stands. */
export function finishHeightReps(reps: HeightReps, point: HeightPoint, context: RepContext): Stepped {
  const rest = startHeightReps(point);
  switch (reps.phase) {
    case 'rest':
      return { reps: rest, signals: silent };
    case 'ascending': {
      // lift/ammr_flywheel_squat ends in the last centimetres of its way up.
      const slowing = point.velocityMmps < 0.5 * reps.peakMmps;
      if (!slowing || !reachesLockout(reps, reps.highMm, context)) {
        return { reps: rest, signals: [{ kind: 'done', atUs: point.atUs, facts: factsOf(reps, null) }] };
      }
      const top = { ...reps, lockoutUs: point.atUs, holdEndUs: point.atUs };
      return {
        reps: rest,
        signals: [
          { kind: 'lockout', atUs: point.atUs, facts: factsOf(top, null) },
          { kind: 'done', atUs: point.atUs, facts: factsOf(top, null) },
        ],
      };
    }
    case 'lockout': {
      const holding = reps.holdEndUs === null;
      const ended = holding ? { ...reps, holdEndUs: point.atUs } : reps;
      const facts = factsOf(ended, null);
      const done: RepSignal = { kind: 'done', atUs: point.atUs, facts };
      return { reps: rest, signals: holding ? [{ kind: 'hold-ended', atUs: point.atUs, facts }, done] : [done] };
    }
    case 'descending':
      return { reps: rest, signals: [{ kind: 'done', atUs: point.atUs, facts: factsOf(reps, point.atUs) }] };
  }
}

function atRest(reps: HeightReps, point: HeightPoint, context: RepContext): Stepped {
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
    holdEndUs: reps.holdEndUs,
    holdMm: reps.holdMm,
    stalled: reps.stalled,
    rocking: reps.rocking,
    // A gap only matters when the bar is found to have risen in it.
    gap: false,
  };
  return { reps: next, signals: silent };
}

function rise(reps: HeightReps, point: HeightPoint): Stepped {
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

/** Is this height a lockout: far enough up, and near the top as far as a top is known? */
function reachesLockout(reps: HeightReps, heightMm: number, context: RepContext): boolean {
  const romMm = heightMm - reps.startMm;
  if (romMm < (context.romRefMm === null ? context.romMinMm : 0.6 * context.romRefMm)) return false;
  if (context.topRefMm !== null) return heightMm >= context.topRefMm - context.topToleranceMm;
  // A lift that began high has shown its top before the first way down.
  const cameDownMm = reps.holdMm - reps.startMm;
  return cameDownMm < context.romMinMm || romMm >= 0.8 * cameDownMm;
}

const slowLimitMmps = (peakMmps: number): number =>
  Math.min(Math.max(SLOW_SHARE * peakMmps, SLOW_MIN_MMPS), SLOW_MAX_MMPS);

function ascending(reps: HeightReps, point: HeightPoint, context: RepContext): Stepped {
  const { atUs, heightMm, velocityMmps } = point;
  const higher = heightMm > reps.highMm;
  const peakMmps = Math.max(reps.peakMmps, velocityMmps);
  const slow = velocityMmps < slowLimitMmps(peakMmps) || atUs - reps.placeSinceUs > STAYED_US;
  const slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  const next: HeightReps = {
    ...reps,
    highMm: higher ? heightMm : reps.highMm,
    highUs: higher ? atUs : reps.highUs,
    peakMmps,
    slowSinceUs,
    stalled: reps.stalled || (atUs - slowSinceUs > STALL_US && !reachesLockout(reps, heightMm, context)),
  };
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

function lockout(reps: HeightReps, lockoutUs: number, atUs: number): Stepped {
  const next: HeightReps = { ...reps, phase: 'lockout', lockoutUs, holdMm: reps.highMm, slowSinceUs: NEVER_US };
  return { reps: next, signals: [{ kind: 'lockout', atUs, facts: factsOf(next, null) }] };
}

function atLockout(reps: HeightReps, point: HeightPoint, context: RepContext): Stepped {
  const { atUs, heightMm, velocityMmps } = point;
  const higher = heightMm > reps.highMm;
  const still = Math.abs(velocityMmps) < STILL_MMPS;
  const wayUpMm = reps.highMm - reps.startMm;
  const toleranceMm = Math.max(20, 0.06 * wayUpMm, 3 * context.noiseMm);
  const left = heightMm < reps.holdMm - toleranceMm || heightMm < reps.highMm - 0.25 * wayUpMm;
  const holding = reps.holdEndUs === null;
  const next: HeightReps = {
    ...reps,
    highMm: higher ? heightMm : reps.highMm,
    highUs: higher ? atUs : reps.highUs,
    holdMm: still ? heightMm : Math.max(reps.holdMm, higher ? heightMm : reps.holdMm),
    // When the bar was last still is when it began to leave.
    slowSinceUs: still || reps.slowSinceUs === NEVER_US ? atUs : reps.slowSinceUs,
    holdEndUs:
      holding && left
        ? Math.max(reps.lockoutUs ?? atUs, reps.slowSinceUs === NEVER_US ? atUs : reps.slowSinceUs)
        : reps.holdEndUs,
    rocking: reps.rocking || (!holding && velocityMmps > 2 * STILL_MMPS && heightMm > reps.highMm - 0.25 * wayUpMm),
  };
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

function descending(reps: HeightReps, point: HeightPoint, context: RepContext): Stepped {
  const { atUs, heightMm, velocityMmps } = point;
  if (heightMm > reps.lowMm + leastTravelMm(context)) {
    const done: RepSignal = { kind: 'done', atUs, facts: factsOf(reps, reps.lowUs) };
    const risen = rise(reps, point);
    return { reps: risen.reps, signals: [done, ...risen.signals] };
  }
  const lower = heightMm < reps.lowMm;
  const slow = Math.abs(velocityMmps) < slowLimitMmps(reps.peakMmps) || atUs - reps.placeSinceUs > STAYED_US;
  const slowSinceUs = slow ? Math.min(reps.slowSinceUs, atUs) : NEVER_US;
  const near = heightMm <= reps.lowMm + Math.max(6, 1.5 * context.noiseMm);
  const next: HeightReps = {
    ...reps,
    lowMm: lower ? heightMm : reps.lowMm,
    lowUs: lower ? atUs : reps.lowUs,
    leaveUs: lower || near ? atUs : reps.leaveUs,
    slowSinceUs,
  };
  const slowUs = atUs - slowSinceUs;
  const wayUpMm = reps.highMm - reps.startMm;
  const isDown = heightMm < reps.startMm + 0.2 * wayUpMm;
  if (slowUs < (isDown ? BOTTOM_DWELL_US : BOTTOM_ANYWHERE_US)) return { reps: next, signals: silent };
  const done: RepSignal = { kind: 'done', atUs, facts: factsOf(next, slowSinceUs) };
  return { reps: { ...next, phase: 'rest' }, signals: [done] };
}

function factsOf(reps: HeightReps, endUs: number | null): RepFacts {
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
