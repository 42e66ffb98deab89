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
/** Where the bar is seen to leave, a few millimetres up, it has been under way for a tenth of its time. */
const UNSEEN_SHARE = 0.1;
const ROUNDS = 4;
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
  const coming = underWay ? arrivalAhead(bar, facts.startUs, seenMm - lowMm) : null;
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
 * A rep is told at its lockout, when the bar has a few millimetres to go. A minimum-jerk movement over D in T ends with a constant jerk j = 60 D / T^3,
 * so that its velocity tells how long and how far: t = sqrt(2 v / j), x = v t / 3. D and T follow from these in turn. The acceleration would
 * tell it for any shape, t = -2 v / a, but is known too poorly at the last reading.
 */
function arrivalAhead(bar: Smoothed, startUs: number, risenMm: number): { topMm: number; edgeUs: number } | null {
  const last = bar.count - 1;
  const velocityMmps = bar.velocityMmps[last]!;
  if (velocityMmps <= 0) return null;
  const goneS = (bar.atUs[last]! - startUs) / 1e6;
  let leftS = 0;
  let leftMm = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const durationS = (1 + UNSEEN_SHARE) * goneS + leftS;
    leftS = Math.sqrt((2 * velocityMmps * durationS ** 3) / (60 * (risenMm + leftMm)));
    leftMm = (velocityMmps * leftS) / 3;
  }
  if (leftMm > MOST_LEFT_MM) return null;
  return {
    topMm: bar.heightMm[last]! + leftMm,
    edgeUs: bar.atUs[last]! + 1e6 * leftS * (1 - Math.cbrt(EDGE_MM / leftMm)),
  };
}
