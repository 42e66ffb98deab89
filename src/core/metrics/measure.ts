import { GRAVITY_MMPS2 } from '../gravity.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Effort, ForceMount } from '../types.ts';
import { type Agreement, type Carried, carriedOver, compare, medianForce, medianForceHeard } from './carried.ts';
import { edgeUs } from './edges.ts';
import { effortOf } from './effort.ts';
import { comparedUntilUs, follow } from './follow.ts';
import { forceLateMs } from './force-lag.ts';
import { type Forces, forcesOf, noForces } from './forces.ts';
import { type ForceModel, weightOver } from './fusion.ts';
import { isHungThroughout } from './hung.ts';
import { leftSharePercent } from './left-share.ts';
import { earlyForceN, isLoadedFor } from './loaded.ts';
import { peakVelocityMmps } from './peak.ts';
import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';
import { marginFromUs, type Stretch, stretchOf, type Trace } from './trace.ts';
import { wayDown } from './way-down.ts';
import type { WayUp } from './way-up.ts';

/** Quantities of one movement; null where the readings don't show it. */
export interface Measures {
  readonly startUs: number;
  readonly lockoutUs: number | null;
  readonly endUs: number | null;
  readonly topMm: number | null;
  readonly romMm: number | null;
  readonly concentricS: number | null;
  readonly holdS: number | null;
  readonly eccentricS: number | null;
  readonly meanVelocityMps: number | null;
  readonly meanPropulsiveVelocityMps: number | null;
  readonly peakVelocityMps: number | null;
  readonly leftSharePercent: number | null;
  /** Static weight on the load cell. */
  readonly weightN: number | null;
  readonly effort: Effort | null;
  /** The lifter let the bar fall instead of lowering it. */
  readonly dropped: boolean;
  /** Down and up again while it was held. */
  readonly rocking: boolean;
  /** It stood still amid the concentric phase. */
  readonly stalled: boolean;
  /** Median force in the concentric phase; null without a cell that shows it. */
  readonly carriedN: number | null;
  /** The same early in it, from a fifth to half of the way; null with too few readings. */
  readonly earlyN: number | null;
  /** The load came on as it began: it was carried for this movement. */
  readonly loadedForIt: boolean;
  /** All the while the bar hung in the hooks, whose cell felt its weight. */
  readonly hung: boolean;
  /** The same of the second half of the hold. */
  readonly heldN: number | null;
  /** What the cell felt beside what the heights show; null where it doesn't show it. */
  readonly agreement: Agreement | null;
  /** How the force followed the movement; null when there was none to speak of, or when it contradicted the height. */
  readonly force: ForceModel | null;
  /** How much later than the height the force is stamped; null before the set is settled, and where the force doesn't follow it. */
  readonly forceLateMs: number | null;
}

/** So long before the bar was seen to leave the load was gone. */
const PUT_DOWN_US = 400_000;
/** Less than this below the top it was laid down where it was held. */
const LEAST_WAY_MM = 6;
/** A bar that is held is carried by this share of its load. */
const HELD_SHARE = 0.6;
/** Below 0.4 g of carried weight a bar is dropped, not lowered. */
const DROPPED_SHARE = 0.6;

/**
 * Measures a movement from the readings kept of it. At its lockout it gives what is known by then. Whether it was felt, and how late, is asked at its
 * lockout and when its set is settled (`isSettled`); between them it changes nothing.
 */
