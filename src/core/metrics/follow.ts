import type { RepFacts } from '../reps/signals.ts';
import type { ForceMount } from '../types.ts';
import { type Carried, carriedOver } from './carried.ts';
import type { Forces } from './forces.ts';
import { type ForceModel, forceModel } from './fusion.ts';
import { smooth } from './smooth.ts';
import { emptySmoothed, firstAbove, firstBelow, type Smoothed } from './smoothed.ts';
import type { Stretch } from './trace.ts';
import { type WayUp, wayUp } from './way-up.ts';

/** A movement with its noise and the live filter's delay taken out. Belongs to the next call. */
export interface Followed {
  /** By the height alone. */
  readonly byHeight: Smoothed;
  /** By all that is known of it. */
  readonly bar: Smoothed;
  readonly up: WayUp;
  /** The same for its eccentric phase, which may be much slower; the noise of its velocity. */
  readonly downBar: Smoothed;
  readonly downNoiseMmps: number;
  /** How the force follows the movement; null when there is none to speak of, or when it contradicts the height. */
  readonly force: ForceModel | null;
  readonly carried: Carried;
}

const LEAST_HEIGHTS = 6;
/** What smoothing leaves of the noise of a reading: without and with the force. */
const SMOOTHED = 0.6;
const FUSED = 0.35;
const SHORTEST_S = 0.3;
const LEAST_JERK_DENSITY = 3e5;

/** Of phases one of which lasts so much longer than the other, each is smoothed by its own pace, where a hold lies between them: a bar that is dropped after a grind. */
const SLOWER = 1.7;
const QUICKER = 4;
const LEAST_HOLD_US = 250_000;

const byHeight = emptySmoothed();
const byBoth = emptySmoothed();
const ofWayDown = emptySmoothed();

/** Null when the readings are too few, or show no concentric phase. `untilUs`: where the movement ends, or now. */
export function follow(
  facts: RepFacts,
  stretch: Stretch,
  forces: Forces,
  noiseMm: number,
  untilUs: number,
  mount: ForceMount,
  known: ForceModel | null,
): Followed | null {
  if (facts.lowMm === null || facts.highMm === null) return null;
  const travelMm = facts.highMm - facts.lowMm;
  const { upS, downS, isApart } = durationsOf(facts, untilUs);
  const density = jerkDensity(travelMm, isApart ? upS : Math.min(upS, downS));
  const model = { noiseMm, jerkDensity: density, force: null, carriedFromUs: 0, carriedToUs: 0 };
  if (smooth(stretch, model, byHeight).count < LEAST_HEIGHTS) return null;
  const topUs = facts.lockoutUs ?? untilUs;
  const carried = carriedOver(forces, facts.startUs, onItsWayUs(facts, byHeight, topUs), topUs, facts.endUs);
  const fromUs = Math.max(facts.startUs, carried.fromUs);
  const fitted = forceModel(forces, byHeight, fromUs, comparedUntilUs(byHeight, facts, carried, untilUs), mount);
  // Where heights are missing, they can't tell how the force follows them: the set's other movements do.
  const force = facts.gap && known !== null ? known : facts.endUs === null ? beforeDown(fitted, known) : fitted;
  // The readings themselves are as the cell gave them.
  const told = force !== null && forces.turned ? { ...force, weightN: -force.weightN } : force;
  const fused = {
    noiseMm,
    jerkDensity: density,
    force: told,
    carriedFromUs: carried.fromUs,
    carriedToUs: carried.toUs,
  };
  const bar = force === null ? byHeight : smooth(stretch, fused, byBoth);
  const leftMm = (force === null ? SMOOTHED : FUSED) * noiseMm;
  const share = force === null ? 1 : FUSED;
  const leftMmps = share * velocityNoiseMmps(stretch, noiseMm, density);
  const up = wayUp(bar, facts, leftMm, leftMmps, holdUntilUs(bar, facts));
  if (up === null) return null;
  if (!isApart) return { byHeight, bar, up, downBar: bar, downNoiseMmps: leftMmps, force, carried };
  const downDensity = jerkDensity(travelMm, downS);
  const downBar = smooth(stretch, { ...fused, jerkDensity: downDensity }, ofWayDown);
  const downNoiseMmps = share * velocityNoiseMmps(stretch, noiseMm, downDensity);
  return { byHeight, bar, up, downBar, downNoiseMmps, force, carried };
}

