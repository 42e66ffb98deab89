/** More lifters: form faults that earn a flag, unusual sets, several sets in one recording. */
import { type Axis, axis, overshootEither } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { lay, rep, shift, takeUp } from './lifter-rep.ts';
import { drawLifter, idle, type Lifter, lapOf, performSet, planOf } from './lifter-set.ts';
import { beta, even, heavyTail, lowering, sticking } from './lifter-shapes.ts';
import { G, move, STEP_S, type Stage, stageAt, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import { hx711 } from './sensor-force.ts';

/** Which reps of a set of `reps` do something special: one or two, not the first. */
const some = (random: Random, reps: number): number[] => {
  const first = random.int(1, reps - 1);
  return random.chance(0.5) && first + 2 < reps ? [first, first + 2] : [first];
};

/** The bar's ends whip: an oscillator driven by the acceleration of its middle. */
function whip(stage: Stage, hz: number, damping: number): void {
  const omega = 2 * Math.PI * hz;
  let x = 0;
  let v = 0;
  const z = stage.heightMm;
  for (let i = 10; i + 10 < z.length; i += 1) {
    const a = ((z[i + 10]! - 2 * z[i]! + z[i - 10]!) / (10 * STEP_S) ** 2) * stage.own[i]!;
    v += (-omega * omega * x - 2 * damping * omega * v - a) * STEP_S;
    x += v * STEP_S;
    stage.whipMm[i] = x;
  }
  for (const note of stage.notes) note.swings = true;
}

/** A second set after a rest, by the same or another lifter. */
function twoSets(random: Random, first: Lifter, second: Lifter, between: (stage: Stage) => void): Stage {
  const stage = lapOf(random, first);
  performSet(stage, random, first);
  between(stage);
  stage.set = 1;
  performSet(stage, random, second);
  idle(stage, random, random.range(5, 9));
  return stage;
}

export const HABITS: Axis[] = [
  axis('lifter', 'no-hold', (random) => wholeSet(random, { holdS: 0, upS: random.range(0.5, 1.2) })),
  axis('lifter', 'long-holds-4-5s', (random) =>
    wholeSet(random, { holdS: random.range(4, 5), upS: random.range(0.6, 1.2) }),
  ),
  axis('lifter', 'short-range-180mm', (random) => wholeSet(random, { romMm: random.range(180, 210) })),
  axis('lifter', 'slow-lowering', (random) =>
    wholeSet(random, { downS: random.range(3, 5), reps: random.int(4, 7), holdS: 0.6 }),
  ),
  axis('lifter', 'sticking-region', (random) => wholeSet(random, { rise: sticking, upS: random.range(1, 2.4) })),
  axis('lifter', 'heavy-few-reps', (random) => ({
    ...wholeSet(random, {
      massKg: random.range(180, 250),
      reps: random.int(1, 3),
      upS: random.range(1.5, 3),
      romMm: random.range(260, 420),
      rise: sticking,
      holdS: random.range(0.5, 1.5),
    }),
    // A single slow rise without a cell could be anything in the beam.
    force: hx711(random),
  })),
  axis('lifter', 'tempo-changes', (random) =>
    wholeSet(random, { reps: random.int(6, 9), holdS: 0.5 }, () => ({
      plan: (plan) => {
        plan.upS = random.pick([0.45, 0.8, 1.5, 2.6]) * random.range(0.9, 1.1);
        plan.holdS = random.pick([0, 0.4, 1.5, 3]);
        plan.downS = random.range(0.6, 2.5);
      },
    })),
  ),
  axis('lifter', 'stalls', (random) =>
    wholeSet(
      random,
      { reps: random.int(5, 8), upS: random.range(0.8, 1.6), holdS: random.range(0.4, 1.5) },
      (_, lifter) => {
        const at = some(random, lifter.reps);
        return {
          plan: (plan, index) => {
            if (at.includes(index)) plan.pause = { share: random.range(0.3, 0.7), durationS: random.range(0.45, 0.9) };
          },
        };
      },
    ),
  ),
  axis('lifter', 'drops-the-bar', (random) => {
    const style = { bottom: 'bounce', reps: random.int(4, 8), holdS: random.range(0.4, 1.5) } as const;
    return wholeSet(random, style, (_, lifter) => {
      const at = some(random, lifter.reps);
      return {
        plan: (plan, index) => {
          if (!at.includes(index)) return;
          plan.fallLimit = random.range(0.8, 0.97) * G;
          plan.downS = 0.05;
          plan.down = (u) => u;
        },
      };
    });
  }),
  axis('lifter', 'overshoots-some', (random) =>
    wholeSet(random, { reps: random.int(6, 9), spreadMm: 2, holdS: random.range(0.3, 1.5) }, (_, lifter) => {
      const at = some(random, lifter.reps);
      return {
        plan: (plan, index) => {
          if (at.includes(index)) plan.upMm += Math.max(20, lifter.romMm * random.range(0.07, 0.11));
        },
      };
    }),
  ),
  axis('lifter', 'holds-of-all-lengths', (random) => ({
    ...wholeSet(random, { reps: random.int(6, 9), holdS: 2 }, () => ({
      plan: (plan) => {
        plan.holdS = random.range(0.5, 3.5);
      },
    })),
    targetHoldS: 2,
  })),
  axis('lifter', 'last-attempt-fails', (random) =>
    wholeSet(random, { reps: random.int(5, 8), upS: random.range(0.8, 1.8) }, (_, lifter) => ({
      plan: (plan, index) => {
        if (index < lifter.reps - 1) return;
        plan.upMm *= random.range(0.3, 0.75);
        plan.upS *= 1.4;
        plan.up = beta(1, 2.5);
        plan.holdS = random.pick([0, 0.6]);
        plan.countable = false;
      },
    })),
  ),
  axis('lifter', 'creeping-start', (random) => ({
    // The first 8 to 16 mm come at less than 0.02 m/s: the pad gives way before the bar is driven. The range may begin
    // before or after that.
    ...wholeSet(random, { bottom: 'carried', reps: random.int(4, 7) }, () => ({
      before: (stage) => {
        const byMm = random.range(8, 16);
        move(stage, stage.nowMm + byMm, byMm / random.range(11, 16), (u) => Math.min(1, u / 0.1, (1 - u) / 0.1));
      },
    })),
    blind: ['range'],
  })),
  axis('lifter', 'tremor', (random) => ({ ...wholeSet(random), tremorMm: random.range(0.25, 0.5) })),
  axis('lifter', 'whip-of-the-bar', (random) => {
    const played = wholeSet(random, {
      bottom: 'carried',
      upS: random.range(0.4, 1),
      holdS: random.range(1, 3),
      rise: even,
    });
    whip(played.stage, random.range(3, 6), random.range(0.08, 0.2));
    return { ...played, truth: overshootEither };
  }),
  axis('lifter', 'sways-in-the-hold', (random) =>
    // Below what is called rocking: 3 to 7 mm.
    wholeSet(random, { holdS: random.range(2, 4), reps: random.int(4, 7) }, () => ({
      plan: (plan) => {
        plan.rock = { depthMm: random.range(3, 7), times: random.int(1, 4), periodS: random.range(0.4, 0.8) };
      },
    })),
  ),
  axis('lifter', 'warm-up-then-work', (random) => {
    const light = drawLifter(random, {
      massKg: random.range(30, 70),
      reps: random.int(3, 5),
      holdS: 0.5,
      upS: 0.7,
      downS: 0.9,
    });
    const heavy = {
      ...light,
      massKg: light.massKg + random.range(30, 80),
      upS: light.upS * 1.4,
      reps: random.int(3, 5),
    };
    const stage = twoSets(random, light, heavy, (on) => {
      if (on.nowOwn > 0) lay(on, random, 0);
      stay(on, random.range(8, 14));
      on.nowKg = (light.massKg + heavy.massKg) / 2;
      stay(on, random.range(3, 8));
      on.nowKg = heavy.massKg;
      stay(on, random.range(10, 18));
      if (light.bottom === 'carried' || light.bottom === 'touch') takeUp(on, random);
      stay(on, random.range(1, 3));
    });
    return { stage, force: hx711(random) };
  }),
  axis('lifter', 'two-lifters-in-turns', (random) => {
    const base = { upS: random.range(0.6, 1), holdS: 0.5, downS: 0.9, bottom: 'carried' as const };
    const one = drawLifter(random, { ...base, reps: random.int(4, 6), romMm: random.range(200, 280) });
    const two = drawLifter(random, { ...base, reps: random.int(4, 6), romMm: one.romMm * random.range(1.2, 1.5) });
    const stage = twoSets(random, one, { ...two, massKg: one.massKg }, (on) => {
      lay(on, random, 0);
      stay(on, random.range(20, 35));
      move(on, two.bottomMm, random.range(0.8, 2), lowering(random));
      stay(on, random.range(2, 5));
      takeUp(on, random);
      stay(on, random.range(1, 3));
    });
    return { stage, truth: overshootEither };
  }),
  axis('lifter', 'squat-from-the-top', (random) => {
    const lifter = drawLifter(random, { bottomMm: random.range(500, 700), romMm: random.range(380, 450), holdS: 0.5 });
    const topMm = lifter.bottomMm + lifter.romMm;
    const stage = stageAt(topMm, lifter.massKg, 1);
    stay(stage, random.range(5, 9));
    for (let index = 0; index < lifter.reps; index += 1) {
      move(
        stage,
        lifter.bottomMm + random.normal(lifter.spreadMm),
        lifter.downS * random.range(0.9, 1.1),
        lowering(random),
      );
      stay(stage, random.range(0.02, 0.3));
      const plan = planOf(random, { ...lifter, rise: heavyTail }, index, stage.nowMm, 0);
      // The rep ends where it began, at the top: its hold lasts to the next way down.
      rep(stage, { ...plan, holdS: random.range(0.4, 1.5), toMm: topMm, downS: 0.05 });
    }
    stay(stage, random.range(6, 10));
    return {
      stage,
      exercise: 'squat',
      blind: ['hold'],
      // The way down after it is quick or slow, and belongs to the next rep here.
      truth: (sets) => {
        for (const each of sets.flatMap((set) => set.reps)) each.flagsEither.push('dropped');
      },
    };
  }),
  axis('lifter', 'shuffles-between-reps', (random) =>
    wholeSet(random, { bottom: 'carried', reps: random.int(5, 8), restS: random.range(0.8, 1.6) }, () => ({
      before: (stage, index) => {
        if (index === 0 || random.chance(0.4)) return;
        const byMm = random.range(-18, 18);
        shift(stage, random, byMm, random.range(0.3, 0.8));
        stay(stage, random.range(0.1, 0.5));
      },
    })),
  ),
];
