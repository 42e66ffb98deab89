/** Other lifters: how a rep is made. */

import { habitOf, liftSet, oneSet, putDown, rep, takeUp } from './lifts.ts';
import type { Stage } from './stage.ts';
import { type AttackAxis, axis, newSet } from './stage.ts';
import { lowering, type Stroke, stroke } from './strokes.ts';

const shaped = (up: Stroke, over: Parameters<typeof oneSet>[1] = {}): AttackAxis =>
  axis('lifter', `stroke-${up}`, (stage) => void oneSet(stage, { up, ...over }));

/** Up, a stop at a share of the way, and on. */
function interrupted(stage: Stage, rangeMm: number, at: number, stopS: number): number[] {
  const { dice } = stage;
  const first = stroke(dice, 'snap', rangeMm * at, dice.from(0.4, 0.8));
  const still = new Array<number>(Math.round(stopS * 1000)).fill(rangeMm * at);
  const rest = stroke(dice, dice.one(['snap', 'muscle', 'front'] as const), rangeMm * (1 - at), dice.from(0.4, 0.9));
  return [...first, ...still, ...rest.map((each) => each + rangeMm * at)];
}

/** Pulses at the top: down by a part of the range and up again. */
const pulses = (count: number, share: number) => (stage: Stage) => {
  const { bar, dice } = stage;
  bar.stay(dice.from(0.2, 0.5));
  const range = 350 * share;
  for (let k = 0; k < count; k += 1) {
    bar.along(lowering(dice, 'snap', range, dice.from(0.25, 0.5)));
    bar.along(stroke(dice, 'snap', range, dice.from(0.25, 0.5)));
    bar.stay(dice.from(0.05, 0.2));
  }
  bar.stay(dice.from(0.2, 0.5));
};

/** Passes the level at speed, turns, swings back and rings out. */
function ringing(stage: Stage, rangeMm: number, upS: number): number[] {
  const { dice } = stage;
  const over = rangeMm * dice.from(0.03, 0.085);
  const omega = 2 * Math.PI * dice.from(1.3, 2.2);
  const decayS = dice.from(0.15, 0.35);
  const way = stroke(dice, dice.one(['front', 'snap', 'late'] as const), rangeMm + over, upS);
  // From the turning point: a damped swing that begins without speed.
  const tail = Array.from({ length: 1500 }, (_, i) => {
    const t = i / 1000;
    return rangeMm + over * Math.exp(-t / decayS) * (Math.cos(omega * t) + Math.sin(omega * t) / (omega * decayS));
  });
  return [...way, ...tail];
}

