import type { RepFacts } from '../reps/signals.ts';
import { EDGE_MM, edgeUs, levelMm, plateauMm } from './edges.ts';
import { firstAbove, firstAfter, firstFrom, type Smoothed } from './smoothed.ts';
import { swingLevelMm } from './swings.ts';

/** The concentric phase: from where the bar stood to where it stands at the top. */
export interface WayUp {
  /** Velocity leaves 0.02 m/s. */
  readonly startUs: number;
  /** Velocity is back at 0.02 m/s for the first time near the top. */
  readonly firstTopUs: number;
  /** Arrival at the level of the hold. */
  readonly lockoutUs: number;
  readonly bottomMm: number;
  readonly topMm: number;
  readonly romMm: number;
  /** Way between `startUs` and `firstTopUs`. */
  readonly wayMm: number;
  /** Of one smoothed instant, for timing its edges. */
  readonly noiseMm: number;
  /** Below this a velocity is none. */
  readonly stillMmps: number;
  /** Of one smoothed instant. */
  readonly noiseMmps: number;
}

/** What a linear transducer calls movement (FIELD.md; GymAware, T-Force). */
const STILL_MMPS = 20;
/** A noisy velocity is called still at this many standard deviations, and the edge is carried on from there. */
const STILL_SIGMAS = 2.5;
const MOST_STILL_SHARE = 0.3;
/** The lowest and the highest quarter of the way: the edges lie in them. A stall amid the way is none. */
const EDGE_SHARE = 0.25;
/** So near to the top, of the range, a bar that stands has arrived: a last creep is no part of the way. */
const ARRIVED_SHARE = 0.1;
const ARRIVED_MM = 10;
/** A bar stands within so much of its level. */
const STANDS_MM = 6;
const STANDS_SIGMAS = 3;
const BOTTOM_US = 300_000;
/** A hold shorter than this has no level, only a peak; the level is that of its first part, before it sinks or is rocked. */
const LEAST_HOLD_US = 250_000;
const HOLD_LEVEL_US = 800_000;
const LAST_LEVEL_US = 400_000;
const SHORTEST_US = 1000;

/**
 * Null where no concentric phase shows. `noiseMm`, `noiseMmps`: of a smoothed height and velocity. `holdUntilUs`: the bar is at the top until then, as
 * far as is known.
 */
