/** What happens to a bar without being a rep, alone or around a set. */
import { type Axis, axis, intruder, noTruth, type Played } from './axes-kit.ts';
import { lay, rep, shift, takeUp } from './lifter-rep.ts';
import { drawLifter, type Lifter, lapOf, performSet } from './lifter-set.ts';
import { even, lowering } from './lifter-shapes.ts';
import {
  handOver,
  move,
  nowOf,
  overlay,
  STEP_S,
  type Stage,
  secondsOf,
  stageAt,
  stay,
  stepsOf,
} from './lifter-stage.ts';
import type { Random } from './random.ts';
import { hx711 } from './sensor-force.ts';
import { type Intruder, vl53l1x } from './sensor-height.ts';

/** One thing that people do to a bar that nobody lifts; about 3 to 15 s. */
export const CHORES: readonly ((stage: Stage, random: Random) => void)[] = [
  // Plates on or off: 10 to 25 kg, the end jumps by a few millimetres, or is lifted by hand for a moment.
  (stage, random) => {
    const kg = (random.chance(0.5) ? 1 : -1) * random.range(10, 25);
    if (random.chance(0.4)) {
      const byMm = random.range(30, 150);
      shift(stage, random, byMm, random.range(0.4, 1));
      stay(stage, random.range(0.5, 4));
      stage.nowKg = Math.max(20, stage.nowKg + kg);
      shift(stage, random, -byMm, random.range(0.3, 0.8));
    } else {
      stage.nowKg = Math.max(20, stage.nowKg + kg);
      shift(stage, random, random.range(-6, 6), 0.2);
    }
    stay(stage, random.range(1, 4));
  },
  // Rolled over a mat's edge or a foot.
  (stage, random) => {
    const begin = nowOf(stage);
    const lasts = random.range(0.8, 3);
    const byMm = random.range(5, 40);
    stay(stage, lasts);
    overlay(stage.heightMm, begin, nowOf(stage), (t) => byMm * Math.sin((Math.PI * t) / lasts) ** 2);
    stay(stage, random.range(0.5, 3));
  },
  // Bumped: a short knock, and the cell feels it.
  (stage, random) => {
    const begin = nowOf(stage);
    const heightMm = random.range(2, 12);
    const hz = random.range(2, 6);
    stay(stage, 1.5);
    overlay(stage.heightMm, begin, nowOf(stage), (t) => heightMm * Math.exp(-t * 4) * Math.sin(2 * Math.PI * hz * t));
    stay(stage, random.range(0.5, 3));
  },
  // Somebody leans on the saddle, or pushes the cell down by hand.
  (stage, random) => {
    for (let times = random.int(1, 4); times > 0; times -= 1) {
      handOver(stage, random.range(0.1, 1), random.range(0.05, 0.95));
      stay(stage, random.range(0.3, 4));
    }
    handOver(stage, random.range(0.1, 0.8), 0);
    stay(stage, random.range(0.5, 2));
  },
  // Carried by hands to another height (hooks, floor), with nothing on the cell.
  (stage, random) => {
    const byMm = stage.nowMm > 500 ? -random.range(150, 420) : random.range(150, 420);
    shift(stage, random, byMm, random.range(0.8, 3));
    stay(stage, random.range(1, 6));
    if (random.chance(0.6)) {
      shift(stage, random, -byMm, random.range(0.8, 3));
      stay(stage, random.range(1, 4));
    }
  },
  (stage, random) => stay(stage, random.range(4, 15)),
];

/** Chores in a row, with hands and feet in the beam now and then. */
export function chores(random: Random, durationS: number): { stage: Stage; intruders: Intruder[] } {
  const stage = stageAt(random.range(120, 320), random.range(20, 150), 0);
  stay(stage, random.range(1, 5));
  const intruders: Intruder[] = [];
  while (secondsOf(stage) < durationS) {
    if (random.chance(0.35)) {
      intruders.push(intruder(random, stage.nowMm, secondsOf(stage) + random.range(0, 2), random.range(0.05, 2)));
    }
    random.pick(CHORES)(stage, random);
  }
  return { stage, intruders };
}

const nothing = (played: Played): Played => ({ ...played, truth: noTruth });

function unrack(stage: Stage, random: Random, lifter: Lifter): void {
  takeUp(stage, random);
  const rackMm = stage.nowMm;
  move(stage, rackMm + random.range(15, 60), random.range(0.5, 1.2), even(random));
  stay(stage, random.range(0.3, 1.5));
  move(stage, lifter.bottomMm, random.range(0.6, 2), lowering(random));
  stay(stage, random.range(0.5, 3));
}

/** A set between two racks: `high` hooks are at the height of the lockout, low ones below the bottom's own height plus some. */
function racked(random: Random, high: boolean, loadedEnd: boolean) {
  const lifter = drawLifter(random, { bottom: 'carried', reps: random.int(3, 7), holdS: random.range(0.2, 1.5) });
  const rackMm = lifter.bottomMm + (high ? lifter.romMm + random.range(-5, 20) : random.range(-10, 40));
  const stage = stageAt(rackMm, lifter.massKg, 0);
  stay(stage, random.range(5, 10));
  unrack(stage, random, lifter);
  performSet(stage, random, lifter);
  stay(stage, random.range(0.5, 2));
  const upMm = rackMm + random.range(10, 30) - stage.nowMm;
  if (high && loadedEnd) {
    // Driven up like a rep and hung in: whether that is one more, two coaches would dispute.
    rep(stage, {
      upMm,
      upS: lifter.upS,
      up: even(random),
      holdS: random.range(0.3, 1),
      toMm: rackMm,
      downS: 0.4,
      down: even(random),
      countable: 'either',
    });
  } else if (high) {
    lay(stage, random, 0);
    stay(stage, random.range(2, 6));
    move(stage, rackMm, random.range(1, 3), lowering(random));
  } else {
    move(stage, stage.nowMm + upMm, random.range(0.5, 1.2), even(random));
    stay(stage, random.range(0.2, 0.8));
    move(stage, rackMm, random.range(0.3, 0.8), even(random));
  }
  lay(stage, random, 0);
  stay(stage, random.range(5, 12));
  return { stage };
}

