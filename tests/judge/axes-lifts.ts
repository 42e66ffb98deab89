/** Lifters: what they do with the bar. Sensors are drawn at random, in good order. */
import { type Axis, axis, overshootEither, targetFor } from './axes-kit.ts';
import { rep, shift } from './lifter-rep.ts';
import { drawLifter, idle, type Lifter, lapOf, performSet, planOf, type SetHooks } from './lifter-set.ts';
import { beta, even, grind, heavyTail } from './lifter-shapes.ts';
import { stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import { hx711 } from './sensor-force.ts';

export function wholeSet(
  random: Random,
  own: Partial<Lifter> = {},
  hooks: (random: Random, lifter: Lifter) => SetHooks = () => ({}),
) {
  const lifter = drawLifter(random, own);
  const stage = lapOf(random, lifter);
  performSet(stage, random, lifter, hooks(random, lifter));
  idle(stage, random, random.range(5, 10));
  return { stage, lifter, targetHoldS: targetFor(random, lifter.holdS) };
}

const simple = (name: string, own: (random: Random) => Partial<Lifter>, hooks?: Parameters<typeof wholeSet>[2]): Axis =>
  axis('lifter', name, (random) => wholeSet(random, own(random), hooks));

export const LIFTS: Axis[] = [
  simple('clean', () => ({})),
  simple('dead-stop', (random) => ({ bottom: 'dead', restS: random.range(0.3, 2) })),
  simple('floor-bounce', (random) => ({ bottom: 'bounce', restS: random.range(0.3, 1.5) })),
  simple('touch-and-go', (random) => ({ bottom: 'touch', holdS: random.pick([0, 0.4]), downS: random.range(0.5, 1) })),
  simple('quick-0.4s', (random) => ({
    upS: random.range(0.35, 0.45),
    downS: random.range(0.5, 0.9),
    romMm: random.range(180, 340),
    fatigue: 1.1,
  })),
  simple('slow-4-5s', (random) => ({
    upS: random.range(4, 5.2),
    downS: random.range(1.5, 3),
    reps: random.int(3, 6),
    fatigue: 1.1,
    holdS: random.range(0.3, 2),
    rise: grind,
  })),
  simple('heavy-tail', (random) => ({ upS: random.range(0.8, 2.2), rise: heavyTail })),
  simple(
    'clusters',
    (random) => ({ reps: random.int(5, 9), bottom: random.pick(['carried', 'dead']) }),
    (random) => {
      const every = random.int(2, 3);
      return { restS: (index) => (index % every === 0 ? random.range(4, 8) : random.range(0.2, 0.8)) };
    },
  ),
  simple(
    'last-creep',
    (random) => ({ holdS: random.range(0.8, 4) }),
    (random) => ({
      plan: (plan) => {
        plan.creep = { byMm: random.range(4, 9.5), durationS: random.range(0.7, 1.4) };
      },
    }),
  ),
  simple(
    'ringing-overshoot',
    (random) => ({ holdS: random.range(1, 4.5), upS: random.range(0.4, 1.3), bottom: 'carried' }),
    (random) => {
      const usual = random.range(20, 110);
      return {
        plan: (plan) => {
          plan.up = even(random);
          plan.swing = {
            overshootMm: Math.min(120, usual * random.range(0.8, 1.25)),
            ringHz: random.range(1.6, 2.4),
            damping: random.range(0.1, 0.3),
          };
        },
      };
    },
  ),
  simple(
    'sinking-hold',
    (random) => ({ holdS: random.range(2, 4), reps: random.int(4, 8) }),
    (random) => ({
      plan: (plan) => {
        plan.sinkMm = random.range(14, 24);
      },
    }),
  ),
  simple(
    'rocking-hold',
    (random) => ({ holdS: random.range(2, 4), reps: random.int(4, 8) }),
    (random) => ({
      plan: (plan, index) => {
        if (index % 3 !== 1) return;
        plan.rock = { depthMm: random.range(16, 45), times: random.int(1, 3), periodS: random.range(0.45, 0.9) };
      },
    }),
  ),
  simple(
    'reposition',
    (random) => ({ bottom: 'carried', romMm: random.range(240, 450) }),
    (random) => ({
      before: (stage) => {
        // There and back once or twice; the last move may stay, so that the rep begins 20 to 40 mm off.
        for (let times = random.int(1, 2); times > 0; times -= 1) {
          const byMm = (random.chance(0.5) ? 1 : -1) * random.range(20, 40);
          shift(stage, random, byMm, random.range(0.4, 0.9));
          stay(stage, random.range(0.15, 0.8));
          if (times > 1 || random.chance(0.6)) {
            shift(stage, random, -byMm, random.range(0.4, 0.9));
            stay(stage, random.range(0.15, 0.6));
          }
        }
      },
    }),
  ),
  axis('lifter', 'bench-slide', (random) => ({
    ...wholeSet(random, { bottom: 'carried', reps: random.int(6, 10), spreadMm: random.range(1, 4) }, () => {
      const at = random.int(2, 4);
      const byMm = (random.chance(0.5) ? 1 : -1) * random.range(35, 60);
      return {
        offsetMm: (index) => (index >= at ? byMm : 0),
        before: (stage, index) => {
          if (index !== at) return;
          stay(stage, random.range(0.3, 1.5));
          shift(stage, random, byMm, random.range(0.5, 1.5));
          stay(stage, random.range(0.3, 2));
        },
      };
    }),
    truth: overshootEither,
  })),
  axis('lifter', 'creep-15mm-a-rep', (random) => ({
    ...wholeSet(random, { bottom: 'carried', reps: random.int(5, 9), spreadMm: random.range(1, 3) }, () => {
      const byMm = (random.chance(0.5) ? 1 : -1) * random.range(12, 16);
      return {
        offsetMm: (index) => byMm * index,
        before: (stage, index) => {
          if (index > 0) shift(stage, random, byMm, random.range(0.3, 0.7));
        },
      };
    }),
    truth: overshootEither,
  })),
  axis('lifter', 'one-and-a-half', (random) => {
    const lifter = drawLifter(random, { bottom: 'carried', reps: random.int(4, 6), holdS: random.range(0.15, 0.8) });
    const stage = lapOf(random, lifter);
    for (let index = 0; index < lifter.reps; index += 1) {
      const plan = planOf(random, lifter, index, stage.nowMm, 0);
      const depthMm = random.range(0.4, 0.55) * lifter.romMm;
      const topMm = stage.nowMm + plan.upMm;
      // Down by a half, up to the same top, then the whole way down.
      rep(stage, { ...plan, toMm: topMm - depthMm, downS: lifter.downS * 0.6 });
      stay(stage, random.range(0.02, 0.2));
      rep(stage, { ...plan, upMm: topMm - stage.nowMm, upS: lifter.upS * 0.6, countable: false });
      stay(stage, lifter.restS);
    }
    idle(stage, random, random.range(5, 10));
    return {
      stage,
      truth: (sets) => {
        // The half reaches the lockout: it isn't short of it, it began too high.
        for (const each of sets.flatMap((set) => set.reps)) {
          if (each.countable === false) each.flagsEither.push(...each.flags.splice(0));
        }
      },
    };
  }),
  simple(
    'pause-in-mid-rep',
    (random) => ({ reps: random.int(4, 8), holdS: random.range(0.5, 2) }),
    (random, lifter) => {
      const at = random.int(1, lifter.reps - 1);
      return {
        plan: (plan, index) => {
          if (index === at) plan.pause = { share: random.range(0.35, 0.7), durationS: random.range(1, 5.5) };
        },
      };
    },
  ),
  simple(
    'partial-12-15-short',
    () => ({ holdS: 0.5, spreadMm: 2, reps: 8, upS: 0.9 }),
    (random) => {
      const at = random.pick([[3, 5], [4], [2, 6], [5, 6]]);
      return {
        plan: (plan, index) => {
          if (!at.includes(index)) return;
          plan.upMm *= 1 - random.range(0.125, 0.15);
          plan.countable = false;
        },
      };
    },
  ),
  simple(
    'partial-25-60-short',
    () => ({ holdS: 0.4, reps: 8, upS: 0.9 }),
    (random) => {
      const at = random.pick([[3, 5], [4], [2, 6], [7]]);
      return {
        plan: (plan, index) => {
          if (!at.includes(index)) return;
          plan.upMm *= 1 - random.range(0.25, 0.6);
          plan.holdS = random.pick([0, 0.3]);
          plan.countable = false;
        },
      };
    },
  ),
  simple(
    'first-attempt-fails',
    (random) => ({ reps: random.int(4, 7) }),
    (random) => ({
      plan: (plan, index) => {
        if (index > 0) return;
        plan.upMm *= random.range(0.3, 0.5);
        plan.up = beta(1, 2.5);
        plan.holdS = random.pick([0, 0, 0.5]);
        plan.countable = false;
      },
    }),
  ),
  axis('lifter', 'drop-set', (random) => {
    const heavyKg = random.range(80, 180);
    const lifter = drawLifter(random, {
      massKg: heavyKg,
      reps: random.int(4, 6),
      upS: random.range(0.7, 1.4),
      holdS: 0.5,
    });
    const stage = lapOf(random, lifter);
    performSet(stage, random, lifter);
    stay(stage, random.range(1, 3));
    for (let plates = random.int(2, 4); plates > 0; plates -= 1) {
      stage.nowKg -= heavyKg * random.range(0.08, 0.12);
      if (stage.nowOwn > 0) shift(stage, random, random.range(-4, 4), 0.3);
      stay(stage, random.range(1, 2.5));
    }
    stage.set = 1;
    performSet(stage, random, { ...lifter, reps: random.int(3, 6) });
    idle(stage, random, random.range(5, 10));
    return {
      stage,
      force: hx711(random),
      truth: (sets) => {
        sets[1]!.mayJoin = true;
      },
    };
  }),
  axis('lifter', 'rests-under-the-bar', (random) => {
    const lifter = drawLifter(random, { bottom: 'carried', reps: random.int(4, 6), upS: 0.8, holdS: 0.6, downS: 1 });
    const stage = lapOf(random, lifter);
    performSet(stage, random, lifter);
    let restS = random.range(25, 50);
    let upper = false;
    while (restS > 0) {
      const pieceS = random.range(5, 11);
      stay(stage, pieceS);
      shift(stage, random, (upper ? -1 : 1) * random.range(17, 23), random.range(0.4, 1));
      upper = !upper;
      restS -= pieceS;
    }
    stay(stage, random.range(2, 5));
    stage.set = 1;
    performSet(stage, random, lifter);
    idle(stage, random, random.range(5, 9));
    return { stage };
  }),
];
