import type { RepFacts } from '../reps/signals.ts';
import { EDGE_MM, edgeUs, holdLevelMm, plateauMm } from './edges.ts';
import { firstBelow, firstFrom, type Smoothed } from './smoothed.ts';
import { marginFromUs } from './trace.ts';

/** From where the bar stood to where it stands at the top. */
export interface WayUp {
  readonly startUs: number;
  readonly endUs: number;
  readonly topMm: number;
  readonly romMm: number;
  /** Of one instant, for timing its edges. */
  readonly noiseMm: number;
}

/** Further off it isn't the end of the movement that shows. */
const MOST_LEFT_MM = 30;
const SHORTEST_US = 1000;

/** Null where no way up shows. */
export function wayUp(bar: Smoothed, facts: RepFacts, noiseMm: number): WayUp | null {
  const aboutMm = facts.highMm! - facts.lowMm!;
  const last = bar.count - 1;
  const topUntilUs = topUntil(bar, facts, aboutMm);
  const upUs = facts.lockoutUs ?? topUntilUs;
  const lowMm = plateauMm(bar, marginFromUs(facts.startUs, upUs), upUs, -1, aboutMm);
  const heldMm = holdLevelMm(bar, upUs, topUntilUs, noiseMm);
  const seenMm = heldMm ?? plateauMm(bar, facts.lockoutUs ?? facts.startUs, topUntilUs, 1, aboutMm);
  if (lowMm === null || seenMm === null || seenMm <= lowMm) return null;
  const underWay = heldMm === null && facts.holdEndUs === null && facts.endUs === null;
  const coming = underWay ? arrivalAhead(bar, last) : null;
  const topMm = Math.max(seenMm, coming?.topMm ?? seenMm);
  const romMm = topMm - lowMm;
  let half = firstFrom(bar, facts.startUs);
  while (half <= last && bar.heightMm[half]! <= lowMm + romMm / 2) half += 1;
  if (half > last) return null;
  const startUs = edgeUs(bar, half, -1, lowMm, romMm, noiseMm) ?? facts.startUs;
  const endUs = edgeUs(bar, half, 1, topMm, romMm, noiseMm) ?? coming?.edgeUs ?? facts.lockoutUs ?? bar.atUs[last]!;
  return endUs - startUs < SHORTEST_US ? null : { startUs, endUs, topMm, romMm, noiseMm };
}

/**
 * Until when the bar is at the top. A bar that is rocked leaves its level and comes back, so the way down decides, where there is one; over a gap
 * nothing is known.
 */
function topUntil(bar: Smoothed, facts: RepFacts, travelMm: number): number {
  const { holdEndUs, endUs, gap } = facts;
  const toldUs = holdEndUs ?? endUs ?? Number.POSITIVE_INFINITY;
  if (holdEndUs === null || endUs === null || gap) return toldUs;
  const half = firstBelow(bar, holdEndUs, facts.highMm! - travelMm / 2);
  return half === null ? toldUs : bar.atUs[half]!;
}

/**
 * A rep is told at its lockout, when the bar has a few millimetres to go. Any smooth movement ends with a constant jerk, x = j t^3 / 6
 * before its end, so that velocity and deceleration say how far and how long: t = 2 v / a, x = v t / 3.
 */
function arrivalAhead(bar: Smoothed, index: number): { topMm: number; edgeUs: number } | null {
  const velocityMmps = bar.velocityMmps[index]!;
  const accelerationMmps2 = bar.accelerationMmps2[index]!;
  if (velocityMmps <= 0 || accelerationMmps2 >= 0) return null;
  const leftS = (-2 * velocityMmps) / accelerationMmps2;
  const leftMm = (velocityMmps * leftS) / 3;
  if (leftMm < EDGE_MM || leftMm > MOST_LEFT_MM) return null;
  return {
    topMm: bar.heightMm[index]! + leftMm,
    edgeUs: bar.atUs[index]! + 1e6 * leftS * (1 - Math.cbrt(EDGE_MM / leftMm)),
  };
}