export function wayUp(
  bar: Smoothed,
  facts: RepFacts,
  noiseMm: number,
  noiseMmps: number,
  holdUntilUs: number,
): WayUp | null {
  const { heightMm, velocityMmps, atUs, count } = bar;
  const aboutLowMm = facts.lowMm!;
  const aboutMm = facts.highMm! - aboutLowMm;
  const half = firstAbove(bar, facts.startUs, aboutLowMm + aboutMm / 2);
  if (half === null) return null;
  const last = Math.max(half, Math.min(count, firstAfter(bar, holdUntilUs)) - 1);
  const peak = highest(bar, half, last);
  const peakMmps = fastest(bar, facts.startUs, half, peak);
  const stillMmps = Math.min(Math.max(STILL_MMPS, STILL_SIGMAS * noiseMmps), MOST_STILL_SHARE * peakMmps);
  const nearMm = Math.max(STANDS_MM, STANDS_SIGMAS * noiseMm);

  const start = startOf(bar, half, 0, aboutLowMm, stillMmps);
  const turn = turnsAt(bar, start) ? leavesTurn(bar, start, half) : null;
  const stillUs = turn?.atUs ?? crossingUs(bar, start, stillMmps);
  const bottomMm = levelMm(bar, atUs[start]! - BOTTOM_US, atUs[start]!, heightMm[start]!, nearMm) ?? heightMm[start]!;

  const peakMm = heightMm[peak]!;
  const travelMm = peakMm - bottomMm;
  if (travelMm <= 0) return null;
  let top = half;
  while (top < peak && heightMm[top]! < peakMm - EDGE_SHARE * travelMm) top += 1;
  // A bar that overshot, or is rocked higher later, stands lower than its peak.
  const isLong = atUs[last]! - atUs[top]! > 2 * LEAST_HOLD_US;
  const standsAboutMm = isLong ? Math.min(peakMm, standing(bar, atUs[top]!, atUs[last]!) ?? peakMm) : peakMm;
  let leave = last;
  while (leave > top && heightMm[leave]! < standsAboutMm - EDGE_SHARE * travelMm) leave -= 1;
  while (leave > top && velocityMmps[leave]! < -stillMmps) leave -= 1;
  const heldUntilUs = atUs[leave]!;
  // A grinding bar may stand longer below its top than at it: it has arrived where it stands in the end.
  const lastMm = isLong ? (standing(bar, heldUntilUs - LAST_LEVEL_US, heldUntilUs) ?? peakMm) : peakMm;
  const nearTopMm = Math.min(peakMm, Math.max(standsAboutMm, lastMm));
  const arrivedMm = nearTopMm - Math.max(ARRIVED_MM, ARRIVED_SHARE * travelMm);
  while (top < peak && (velocityMmps[top]! > stillMmps || heightMm[top]! < arrivedMm)) top += 1;
  const coming = holdUntilUs >= atUs[count - 1]! && top >= count - 1 ? arrivalAhead(bar, stillUs, travelMm) : null;
  const topUs = top > 0 && coming === null ? crossingUs(bar, top - 1, stillMmps, -1) : atUs[top]!;
  const carriedS = shapeS(stillMmps, travelMm, (topUs - stillUs) / 1e6);
  const startUs = turn?.atUs ?? stillUs - 1e6 * carriedS;
  const firstTopUs = coming?.stillUs ?? topUs + 1e6 * carriedS;

  const isHeld = heldUntilUs - atUs[top]! >= LEAST_HOLD_US;
  const standsMm = isHeld
    ? (swingLevelMm(bar, atUs[top]!, heldUntilUs, noiseMm) ??
      standing(bar, atUs[top]!, Math.min(heldUntilUs, atUs[top]! + HOLD_LEVEL_US)))
    : null;
  const topMm = coming?.topMm ?? standsMm ?? plateauMm(bar, atUs[half]!, atUs[last]!, 1, travelMm) ?? peakMm;
  const romMm = topMm - bottomMm;
  if (romMm <= 0) return null;
  // A last creep belongs to the hold.
  const lockoutUs = coming?.edgeUs ?? Math.min(edgeUs(bar, half, 1, topMm, romMm, noiseMm) ?? firstTopUs, firstTopUs);
  if (firstTopUs - startUs < SHORTEST_US) return null;
  const wayMm = (coming?.topMm ?? heightMm[top]!) - (turn?.heightMm ?? heightMm[start]!);
  return { startUs, firstTopUs, lockoutUs, bottomMm, topMm, romMm, wayMm, noiseMm, stillMmps, noiseMmps };
}

/** So long before the start a bar that turns comes down faster than this. */
const TURNING_US = 200_000;
const TURNING_MMPS = 60;
/** At a turn the bar passes 0.02 m/s within a hundredth of a millimetre; a transducer takes it as left at this height above it. */
const TURN_MM = 4;

/** Does the bar turn here, without standing? */
function turnsAt({ atUs, velocityMmps }: Smoothed, start: number): boolean {
  for (let index = start; index >= 0 && atUs[start]! - atUs[index]! <= TURNING_US; index--) {
    if (velocityMmps[index]! < -TURNING_MMPS) return true;
  }
  return false;
}

function leavesTurn({ atUs, heightMm }: Smoothed, start: number, half: number): { atUs: number; heightMm: number } {
  const leftMm = heightMm[start]! + TURN_MM;
  let index = start;
  while (index + 1 < half && heightMm[index + 1]! < leftMm) index += 1;
  const share = (leftMm - heightMm[index]!) / Math.max(1e-3, heightMm[index + 1]! - heightMm[index]!);
  return { atUs: atUs[index]! + Math.min(1, Math.max(0, share)) * (atUs[index + 1]! - atUs[index]!), heightMm: leftMm };
}

/** Median height over a stretch. */
const standing = (bar: Smoothed, fromUs: number, toUs: number): number | null =>
  levelMm(bar, fromUs, toUs, 0, Number.POSITIVE_INFINITY);

function highest({ heightMm }: Smoothed, from: number, last: number): number {
  let at = from;
  for (let index = from; index <= last; index++) if (heightMm[index]! > heightMm[at]!) at = index;
  return at;
}

function fastest(bar: Smoothed, fromUs: number, half: number, last: number): number {
  let most = 0;
  for (let index = Math.min(half, firstFrom(bar, fromUs)); index <= last; index++) {
    most = Math.max(most, bar.velocityMmps[index]!);
  }
  return most;
}