function durationsOf(
  { startUs, lockoutUs, holdEndUs, endUs }: RepFacts,
  untilUs: number,
): { upS: number; downS: number; isApart: boolean } {
  const topUs = lockoutUs ?? untilUs;
  const upS = (topUs - startUs) / 1e6;
  if (holdEndUs === null || endUs === null) return { upS, downS: upS, isApart: false };
  const downS = (endUs - holdEndUs) / 1e6;
  const isHeld = holdEndUs - topUs > LEAST_HOLD_US;
  return { upS, downS, isApart: isHeld && (downS > SLOWER * upS || upS > QUICKER * downS) };
}

/** Before it is braked, which takes weight off the cell. */
const UNBRAKED_SHARE = 0.4;

/** A moment amid the concentric phase. */
function onItsWayUs({ startUs, lowMm, highMm }: RepFacts, bar: Smoothed, topUs: number): number {
  const index = firstAbove(bar, startUs, lowMm! + UNBRAKED_SHARE * (highMm! - lowMm!));
  return index === null ? (startUs + topUs) / 2 : bar.atUs[index]!;
}

/**
 * Until when force and acceleration are compared. A bar that is put on the floor is stopped by it, which the cell doesn't feel: of such an eccentric phase the
 * first half.
 */
export function comparedUntilUs(bar: Smoothed, facts: RepFacts, carried: Carried, untilUs: number): number {
  if (!Number.isFinite(carried.toUs) || facts.holdEndUs === null) return untilUs;
  const half = firstBelow(bar, facts.holdEndUs, (facts.highMm! + facts.lowMm!) / 2);
  return Math.min(untilUs, carried.toUs, half === null ? untilUs : bar.atUs[half]!);
}

/**
 * Noise of a velocity that is smoothed by heights alone. The smoother's bandwidth is w = (q / (s^2 dt))^(1/6), and over it n heights of noise s
 * leave about s w sqrt(w dt) / 2.
 */
function velocityNoiseMmps({ trace, first, end }: Stretch, noiseMm: number, density: number): number {
  const lastsS = (trace.atUs[end - 1]! - trace.atUs[first]!) / 1e6;
  let heights = 0;
  for (let index = first; index < end; index++) heights += trace.isHeight[index]!;
  const stepS = lastsS / Math.max(1, heights - 1);
  const bandwidth = (density / (noiseMm ** 2 * stepS)) ** (1 / 6);
  return (noiseMm * bandwidth * Math.sqrt(bandwidth * stepS)) / 2;
}

/**
 * Until when the bar is at the top. A bar that is rocked leaves its level and comes back, so the eccentric phase decides, where there is one; over a gap
 * nothing is known.
 */
function holdUntilUs(bar: Smoothed, { holdEndUs, endUs, gap, highMm, lowMm }: RepFacts): number {
  const toldUs = holdEndUs ?? endUs ?? Number.POSITIVE_INFINITY;
  if (holdEndUs === null || endUs === null || gap) return toldUs;
  const half = firstBelow(bar, holdEndUs, (highMm! + lowMm!) / 2);
  return half === null ? toldUs : bar.atUs[half]!;
}

/**
 * The concentric phase alone hardly shows a gain: of a quick one there are a dozen heights. So until the bar is down it is that of the set's movements
 * before. Without any the height alone counts, unless the force follows the bar plainly.
 */
function beforeDown(fitted: ForceModel | null, known: ForceModel | null): ForceModel | null {
  if (fitted === null || known === null) return fitted?.gain === 1 ? fitted : null;
  return { weightN: fitted.weightN, gain: known.gain, friction: known.friction };
}

/**
 * A minimum-jerk movement over D in T has a jerk of rms sqrt(720) D / T^3, correlated over about T / 8. The smoother told so neither
 * flattens a fast lift nor follows the noise of a slow one.
 */
function jerkDensity(travelMm: number, lastsS: number): number {
  const durationS = Math.max(SHORTEST_S, lastsS);
  return Math.max(LEAST_JERK_DENSITY, ((720 * travelMm ** 2) / durationS ** 6) * (durationS / 8));
}
