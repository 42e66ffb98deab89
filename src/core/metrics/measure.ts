import type { RepFacts } from '../reps/signals.ts';
import { type SmoothPoint, smoothHeights } from './smooth.ts';
import { readingsBetween, type Trace } from './trace.ts';

/** Quantities of one movement; null where the readings don't tell. */
export interface Measures {
  readonly startUs: number;
  readonly lockoutUs: number | null;
  readonly endUs: number | null;
  readonly romMm: number | null;
  readonly concentricS: number | null;
  readonly holdS: number | null;
  readonly eccentricS: number | null;
  readonly meanVelocityMps: number | null;
  readonly meanPropulsiveVelocityMps: number | null;
  readonly peakVelocityMps: number | null;
  /** Mean force from start to end; over a whole cycle it is the static weight, since the velocity returns to 0. */
  readonly meanForceN: number | null;
}

/** Readings before and after the movement, so that the smoother is settled inside it. */
const MARGIN_US = 400_000;
const LEAST_READINGS = 6;
const GRAVITY_MMPS2 = 9806.65;
/** Velocities, as shares of the peak, between which the end of a way up is extrapolated. */
const UPPER_SHARE = 0.2;
const LOWER_SHARE = 0.05;
/** Longest extrapolation: a slow creep isn't the end of a lift. */
const MAX_TAIL_US = 200_000;

export function measureMovement(facts: RepFacts, trace: Trace | null, noiseMm: number, nowUs: number): Measures {
  const readings = readingsBetween(
    trace,
    facts.startUs - MARGIN_US,
    Math.min(nowUs, (facts.endUs ?? nowUs) + MARGIN_US),
  );
  const forces = readings.filter(
    (reading) => reading.channel === 'force' && reading.atUs >= facts.startUs && reading.atUs <= (facts.endUs ?? nowUs),
  );
  const meanForceN = forces.length > 0 ? forces.reduce((sum, { value }) => sum + value, 0) / forces.length : null;
  const heights = readings.filter((reading) => reading.channel === 'height');
  const points = heights.length < LEAST_READINGS || facts.lowMm === null ? [] : smoothHeights(heights, noiseMm);
  const up = wayUp(points, facts);
  if (up === null) return unmeasured(facts, meanForceN);
  const reached = facts.lockoutUs !== null;
  const lockoutUs = reached ? up.endUs : null;
  const left = reached && facts.holdEndUs !== null ? departure(points, up.endUs, facts) : null;
  const endUs = facts.endUs === null ? null : Math.max(facts.endUs, left ?? up.endUs);
  return {
    startUs: up.startUs,
    lockoutUs,
    endUs,
    romMm: up.romMm,
    concentricS: (up.endUs - up.startUs) / 1e6,
    holdS:
      left === null ? (reached ? Math.max(0, (nowUs - up.endUs) / 1e6) : null) : Math.max(0, left - up.endUs) / 1e6,
    eccentricS: endUs === null || left === null ? null : (endUs - left) / 1e6,
    meanVelocityMps: up.romMm / 1000 / Math.max(1e-3, (up.endUs - up.startUs) / 1e6),
    meanPropulsiveVelocityMps: up.propulsiveMps,
    peakVelocityMps: up.peakMmps / 1000,
    meanForceN,
  };
}

function unmeasured(facts: RepFacts, meanForceN: number | null): Measures {
  const { startUs, lockoutUs, holdEndUs, endUs, lowMm, highMm } = facts;
  return {
    startUs,
    lockoutUs,
    endUs,
    romMm: lowMm === null || highMm === null ? null : highMm - lowMm,
    concentricS: lockoutUs === null ? null : (lockoutUs - startUs) / 1e6,
    holdS: lockoutUs === null || holdEndUs === null ? null : (holdEndUs - lockoutUs) / 1e6,
    eccentricS: holdEndUs === null || endUs === null ? null : (endUs - holdEndUs) / 1e6,
    meanVelocityMps: null,
    meanPropulsiveVelocityMps: null,
    peakVelocityMps: null,
    meanForceN,
  };
}

interface WayUp {
  readonly startUs: number;
  readonly endUs: number;
  readonly romMm: number;
  readonly peakMmps: number;
  readonly propulsiveMps: number;
}

