/** Several things at once, each of them mild: an ordinary evening in a gym. */

import { CHORES } from './axes-handling.ts';
import { type Axis, axis, intruder, plainIntruder, timesOf } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { lay, shift } from './lifter-rep.ts';
import { idle } from './lifter-set.ts';
import { even } from './lifter-shapes.ts';
import { STEP_S, secondsOf, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import type { HeightReading } from './scenario.ts';
import { doubted, type Fault, garbage, missing, spikes } from './sensor-faults.ts';
import { hx711 } from './sensor-force.ts';
import { type Intruder, noisy, vl53l1x } from './sensor-height.ts';

const mildFaults = (random: Random): Fault<HeightReading>[] => {
  const all: Fault<HeightReading>[] = [
    spikes(0.002, 'hard'),
    spikes(0.003, 'small'),
    spikes(0.001, 'impossible', [1, 2]),
    doubted(0.05, 'single', 'constant'),
    missing(0.05, 0.1),
  ];
  return all.filter(() => random.chance(0.5));
};

export const MIXED: Axis[] = [
  axis('mixed', 'mixed-sensors', (random) => {
    const played = wholeSet(random);
    const { fromS } = timesOf(played.stage, 0);
    const barMm = played.stage.heightMm[100]!;
    const cut = plainIntruder(random, barMm, random.range(0.5, Math.max(1, fromS - 2)), random.range(0.05, 0.8));
    return {
      ...played,
      height: noisy(random, random.range(2, 6)),
      force: hx711(random),
      intruders: random.chance(0.5) ? [cut] : [],
      heightFaults: mildFaults(random),
      forceFaults: random.chance(0.5) ? [garbage(0.003)] : [missing(0.05, 0.3)],
    };
  }),
  axis('mixed', 'mixed-lifter', (random) =>
    wholeSet(random, { reps: random.int(5, 9) }, () => {
      const style = random.int(0, 3);
      return {
        before: (stage, index) => {
          if (stage.nowOwn === 0 || index === 0 || random.chance(0.6)) return;
          shift(stage, random, random.range(-25, 25), random.range(0.4, 0.8));
          stay(stage, random.range(0.1, 0.6));
        },
        plan: (plan, index) => {
          if (style === 0) plan.creep = { byMm: random.range(3, 7), durationS: random.range(0.5, 1) };
          if (style === 1) plan.sinkMm = random.range(5, 15);
          if (style === 2 && plan.holdS > 0.9) {
            plan.up = even(random);
            plan.swing = {
              overshootMm: random.range(15, 35),
              ringHz: random.range(1.6, 2.4),
              damping: random.range(0.2, 0.35),
            };
          }
          if (index === 2) plan.upS *= 1.6;
          if (index === 3) plan.holdS *= 0.5;
        },
        restS: () => random.pick([0.2, 0.8, 2.5]),
      };
    }),
  ),
  axis('mixed', 'mixed-everything', (random) => {
    const played = wholeSet(random, { reps: random.int(4, 7), upS: random.range(0.5, 1.5) }, () => ({
      plan: (plan) => {
        if (random.chance(0.3)) plan.creep = { byMm: random.range(3, 7), durationS: random.range(0.5, 1) };
        if (random.chance(0.3)) plan.sinkMm = random.range(4, 12);
      },
      before: (stage) => {
        if (stage.nowOwn === 0 || random.chance(0.7)) return;
        shift(stage, random, random.range(-20, 20), 0.5);
        stay(stage, 0.3);
      },
    }));
    const { stage } = played;
    if (stage.nowCarry > 0) lay(stage, random, 0);
    stay(stage, 2);
    const intruders: Intruder[] = [];
    const untilS = secondsOf(stage) + 15;
    while (secondsOf(stage) < untilS) {
      intruders.push(intruder(random, stage.heightMm.at(-1)!, secondsOf(stage) + 0.3, random.range(0.1, 1)));
      random.pick(CHORES)(stage, random);
    }
    return {
      ...played,
      height: vl53l1x(random),
      force: hx711(random),
      intruders,
      heightFaults: mildFaults(random),
      forceFaults: [garbage(0.002)],
    };
  }),
  axis('mixed', 'mixed-heights-only', (random) => {
    const played = wholeSet(random, {}, () => ({
      plan: (plan) => {
        if (random.chance(0.3)) plan.creep = { byMm: random.range(3, 7), durationS: random.range(0.5, 1) };
      },
    }));
    idle(played.stage, random, 3);
    const at = Math.round(random.range(1, 3) / STEP_S);
    const cut = plainIntruder(random, played.stage.heightMm[at]!, at * STEP_S, random.range(0.05, 0.4));
    return {
      ...played,
      height: noisy(random, random.range(2, 5)),
      force: null,
      intruders: [cut],
      heightFaults: mildFaults(random),
    };
  }),
];