/** The bar hung up by hand at about the height of the lockout, once the lifter is out. */
function hangUp(stage: Stage, random: Random, lifter: Lifter): void {
  if (stage.nowOwn > 0) lay(stage, random, 0);
  stage.nowCarry = 0;
  stay(stage, random.range(3, 8));
  move(stage, lifter.bottomMm + lifter.romMm + random.range(-15, 25), random.range(1, 3), lowering(random));
  stay(stage, random.range(6, 12));
}

export const HANDLING: Axis[] = [
  axis('handling', 'hooks-at-lockout-height', (random) => {
    const lifter = drawLifter(random, { reps: random.int(3, 6) });
    const stage = lapOf(random, lifter);
    performSet(stage, random, lifter);
    stay(stage, random.range(1, 3));
    hangUp(stage, random, lifter);
    return { stage, force: hx711(random) };
  }),
  axis('handling', 'plates-rolling-bumps', (random) =>
    nothing({ ...chores(random, random.range(60, 100)), height: vl53l1x(random), force: hx711(random) }),
  ),
  axis('handling', 'leaning-on-the-cell', (random) => {
    const stage = stageAt(random.range(120, 320), random.range(40, 150), 0);
    stay(stage, 5);
    const intruders: Intruder[] = [];
    while (secondsOf(stage) < 60) {
      if (random.chance(0.3)) intruders.push(intruder(random, stage.nowMm, secondsOf(stage), random.range(0.1, 1.5)));
      CHORES[3]!(stage, random);
    }
    return nothing({ stage, intruders, height: vl53l1x(random), force: hx711(random) });
  }),
  axis('handling', 'carried-to-hooks-by-hand', (random) => {
    const stage = stageAt(random.range(120, 320), random.range(20, 60), 0);
    stay(stage, 6);
    while (secondsOf(stage) < 60) CHORES[4]!(stage, random);
    return nothing({ stage, height: vl53l1x(random), force: hx711(random) });
  }),
  axis('handling', 'handling-after-a-set', (random) => {
    const lifter = drawLifter(random, { reps: random.int(3, 6), holdS: 0.4, upS: 0.8 });
    const stage = lapOf(random, lifter);
    performSet(stage, random, lifter);
    stay(stage, random.range(1, 3));
    if (stage.nowCarry > 0) lay(stage, random, 0);
    const from = secondsOf(stage);
    const intruders: Intruder[] = [];
    while (secondsOf(stage) < from + 40) {
      if (random.chance(0.3)) {
        intruders.push(intruder(random, stage.nowMm, secondsOf(stage) + 0.5, random.range(0.05, 2)));
      }
      random.pick(CHORES)(stage, random);
    }
    return { stage, intruders, height: vl53l1x(random), force: hx711(random) };
  }),
  axis('handling', 'handled-between-two-sets', (random) => {
    const lifter = drawLifter(random, { reps: random.int(3, 5), holdS: 0.5, upS: 0.8, downS: 0.9 });
    const stage = lapOf(random, lifter);
    performSet(stage, random, lifter);
    stay(stage, random.range(1, 3));
    lay(stage, random, 0);
    const untilS = secondsOf(stage) + random.range(25, 35);
    while (secondsOf(stage) < untilS) random.pick(CHORES)(stage, random);
    // Back to where the lift begins, with the load of before.
    move(stage, lifter.bottomMm, random.range(0.8, 2), lowering(random));
    stage.nowKg = lifter.massKg;
    stay(stage, random.range(2, 5));
    takeUp(stage, random);
    if (lifter.bottom === 'dead' || lifter.bottom === 'bounce') lay(stage, random, 0.1);
    stay(stage, random.range(1, 3));
    stage.set = 1;
    performSet(stage, random, lifter);
    stay(stage, random.range(5, 10));
    return { stage, height: vl53l1x(random), force: hx711(random) };
  }),
  axis('handling', 'low-hooks', (random) => ({ ...racked(random, false, true), force: hx711(random) })),
  axis('handling', 'high-hooks-by-hand', (random) => ({ ...racked(random, true, false), force: hx711(random) })),
  axis('handling', 'high-hooks-with-load', (random) => ({ ...racked(random, true, true), force: hx711(random) })),
  axis('handling', 'gets-under-the-bar', (random) => {
    // Before the set the lifter pulls the bar over the hips: it hops, rolls and is pushed up by hand, partly on the cell.
    const lifter = drawLifter(random, { bottom: 'dead' });
    const stage = stageAt(lifter.bottomMm, lifter.massKg, 0);
    stay(stage, 3);
    for (let times = random.int(2, 5); times > 0; times -= 1) {
      const begin = nowOf(stage);
      const byMm = random.range(10, 50);
      handOver(stage, random.range(0.5, 1.5), random.range(0, 0.5));
      const lasts = (nowOf(stage) - begin) * STEP_S;
      overlay(stage.heightMm, begin, begin + stepsOf(lasts), (t) => byMm * Math.sin((Math.PI * t) / lasts) ** 2);
      stay(stage, random.range(0.5, 2));
    }
    stay(stage, random.range(1, 3));
    performSet(stage, random, lifter);
    stay(stage, random.range(5, 10));
    return { stage, force: hx711(random) };
  }),
];
