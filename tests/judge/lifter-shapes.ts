/**
 * Velocity profiles of one stroke, over its own time from 0 to 1. None is minimum-jerk: real strokes peak early or late, tail off
 * slowly, or sag in a sticking region (bar-velocity curves of presses, squats and hip thrusts show all of these).
 */
import type { Random } from './random.ts';

export type Profile = (u: number) => number;

const bell = (u: number, middle: number, width: number): number => Math.exp(-(((u - middle) / width) ** 2));

export const beta =
  (p: number, q: number): Profile =>
  (u) =>
    u ** p * (1 - u) ** q;

/** Peak soon, then a long deceleration. */
export const heavyTail = (random: Random): Profile => beta(random.range(1, 1.4), random.range(2.6, 3.6));
export const earlyPeak = (random: Random): Profile => beta(random.range(1, 1.3), random.range(1.6, 2.3));
export const even = (random: Random): Profile => beta(random.range(1.2, 1.8), random.range(1.2, 1.8));
/** Accelerates nearly to the end, as a light bar thrown into lockout does. */
export const latePeak = (random: Random): Profile => beta(random.range(1.6, 2.4), random.range(1, 1.2));

/** Fast off the bottom, slow through the sticking region, fast again. */
export function sticking(random: Random): Profile {
  const middle = random.range(0.35, 0.6);
  const depth = random.range(0.45, 0.8);
  const width = random.range(0.09, 0.16);
  const base = beta(random.range(0.9, 1.2), random.range(1, 1.4));
  return (u) => base(u) * (1 - depth * bell(u, middle, width));
}

/** Ground out: near-constant speed with soft ends and some unevenness. */
export function grind(random: Random): Profile {
  const rise = random.range(0.08, 0.16);
  const fall = random.range(0.1, 0.2);
  const wave = random.range(0.1, 0.3);
  const phase = random.range(0, 6.28);
  const turns = random.range(1.2, 2.6);
  return (u) => {
    const edge = Math.min(1, u / rise, (1 - u) / fall);
    return Math.max(0, edge) * (1 + wave * Math.sin(phase + 2 * Math.PI * turns * u));
  };
}

/** A single at the limit: a drive, then some millimetres in a second at 60 to 80 % of the way, then the rest of it. */
export function nearStall(random: Random): Profile {
  const share = random.range(0.6, 0.8);
  const from = random.range(0.4, 0.55);
  const to = from + random.range(0.15, 0.3);
  const crawl = random.range(0.03, 0.09);
  const drive = beta(random.range(1, 1.4), random.range(1.2, 1.8));
  const finish = even(random);
  const area = (profile: Profile): number => {
    let sum = 0;
    for (let i = 0; i < 200; i += 1) sum += profile((i + 0.5) / 200) / 200;
    return sum;
  };
  const driven = area(drive);
  const finished = area(finish);
  return (u) => {
    const floor = crawl * Math.min(1, u / 0.05, (1 - u) / 0.05);
    if (u < from) return floor + (share * drive(u / from)) / driven / from;
    if (u > to) return floor + ((1 - share) * finish((u - to) / (1 - to))) / finished / (1 - to);
    return floor;
  };
}

/** An eccentric that starts hesitantly and speeds up, or the reverse. */
export const lowering = (random: Random): Profile => beta(random.range(1, 2.2), random.range(1, 1.8));

export const anyRise = (random: Random): Profile =>
  random.pick([heavyTail, earlyPeak, even, latePeak, sticking])(random);

/** The displacement (0 to 1) at each of `count` steps; the last is exactly 1. */
export function sampled(profile: Profile, count: number): Float64Array {
  const path = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    sum += profile((i + 0.5) / count);
    path[i] = sum;
  }
  for (let i = 0; i < count; i += 1) path[i] = path[i]! / sum;
  return path;
}

/** Hardest deceleration and acceleration of a profile, for a stroke of 1 in a time of 1. */
export function hardest(profile: Profile): { brake: number; drive: number } {
  const count = 200;
  const path = sampled(profile, count);
  let brake = 0;
  let drive = 0;
  for (let i = 4; i + 4 < count; i += 1) {
    // Over 8 of 200 steps: what a low-pass of a few centistrokes leaves.
    const a = ((path[i + 4]! - 2 * path[i]! + path[i - 4]!) * count * count) / 16;
    brake = Math.max(brake, -a);
    drive = Math.max(drive, a);
  }
  return { brake, drive };
}
