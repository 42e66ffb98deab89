/** Counters that anybody could write in an afternoon: the product must not be worse than the best of them on any axis. */
import type { Counter, Movement, Result } from './result.ts';
import type { HeightReading, Scenario } from './scenario.ts';

export interface Trace {
  atS: number[];
  heightMm: number[];
}

const trusted = (heights: readonly HeightReading[]): HeightReading[] =>
  heights.filter((each) => (each.flags & (1 | 2 | 4 | 8 | 16)) === 0);

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function medianFiltered(heights: readonly HeightReading[], width: number): Trace {
  const good = trusted(heights);
  const half = Math.floor(width / 2);
  return {
    atS: good.map((each) => each.atS),
    heightMm: good.map((_, i) =>
      medianOf(good.slice(Math.max(0, i - half), i + half + 1).map((each) => each.heightMm)),
    ),
  };
}

function movement(n: number, trace: Trace, start: number, top: number, leave: number, end: number): Movement {
  const romMm = trace.heightMm[top]! - trace.heightMm[start]!;
  const upS = Math.max(0.02, trace.atS[top]! - trace.atS[start]!);
  return {
    n,
    verdict: 'counted',
    startS: trace.atS[start]!,
    lockoutS: trace.atS[top]!,
    endS: trace.atS[end]!,
    holdS: Math.max(0, trace.atS[leave]! - trace.atS[top]!),
    romMm,
    meanVelocityMps: romMm / 1000 / upS,
    loadKg: null,
    flags: [],
  };
}

/** Reps of one recording, in sets wherever 15 s pass between two. */
function inSets(reps: Movement[]): Result {
  const sets: Result['sets'] = [];
  let lastS = Number.NEGATIVE_INFINITY;
  for (const rep of reps) {
    if (rep.startS - lastS > 15)
      sets.push({ startS: rep.startS, endS: rep.startS, countedReps: 0, loadKg: null, reps: [] });
    const set = sets.at(-1)!;
    set.reps.push(rep);
    set.countedReps += 1;
    set.endS = rep.endS ?? rep.startS;
    lastS = rep.endS ?? rep.startS;
  }
  return { sets, movements: reps, announced: [] };
}

/** From a rep's crossings outward to where the trace is flat: its edges. */
export function edges(trace: Trace, rise: number, fall: number, n: number): Movement {
  const z = trace.heightMm;
  let peak = rise;
  for (let i = rise; i <= fall; i += 1) if (z[i]! > z[peak]!) peak = i;
  const levelMm = medianOf(z.slice(rise, fall + 1).filter((each) => each > z[peak]! - 20));
  let top = rise;
  while (top < fall && z[top]! < levelMm - 3) top += 1;
  let leave = fall;
  while (leave > top && z[leave]! < levelMm - 3) leave -= 1;
  let start = rise;
  while (start > 0 && z[start - 1]! < z[start]! - 0.3) start -= 1;
  let end = fall;
  while (end < z.length - 1 && z[end + 1]! < z[end]! - 0.3) end += 1;
  return movement(n, trace, start, top, leave, end);
}

/** (a) Median of five, and a crossing of 70 % and 30 % of the recording's range, which it is told (1st to 99th percentile). */
export const medianCrossing: Counter = (scenario: Scenario) => {
  const trace = medianFiltered(scenario.heights, 5);
  const sorted = [...trace.heightMm].sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * 0.01)] ?? 0;
  const high = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  const reps: Movement[] = [];
  if (high - low < 60) return inSets(reps);
  let rise = -1;
  trace.heightMm.forEach((heightMm, i) => {
    const share = (heightMm - low) / (high - low);
    if (rise < 0 && share > 0.7) rise = i;
    else if (rise >= 0 && share < 0.3) {
      reps.push(edges(trace, rise, i, reps.length + 1));
      rise = -1;
    }
  });
  return inSets(reps);
};

/** (c) Peaks of a smoothed trace that stand out by half of the tallest one. */
export const peaks: Counter = (scenario: Scenario) => {
  const trace = medianFiltered(scenario.heights, 9);
  const turns = turningPoints(trace, 60);
  const tallest = Math.max(0, ...turns.map((each) => each.upMm));
  const reps = turns
    .filter((each) => Math.min(each.upMm, each.downMm) > 0.5 * tallest)
    .map((each, i) => movement(i + 1, trace, each.low, each.peak, each.peak, each.next));
  return inSets(reps);
};

export interface Turn {
  low: number;
  peak: number;
  next: number;
  upMm: number;
  downMm: number;
}

/** Ups and downs of at least `leastMm`: low, peak, next low. */
export function turningPoints(trace: Trace, leastMm: number): Turn[] {
  const z = trace.heightMm;
  const turns: Turn[] = [];
  let low = 0;
  let peak = 0;
  let rising = false;
  let open: { low: number; peak: number } | null = null;
  const close = (next: number): void => {
    if (!open) return;
    const { low: from, peak: at } = open;
    turns.push({ low: from, peak: at, next, upMm: z[at]! - z[from]!, downMm: z[at]! - z[next]! });
    open = null;
  };
  for (let i = 1; i < z.length; i += 1) {
    if (!rising) {
      if (z[i]! < z[low]!) low = i;
      if (z[i]! > z[low]! + leastMm) {
        close(low);
        rising = true;
        peak = i;
      }
    } else {
      if (z[i]! > z[peak]!) peak = i;
      if (z[i]! < z[peak]! - leastMm) {
        open = { low, peak };
        rising = false;
        low = i;
      }
    }
  }
  if (open) close(low);
  return turns;
}

/** The last instant before the rise near the bottom, and the first near the top: a turning point says only which. */
export function turnMovement(trace: Trace, turn: Turn, n: number): Movement {
  const z = trace.heightMm;
  let rise = turn.peak;
  while (rise > turn.low && z[rise]! > z[turn.low]! + 0.7 * turn.upMm) rise -= 1;
  let fall = turn.peak;
  while (fall < turn.next && z[fall]! > z[turn.peak]! - 0.5 * turn.downMm) fall += 1;
  return edges(trace, rise, fall, n);
}

export { inSets, trusted };
