import type { RepFacts } from '../reps/signals.ts';
import type { Reading } from '../signal/order.ts';
import type { Effort, ForceMount } from '../types.ts';
import { EDGE_MM, edgeUs, holdLevelMm, plateauMm } from './edges.ts';
import { effortOf } from './effort.ts';
import { forceLateMs } from './force-lag.ts';
import { type ForceModel, forceModel, weightOver } from './fusion.ts';
import { leftSharePercent } from './left-share.ts';
import { type SmoothPoint, smooth } from './smooth.ts';
import { readingsBetween, type Trace } from './trace.ts';

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

/** Readings before and after the movement, so that the smoother is settled inside it. */
const MARGIN_US = 400_000;
const LEAST_READINGS = 6;
const SEEN_FOR_US = 100_000;
/** What smoothing leaves of the noise of a reading: without and with the force. */
const SMOOTHED = 0.6;
const FUSED = 0.35;
/** Further off it isn't the end of the movement that shows. */
const MOST_LEFT_MM = 30;
const SHORTEST_S = 0.3;
const LEAST_JERK_DENSITY = 3e5;
const GRAVITY_MMPS2 = 9806.65;
/** Below 0.4 g of carried weight a bar is dropped, not lowered. */
const DROPPED_SHARE = 0.6;
/** The peak is fitted over this share of it: one point alone would be the highest of the noise. */
const PEAK_SHARE = 0.85;

/**
 * Measures a movement from the readings kept of it. At its lockout it gives what is known by then.
 */
export function measureMovement(
  facts: RepFacts,
  trace: Trace,
  noiseMm: number,
  nowUs: number,
  mount: ForceMount,
): Measures {
  // On hooks the cell feels the bar only while it is racked.
  const carriesMovement = mount === 'bar' || mount === 'platform';
  const untilUs = facts.endUs ?? nowUs;
  const readings = whileSeen(readingsBetween(trace, facts.startUs - MARGIN_US, Math.min(nowUs, untilUs + MARGIN_US)));
  const unmeasuredN = carriesMovement ? weightOver(readings, [], facts.startUs, untilUs) : null;
  const share = (fromUs: number, toUs: number) => (carriesMovement ? leftSharePercent(readings, fromUs, toUs) : null);
  const heights = readings.filter((reading) => reading.channel === 'height');
  if (facts.lowMm === null || facts.highMm === null || heights.length < LEAST_READINGS)
    return unmeasured(facts, unmeasuredN, share(facts.startUs, facts.lockoutUs ?? untilUs));
  const model = { noiseMm, jerkDensity: jerkDensity(facts, facts.highMm - facts.lowMm, untilUs), force: null };
  const byHeight = smooth(readings, model);
  const force = carriesMovement ? forceModel(readings, byHeight, facts.startUs, untilUs) : null;
  const points = force === null ? byHeight : smooth(readings, { ...model, force });
  const up = wayUp(points, facts, (force === null ? SMOOTHED : FUSED) * noiseMm);
  if (up === null) return unmeasured(facts, unmeasuredN, share(facts.startUs, facts.lockoutUs ?? untilUs));
  const reached = facts.lockoutUs !== null;
  const leftUs = reached && facts.holdEndUs !== null ? departure(points, up, facts, facts.holdEndUs) : null;
  const endUs = facts.endUs === null ? null : Math.max(arrival(points, up, facts, facts.endUs), leftUs ?? up.endUs);
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
    meanPropulsiveVelocityMps: propulsive(points, up),
    peakVelocityMps: peakVelocity(points, up) / 1000,
    leftSharePercent: share(up.startUs, up.endUs),
    weightN: carriesMovement ? weightOver(readings, points, up.startUs, endUs ?? up.endUs) : null,
    effort: force === null || mount !== 'bar' ? null : effortOf(points, up.startUs, up.endUs, force),
    dropped: endUs !== null && leftUs !== null && falls(points, leftUs, endUs),
    force,
    forceLateMs: carriesMovement && endUs !== null ? forceLateMs(readings, byHeight, up.startUs, endUs) : null,
  };
}

/** The force alone carries the height on for a moment, not for the second until its loss is noticed. */
function whileSeen(readings: readonly Reading[]): readonly Reading[] {
  const last = readings.findLast(({ channel }) => channel === 'height');
  return last === undefined ? readings : readings.filter(({ atUs }) => atUs <= last.atUs + SEEN_FOR_US);
}

/**
 * A minimum-jerk movement over D in T has a jerk of rms sqrt(720) D / T^3, correlated over about T / 8. The smoother told so neither
 * flattens a fast lift nor follows the noise of a slow one.
 */
