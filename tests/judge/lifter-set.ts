/** A lifter with habits, and a set done by these habits; axes change single reps through hooks. */
import { type Bottom, landing, lay, type RepPlan, rep, shift, takeUp, waitBelow } from './lifter-rep.ts';
import { anyRise, lowering, type Profile } from './lifter-shapes.ts';
import { handOver, type Stage, stageAt, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';

export interface Lifter {
  massKg: number;
  /** Where the lift begins: height at the sensor's plate. */
  bottomMm: number;
  romMm: number;
  reps: number;
  upS: number;
  downS: number;
  holdS: number;
  restS: number;
  /** Spread of tops and bottoms from rep to rep. */
  spreadMm: number;
  /** The last rep takes this many times as long as the first. */
  fatigue: number;
  bottom: Bottom;
  rise: (random: Random) => Profile;
}

export function drawLifter(random: Random, own: Partial<Lifter> = {}): Lifter {
  const romMm = own.romMm ?? random.range(180, 450);
  const upS = own.upS ?? random.pick([random.range(0.45, 0.9), random.range(0.6, 1.4), random.range(1, 2.2)]);
  const holdS = own.holdS ?? random.pick([0, random.range(0.3, 1), random.range(0.8, 2), random.range(2, 4)]);
  const lifter: Lifter = {
    massKg: random.pick([random.range(20, 60), random.range(50, 130), random.range(100, 250)]),
    bottomMm: random.range(150, 320),
    romMm,
    reps: random.int(4, 12),
    upS,
    downS: random.range(Math.max(0.5, upS * 0.7), Math.max(1, upS * 1.4)),
    holdS,
    restS: random.range(0.1, 0.9),
    spreadMm: random.range(1, 5),
    fatigue: random.range(1, 1.6),
    bottom: random.pick<Bottom>(['carried', 'carried', 'touch', 'dead', 'dead']),
    rise: anyRise,
    ...own,
  };
  const perRepS = lifter.upS * (0.5 + lifter.fatigue / 2) + lifter.downS + lifter.holdS + lifter.restS + 0.4;
  if (own.reps === undefined) lifter.reps = Math.max(3, Math.min(lifter.reps, Math.floor(70 / perRepS)));
  return lifter;
}

export function lapOf(random: Random, lifter: Lifter): Stage {
  const onSupport = lifter.bottom === 'dead' || lifter.bottom === 'bounce';
  const stage = stageAt(lifter.bottomMm, lifter.massKg, onSupport ? random.range(0, 0.3) : 1);
  idle(stage, random, random.range(5, 12));
  return stage;
}

/** Idle: the lifter breathes, fidgets by a few millimetres or pushes the lying bar a little. */
export function idle(stage: Stage, random: Random, durationS: number): void {
  let leftS = durationS;
  while (leftS > 0) {
    const pieceS = Math.min(leftS, random.range(0.8, 3));
    if (stage.nowOwn > 0 && random.chance(0.5)) {
      const byMm = random.range(-4, 4);
      shift(stage, random, byMm, 0.4);
      stay(stage, pieceS);
      shift(stage, random, -byMm, 0.4);
    } else if (stage.nowOwn === 0 && random.chance(0.4)) {
      handOver(stage, pieceS * 0.4, random.range(0, 0.4));
      stay(stage, pieceS * 0.6);
    } else stay(stage, pieceS);
    leftS -= pieceS;
  }
}

export interface SetHooks {
  /** Changes the plan of a rep (index from 0). */
  plan?: (plan: RepPlan, index: number) => void;
  /** Plays something before the rep, with the bar carried at the bottom or lying. */
  before?: (stage: Stage, index: number) => void;
  /** Added to bottom and top from this rep on. */
  offsetMm?: (index: number) => number;
  /** Pause before the rep instead of the lifter's own. */
  restS?: (index: number) => number;
}

export function planOf(random: Random, lifter: Lifter, index: number, startMm: number, offsetMm: number): RepPlan {
  const slower = 1 + ((lifter.fatigue - 1) * index) / Math.max(1, lifter.reps - 1);
  const onSupport = lifter.bottom === 'dead' || lifter.bottom === 'bounce';
  const topMm = lifter.bottomMm + lifter.romMm + offsetMm + random.normal(lifter.spreadMm);
  return {
    upMm: topMm - startMm,
    upS: lifter.upS * slower * random.range(0.93, 1.07),
    up: lifter.rise(random),
    holdS: lifter.holdS === 0 ? 0 : Math.max(0.15, lifter.holdS * random.range(0.85, 1.15)),
    toMm: lifter.bottomMm + offsetMm + (onSupport ? 0 : random.normal(lifter.spreadMm)),
    downS: lifter.downS * random.range(0.9, 1.1),
    down: onSupport ? landing(random) : lowering(random),
  };
}

export function performSet(stage: Stage, random: Random, lifter: Lifter, hooks: SetHooks = {}): void {
  const onSupport = lifter.bottom === 'dead' || lifter.bottom === 'bounce';
  for (let index = 0; index < lifter.reps; index += 1) {
    if (index > 0) {
      const restS = hooks.restS?.(index) ?? lifter.restS * random.range(0.8, 1.3);
      waitBelow(stage, random, lifter.bottom === 'touch' && restS > 1.5 ? 'carried' : lifter.bottom, restS);
    }
    hooks.before?.(stage, index);
    if (stage.nowOwn === 0) takeUp(stage, random);
    const plan = planOf(random, lifter, index, stage.nowMm, hooks.offsetMm?.(index) ?? 0);
    hooks.plan?.(plan, index);
    rep(stage, plan);
  }
  if (onSupport) lay(stage, random, random.range(0, 0.3), lifter.bottom === 'bounce');
}
