/**
 * One stretch of the bar's life in closed form: height, velocity and acceleration are exact, so the truth needs
 * no numerical derivative. Every stretch begins and ends at rest (velocity and acceleration zero), so any two join smoothly.
 */
export interface Motion {
  heightMm: number;
  velocityMps: number;
  accelerationMps2: number;
}

export type Phase = 'rest' | 'handling' | 'ascending' | 'lockout' | 'descending' | 'bottom';

/** A value that goes from one level to another over the segment, as smoothly as the bar does. */
interface Ramp {
  from: number;
  to: number;
}

/** A swing about the path: sway, tremor, a wiggle at the top, a knock on the rack. */
export interface Ripple {
  amplitudeMm: number;
  rateHz: number;
}

export interface Segment {
  phase: Phase;
  startS: number;
  durationS: number;
  heightMm: Ramp;
  /** Share of the bar's weight that the lifter carries: 0 racked or on the floor, 1 carried. */
  carried: Ramp;
  /** Mass of bar and plates. */
  massKg: Ramp;
  /** Share of the lifter's body that is on the platform: 0 away, 1 on it. */
  onPlatform: Ramp;
  /** Highest force of a hand that leans on the bar during the segment. */
  handN: number;
  ripples: readonly Ripple[];
  curve: Curve;
}

/** Coefficients of the velocity over the segment, τ² to τ⁶, with τ from 0 to 1. */
export type Curve = readonly [number, number, number, number, number];

interface Shape {
  /** Above 0 the peak of velocity comes later, below 0 earlier; within ±2. */
  skew: number;
  /** 0 none, 0.5 half the speed at the sticking point, below 1 the bar never turns. */
  sticking: number;
  /** Where in the movement's time the sticking point lies, 0 to 1. */
  stickingAt: number;
}

/**
 * The minimum-jerk velocity 30 τ²(1-τ)² (Flash and Hogan 1985) times a quadratic q(τ) that shapes it:
 * q = 1 + skew (τ - ½) + sticking ((τ - c)²/M - 1), where M is the mean of (τ - c)² under the minimum-jerk velocity.
 * Both added terms have mean zero under it, so the way covered stays the same.
 */
export function curveOf(shape: Shape): Curve {
  const { skew, sticking, stickingAt: c } = shape;
  const m = 1 / 28 + (0.5 - c) ** 2;
  const q0 = 1 - skew / 2 + sticking * (c ** 2 / m - 1);
  const q1 = skew - (2 * sticking * c) / m;
  const q2 = sticking / m;
  return [30 * q0, 30 * (q1 - 2 * q0), 30 * (q2 - 2 * q1 + q0), 30 * (q1 - 2 * q2), 30 * q2];
}

export const minimumJerk: Curve = curveOf({ skew: 0, sticking: 0, stickingAt: 0.5 });

export function endS(segment: Segment): number {
  return segment.startS + segment.durationS;
}

function progress(segment: Segment, tS: number): number {
  return Math.min(1, Math.max(0, (tS - segment.startS) / segment.durationS));
}

function ramped(ramp: Ramp, u: number): number {
  if (ramp.from === ramp.to) return ramp.from;
  return ramp.from + (ramp.to - ramp.from) * u * u * u * (10 + u * (6 * u - 15));
}

export function motionOf(segment: Segment, tS: number): Motion {
  const u = progress(segment, tS);
  const { durationS, heightMm, curve } = segment;
  const [c2, c3, c4, c5, c6] = curve;
  const riseMm = heightMm.to - heightMm.from;
  let mm = heightMm.from + riseMm * u * u * u * (c2 / 3 + u * (c3 / 4 + u * (c4 / 5 + u * (c5 / 6 + (u * c6) / 7))));
  let mmPerS = (riseMm * u * u * (c2 + u * (c3 + u * (c4 + u * (c5 + u * c6))))) / durationS;
  let mmPerS2 = (riseMm * u * (2 * c2 + u * (3 * c3 + u * (4 * c4 + u * (5 * c5 + u * 6 * c6))))) / durationS ** 2;
  if (segment.ripples.length > 0) {
    // The bell b = 64 u³(1-u)³ fades each swing in and out, so it vanishes with two derivatives at both ends.
    const w = u * (1 - u);
    const dw = 1 - 2 * u;
    const bell = 64 * w ** 3;
    const bellPerS = (192 * w * w * dw) / durationS;
    const bellPerS2 = (384 * w * (dw * dw - w)) / durationS ** 2;
    for (const { amplitudeMm, rateHz } of segment.ripples) {
      const omega = 2 * Math.PI * rateHz;
      const sin = amplitudeMm * Math.sin(omega * (tS - segment.startS));
      const cos = amplitudeMm * Math.cos(omega * (tS - segment.startS));
      mm += bell * sin;
      mmPerS += bellPerS * sin + bell * omega * cos;
      mmPerS2 += bellPerS2 * sin + 2 * bellPerS * omega * cos - bell * omega * omega * sin;
    }
  }
  return { heightMm: mm, velocityMps: mmPerS / 1000, accelerationMps2: mmPerS2 / 1000 };
}

/** What the lifter carries at `tS`: shares, mass and the hand on the bar. */
export function loadOf(
  segment: Segment,
  tS: number,
): { carried: number; massKg: number; onPlatform: number; handN: number } {
  const u = progress(segment, tS);
  return {
    carried: ramped(segment.carried, u),
    massKg: ramped(segment.massKg, u),
    onPlatform: ramped(segment.onPlatform, u),
    handN: segment.handN * 64 * (u * (1 - u)) ** 3,
  };
}

/** When the path, swings left out, passes `heightMm`. The segment must move one way and contain that height. */
export function crossingS(segment: Segment, heightMm: number): number {
  const rises = segment.heightMm.to > segment.heightMm.from;
  const path = { ...segment, ripples: [] };
  let low = segment.startS;
  let high = endS(segment);
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (motionOf(path, middle).heightMm < heightMm === rises) low = middle;
    else high = middle;
  }
  return high;
}

/** The highest upward velocity in the segment, to better than 1 µm/s. */
export function peakVelocityMps(segment: Segment): number {
  const steps = 200;
  const velocityAt = (step: number) =>
    motionOf(segment, segment.startS + (segment.durationS * step) / steps).velocityMps;
  let best = 0;
  for (let step = 1; step <= steps; step++) if (velocityAt(step) > velocityAt(best)) best = step;
  let low = Math.max(0, best - 1);
  let high = Math.min(steps, best + 1);
  for (let i = 0; i < 40; i++) {
    const third = (high - low) / 3;
    if (velocityAt(low + third) < velocityAt(high - third)) low += third;
    else high -= third;
  }
  return velocityAt((low + high) / 2);
}
