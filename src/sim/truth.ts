import type { Segment } from './motion.ts';
import { crossingS, endS, motionOf, peakVelocityMps } from './motion.ts';

/** What a lifter can do within a repetition. All but `partial` leave it one whole repetition. */
export const REP_EVENTS = [
  'partial', // turns back before the top
  'stall', // stands still in the concentric phase, then goes on
  'dip', // sinks a little in the concentric phase, then goes on
  'wiggle', // rocks at the top
  'overshoot', // goes above the usual top
  'drop', // lets the bar fall in the eccentric phase
  'floor-bounce', // bounces off the floor after the eccentric phase
] as const;
export type RepEvent = (typeof REP_EVENTS)[number];

/** What moves or loads the bar and is no repetition. */
export const HANDLINGS = ['plate-loading', 'slide-in', 'hand-on-bar', 'walk-out', 'un-rack', 're-rack'] as const;
export type Handling = (typeof HANDLINGS)[number];

/**
 * One movement up, whole or partial. Instants are those an observer sees who can tell `edgeMm` (a setting of the lifter):
 * a movement begins when the bar is that far from where it stood, and ends when it is that near to where it will stand.
 */
export interface TruthRep {
  n: number;
  /** False for a partial repetition, which has no lockout. */
  complete: boolean;
  events: readonly RepEvent[];
  /** Beginning of the first movement: up when the lift starts low, down when it starts high. */
  startS: number;
  /** The velocity leaves 0.02 m/s: what a linear transducer calls the start of the concentric phase. */
  concentricStartS: number;
  /** The velocity is back at 0.02 m/s at the top: for a transducer the concentric phase is over, a few millimetres before the lockout or after it. */
  concentricEndS: number;
  lockoutS: number | null;
  /** When this movement's own top is reached; the lockout where there is one. */
  topS: number;
  /** From the lockout until the bar leaves the top; 0 without lockout. A wiggle doesn't end it. */
  holdS: number;
  endS: number;
  concentricS: number;
  eccentricS: number;
  bottomMm: number;
  topMm: number;
  romMm: number;
  /** Way over time between `concentricStartS` and `concentricEndS`, as a linear transducer gives it. */
  meanVelocityMps: number;
  peakVelocityMps: number;
}

export interface TruthSet {
  startS: number;
  endS: number;
  massKg: number;
  reps: readonly TruthRep[];
}

export interface TruthHandling {
  kind: Handling;
  startS: number;
  endS: number;
}

export interface Truth {
  sets: readonly TruthSet[];
  handling: readonly TruthHandling[];
}

/** The segments that one repetition is made of; `down` follows the hold when the lift starts low, else it leads. */
export interface RepSegments {
  n: number;
  events: readonly RepEvent[];
  complete: boolean;
  up: readonly Segment[];
  down: Segment;
  /** The segment that takes the bar from the top, or the wait at the top itself where it is let go there. */
  leaving: Segment;
}

function edgeOf(segment: Segment, edgeMm: number): number {
  // A very short movement keeps its middle eight tenths.
  return Math.min(edgeMm, Math.abs(segment.heightMm.to - segment.heightMm.from) / 10);
}

function leavesS(segment: Segment, edgeMm: number): number {
  const { from, to } = segment.heightMm;
  return from === to ? endS(segment) : crossingS(segment, from + Math.sign(to - from) * edgeOf(segment, edgeMm));
}

function arrivesS(segment: Segment, edgeMm: number): number {
  const { from, to } = segment.heightMm;
  return crossingS(segment, to - Math.sign(to - from) * edgeOf(segment, edgeMm));
}

/** Slower than this a linear transducer sees no movement. */
const STILL_MPS = 0.02;
/** Fine enough that no movement begins and ends between two of them. */
const STEPS = 100;
const BISECTIONS = 40;

/**
 * When the path, swings left out, first rises faster than 0.02 m/s (`from` the segment's start), or last (from its end). Its own end where it never does.
 */
function movesS(segment: Segment, from: 'start' | 'end'): number {
  const path = { ...segment, ripples: [] };
  const atS = (step: number): number =>
    segment.startS + (segment.durationS * (from === 'start' ? step : STEPS - step)) / STEPS;
  const moves = (tS: number): boolean => motionOf(path, tS).velocityMps >= STILL_MPS;
  let step = 1;
  while (step <= STEPS && !moves(atS(step))) step += 1;
  if (step > STEPS) return atS(0);
  let [still, moving] = [atS(step - 1), atS(step)];
  for (let round = 0; round < BISECTIONS; round++) {
    const middle = (still + moving) / 2;
    if (moves(middle)) moving = middle;
    else still = middle;
  }
  return moving;
}

export function truthOfRep(rep: RepSegments, edgeMm: number): TruthRep {
  const first = rep.up[0]!;
  const last = rep.up.at(-1)!;
  const leavesBottomS = leavesS(first, edgeMm);
  const concentricStartS = movesS(first, 'start');
  const concentricEndS = movesS(last, 'end');
  const heightMm = (segment: Segment, tS: number): number => motionOf({ ...segment, ripples: [] }, tS).heightMm;
  const topS = arrivesS(last, edgeMm);
  const leavesTopS = leavesS(rep.leaving, edgeMm);
  const downFirst = rep.down.startS < first.startS;
  const bottomMm = first.heightMm.from;
  const topMm = last.heightMm.to;
  const wayMm = heightMm(last, concentricEndS) - heightMm(first, concentricStartS);
  const concentricS = concentricEndS - concentricStartS;
  return {
    n: rep.n,
    complete: rep.complete,
    events: rep.events,
    startS: downFirst ? leavesS(rep.down, edgeMm) : Math.min(leavesBottomS, concentricStartS),
    concentricStartS,
    concentricEndS,
    lockoutS: rep.complete ? topS : null,
    topS,
    holdS: rep.complete ? leavesTopS - topS : 0,
    endS: downFirst ? leavesTopS : arrivesS(rep.down, edgeMm),
    concentricS,
    eccentricS: arrivesS(rep.down, edgeMm) - leavesS(rep.down, edgeMm),
    bottomMm,
    topMm,
    romMm: topMm - bottomMm,
    meanVelocityMps: wayMm / 1000 / concentricS,
    peakVelocityMps: Math.max(...rep.up.map(peakVelocityMps)),
  };
}