/** When, between the instants at `index` and after it, the velocity rises (`side` 1) or falls (-1) through `mmps`. */
function crossingUs({ atUs, velocityMmps, count }: Smoothed, index: number, mmps: number, side: 1 | -1 = 1): number {
  if (index + 1 >= count) return atUs[index]!;
  const before = side * (mmps - velocityMmps[index]!);
  const after = side * (velocityMmps[index + 1]! - mmps);
  const share = before + after > 0 ? Math.min(1, Math.max(0, before / (before + after))) : 0;
  return atUs[index]! + share * (atUs[index + 1]! - atUs[index]!);
}

/**
 * How long before it passed `mmps` a movement over `travelMm` in `lastedS` passed 0.02 m/s. A smooth movement begins with a jerk of about
 * 60 D / T^3, as the minimum-jerk one does: v = j t^2 / 2.
 */
function shapeS(mmps: number, travelMm: number, lastedS: number): number {
  if (mmps <= STILL_MMPS || lastedS <= 0) return 0;
  const jerk = (60 * travelMm) / lastedS ** 3;
  return Math.sqrt((2 * mmps) / jerk) - Math.sqrt((2 * STILL_MMPS) / jerk);
}

/** Further off it isn't the end of the movement that shows. */
const MOST_LEFT_MM = 30;
/** Where the bar is seen to leave, it has been under way for a twentieth of its time. */
const UNSEEN_SHARE = 0.05;
const ROUNDS = 4;

/**
 * A rep is announced at its lockout, when the bar has a few millimetres to go. A minimum-jerk movement over D in T ends with a constant jerk
 * j = 60 D / T^3, so that its velocity shows how long and how far: t = sqrt(2 v / j), x = v t / 3. D and T follow from these in turn. The
 * acceleration would tell it for any shape, t = -2 v / a, but is known too poorly at the last reading.
 */
function arrivalAhead(
  bar: Smoothed,
  startUs: number,
  risenMm: number,
): { topMm: number; edgeUs: number; stillUs: number } | null {
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
  const jerk = (2 * velocityMmps) / leftS ** 2;
  const lastUs = bar.atUs[last]!;
  return {
    topMm: bar.heightMm[last]! + leftMm,
    edgeUs: lastUs + 1e6 * leftS * (1 - Math.cbrt(EDGE_MM / leftMm)),
    stillUs: lastUs + 1e6 * (leftS - Math.sqrt((2 * STILL_MMPS) / jerk)),
  };
}

/** Higher than this above its lowest point, a tenth of the way, it stands in a sticking region; lower, it was shifted before. */
const SHIFTED_MM = 12;
const SHIFTED_SHARE = 0.09;
/** A bar that was shifted before the concentric phase rests there; a grinding lift that sticks goes on sooner. */
const RESTS_US = 200_000;
/** Higher than a bar is shifted, a stop is a sticking region however long a lifter grinds in it. */
const STUCK_MM = 45;
const STUCK_SHARE = 0.12;
const STUCK_US = 350_000;

/** The last instant before the concentric phase at which the bar stood: walks back from the middle of it. `low`: the first instant that may be meant. */
export function startOf(bar: Smoothed, half: number, low: number, aboutLowMm: number, stillMmps: number): number {
  const { heightMm, velocityMmps, atUs } = bar;
  const wayMm = 2 * (heightMm[half]! - aboutLowMm);
  const shiftedMm = aboutLowMm + Math.max(SHIFTED_MM, SHIFTED_SHARE * wayMm);
  let start = half;
  while (start > low && heightMm[start]! > aboutLowMm + EDGE_SHARE * wayMm) start -= 1;
  for (;;) {
    while (start > low && velocityMmps[start]! > stillMmps) start -= 1;
    if (start === low || heightMm[start]! < shiftedMm) return start;
    let rest = start;
    while (rest > low && Math.abs(velocityMmps[rest]!) <= stillMmps) rest -= 1;
    const isHigh = heightMm[start]! > aboutLowMm + Math.max(STUCK_MM, STUCK_SHARE * wayMm);
    // It came down to here, or rested: the concentric phase begins here.
    const restsUs = isHigh ? STUCK_US : RESTS_US;
    if (rest === low || velocityMmps[rest]! < 0 || atUs[start]! - atUs[rest]! > restsUs) return start;
    start = rest;
  }
}