function wayUp(points: readonly SmoothPoint[], facts: RepFacts): WayUp | null {
  const untilUs = (facts.lockoutUs ?? facts.endUs ?? Number.POSITIVE_INFINITY) + 150_000;
  let peak = -1;
  for (let index = 0; index < points.length; index++) {
    const point = points[index]!;
    if (point.atUs < facts.startUs - MARGIN_US || point.atUs > untilUs) continue;
    if (peak < 0 || point.velocityMmps > points[peak]!.velocityMmps) peak = index;
  }
  const peakMmps = points[peak]?.velocityMmps ?? 0;
  if (peakMmps <= 0) return null;
  const upper = UPPER_SHARE * peakMmps;
  // The first and the last time at a fifth of the peak: a stall in between belongs to the same way up.
  let first = peak;
  let last = peak;
  for (let index = peak; index >= 0 && points[index]!.atUs >= facts.startUs - 100_000; index--) {
    if (points[index]!.velocityMmps > upper) first = index;
  }
  for (let index = peak; index < points.length && points[index]!.atUs <= untilUs; index++) {
    if (points[index]!.velocityMmps > upper) last = index;
  }
  const startUs = tailUs(points, first, -1, peakMmps);
  const endUs = tailUs(points, last, 1, peakMmps);
  const lowMm = heightAt(points, startUs);
  const highMm = heightAt(points, endUs);
  let distanceMm = 0;
  let propulsiveUs = 0;
  for (let index = Math.max(1, first); index <= last; index++) {
    const a = points[index - 1]!;
    const b = points[index]!;
    if (b.accelerationMmps2 < -GRAVITY_MMPS2) continue;
    distanceMm += b.heightMm - a.heightMm;
    propulsiveUs += b.atUs - a.atUs;
  }
  const wholeUs = Math.max(1000, endUs - startUs);
  const outsideMm = highMm - lowMm - (points[last]!.heightMm - points[Math.max(0, first - 1)]!.heightMm);
  const outsideUs = wholeUs - (points[last]!.atUs - points[Math.max(0, first - 1)]!.atUs);
  const propulsiveMps = (distanceMm + outsideMm) / 1000 / Math.max(1e-3, (propulsiveUs + outsideUs) / 1e6);
  return { startUs, endUs, romMm: highMm - lowMm, peakMmps, propulsiveMps };
}

/**
 * Where the velocity reaches 0 beyond `index`. Near its ends a lift has v = j (T - t)^2 / 2, so with crossings of 20 % and 5 %
 * of the peak at t1 and t2 the end lies at t2 + (t2 - t1): sqrt(0.20) = 2 sqrt(0.05).
 */
function tailUs(points: readonly SmoothPoint[], index: number, direction: 1 | -1, peakMmps: number): number {
  const upperUs = crossingUs(points, index, direction, UPPER_SHARE * peakMmps);
  const lowerUs = crossingUs(points, index, direction, LOWER_SHARE * peakMmps);
  if (upperUs === null) return points[index]!.atUs;
  if (lowerUs === null) return upperUs;
  const tail = Math.min(Math.abs(lowerUs - upperUs), MAX_TAIL_US);
  return lowerUs + direction * tail;
}

function crossingUs(points: readonly SmoothPoint[], from: number, direction: 1 | -1, limitMmps: number): number | null {
  for (let index = from; index >= 0 && index < points.length; index += direction) {
    const here = points[index]!;
    const next = points[index + direction];
    if (next === undefined) return null;
    if (here.velocityMmps >= limitMmps && next.velocityMmps < limitMmps) {
      const share = (here.velocityMmps - limitMmps) / (here.velocityMmps - next.velocityMmps);
      return here.atUs + share * (next.atUs - here.atUs);
    }
  }
  return null;
}

/** When the bar leaves the top: the way down's start, found like the way up's. A hold that a gap or the set's end cut short ends there. */
function departure(points: readonly SmoothPoint[], topUs: number, facts: RepFacts): number {
  const cutUs = facts.holdEndUs ?? topUs;
  if (facts.gap || facts.endUs === null) return cutUs;
  const turned = points.map((point) => ({ ...point, velocityMmps: -point.velocityMmps }));
  let fastest = -1;
  for (let index = 0; index < turned.length; index++) {
    const point = turned[index]!;
    if (point.atUs < topUs || point.atUs > facts.endUs) continue;
    if (fastest < 0 || point.velocityMmps > turned[fastest]!.velocityMmps) fastest = index;
  }
  const peakMmps = turned[fastest]?.velocityMmps ?? 0;
  if (peakMmps <= 0) return cutUs;
  let first = fastest;
  for (let index = fastest; index >= 0 && turned[index]!.atUs > topUs; index--) {
    if (turned[index]!.velocityMmps <= UPPER_SHARE * peakMmps) break;
    first = index;
  }
  return Math.max(topUs, tailUs(turned, first, -1, peakMmps));
}

function heightAt(points: readonly SmoothPoint[], atUs: number): number {
  let index = points.findIndex((point) => point.atUs >= atUs);
  if (index < 0) index = points.length - 1;
  const after = points[index]!;
  const before = points[index - 1];
  if (before === undefined || after.atUs <= atUs) return after.heightMm;
  const share = (atUs - before.atUs) / (after.atUs - before.atUs);
  return before.heightMm + share * (after.heightMm - before.heightMm);
}
