/** One repetition and what lies between two of them, played on a stage. */
import { type Drive, driveUp } from './lifter-dynamic.ts';
import { heavyTail, lowering, type Profile } from './lifter-shapes.ts';
import { handOver, move, nowOf, overlay, type Stage, stay, stepsOf, swingThrough } from './lifter-stage.ts';
import type { Random } from './random.ts';

export interface RepPlan {
  /** From where the bar is now. */
  upMm: number;
  upS: number;
  up: Profile;
  /** Instead of a profile: forces. Needs a hold of at least half a second. */
  drive?: Drive;
  swing?: { overshootMm: number; ringHz: number; damping: number };
  /** The last millimetres come slowly, below 0.02 m/s. */
  creep?: { byMm: number; durationS: number };
  pause?: { share: number; durationS: number };
  holdS: number;
  sinkMm?: number;
  rock?: { depthMm: number; times: number; periodS: number };
  /** The height that the bar is lowered to. */
  toMm: number;
  downS: number;
  down: Profile;
  countable?: boolean | 'either';
  /** Hardest upward braking at the top, and hardest fall (m/s²). */
  brakeLimit?: number;
  fallLimit?: number;
}

export function rep(stage: Stage, plan: RepPlan): void {
  const from = nowOf(stage);
  const startMm = stage.nowMm;
  const levelMm = startMm + plan.upMm;
  let stopMm = levelMm;
  let upS = plan.upS;
  if (plan.creep) stopMm -= plan.creep.byMm;
  if (plan.pause) {
    move(stage, startMm + plan.upMm * plan.pause.share, upS * plan.pause.share, plan.up);
    stay(stage, plan.pause.durationS, 3);
    upS *= 1 - plan.pause.share;
  }
  let holdS = plan.holdS;
  let top: number;
  if (plan.drive) {
    const settleS = Math.min(holdS, 1.2);
    top = driveUp(stage, levelMm, plan.drive, settleS);
    holdS -= settleS;
  } else if (plan.swing) {
    const durationS = Math.min(holdS, 2.2);
    top = swingThrough(stage, stopMm, upS, plan.up, { ...plan.swing, durationS });
    holdS -= durationS;
  } else {
    move(stage, stopMm, upS, plan.up, plan.brakeLimit);
    if (plan.creep) move(stage, levelMm, plan.creep.durationS, (u) => Math.min(1, u / 0.1, (1 - u) / 0.1));
    top = nowOf(stage);
  }
  if (holdS > 0) stay(stage, holdS, plan.sinkMm ?? 0);
  const leave = nowOf(stage);
  if (plan.rock) {
    const { depthMm, times, periodS } = plan.rock;
    const lasts = times * periodS;
    const begin = top + stepsOf(Math.max(0.05, (plan.holdS - lasts) * 0.4));
    overlay(
      stage.heightMm,
      begin,
      Math.min(leave, begin + stepsOf(lasts)),
      (t) => (-depthMm * (1 - Math.cos((2 * Math.PI * t) / periodS))) / 2,
    );
  }
  const leaveLevelMm = stage.nowMm;
  move(stage, plan.toMm, plan.downS, plan.down, plan.fallLimit);
  const held = plan.holdS >= 0.15;
  stage.notes.push({
    from,
    top,
    leave,
    to: nowOf(stage),
    levelMm: held ? levelMm : null,
    leaveLevelMm: held ? leaveLevelMm : null,
    countable: plan.countable ?? true,
    swings: plan.swing !== undefined || plan.drive !== undefined,
    paused: plan.pause !== undefined,
    set: stage.set,
  });
}

/** How the bar waits between two reps. */
export type Bottom = 'carried' | 'touch' | 'dead' | 'bounce';

/** A lowering that ends with speed: the floor stops it. */
export function landing(random: Random): Profile {
  const p = random.range(1, 2);
  const k = random.range(0.55, 0.92);
  return (u) => u ** p * (1 - k * u);
}

/** Plates jump off the floor: ballistic hops, each lower than the one before. */
function bounce(stage: Stage, random: Random): void {
  let hopMm = random.range(5, 20);
  const floorMm = stage.nowMm;
  for (let hop = 0; hop < random.int(1, 3); hop += 1) {
    const airS = 2 * Math.sqrt((2 * hopMm) / 9810);
    const hopHeightMm = hopMm;
    const begin = nowOf(stage);
    stay(stage, airS);
    overlay(stage.heightMm, begin, nowOf(stage), (t) => (4 * hopHeightMm * (t / airS) * (airS - t)) / airS);
    stage.nowMm = floorMm;
    hopMm *= random.range(0.15, 0.4);
  }
}

/** Lays the bar on its support: the cell falls to what the lifter still pushes with. */
export function lay(stage: Stage, random: Random, restCarry: number, bounces = false): void {
  stage.nowOwn = 0;
  if (bounces) {
    stage.nowCarry = Math.min(stage.nowCarry, random.range(0.2, 0.7));
    bounce(stage, random);
  }
  handOver(stage, random.range(0.03, 0.15), restCarry);
}

export function takeUp(stage: Stage, random: Random): void {
  handOver(stage, random.range(0.05, 0.4), 1);
}

export function waitBelow(stage: Stage, random: Random, bottom: Bottom, restS: number): void {
  if (bottom === 'touch' || bottom === 'carried') {
    stay(stage, bottom === 'touch' ? random.range(0.01, 0.05) : restS);
    return;
  }
  lay(stage, random, random.chance(0.4) ? random.range(0, 0.03) : random.range(0.03, 0.45), bottom === 'bounce');
  stay(stage, restS);
  takeUp(stage, random);
}

/** A move that is no rep: shifting the bar on the pad, re-seating, rolling it. */
export function shift(stage: Stage, random: Random, byMm: number, durationS: number): void {
  move(stage, stage.nowMm + byMm, durationS, random.chance(0.5) ? heavyTail(random) : lowering(random));
}
