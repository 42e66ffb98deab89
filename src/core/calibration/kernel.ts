import type { TimedValue } from './lag.ts';

/** Values at equal steps of `GRID_S`. */
export type Curve = Float64Array;

export const GRID_S = 0.01;
/** Wide enough that 3 mm of noise at 50 Hz leave 0.1 m/s² on the second derivative, narrow against a quick rep of 1 s. */
export const KERNEL_SD_S = 0.07;
/** Four standard deviations to each side. */
export const KERNEL_HALF = Math.ceil((4 * KERNEL_SD_S) / GRID_S);
/** A hole longer than this would be filled with a straight line where the bar curved. */
const MAX_HOLE_S = 0.15;

/** Both channels on one grid of times, over the stretch that both cover. */
export function gridOf(
  heightsMm: readonly TimedValue[],
  forcesN: readonly TimedValue[],
): { height: Curve; force: Curve } | 'gaps' | 'too-short' {
  if (heightsMm.length < 2 || forcesN.length < 2) return 'too-short';
  const fromUs = Math.max(heightsMm[0]!.atUs, forcesN[0]!.atUs);
  const toUs = Math.min(heightsMm.at(-1)!.atUs, forcesN.at(-1)!.atUs);
  const steps = Math.floor((toUs - fromUs) / 1e6 / GRID_S);
  if (steps < 4 * KERNEL_HALF) return 'too-short';
  const height = resample(heightsMm, fromUs, steps);
  const force = resample(forcesN, fromUs, steps);
  return height && force ? { height, force } : 'gaps';
}

function resample(values: readonly TimedValue[], fromUs: number, steps: number): Curve | null {
  const curve = new Float64Array(steps);
  let next = 1;
  for (let step = 0; step < steps; step++) {
    const atUs = fromUs + step * GRID_S * 1e6;
    while (next < values.length - 1 && values[next]!.atUs < atUs) next++;
    const [left, right] = [values[next - 1]!, values[next]!];
    if (right.atUs - left.atUs > MAX_HOLE_S * 1e6) return null;
    curve[step] = left.value + ((right.value - left.value) * (atUs - left.atUs)) / (right.atUs - left.atUs);
  }
  return curve;
}

const offsetS = (index: number): number => (index - KERNEL_HALF) * GRID_S;
const BELL = Float64Array.from({ length: 2 * KERNEL_HALF + 1 }, (_, index) =>
  Math.exp(-0.5 * (offsetS(index) / KERNEL_SD_S) ** 2),
);
const moment = (kernel: Curve, power: number): number =>
  kernel.reduce((sum, weight, index) => sum + weight * offsetS(index) ** power, 0);
/** So that its moment of this power is `is`. */
function scaled(kernel: Curve, power: number, is = 1): Curve {
  const was = moment(kernel, power);
  return kernel.map((weight) => (is * weight) / was);
}
const WEIGHTS = scaled(BELL, 0);
/** First derivative of the smoothed curve: exact for a straight line. */
const FIRST = scaled(
  WEIGHTS.map((weight, index) => weight * offsetS(index)),
  1,
);
/** Second derivative of the smoothed curve: nothing for a constant and a straight line, exact for a parabola. */
const SPREAD = moment(WEIGHTS, 2);
const SECOND = scaled(
  WEIGHTS.map((weight, index) => weight * (offsetS(index) ** 2 - SPREAD)),
  2,
  2,
);

/** Ends where the kernel sticks out are left at 0. */
function filtered(curve: Curve, kernel: Curve): Curve {
  const result = new Float64Array(curve.length);
  for (let at = KERNEL_HALF; at < curve.length - KERNEL_HALF; at++) {
    let sum = 0;
    for (let index = 0; index < kernel.length; index++) sum += kernel[index]! * curve[at + index - KERNEL_HALF]!;
    result[at] = sum;
  }
  return result;
}

export const smooth = (curve: Curve): Curve => filtered(curve, WEIGHTS);

/** Smoothed height with its two derivatives, per second and per second squared. */
export const smoothTwice = (curve: Curve): { height: Curve; velocity: Curve; acceleration: Curve } => ({
  height: filtered(curve, WEIGHTS),
  velocity: filtered(curve, FIRST),
  acceleration: filtered(curve, SECOND),
});