export function measureMovement(
  facts: RepFacts,
  trace: Trace,
  noiseMm: number,
  nowUs: number,
  mount: ForceMount,
  known: ForceModel | null,
  isSettled: boolean,
): Measures {
  const untilUs = facts.endUs ?? nowUs;
  const stretch = stretchOf(trace, marginFromUs(facts.startUs, facts.lockoutUs ?? untilUs), untilUs, nowUs);
  const forces = tellingForces(stretch, mount);
  const followed = follow(facts, stretch, forces, noiseMm, untilUs, mount, known);
  if (followed === null) return unmeasured(facts, forces, untilUs);
  const { bar, up, downBar, downNoiseMmps, force, byHeight, carried } = followed;
  const reached = facts.lockoutUs !== null;
  const down = facts.endUs === null ? null : wayDown(downBar, up, downNoiseMmps, facts.endUs);
  const cutUs = facts.holdEndUs === null ? null : Math.max(up.lockoutUs, facts.holdEndUs);
  const seenLeftUs = reached ? (down === null ? cutUs : down.leaveUs) : null;
  // A bar that is put on hooks up there isn't held any more, though it stays.
  const isPutDown = carried.toUs > up.lockoutUs && carried.toUs < (seenLeftUs ?? nowUs) - PUT_DOWN_US;
  const heldN = medianForce(forces, (up.lockoutUs + (seenLeftUs ?? nowUs)) / 2, seenLeftUs ?? nowUs);
  const isLow = heldN !== null && carried.forceN !== null && heldN < HELD_SHARE * carried.forceN;
  const leftUs = reached && isPutDown && isLow ? leftBeforeUs(bar, up, carried.toUs) : seenLeftUs;
  const endUs = facts.endUs === null ? null : Math.max(down?.endUs ?? facts.endUs, leftUs ?? up.lockoutUs);
  const concentricS = (up.firstTopUs - up.startUs) / 1e6;
  const meanVelocityMps = Math.max(0, up.wayMm) / 1000 / concentricS;
  const peakMps = peakVelocityMmps(bar, up.startUs, up.firstTopUs) / 1000;
  // Where it was lifted once more later, the facts' own concentric phase is longer.
  const carriedN = medianForceHeard(forces, up.startUs, up.firstTopUs);
  const carriedFromUs = Math.max(up.startUs, carried.fromUs);
  const carriedToUs = Math.min(endUs ?? untilUs, carried.toUs);
  const isDropped = endUs !== null && leftUs !== null && falls(downBar, leftUs, endUs);
  const weighs = weighedOver(up, carried, leftUs, isDropped ? null : endUs);
  return {
    startUs: up.startUs,
    lockoutUs: reached ? up.lockoutUs : null,
    endUs,
    topMm: up.topMm,
    romMm: up.romMm,
    concentricS,
    holdS: reached ? Math.max(0, (leftUs ?? nowUs) - up.lockoutUs) / 1e6 : null,
    eccentricS: endUs === null || leftUs === null ? null : (endUs - leftUs) / 1e6,
    meanVelocityMps,
    meanPropulsiveVelocityMps: propulsiveMps(bar, up),
    peakVelocityMps: Number.isFinite(peakMps) ? Math.max(peakMps, meanVelocityMps) : meanVelocityMps,
    leftSharePercent: leftSharePercent(forces, carriedFromUs, up.firstTopUs),
    weightN: weightOver(forces, bar, weighs.fromUs, weighs.toUs),
    effort: force === null || mount !== 'bar' ? null : effortOf(bar, up.startUs, up.firstTopUs, force),
    dropped: isDropped,
    rocking: reached && leftUs !== null && isRocked(bar, up, leftUs),
    stalled: isStalled(bar, up),
    carriedN,
    earlyN: earlyForceN(forces, bar, up),
    loadedForIt: isLoadedFor(forces, up.startUs, carriedN),
    hung: mount === 'hooks' && isHungThroughout(trace, up.startUs, up.firstTopUs),
    heldN,
    agreement:
      (isSettled || facts.endUs === null) && carriedFromUs < (up.startUs + up.firstTopUs) / 2
        ? compare(
            forces,
            byHeight,
            carriedFromUs,
            comparedUntilUs(byHeight, facts, carried, carriedToUs),
            facts.endUs === null,
          )
        : null,
    force,
    forceLateMs: endUs === null || !isSettled ? null : forceLateMs(forces, byHeight, carriedFromUs, carriedToUs),
  };
}

/** The bar stands still for so long before and after a movement that the cell carries throughout. */
const STANDS_US = 120_000;

/**
 * When the load is weighed. The bar stands at both ends: from before the concentric phase to after the eccentric one, where the cell carries it all the
 * while, so that neither the velocity at the ends nor friction counts; else until it leaves the top, for it may be let fall and hit the floor.
 */
function weighedOver(
  up: WayUp,
  carried: Carried,
  leftUs: number | null,
  endUs: number | null,
): { fromUs: number; toUs: number } {
  if (endUs !== null && carried.fromUs < up.startUs - STANDS_US && carried.toUs > endUs + STANDS_US) {
    return { fromUs: up.startUs - STANDS_US, toUs: endUs + STANDS_US };
  }
  const fromUs = Math.max(up.startUs, carried.fromUs);
  const toUs = Math.min(endUs ?? Number.POSITIVE_INFINITY, carried.toUs);
  return { fromUs, toUs: Math.min(toUs, Math.max(leftUs ?? toUs, up.firstTopUs)) };
}

/** When the bar left its level on the way to the hooks, on which it lies at `lyingUs`. */
function leftBeforeUs(bar: Smoothed, up: WayUp, lyingUs: number): number {
  const at = Math.min(bar.count - 1, firstFrom(bar, lyingUs));
  if (at < 0 || up.topMm - bar.heightMm[at]! < LEAST_WAY_MM) return lyingUs;
  return Math.max(up.lockoutUs, edgeUs(bar, at, -1, up.topMm, up.romMm, up.noiseMm) ?? lyingUs);
}

/** When the lockout was reached, as far as is known now; null when it wasn't. */
export function measureLockoutUs(
  facts: RepFacts,
  trace: Trace,
  noiseMm: number,
  nowUs: number,
  mount: ForceMount,
  known: ForceModel | null,
): number | null {
  if (facts.lockoutUs === null) return null;
  const stretch = stretchOf(trace, marginFromUs(facts.startUs, facts.lockoutUs), nowUs, nowUs);
  const followed = follow(facts, stretch, tellingForces(stretch, mount), noiseMm, nowUs, mount, known);
  return followed === null ? facts.lockoutUs : followed.up.lockoutUs;
}

/** What shows of the movement: on hooks the cell feels the bar only while it is racked. */
const tellingForces = (stretch: Stretch, mount: ForceMount): Forces =>
  mount === 'bar' || mount === 'platform' ? forcesOf(stretch) : noForces;

