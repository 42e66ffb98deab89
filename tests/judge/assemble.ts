/** Stage + sensors + faults = scenario. */
import { overlay, rounded, STEP_S, type Stage } from './lifter-stage.ts';
import { pathOf, truthOf } from './lifter-truth.ts';
import type { Random } from './random.ts';
import { type Blind, FLAGS, type ForceReading, type HeightReading, type Scenario, type TrueSet } from './scenario.ts';
import type { Fault } from './sensor-faults.ts';
import { type ForceSensor, forceReadings, pressOf } from './sensor-force.ts';
import { type HeightSensor, heightReadings, type Intruder } from './sensor-height.ts';

export interface Parts {
  axis: string;
  seed: number;
  random: Random;
  stage: Stage;
  height: HeightSensor | null;
  force: ForceSensor | null;
  exercise?: string;
  targetHoldS?: number;
  intruders?: readonly Intruder[];
  heightFaults?: readonly Fault<HeightReading>[];
  forceFaults?: readonly Fault<ForceReading>[];
  /** What the sensors of this scenario can't tell, of every rep. */
  blind?: readonly Blind[];
  /** Amplitude of the tremor, instead of a healthy one. */
  tremorMm?: number;
  truth?: (sets: TrueSet[]) => void;
}

/** Muscles: a tremor of 8 to 11 Hz and a slow sway, while the lifter carries. Too small to move the truth. */
function alive(random: Random, stage: Stage, shakesMm?: number): Float64Array {
  const tremorMm = shakesMm ?? random.range(0.02, 0.12);
  const tremorHz = random.range(8, 11);
  const swayMm = random.range(0.1, 0.5);
  const swayHz = random.range(0.15, 0.45);
  const values = new Array<number>(stage.heightMm.length).fill(0);
  overlay(
    values,
    0,
    values.length,
    (t) => tremorMm * Math.sin(2 * Math.PI * tremorHz * t) + swayMm * Math.sin(2 * Math.PI * swayHz * t),
  );
  const own = rounded(stage.own, 0.12);
  return Float64Array.from(values, (value, i) => value * own[i]!);
}

/** A gap in the heights hides what lies in it: an edge of the movement can't be timed there. */
function hide(
  sets: TrueSet[],
  heights: readonly HeightReading[],
  intruders: readonly Intruder[],
  hasForce: boolean,
): void {
  const good = heights.filter((each) => each.flags === 0 || each.flags === 32);
  const gaps = intruders.filter((each) => each.toS - each.fromS > 0.2).map((each) => [each.fromS, each.toS] as const);
  for (let i = 1; i < good.length; i += 1) {
    if (good[i]!.atS - good[i - 1]!.atS > 0.2) gaps.push([good[i - 1]!.atS, good[i]!.atS]);
  }
  const inGap = (atS: number): boolean => gaps.some(([from, to]) => atS > from - 0.06 && atS < to + 0.06);
  for (const rep of sets.flatMap((set) => set.reps)) {
    const known = rep.blind.length;
    const blind = new Set(rep.blind);
    if (inGap(rep.startS) || inGap(rep.topS)) blind.add('velocity');
    if (inGap(rep.arriveS) || inGap(rep.leaveS)) blind.add('hold');
    if (inGap(rep.topS) || inGap(rep.arriveS)) blind.add('announce');
    if (inGap(rep.startS) || inGap((rep.arriveS + rep.leaveS) / 2)) blind.add('range');
    rep.blind = [...blind];
    const lost = gaps.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to, rep.leaveS) - Math.max(from, rep.startS)),
      0,
    );
    if (blind.size > known) {
      rep.flags = [];
      rep.flagsEither = [...FLAGS];
    }
    // Without force, a rep whose top was never seen may be anything.
    const topSeen = good.some((each) => each.atS > rep.topS - 0.05 && each.atS < rep.leaveS + 0.05);
    if (!hasForce && rep.countable === true && (!topSeen || lost > 0.6 * (rep.leaveS - rep.startS))) {
      rep.countable = 'either';
    }
  }
}

export function assemble(parts: Parts): Scenario {
  const { random, stage } = parts;
  const path = pathOf(stage);
  const targetHoldS = parts.targetHoldS ?? 0;
  const sets = truthOf(stage, path, targetHoldS, parts.force !== null && parts.force.mount !== 'platform');
  parts.truth?.(sets);
  const living = alive(random, stage, parts.tremorMm);
  const heightMm = Float32Array.from(path.heightMm, (value, i) => value + living[i]!);
  let heights = parts.height ? heightReadings(random, parts.height, heightMm, STEP_S, parts.intruders) : [];
  for (const fault of parts.heightFaults ?? []) heights = fault(heights, random);
  let forces: ForceReading[] = [];
  if (parts.force) {
    const bar = {
      // The cell sits in the middle of the bar: of the whip of its ends it feels a third.
      heightMm: rounded(
        stage.heightMm.map((value, i) => value + 0.33 * stage.whipMm[i]!),
        0.008,
      ).map((value, i) => value + living[i]!),
      carry: rounded(stage.carry, 0.008),
      own: stage.own,
      massKg: rounded(stage.massKg, 0.02),
    };
    forces = forceReadings(random, parts.force, pressOf(parts.force, bar, STEP_S), STEP_S);
    for (const fault of parts.forceFaults ?? []) forces = fault(forces, random);
  }
  if (heights.length > 0)
    hide(sets, heights, parts.intruders ?? [], parts.force?.mount === 'bar' && parts.force.rateHz > 20);
  for (const rep of sets.flatMap((set) => set.reps)) rep.blind.push(...(parts.blind ?? []));
  return {
    axis: parts.axis,
    seed: parts.seed,
    exercise: parts.exercise ?? 'hip-thrust',
    options: {
      forceMount: parts.force?.mount ?? 'none',
      heightLagMs: Math.round((parts.height?.lagS ?? 0) * 1000),
      forceLagMs: Math.round((parts.force?.lagS ?? 0) * 1000),
      targetHoldS,
    },
    heights,
    forces,
    truth: { sets, stepS: STEP_S, heightMm },
  };
}
