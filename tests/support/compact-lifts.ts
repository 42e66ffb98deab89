/** Small things that the tests of the core's limits are made of: a path through points, a movement, the plainest options. */
import type { CoreOptions, Input, Movement } from '../../src/core/index.ts';
import { emptySmoothed, resize, type Smoothed } from '../../src/core/metrics/smoothed.ts';

export const options: CoreOptions = {
  profile: { name: 'hip-thrust', liftStart: 'bottom', romMinMm: 120, romMaxMm: 700 },
  forceMount: 'bar',
  heightLagMs: 0,
  forceLagMs: 0,
  targetHoldS: 0,
};

const STEP_S = 0.01;

/** A bar that comes to rest at each of the points, as a smoother would show it: a hundred instants a second. */
export function smoothedPath(points: readonly (readonly [atS: number, heightMm: number])[]): Smoothed {
  const [firstS, lastS] = [points[0]![0], points.at(-1)![0]];
  const bar = emptySmoothed();
  const count = Math.round((lastS - firstS) / STEP_S) + 1;
  resize(bar, count);
  let part = 1;
  for (let index = 0; index < count; index++) {
    const atS = firstS + index * STEP_S;
    while (part < points.length - 1 && points[part]![0] < atS - 1e-9) part += 1;
    const [fromS, fromMm] = points[part - 1]!;
    const [toS, toMm] = points[part]!;
    const share = Math.min(1, Math.max(0, (atS - fromS) / (toS - fromS)));
    bar.atUs[index] = Math.round(1e6 * atS);
    bar.heightMm[index] = fromMm + (toMm - fromMm) * share * share * (3 - 2 * share);
    bar.velocityMmps[index] = ((toMm - fromMm) * 6 * share * (1 - share)) / (toS - fromS);
    bar.accelerationMmps2[index] = ((toMm - fromMm) * 6 * (1 - 2 * share)) / (toS - fromS) ** 2;
  }
  return bar;
}

/** A counted movement of a second and a half. */
export const movementOf = (startS: number): Movement => ({
  n: 1,
  verdict: 'counted',
  reasons: [],
  flags: [],
  startUs: startS * 1e6,
  lockoutUs: (startS + 0.7) * 1e6,
  endUs: (startS + 1.5) * 1e6,
  topMm: null,
  romMm: null,
  concentricS: null,
  holdS: null,
  eccentricS: null,
  meanVelocityMps: null,
  meanPropulsiveVelocityMps: null,
  peakVelocityMps: null,
  loadKg: null,
  leftSharePercent: null,
});

/** Heights of a bar that comes to rest at each of the points: 50 a second, in tenths of a millimetre with a ripple of half a millimetre. */
export function heightsAlong(points: readonly (readonly [atS: number, heightMm: number])[]): Input[] {
  const { count, atUs, heightMm } = smoothedPath(points);
  const inputs: Input[] = [];
  for (let index = 0; index < count; index += 2) {
    const rippleMm = 0.5 * ((((index / 2) * 7) % 5) / 2 - 1);
    inputs.push({ kind: 'height', atUs: atUs[index]!, heightMm: Math.round(10 * (heightMm[index]! + rippleMm)) / 10 });
  }
  return inputs;
}

/** Up in 0.8 s, held for 0.8 s, down in 1 s, and 0.6 s at the bottom: for each rep its bottom and its top. */
export function repsAlong(reps: readonly (readonly [bottomMm: number, topMm: number])[], endMm = 100): Input[] {
  const points: [number, number][] = [
    [0, reps[0]![0]],
    [2, reps[0]![0]],
  ];
  let atS = 2;
  for (const [index, [, topMm]] of reps.entries()) {
    const nextMm = reps[index + 1]?.[0] ?? endMm;
    points.push([atS + 0.8, topMm], [atS + 1.6, topMm], [atS + 2.6, nextMm], [atS + 3.2, nextMm]);
    atS += 3.2;
  }
  return heightsAlong([...points, [atS + 1, endMm]]);
}
