import type { Segment } from './motion.ts';
import { crossingS, endS, peakVelocityMps } from './motion.ts';

/** What a lifter can do within a repetition. All but `partial` leave it one whole repetition. */
export const REP_EVENTS = [
  'partial', // turns back before the top
  'stall', // stands still on the way up, then goes on
  'dip', // sinks a little on the way up, then goes on
  'wiggle', // rocks at the top
  'overshoot', // goes above the usual top
  'drop', // lets the bar fall on the way down
  'floor-bounce', // bounces off the floor after the way down
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
  concentricStartS: number;
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
  /** Way over time between `concentricStartS` and `topS`. */
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

export function truthOfRep(rep: RepSegments, edgeMm: number): TruthRep {
  const first = rep.up[0]!;
  const last = rep.up.at(-1)!;
  const concentricStartS = leavesS(first, edgeMm);
  const topS = arrivesS(last, edgeMm);
  const leavesTopS = leavesS(rep.leaving, edgeMm);
  const downFirst = rep.down.startS < first.startS;
  const bottomMm = first.heightMm.from;
  const topMm = last.heightMm.to;
  const wayMm = topMm - edgeOf(last, edgeMm) - (bottomMm + edgeOf(first, edgeMm));
  return {
    n: rep.n,
    complete: rep.complete,
    events: rep.events,
    startS: downFirst ? leavesS(rep.down, edgeMm) : concentricStartS,
    concentricStartS,
    lockoutS: rep.complete ? topS : null,
    topS,
    holdS: rep.complete ? leavesTopS - topS : 0,
    endS: downFirst ? leavesTopS : arrivesS(rep.down, edgeMm),
    concentricS: topS - concentricStartS,
    eccentricS: arrivesS(rep.down, edgeMm) - leavesS(rep.down, edgeMm),
    bottomMm,
    topMm,
    romMm: topMm - bottomMm,
    meanVelocityMps: wayMm / 1000 / (topS - concentricStartS),
    peakVelocityMps: Math.max(...rep.up.map(peakVelocityMps)),
  };
}
