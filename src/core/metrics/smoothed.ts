/**
 * A movement after smoothing, oldest first: what belongs to one instant stands at one index of each array, and beyond `count` nothing
 * stands. Arrays of numbers rather than an object for each instant: making those cost more than the smoother's arithmetic.
 */
export interface Smoothed {
  count: number;
  atUs: Float64Array;
  heightMm: Float64Array;
  velocityMmps: Float64Array;
  accelerationMmps2: Float64Array;
}

const room = (length: number): Omit<Smoothed, 'count'> => ({
  atUs: new Float64Array(length),
  heightMm: new Float64Array(length),
  velocityMmps: new Float64Array(length),
  accelerationMmps2: new Float64Array(length),
});

export const emptySmoothed = (): Smoothed => ({ count: 0, ...room(1024) });

/** Makes it hold `count` instants, whose values are still to be written. */
export function resize(smoothed: Smoothed, count: number): void {
  if (smoothed.atUs.length < count) Object.assign(smoothed, room(2 * count));
  smoothed.count = count;
}

/** Index of the first instant that isn't before `atUs`; `count` when there is none. */
export function firstFrom({ atUs: times, count }: Smoothed, atUs: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first instant after `atUs`; `count` when there is none. */
export function firstAfter(smoothed: Smoothed, atUs: number): number {
  let index = firstFrom(smoothed, atUs);
  while (index < smoothed.count && smoothed.atUs[index]! <= atUs) index += 1;
  return index;
}

/** Index of the first instant after `atUs` at which the bar is below `heightMm`; null when it never is. */
export function firstBelow(smoothed: Smoothed, atUs: number, heightMm: number): number | null {
  for (let index = firstAfter(smoothed, atUs); index < smoothed.count; index++) {
    if (smoothed.heightMm[index]! < heightMm) return index;
  }
  return null;
}

/** Index of the first instant from `atUs` on at which the bar is above `heightMm`; null when it never is. */
export function firstAbove(smoothed: Smoothed, atUs: number, heightMm: number): number | null {
  for (let index = firstFrom(smoothed, atUs); index < smoothed.count; index++) {
    if (smoothed.heightMm[index]! > heightMm) return index;
  }
  return null;
}

/** Height at a time, by the cubic through the instants at `index` and after it; the nearest instant's own beyond the ends. */
export function heightAt({ atUs, heightMm, velocityMmps, count }: Smoothed, index: number, thenUs: number): number {
  const before = atUs[index]!;
  if (index + 1 >= count || thenUs <= before) return heightMm[index]!;
  const lastsUs = atUs[index + 1]! - before;
  if (lastsUs <= 0) return heightMm[index]!;
  const s = Math.min(1, (thenUs - before) / lastsUs);
  const lastsS = lastsUs / 1e6;
  const first = heightMm[index]!;
  const last = heightMm[index + 1]!;
  const firstSlope = lastsS * velocityMmps[index]!;
  const lastSlope = lastsS * velocityMmps[index + 1]!;
  return (
    first +
    s *
      (firstSlope +
        s * (3 * (last - first) - 2 * firstSlope - lastSlope + s * (2 * (first - last) + firstSlope + lastSlope)))
  );
}