export const LIFTER: readonly AttackAxis[] = [
  shaped('muscle'),
  shaped('snap'),
  shaped('triangle'),
  shaped('front', { upS: 1.4 }),
  shaped('sticking', { upS: 1.6 }),
  axis('lifter', 'grind-4-8s-then-lockout', (stage, dice) => {
    oneSet(stage, { upS: 1 }, (k) => (k < 2 ? {} : { up: 'grind', upS: dice.from(3, 8), vary: 0.05 }), 6);
  }),
  axis('lifter', 'quick-0.35-0.45s', (stage, dice) => {
    oneSet(stage, {
      upS: dice.from(0.35, 0.45),
      downS: dice.from(0.45, 0.7),
      holdS: dice.one([0, 0, 0.3]),
      pauseS: 0.1,
    });
  }),
  axis('lifter', 'quick-no-pause-anywhere', (stage, dice) => {
    oneSet(
      stage,
      { between: 'lap', upS: 0.4, downS: 0.45, holdS: 0, pauseS: dice.one([0, 0.02]), rangeMm: dice.from(160, 260) },
      undefined,
      12,
    );
  }),
  axis('lifter', 'tempo-5-1-5', (stage, dice) => {
    oneSet(stage, { upS: 5, holdS: 1, downS: 5, up: dice.one(['trapezoid', 'snap', 'muscle'] as const) }, undefined, 5);
  }),
  axis('lifter', 'eccentric-6-8s', (stage, dice) => {
    oneSet(stage, { upS: 0.8, downS: dice.from(6, 8), down: 'trapezoid' }, undefined, 5);
  }),
  axis('lifter', 'short-range-135-160mm', (stage, dice) => {
    oneSet(stage, { rangeMm: dice.from(137, 160), upS: dice.from(0.4, 0.8), bottomMm: 5 });
  }),
  axis('lifter', 'long-range-600-680mm', (stage, dice) => {
    oneSet(stage, { rangeMm: dice.from(600, 680), upS: dice.from(0.9, 1.6), downS: 1.2 });
  }),
  axis('lifter', 'single-leg-unsteady', (stage, dice) => {
    stage.bar.massKg = 2.5 * dice.whole(4, 16);
    stage.swayMm = dice.from(1.5, 3);
    stage.tremorMm = dice.from(0.5, 0.9);
    oneSet(stage, { rangeMm: dice.from(170, 300), upS: dice.from(0.8, 1.6), vary: 0.05 }, () => ({
      flagsEither: ['rocking', 'overshoot'],
      blind: ['hold'],
    }));
  }),
  axis('lifter', 'pause-at-the-bottom-4-9s', (stage, dice) => {
    oneSet(stage, {}, () => (dice.either(0.35) ? { pauseS: dice.from(4, 9) } : {}));
  }),
  axis('lifter', 'pause-in-mid-rep', (stage, dice) => {
    oneSet(stage, {}, (_, { rangeMm }) =>
      dice.either(0.4) ? { way: interrupted(stage, rangeMm, dice.from(0.3, 0.75), dice.from(0.5, 2.5)) } : {},
    );
  }),
  axis('lifter', 'stops-on-the-way-down', (stage, dice) => {
    oneSet(stage, { holdS: dice.from(0.4, 1), between: 'lap' }, (_, { rangeMm }) => {
      if (!dice.either(0.4)) return {};
      const at = dice.from(0.4, 0.6);
      // Down by a part, still, then the rest: the hold ends where the way down begins.
      return {
        top: ({ bar }) => {
          bar.stay(0.7);
          bar.along(lowering(dice, 'snap', rangeMm * at, 0.6));
          bar.stay(dice.from(0.5, 2));
        },
        blind: ['hold'],
        flagsEither: ['rocking', 'hold-missed'],
      };
    });
  }),
  axis('lifter', 'isometric-10-40s', (stage, dice) => {
    stage.targetHoldS = 10;
    stage.tremorMm = 0.7;
    oneSet(stage, { holdS: dice.from(12, 40), sinkMm: dice.from(0, 5), pauseS: 2 }, undefined, 3);
  }),
  axis('lifter', 'long-hold-last-rep-only', (stage, dice) => {
    stage.targetHoldS = 1;
    oneSet(stage, { holdS: 1.4 }, (k) => (k === 6 ? { holdS: dice.from(10, 30), sinkMm: 4 } : {}), 7);
  }),
  axis('lifter', 'pulses-at-the-top', (stage, dice) => {
    oneSet(stage, { rangeMm: dice.from(320, 420) }, () =>
      dice.either(0.6)
        ? {
            top: pulses(dice.whole(2, 5), dice.from(0.12, 0.25)),
            blind: ['hold'],
            flagsEither: ['rocking', 'overshoot', 'hold-missed'],
          }
        : {},
    );
  }),
  axis('lifter', 'partials-at-the-end', (stage, dice) => {
    const full = dice.whole(5, 7);
    oneSet(
      stage,
      {},
      (k, { rangeMm }) =>
        k < full ? {} : { rangeMm: rangeMm * dice.from(0.45, 0.7), countable: false, short: true, holdS: 0 },
      full + dice.whole(2, 4),
    );
  }),
  axis('lifter', 'every-other-a-half-rep', (stage, dice) => {
    oneSet(
      stage,
      {},
      (k, { rangeMm }) =>
        k % 2 === 0 ? {} : { rangeMm: rangeMm * dice.from(0.4, 0.65), countable: false, short: true, holdS: 0 },
      9,
    );
  }),
  axis('lifter', 'failed-last-rep', (stage, dice) => {
    const full = dice.whole(3, 7);
    oneSet(
      stage,
      {},
      (k, { rangeMm }) => {
        if (k < full) return k >= full - 2 ? { up: 'sticking', upS: dice.from(2, 3.5) } : {};
        const at = rangeMm * dice.from(0.4, 0.75);
        return {
          way: stroke(dice, 'front', at, dice.from(1, 3)),
          top: ({ bar }) => bar.stay(dice.from(0.5, 3), dice.from(5, 25)),
          countable: false,
          short: true,
        };
      },
      full + 1,
    );
  }),
  axis('lifter', 'failed-then-tried-again', (stage, dice) => {
    const full = dice.whole(4, 6);
    oneSet(
      stage,
      { between: 'floor' },
      (k, { rangeMm }) =>
        k !== full
          ? {}
          : {
              way: stroke(dice, 'front', rangeMm * dice.from(0.4, 0.7), dice.from(1, 2)),
              countable: false,
              short: true,
              pauseS: dice.from(2, 6),
            },
      full + 2,
    );
  }),
  axis('lifter', 'fatigue-slower-and-shorter', (stage, dice) => {
    const reps = dice.whole(8, 14);
    oneSet(
      stage,
      { upS: 0.7 },
      (k, { rangeMm }) => ({
        rangeMm: rangeMm * (1 - 0.055 * (k / reps)),
        upS: 0.7 + 2.3 * (k / reps) ** 2,
        up: k > reps / 2 ? 'sticking' : 'front',
      }),
      reps,
    );
  }),
  axis('lifter', 'dead-stop-with-bounce', (stage, dice) => {
    oneSet(stage, {
      between: 'floor',
      bounceMm: dice.from(6, 25),
      downS: dice.from(0.5, 0.9),
      pauseS: dice.from(0.4, 1.5),
    });
  }),
  axis('lifter', 'touch-and-go-quick', (stage, dice) => {
    oneSet(
      stage,
      { between: 'touch', upS: dice.from(0.45, 0.7), downS: dice.from(0.5, 0.8), holdS: dice.one([0, 0.3]) },
      undefined,
      12,
    );
  }),
  axis('lifter', 'dropped-each-time', (stage, dice) => {
    oneSet(stage, {
      between: 'floor',
      drop: true,
      holdS: dice.from(0.3, 1),
      pauseS: dice.from(1, 2.5),
      rangeMm: dice.from(300, 450),
    });
  }),
  axis('lifter', 'last-one-dropped', (stage) => {
    oneSet(stage, { between: 'floor' }, (k) => (k === 5 ? { drop: true, pauseS: 2 } : {}), 6);
  }),
  axis('lifter', 'overshoot-and-ring', (stage, dice) => {
    oneSet(stage, { holdS: dice.from(0.8, 2), upS: 0.6 }, (_, { rangeMm, upS }) => ({
      way: ringing(stage, rangeMm, upS),
      flagsEither: ['rocking', 'overshoot'],
    }));
  }),
  axis('lifter', 'hips-re-set-between-reps', (stage, dice) => {
    oneSet(
      stage,
      { between: 'lap', bottomMm: dice.from(15, 40) },
      () =>
        dice.either(0.5)
          ? { lowerMm: dice.from(-22, 22), pauseS: dice.from(1, 3), flagsEither: ['overshoot'] }
          : { flagsEither: ['overshoot'] },
      7,
    );
  }),
  axis('lifter', 'lowered-to-the-floor-now-and-then', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', bottomMm: dice.from(30, 70) });
    stage.bar.stay(4);
    const floorMm = stage.bar.mm;
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 8; k += 1) {
      rep(stage, habit);
      if (k % 3 !== 2) continue;
      putDown(stage, floorMm);
      stage.bar.stay(dice.from(1, 4));
      stage.bar.carry(1, 0.4);
      stage.bar.glide(floorMm + habit.bottomMm, 0.7);
      stage.bar.stay(0.6);
    }
    putDown(stage, floorMm);
    stage.bar.stay(10);
  }),
  axis('lifter', 'frog-pumps-25-reps', (stage, dice) => {
    stage.bar.massKg = 2.5 * dice.whole(4, 12);
    oneSet(
      stage,
      {
        rangeMm: dice.from(150, 220),
        upS: dice.from(0.4, 0.6),
        downS: dice.from(0.4, 0.6),
        holdS: dice.one([0, 0.15, 0.3]),
        pauseS: dice.from(0, 0.15),
      },
      undefined,
      25,
    );
  }),
  axis('lifter', 'one-rep-only', (stage, dice) => {
    stage.bar.massKg = 2.5 * dice.whole(50, 90);
    oneSet(
      stage,
      { upS: dice.from(1.2, 3), up: dice.one(['sticking', 'muscle', 'grind'] as const), holdS: dice.from(0.3, 1.5) },
      undefined,
      1,
    );
  }),
  axis('lifter', 'no-way-down-slid-off', (stage, dice) => {
    // Two sets; of the first the last lockout is held and then lowered in two steps over the legs.
    oneSet(
      stage,
      { between: 'lap' },
      (k, { rangeMm }) =>
        k < 4
          ? {}
          : {
              top: ({ bar }) => {
                bar.stay(1);
                bar.along(lowering(dice, 'trapezoid', rangeMm * 0.5, 1.5));
                bar.stay(dice.from(1, 3));
              },
              blind: ['hold'],
              flagsEither: ['hold-missed', 'rocking'],
            },
      5,
    );
  }),
  axis('lifter', 'isometric-between-dynamic', (stage, dice) => {
    const habit = habitOf(dice, { holdS: 0 });
    stage.bar.stay(4);
    liftSet(stage, habit, 8, (k) => (k % 4 === 0 ? { holdS: dice.from(5, 12), sinkMm: 3 } : {}));
    stage.bar.stay(10);
  }),
];
