import { GRAVITY_MMPS2 } from '../gravity.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Effort, ForceMount } from '../types.ts';
import { EDGE_MM, edgeUs, plateauMm } from './edges.ts';
import { effortOf } from './effort.ts';
import { follow } from './follow.ts';
import { forceLateMs } from './force-lag.ts';
import { type Forces, forcesOf, noForces } from './forces.ts';
import { type ForceModel, weightOver } from './fusion.ts';
import { leftSharePercent } from './left-share.ts';
import { peakVelocityMmps } from './peak.ts';
import { firstAfter, firstBelow, firstFrom, type Smoothed } from './smoothed.ts';
import { MARGIN_US, marginFromUs, type Stretch, stretchOf, type Trace } from './trace.ts';
import type { WayUp } from './way-up.ts';

/** Quantities of one movement; null where the readings don't tell. */
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
  /** How the force followed the movement; null when there was none to speak of, or when it contradicted the height. */
  readonly force: ForceModel | null;
  /** How much later than the height the force is stamped; null before the bar is down, and where the force doesn't follow it. */
  readonly forceLateMs: number | null;
}

/** Below 0.4 g of carried weight a bar is dropped, not lowered. */
const DROPPED_SHARE = 0.6;

/**
 * Measures a movement from the readings kept of it. At its lockout it gives what is known by then.
 */
export function measureMovement(
  facts: RepFacts,
  trace: Trace,
  noiseMm: number,
  nowUs: number,
  mount: ForceMount,
  known: ForceModel | null,
): Measures {
  const untilUs = facts.endUs ?? nowUs;
  const stretch = stretchOf(trace, marginFromUs(facts.startUs, facts.lockoutUs ?? untilUs), untilUs, nowUs);
  const forces = tellingForces(stretch, mount);
  const followed = follow(facts, stretch, forces, noiseMm, untilUs, mount, known);
  if (followed === null) return unmeasured(facts, forces, untilUs);
  const { bar, up, force, byHeight } = followed;
  const reached = facts.lockoutUs !== null;
  const leftUs = reached && facts.holdEndUs !== null ? departure(bar, up, facts, facts.holdEndUs) : null;
  const endUs = facts.endUs === null ? null : Math.max(arrival(bar, up, facts, facts.endUs), leftUs ?? up.endUs);
  const concentricS = (up.endUs - up.startUs) / 1e6;
  return {
    startUs: up.startUs,
    lockoutUs: reached ? up.endUs : null,
    endUs,
    topMm: up.topMm,
    romMm: up.romMm,
    concentricS,
    holdS: reached ? Math.max(0, (leftUs ?? nowUs) - up.endUs) / 1e6 : null,
    eccentricS: endUs === null || leftUs === null ? null : (endUs - leftUs) / 1e6,
    meanVelocityMps: wayMm(up) / 1000 / concentricS,
    meanPropulsiveVelocityMps: propulsiveMps(bar, up),
    peakVelocityMps: peakVelocityMmps(bar, up.startUs, up.endUs) / 1000,
    leftSharePercent: leftSharePercent(forces, up.startUs, up.endUs),
    weightN: weightOver(forces, bar, up.startUs, endUs ?? up.endUs),
    effort: force === null || mount !== 'bar' ? null : effortOf(bar, up.startUs, up.endUs, force),
    dropped: endUs !== null && leftUs !== null && falls(bar, leftUs, endUs),
    force,
    forceLateMs: endUs === null ? null : forceLateMs(forces, byHeight, up.startUs, endUs),
  };
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
  return followed === null ? facts.lockoutUs : followed.up.endUs;
}

/** What tells of the movement: on hooks the cell feels the bar only while it is racked. */
const tellingForces = (stretch: Stretch, mount: ForceMount): Forces =>
  mount === 'bar' || mount === 'platform' ? forcesOf(stretch) : noForces;

/** Way covered between the two instants, which lie an edge inside the range. */
const wayMm = ({ romMm }: WayUp): number => Math.max(0, romMm - 2 * EDGE_MM);

/** When the bar leaves the top. A hold that a gap or the end of the set cut short ended there. */
function departure(bar: Smoothed, up: WayUp, facts: RepFacts, cutUs: number): number {
  if (facts.gap || facts.endUs === null) return Math.max(up.endUs, cutUs);
  const half = firstBelow(bar, up.endUs, up.topMm - up.romMm / 2);
  const leftUs = half === null ? null : edgeUs(bar, half, -1, up.topMm, up.romMm, up.noiseMm);
  return Math.max(up.endUs, leftUs ?? cutUs);
}

/** When the bar is down. */
function arrival(bar: Smoothed, up: WayUp, facts: RepFacts, seenUs: number): number {
  const half = firstBelow(bar, up.endUs, up.topMm - up.romMm / 2);
  if (half === null || facts.gap) return seenUs;
  const bottomMm = plateauMm(bar, bar.atUs[half]!, seenUs + MARGIN_US, -1, up.romMm);
  if (bottomMm === null) return seenUs;
  return edgeUs(bar, half, 1, bottomMm, up.topMm - bottomMm, up.noiseMm) ?? seenUs;
}

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
    force: null,
    forceLateMs: null,
  };
}

/** Does the bar come down with most of gravity, so that the lifter carries hardly any of it? */
function falls(bar: Smoothed, fromUs: number, toUs: number): boolean {
  const end = firstFrom(bar, toUs);
  for (let index = firstAfter(bar, fromUs); index < end; index++) {
    if (bar.accelerationMmps2[index]! < -DROPPED_SHARE * GRAVITY_MMPS2) return true;
  }
  return false;
}

/** Mean velocity up to where the bar is braked harder than gravity does: beyond it the lifter no longer pushes. */
function propulsiveMps(bar: Smoothed, up: WayUp): number {
  const end = firstFrom(bar, up.endUs);
  let braked = firstAfter(bar, (up.startUs + up.endUs) / 2);
  while (braked < end && bar.accelerationMmps2[braked]! >= -GRAVITY_MMPS2) braked += 1;
  if (braked >= end) return wayMm(up) / 1000 / ((up.endUs - up.startUs) / 1e6);
  const lowMm = up.topMm - up.romMm + EDGE_MM;
  return (bar.heightMm[braked]! - lowMm) / 1000 / ((bar.atUs[braked]! - up.startUs) / 1e6);
}