function jerkDensity(facts: RepFacts, travelMm: number, untilUs: number): number {
  const upS = ((facts.lockoutUs ?? untilUs) - facts.startUs) / 1e6;
  const downS = facts.holdEndUs === null || facts.endUs === null ? upS : (facts.endUs - facts.holdEndUs) / 1e6;
  const durationS = Math.max(SHORTEST_S, Math.min(upS, downS));
  return Math.max(LEAST_JERK_DENSITY, ((720 * travelMm ** 2) / durationS ** 6) * (durationS / 8));
}

interface WayUp {
  readonly startUs: number;
  readonly endUs: number;
  readonly topMm: number;
  readonly romMm: number;
  /** Of one reading, for timing its edges. */
  readonly noiseMm: number;
}

function wayUp(points: readonly SmoothPoint[], facts: RepFacts, noiseMm: number): WayUp | null {
  const aboutMm = facts.highMm! - facts.lowMm!;
  const topUntilUs = topUntil(points, facts, aboutMm);
  const lowMm = plateauMm(points, facts.startUs - MARGIN_US, facts.lockoutUs ?? topUntilUs, -1, aboutMm);
  const heldMm = holdLevelMm(
    points,
    facts.lockoutUs ?? topUntilUs,
    Math.min(topUntilUs, points.at(-1)?.atUs ?? 0),
    noiseMm,
  );
  const seenMm = heldMm ?? plateauMm(points, facts.lockoutUs ?? facts.startUs, topUntilUs, 1, aboutMm);
  if (lowMm === null || seenMm === null || seenMm <= lowMm) return null;
  const underWay = heldMm === null && facts.holdEndUs === null && facts.endUs === null;
  const coming = underWay ? arrivalAhead(points.at(-1)!) : null;
  const topMm = Math.max(seenMm, coming?.topMm ?? seenMm);
  const romMm = topMm - lowMm;
  const half = points.findIndex((point) => point.atUs >= facts.startUs && point.heightMm > lowMm + romMm / 2);
  if (half < 0) return null;
  const startUs = edgeUs(points, half, -1, lowMm, romMm, noiseMm) ?? facts.startUs;
  const endUs =
    edgeUs(points, half, 1, topMm, romMm, noiseMm) ?? coming?.edgeUs ?? facts.lockoutUs ?? points.at(-1)!.atUs;
  return endUs - startUs < 1000 ? null : { startUs, endUs, topMm, romMm, noiseMm };
}

/**
 * Until when the bar is at the top. A bar that is rocked leaves its level and comes back, so the way down decides, where there is one; over a gap
 * nothing is known.
 */
function topUntil(points: readonly SmoothPoint[], facts: RepFacts, travelMm: number): number {
  const { holdEndUs, endUs, gap } = facts;
  const toldUs = holdEndUs ?? endUs ?? Number.POSITIVE_INFINITY;
  if (holdEndUs === null || endUs === null || gap) return toldUs;
  const halfMm = facts.highMm! - travelMm / 2;
  return points.find((point) => point.atUs > holdEndUs && point.heightMm < halfMm)?.atUs ?? toldUs;
}

/**
 * A rep is told at its lockout, when the bar has a few millimetres to go. Any smooth movement ends with a constant jerk, x = j t^3 / 6
 * before its end, so that velocity and deceleration say how far and how long: t = 2 v / a, x = v t / 3.
 */
function arrivalAhead({
  atUs,
  heightMm,
  velocityMmps,
  accelerationMmps2,
}: SmoothPoint): { topMm: number; edgeUs: number } | null {
  if (velocityMmps <= 0 || accelerationMmps2 >= 0) return null;
  const leftS = (-2 * velocityMmps) / accelerationMmps2;
  const leftMm = (velocityMmps * leftS) / 3;
  if (leftMm < EDGE_MM || leftMm > MOST_LEFT_MM) return null;
  return { topMm: heightMm + leftMm, edgeUs: atUs + 1e6 * leftS * (1 - Math.cbrt(EDGE_MM / leftMm)) };
}

/** Way covered between the two instants, which lie an edge inside the range. */
const wayMm = ({ romMm }: WayUp): number => Math.max(0, romMm - 2 * EDGE_MM);

