/**
 * Measures each rep on the path itself, by the definitions of a linear transducer: 0.02 m/s starts and ends the concentric, 3 mm
 * around the local level start and end the hold. README.md states them.
 */
import { G, type RepNote, rounded, STEP_S, type Stage } from './lifter-stage.ts';
import type { Blind, Flag, TrueRep, TrueSet } from './scenario.ts';

const SLOW = 0.02;
const EDGE_MM = 3;

export interface Path {
  heightMm: Float64Array;
  velocity: Float64Array;
}

/** The script with its corners rounded (8 ms poles), and its velocity in m/s. */
export function pathOf(stage: Stage): Path {
  const heightMm = rounded(stage.heightMm, 0.008);
  const whip = rounded(stage.whipMm, 0.008);
  for (let i = 0; i < heightMm.length; i += 1) heightMm[i]! += whip[i]!;
  const velocity = new Float64Array(heightMm.length);
  for (let i = 1; i < heightMm.length; i += 1) velocity[i] = (heightMm[i]! - heightMm[i - 1]!) / 1000 / STEP_S;
  return { heightMm, velocity };
}

/** Steps that the rounding delays everything by: three poles of 8 ms. */
export const DELAY_STEPS = 24;

function longest(from: number, to: number, test: (i: number) => boolean): number {
  let best = 0;
  let run = 0;
  for (let i = from; i < to; i += 1) {
    run = test(i) ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best * STEP_S;
}

interface Marks {
  start: number;
  arrive: number;
  top: number;
  peak: number;
  leave: number;
  end: number;
  bottomMm: number;
  levelMm: number;
  peakMm: number;
}

export function marksOf(path: Path, note: RepNote): Marks {
  const z = path.heightMm;
  const v = path.velocity;
  const last = z.length - 1;
  const from = Math.max(1, note.from - 50);
  const to = Math.min(last, note.to + DELAY_STEPS + 20);
  let peak = note.from;
  for (let i = note.from; i <= to; i += 1) if (z[i]! > z[peak]!) peak = i;
  const peakMm = z[peak]!;
  const levelMm = note.levelMm ?? peakMm;
  const leaveLevelMm = note.leaveLevelMm ?? peakMm;
  // The bottom: the last low point before the bar has made a tenth of its way.
  const roughMm = z[Math.min(last, note.from + DELAY_STEPS)]!;
  let clear = note.from;
  while (clear < peak && z[clear]! < roughMm + Math.max(8, 0.1 * (levelMm - roughMm))) clear += 1;
  let start = clear;
  while (start > from && v[start]! >= SLOW) start -= 1;
  let bottomMm = z[start]!;
  for (let i = Math.min(start, note.from); i <= clear; i += 1) bottomMm = Math.min(bottomMm, z[i]!);
  const romMm = levelMm - bottomMm;
  let top = clear;
  while (top < to && !(z[top]! >= levelMm - 0.1 * romMm && v[top]! < SLOW)) top += 1;
  const overshoots = peakMm > levelMm + EDGE_MM && note.swings;
  let arrive = clear;
  while (arrive < to && z[arrive]! < levelMm - (overshoots ? 0 : EDGE_MM)) arrive += 1;
  // A last creep of some millimetres is a part of the hold: the concentric phase is over before it.
  arrive = Math.min(arrive, top);
  let gone = Math.max(note.leave, arrive);
  while (gone < to && z[gone]! > leaveLevelMm - 0.25 * (leaveLevelMm - bottomMm)) gone += 1;
  let leave = gone;
  while (leave > arrive && z[leave]! < leaveLevelMm - EDGE_MM) leave -= 1;
  let end = gone;
  let lowMm = Number.POSITIVE_INFINITY;
  for (let i = gone; i <= to; i += 1) lowMm = Math.min(lowMm, z[i]!);
  while (end < to && !(z[end]! <= lowMm + 0.1 * (leaveLevelMm - lowMm) && v[end]! > -SLOW)) end += 1;
  return { start, arrive, top, peak, leave, end, bottomMm, levelMm, peakMm };
}

/** Times that the bar went down by `depthMm` below its level and came up again by as much, within the hold. */
function rocks(path: Path, from: number, to: number, levelMm: number, depthMm: number): number {
  let count = 0;
  let high = levelMm;
  let low = levelMm;
  for (let i = from; i < to; i += 1) {
    const z = Math.min(levelMm, path.heightMm[i]!);
    low = Math.min(low, z);
    if (high - low < depthMm) {
      if (z > high) high = low = z;
    } else if (z - low >= depthMm) {
      count += 1;
      high = low = z;
    }
  }
  return count;
}

function flagsOf(path: Path, note: RepNote, marks: Marks, usualMm: number, targetS: number): [Flag[], Flag[]] {
  const sure: Flag[] = [];
  const either: Flag[] = [];
  const judge = (flag: Flag, atLeast: boolean, perhaps: boolean): void => {
    if (atLeast) sure.push(flag);
    else if (perhaps) either.push(flag);
  };
  const { bottomMm, levelMm, peakMm } = marks;
  const romMm = levelMm - bottomMm;
  const within = (i: number): boolean => {
    const share = (path.heightMm[i]! - bottomMm) / romMm;
    return share > 0.1 && share < 0.85;
  };
  const slow = (limit: number) => longest(marks.start, marks.top, (i) => within(i) && path.velocity[i]! < limit);
  judge('stalled', slow(0.02) > 0.3, slow(0.036) > 0.2);
  const rockMm = (depth: number) => rocks(path, marks.top, marks.leave, levelMm, depth);
  if (note.swings) judge('rocking', false, rockMm(9) > 0);
  else judge('rocking', rockMm(14.4) > 0, rockMm(9.6) > 0);
  const above = levelMm - usualMm;
  const limit = Math.max(0.05 * romMm, 15);
  judge('overshoot', above > 1.2 * limit, above > 0.8 * limit || peakMm - usualMm > 0.8 * limit);
  const fall = (share: number) => {
    const v = path.velocity;
    return longest(marks.leave, marks.end, (i) => (v[i + 5]! - v[i - 5]!) / (10 * STEP_S) < -share * G);
  };
  judge('dropped', fall(0.7) > 0.07, fall(0.5) > 0.045);
  if (targetS > 0 && note.countable !== false) {
    const holdS = (marks.leave - marks.arrive) * STEP_S;
    judge('hold-missed', holdS < targetS - 0.1, holdS < targetS + 0.03);
  }
  if (note.countable === false) sure.push('short-of-lockout');
  return [sure, either];
}

/** A mean velocity has two right answers if the bar stopped on its way, or went slower than the transducer's limit near an end. */
function blindOf(path: Path, note: RepNote, marks: Marks): Blind[] {
  const z = path.heightMm;
  const slowEnd = marks.levelMm - z[marks.top]! > 10;
  const slowStart = z[marks.start]! - marks.bottomMm > 10;
  const blind: Blind[] = note.paused || slowEnd || slowStart ? ['velocity'] : [];
  return slowEnd ? [...blind, 'announce'] : blind;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** All sets of a stage. `knowsLoad`: whether the mount can tell the kilograms. */
export function truthOf(stage: Stage, path: Path, targetHoldS: number, knowsLoad: boolean): TrueSet[] {
  const sets: TrueSet[] = [];
  const marked = stage.notes.map((note) => ({ note, marks: marksOf(path, note) }));
  for (const { note, marks } of marked) {
    const mates = marked.filter((each) => each.note.set === note.set && each.note.countable === true);
    const usualMm = median(mates.map((each) => each.marks.levelMm));
    const [flags, flagsEither] = flagsOf(path, note, marks, mates.length > 1 ? usualMm : marks.levelMm, targetHoldS);
    const rep: TrueRep = {
      startS: marks.start * STEP_S,
      topS: marks.top * STEP_S,
      arriveS: marks.arrive * STEP_S,
      leaveS: marks.leave * STEP_S,
      endS: marks.end * STEP_S,
      holdS: (marks.leave - marks.arrive) * STEP_S,
      romMm: marks.levelMm - marks.bottomMm,
      topMm: marks.levelMm,
      meanVelocityMps:
        (path.heightMm[marks.top]! - path.heightMm[marks.start]!) / 1000 / ((marks.top - marks.start) * STEP_S),
      loadKg: knowsLoad ? stage.massKg[note.top]! : null,
      countable: note.countable,
      flags,
      flagsEither,
      blind: blindOf(path, note, marks),
    };
    (sets[note.set] ??= { reps: [], mayJoin: false }).reps.push(rep);
  }
  return sets.filter((set) => set !== undefined);
}
