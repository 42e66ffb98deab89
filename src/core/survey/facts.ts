import { levelMm } from '../metrics/edges.ts';
import type { Smoothed } from '../metrics/smoothed.ts';
import type { Stretch } from '../metrics/trace.ts';
import { startOf } from '../metrics/way-up.ts';
import type { RepFacts } from '../reps/signals.ts';
import type { Leg } from './legs.ts';
import { hasGap } from './seen.ts';

/** Near an end of the way: a quarter of it. */
const NEAR_SHARE = 0.25;
const ARRIVED_SHARE = 0.12;
const STILL_MMPS = 25;
const STILL_SHARE = 0.05;

/** About when what happened; the measures make it precise. Null when it is no concentric phase. */
export function factsOf({ low, high, next }: Leg, bar: Smoothed, stretch: Stretch, gapUs: number): RepFacts | null {
  const { atUs, heightMm, velocityMmps } = bar;
  const topMm = heightMm[high]!;
  const wayMm = topMm - heightMm[low]!;
  if (wayMm <= 0) return null;
  let half = low;
  while (half < high && heightMm[half]! <= heightMm[low]! + wayMm / 2) half += 1;
  let peakMmps = 0;
  for (let index = low; index <= high; index++) peakMmps = Math.max(peakMmps, velocityMmps[index]!);
  const stillMmps = Math.max(STILL_MMPS, STILL_SHARE * peakMmps);
  const start = startOf(bar, half, low, heightMm[low]!, stillMmps);
  let leave: number | null = null;
  let down: number | null = null;
  if (next !== null) {
    let halfDown = next;
    while (halfDown > high && heightMm[halfDown]! <= topMm - wayMm / 2) halfDown -= 1;
    leave = halfDown;
    // A bar that rings, or a hand above it, peaks far above where it stands.
    const standsMm = levelMm(bar, atUs[half]!, atUs[halfDown]!, topMm, Number.POSITIVE_INFINITY) ?? topMm;
    while (leave > high && heightMm[leave]! < standsMm - NEAR_SHARE * wayMm) leave -= 1;
    while (leave > half && velocityMmps[leave]! < -stillMmps) leave -= 1;
    down = halfDown;
    const downMm = topMm - heightMm[next]!;
    while (down < next && heightMm[down]! > heightMm[next]! + NEAR_SHARE * downMm) down += 1;
    while (down < next && velocityMmps[down]! < -stillMmps) down += 1;
  }
  let lockout = half;
  const arrivedMm = topMm - ARRIVED_SHARE * wayMm;
  while (lockout < high && (heightMm[lockout]! < arrivedMm || velocityMmps[lockout]! > stillMmps)) lockout += 1;
  // Rocked or pushed on at its top: the highest point isn't where it arrived.
  if (leave !== null && lockout > leave) lockout = Math.min(high, leave);
  const startUs = atUs[start]!;
  const endUs = down === null ? null : atUs[down]!;
  const lastUs = endUs ?? atUs[bar.count - 1]!;
  return {
    startUs,
    lockoutUs: atUs[lockout]!,
    holdEndUs: leave === null ? lastUs : atUs[leave]!,
    endUs,
    lowMm: heightMm[start]!,
    highMm: topMm,
    sizeMm: topMm - heightMm[start]!,
    peakVelocityMps: peakMmps / 1000,
    stalled: false,
    rocking: false,
    gap: hasGap(stretch, startUs, lastUs, gapUs),
  };
}
