import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';

/** The peak is fitted over this share of it: one instant alone would be the highest of the noise. */
const PEAK_SHARE = 0.85;

/** Highest velocity between two times, in mm/s: the vertex of the parabola through the fastest part, by least squares. */
export function peakVelocityMmps(bar: Smoothed, fromUs: number, toUs: number): number {
  const { velocityMmps } = bar;
  const [start, end] = [firstAfter(bar, fromUs), firstFrom(bar, toUs)];
  if (start >= end) return 0;
  let fastest = start;
  for (let index = start + 1; index < end; index++) {
    if (velocityMmps[index]! > velocityMmps[fastest]!) fastest = index;
  }
  const peakMmps = velocityMmps[fastest]!;
  const limitMmps = PEAK_SHARE * peakMmps;
  let first = fastest;
  let last = fastest;
  while (first > start && velocityMmps[first - 1]! > limitMmps) first--;
  while (last < end - 1 && velocityMmps[last + 1]! > limitMmps) last++;
  if (last - first < 4) return peakMmps;
  return vertexMmps(bar, first, last) ?? peakMmps;
}

/** Null where the parabola through the instants from `first` to `last` has no top. */
function vertexMmps({ atUs, velocityMmps }: Smoothed, first: number, last: number): number | null {
  const centreUs = (atUs[first]! + atUs[last]!) / 2;
  const spanUs = (atUs[last]! - atUs[first]!) / 2;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let y0 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = first; index <= last; index++) {
    const x = (atUs[index]! - centreUs) / spanUs;
    const y = velocityMmps[index]!;
    s1 += x;
    s2 += x * x;
    s3 += x * x * x;
    s4 += x * x * x * x;
    y0 += y;
    y1 += y * x;
    y2 += y * x * x;
  }
  const n = last - first + 1;
  // Normal equations of c0 + c1 x + c2 x^2, by Cramer's rule.
  const det = n * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  const c0 = (y0 * (s2 * s4 - s3 * s3) - s1 * (y1 * s4 - s3 * y2) + s2 * (y1 * s3 - s2 * y2)) / det;
  const c1 = (n * (y1 * s4 - y2 * s3) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - s2 * y1)) / det;
  const c2 = (n * (s2 * y2 - s3 * y1) - s1 * (s1 * y2 - s2 * y1) + y0 * (s1 * s3 - s2 * s2)) / det;
  return c2 < 0 ? c0 - (c1 * c1) / (4 * c2) : null;
}