/** When the bar leaves the top. A hold that a gap or the end of the set cut short ended there. */
function departure(points: readonly SmoothPoint[], up: WayUp, facts: RepFacts, cutUs: number): number {
  if (facts.gap || facts.endUs === null) return Math.max(up.endUs, cutUs);
  const half = points.findIndex((point) => point.atUs > up.endUs && point.heightMm < up.topMm - up.romMm / 2);
  const leftUs = half < 0 ? null : edgeUs(points, half, -1, up.topMm, up.romMm, up.noiseMm);
  return Math.max(up.endUs, leftUs ?? cutUs);
}

/** When the bar is down. */
function arrival(points: readonly SmoothPoint[], up: WayUp, facts: RepFacts, seenUs: number): number {
  const half = points.findIndex((point) => point.atUs > up.endUs && point.heightMm < up.topMm - up.romMm / 2);
  if (half < 0 || facts.gap) return seenUs;
  const bottomMm = plateauMm(points, points[half]!.atUs, seenUs + MARGIN_US, -1, up.romMm);
  if (bottomMm === null) return seenUs;
  return edgeUs(points, half, 1, bottomMm, up.topMm - bottomMm, up.noiseMm) ?? seenUs;
}

function unmeasured(facts: RepFacts, weightN: number | null, leftSharePercent: number | null): Measures {
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
    leftSharePercent,
    weightN,
    effort: null,
    dropped: false,
    force: null,
    forceLateMs: null,
  };
}

/** Does the bar come down with most of gravity, so that the lifter carries hardly any of it? */
const falls = (points: readonly SmoothPoint[], fromUs: number, toUs: number): boolean =>
  points.some(
    ({ atUs, accelerationMmps2 }) => atUs > fromUs && atUs < toUs && accelerationMmps2 < -DROPPED_SHARE * GRAVITY_MMPS2,
  );

/** Mean velocity up to where the bar is braked harder than gravity does: beyond it the lifter no longer pushes. */
function propulsive(points: readonly SmoothPoint[], up: WayUp): number {
  const braked = points.find(
    (point) =>
      point.atUs > (up.startUs + up.endUs) / 2 && point.atUs < up.endUs && point.accelerationMmps2 < -GRAVITY_MMPS2,
  );
  if (braked === undefined) return wayMm(up) / 1000 / ((up.endUs - up.startUs) / 1e6);
  return (braked.heightMm - (up.topMm - up.romMm + EDGE_MM)) / 1000 / ((braked.atUs - up.startUs) / 1e6);
}

/** Vertex of the parabola through the fastest part, by least squares. */
function peakVelocity(points: readonly SmoothPoint[], up: WayUp): number {
  const moving = points.filter((point) => point.atUs > up.startUs && point.atUs < up.endUs);
  let fastest = 0;
  for (let index = 1; index < moving.length; index++) {
    if (moving[index]!.velocityMmps > moving[fastest]!.velocityMmps) fastest = index;
  }
  const peak = moving[fastest];
  if (peak === undefined) return 0;
  const limitMmps = PEAK_SHARE * peak.velocityMmps;
  let first = fastest;
  let last = fastest;
  while (first > 0 && moving[first - 1]!.velocityMmps > limitMmps) first--;
  while (last < moving.length - 1 && moving[last + 1]!.velocityMmps > limitMmps) last++;
  if (last - first < 4) return peak.velocityMmps;
  return vertex(moving.slice(first, last + 1), (moving[first]!.atUs + moving[last]!.atUs) / 2) ?? peak.velocityMmps;
}

function vertex(points: readonly SmoothPoint[], centreUs: number): number | null {
  const spanUs = (points.at(-1)!.atUs - points[0]!.atUs) / 2;
  let [s1, s2, s3, s4, y0, y1, y2] = [0, 0, 0, 0, 0, 0, 0];
  for (const { atUs, velocityMmps } of points) {
    const x = (atUs - centreUs) / spanUs;
    s1 += x;
    s2 += x * x;
    s3 += x ** 3;
    s4 += x ** 4;
    y0 += velocityMmps;
    y1 += velocityMmps * x;
    y2 += velocityMmps * x * x;
  }
  const n = points.length;
  // Normal equations of c0 + c1 x + c2 x^2, by Cramer's rule.
  const det = n * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  const c0 = (y0 * (s2 * s4 - s3 * s3) - s1 * (y1 * s4 - s3 * y2) + s2 * (y1 * s3 - s2 * y2)) / det;
  const c1 = (n * (y1 * s4 - y2 * s3) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - s2 * y1)) / det;
  const c2 = (n * (s2 * y2 - s3 * y1) - s1 * (s1 * y2 - s2 * y1) + y0 * (s1 * s3 - s2 * s2)) / det;
  return c2 < 0 ? c0 - (c1 * c1) / (4 * c2) : null;
}