function unmeasured(facts: RepFacts, forces: Forces, untilUs: number): Measures {
  const { startUs, lockoutUs, holdEndUs, endUs, lowMm, highMm } = facts;
  return {
    startUs,
    lockoutUs,
    endUs,
    topMm: highMm,
    romMm: lowMm === null || highMm === null ? null : highMm - lowMm,
    concentricS: lockoutUs === null ? null : (lockoutUs - startUs) / 1e6,
    holdS: lockoutUs === null || holdEndUs === null ? null : (holdEndUs - lockoutUs) / 1e6,
    eccentricS: holdEndUs === null || endUs === null ? null : (endUs - holdEndUs) / 1e6,
    meanVelocityMps: null,
    meanPropulsiveVelocityMps: null,
    peakVelocityMps: null,
    leftSharePercent: leftSharePercent(forces, startUs, lockoutUs ?? untilUs),
    weightN: weightOver(forces, null, startUs, untilUs),
    effort: null,
    dropped: false,
    rocking: false,
    stalled: false,
    carriedN: carriedOver(forces, startUs, startUs, lockoutUs ?? untilUs, endUs).forceN,
    earlyN: null,
    loadedForIt: false,
    hung: false,
    heldN: null,
    agreement: null,
    force: null,
    forceLateMs: null,
  };
}

/** A fall takes longer than an impact, whose rebound is as hard. */
const FALLS_US = 60_000;

/** Does the bar come down with most of gravity, so that the lifter carries hardly any of it? */
function falls(bar: Smoothed, fromUs: number, toUs: number): boolean {
  const end = firstFrom(bar, toUs);
  let sinceUs = Number.POSITIVE_INFINITY;
  for (let index = firstAfter(bar, fromUs); index < end; index++) {
    const isFalling = bar.accelerationMmps2[index]! < -DROPPED_SHARE * GRAVITY_MMPS2 && bar.velocityMmps[index]! < 0;
    sinceUs = isFalling ? Math.min(sinceUs, bar.atUs[index]!) : Number.POSITIVE_INFINITY;
    if (bar.atUs[index]! - sinceUs >= FALLS_US) return true;
  }
  return false;
}

/** Down and up again by so much is rocking; less is what a sensor and a held breath do. */
const ROCKED_MM = 12;
const ROCKED_SIGMAS = 5;
/** A bar rings for some tenths of a second after it has arrived, each swing smaller than the one before. */
const RINGS_US = 400_000;

function isRocked(bar: Smoothed, up: WayUp, leftUs: number): boolean {
  const limitMm = Math.max(ROCKED_MM, ROCKED_SIGMAS * up.noiseMm);
  const end = firstFrom(bar, leftUs);
  let highMm = Number.NEGATIVE_INFINITY;
  let lowMm = Number.POSITIVE_INFINITY;
  for (let index = firstAfter(bar, up.firstTopUs + RINGS_US); index < end; index++) {
    const mm = bar.heightMm[index]!;
    if (lowMm < highMm - limitMm && mm > lowMm + limitMm) return true;
    if (mm > highMm && lowMm >= highMm - limitMm) {
      highMm = mm;
      lowMm = mm;
    } else if (mm < lowMm) lowMm = mm;
  }
  return false;
}

/** A lifter who stands still for so long amid the concentric phase is stuck. */
const STALL_US = 250_000;
const STALL_MMPS = 25;
const STALL_FROM_SHARE = 0.08;
const STALL_TO_SHARE = 0.88;

function isStalled(bar: Smoothed, up: WayUp): boolean {
  const fromMm = up.bottomMm + STALL_FROM_SHARE * up.romMm;
  const toMm = up.bottomMm + STALL_TO_SHARE * up.romMm;
  const limitMmps = Math.max(STALL_MMPS, up.stillMmps);
  const end = firstFrom(bar, up.firstTopUs);
  let sinceUs = Number.POSITIVE_INFINITY;
  for (let index = firstAfter(bar, up.startUs); index < end; index++) {
    const mm = bar.heightMm[index]!;
    const stands = Math.abs(bar.velocityMmps[index]!) < limitMmps && mm > fromMm && mm < toMm;
    sinceUs = stands ? Math.min(sinceUs, bar.atUs[index]!) : Number.POSITIVE_INFINITY;
    if (bar.atUs[index]! - sinceUs >= STALL_US) return true;
  }
  return false;
}

/** Mean velocity up to where the bar is braked harder than gravity does: beyond it the lifter no longer pushes. */
function propulsiveMps(bar: Smoothed, up: WayUp): number {
  const end = firstFrom(bar, up.firstTopUs);
  let braked = firstAfter(bar, (up.startUs + up.firstTopUs) / 2);
  while (braked < end && bar.accelerationMmps2[braked]! >= -GRAVITY_MMPS2) braked += 1;
  if (braked >= end) return Math.max(0, up.wayMm) / 1000 / ((up.firstTopUs - up.startUs) / 1e6);
  return (bar.heightMm[braked]! - up.bottomMm) / 1000 / ((bar.atUs[braked]! - up.startUs) / 1e6);
}
