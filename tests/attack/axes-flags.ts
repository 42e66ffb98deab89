/** What a lifter is told about a rep: holds against a target, rocking, overshoot, stalls, drops, short reps. And other exercises. */
import { type Habit, habitOf, liftSet, oneSet, putDown, rep, takeUp } from './lifts.ts';
import { type AttackAxis, axis, newSet, type Stage } from './stage.ts';
import { lowering, stroke } from './strokes.ts';

/** In the hold: down and up again. */
const rock = (mm: number, times: number) => (stage: Stage) => {
  const { bar, dice } = stage;
  bar.stay(dice.from(0.3, 0.6));
  for (let k = 0; k < times; k += 1) {
    const topMm = bar.mm;
    bar.glide(topMm - mm, dice.from(0.25, 0.5));
    bar.glide(topMm, dice.from(0.25, 0.5));
    bar.stay(dice.from(0.1, 0.4));
  }
  bar.stay(0.3);
};

/** Half down and up again at the top: the second half is no rep. */
const halfMore = (share: number, rangeMm: number) => (stage: Stage) => {
  const { bar, dice } = stage;
  bar.stay(dice.from(0.2, 0.6));
  const mm = rangeMm * share;
  bar.along(lowering(dice, 'snap', mm, dice.from(0.5, 0.9)));
  bar.stay(dice.from(0, 0.3));
  bar.along(stroke(dice, 'front', mm, dice.from(0.4, 0.8)));
  bar.stay(dice.from(0.3, 0.8));
};

/** From a bar at the top (on the back, on straight arms): down, up, and stand. */
function downFirst(stage: Stage, habit: Habit, reps: number, rackMm: number): void {
  const { bar, dice } = stage;
  bar.stay(dice.from(3, 6));
  bar.carry(1, 0.4);
  bar.glide(bar.mm + rackMm, 0.5);
  bar.stay(dice.from(1.5, 3));
  newSet(stage);
  for (let k = 0; k < reps; k += 1) {
    const topMm = bar.mm;
    bar.along(lowering(dice, habit.down, habit.rangeMm * (1 + dice.gauss(0.01)), habit.downS));
    bar.stay(habit.pauseS);
    const from = bar.i;
    bar.along(stroke(dice, habit.up, topMm - bar.mm, habit.upS * (1 + dice.gauss(0.05))));
    const up = bar.i;
    bar.stay(dice.from(0.4, 1.6));
    stage.sets.at(-1)!.marks.push({
      from,
      up,
      leave: bar.i - 1,
      end: bar.i - 1,
      countable: true,
      short: false,
      loadKnown: stage.mount === 'bar',
      blind: ['hold'],
      flagsEither: ['hold-missed', 'dropped', 'overshoot'],
    });
  }
  bar.stay(dice.from(0.5, 1.5));
  bar.glide(bar.mm - rackMm, 0.5);
  bar.carry(0, 0.4);
  bar.stay(12);
}

const FLAGGED: readonly AttackAxis[] = [
  axis('lifter', 'rocks-15-25mm-in-the-hold', (stage, dice) => {
    oneSet(stage, { holdS: 1.5 }, () => (dice.either(0.5) ? { top: rock(dice.from(16, 26), dice.whole(1, 2)) } : {}));
  }),
  axis('lifter', 'trembles-8mm-in-the-hold', (stage, dice) => {
    oneSet(stage, { holdS: 1.5 }, () => (dice.either(0.5) ? { top: rock(dice.from(4, 8.5), 3) } : {}));
  }),
  axis('lifter', 'target-hold-met-or-missed', (stage, dice) => {
    stage.targetHoldS = dice.one([1, 2, 3]);
    oneSet(stage, {}, () => ({ holdS: stage.targetHoldS * dice.one([0.3, 0.5, 1.3, 1.6]) }), 8);
  }),
  axis('lifter', 'target-hold-met-sinking-15mm', (stage, dice) => {
    stage.targetHoldS = 2;
    oneSet(stage, { holdS: 3 }, () => ({ sinkMm: dice.from(8, 16) }), 6);
  }),
  axis('lifter', 'overshoots-now-and-then', (stage, dice) => {
    oneSet(
      stage,
      { vary: 0.01, holdS: dice.from(0.4, 1) },
      (k, { rangeMm }) => (k > 1 && dice.either(0.25) ? { rangeMm: rangeMm * dice.from(1.09, 1.16) } : {}),
      9,
    );
  }),
  axis('lifter', '20-30%-short-now-and-then', (stage, dice) => {
    oneSet(
      stage,
      { vary: 0.01 },
      (k, { rangeMm }) =>
        k > 1 && dice.either(0.3) ? { rangeMm: rangeMm * dice.from(0.7, 0.8), countable: false, short: true } : {},
      9,
    );
  }),
  axis('lifter', 'first-two-are-feelers', (stage, dice) => {
    oneSet(
      stage,
      {},
      (k, { rangeMm }) =>
        k < 2 ? { rangeMm: rangeMm * dice.from(0.45, 0.6), countable: false, short: true, holdS: 0, upS: 0.6 } : {},
      8,
    );
  }),
  axis('lifter', 'one-and-a-half-at-the-top', (stage, dice) => {
    oneSet(stage, { rangeMm: dice.from(320, 450) }, (_, { rangeMm }) => ({
      top: halfMore(dice.from(0.4, 0.6), rangeMm),
      blind: ['hold'],
      flagsEither: ['rocking', 'overshoot', 'hold-missed'],
    }));
  }),
  axis('lifter', 'one-and-a-half-at-the-bottom', (stage, dice) => {
    oneSet(
      stage,
      { between: 'lap' },
      (k, { rangeMm }) =>
        k % 2
          ? { rangeMm: rangeMm * dice.from(0.42, 0.58), countable: false, short: true, holdS: 0, pauseS: 0.1 }
          : { pauseS: 0.1 },
      10,
    );
  }),
  axis('lifter', 'drops-half-way-and-catches', (stage, dice) => {
    oneSet(stage, { holdS: 0.8, between: 'lap' }, () => ({ downS: dice.from(0.42, 0.5), flagsEither: ['dropped'] }));
  }),
  axis('lifter', 'light-bar-7kg', (stage, dice) => {
    stage.bar.massKg = 7;
    oneSet(stage, { upS: dice.from(0.5, 0.9) }, undefined, 12);
  }),
  axis('lifter', 'a-plate-slides-off-in-mid-set', (stage, dice) => {
    oneSet(
      stage,
      { between: 'floor' },
      (k) => {
        if (k === 4) stage.bar.massKg -= dice.from(10, 20);
        return {};
      },
      8,
    );
  }),
  axis('lifter', 'partner-takes-a-plate-5s', (stage, dice) => {
    // 2 to 6 s between two reps, the bar on the floor, off by a plate on each side.
    oneSet(
      stage,
      { between: 'floor', bounceMm: 0 },
      (k) => {
        if (k === 4) stage.bar.massKg *= dice.from(0.6, 0.8);
        return k === 3 ? { pauseS: dice.from(2, 6) } : {};
      },
      8,
    );
  }),
  axis('lifter', 'partner-adds-a-plate-each-rep', (stage, dice) => {
    stage.bar.massKg = 40;
    oneSet(
      stage,
      { between: 'floor', bounceMm: 0, pauseS: dice.from(2, 5) },
      (k) => {
        if (k > 0) stage.bar.massKg += 10;
        return {};
      },
      6,
    );
  }),
  axis('lifter', 'first-rep-from-lower-50-90mm', (stage, dice) => {
    const low = dice.from(50, 90);
    oneSet(
      stage,
      { between: 'lap', bottomMm: 0, rangeMm: dice.from(280, 400) },
      (k, { rangeMm }) => (k === 0 ? { rangeMm: rangeMm + low, lowerMm: -low } : {}),
      7,
    );
  }),
  axis('lifter', 'bench-slides-after-a-rep-40mm', (stage, dice) => {
    const by = dice.from(30, 50) * dice.one([-1, 1]);
    oneSet(
      stage,
      { between: 'lap', bottomMm: 60 },
      (k) => ({ flagsEither: ['overshoot'], ...(k === 2 ? { lowerMm: by } : {}) }),
      8,
    );
  }),
  axis('lifter', 'bench-creeps-12mm-a-rep', (stage, dice) => {
    oneSet(
      stage,
      { between: 'lap', bottomMm: 10 },
      () => ({ lowerMm: -dice.from(9, 14), flagsEither: ['overshoot'] }),
      8,
    );
  }),
];

const lift = (exercise: string, name: string, play: (stage: Stage) => void): AttackAxis =>
  axis('lifter', name, (stage) => {
    stage.exercise = exercise;
    play(stage);
  });

const OTHERS: readonly AttackAxis[] = [
  lift('squat', 'squat', (stage) => {
    stage.bar.mm = 900;
    stage.eye = { ...stage.eye, farMm: 2000, sigmaMm: () => 3 };
    downFirst(
      stage,
      habitOf(stage.dice, {
        rangeMm: stage.dice.from(400, 650),
        upS: 1.2,
        downS: 1.4,
        up: stage.dice.one(['sticking', 'muscle', 'front'] as const),
      }),
      6,
      40,
    );
  }),
  lift('bench-press', 'bench-press', (stage) => {
    stage.bar.mm = 700;
    downFirst(
      stage,
      habitOf(stage.dice, {
        rangeMm: stage.dice.from(280, 400),
        upS: 0.9,
        downS: 1.2,
        pauseS: stage.dice.from(0.05, 0.9),
      }),
      8,
      30,
    );
  }),
  lift('bulgarian-split-squat', 'bulgarian-split-squat', (stage) => {
    stage.bar.mm = 700;
    downFirst(stage, habitOf(stage.dice, { rangeMm: stage.dice.from(260, 400), upS: 1 }), 8, 30);
  }),
  lift('deadlift', 'deadlift', (stage) => {
    oneSet(stage, { between: 'floor', rangeMm: stage.dice.from(450, 600), upS: 1.2, downS: 0.9 }, undefined, 5);
  }),
  lift('deadlift', 'deadlift-dropped-from-the-top', (stage) => {
    stage.bar.massKg = 140;
    oneSet(
      stage,
      { between: 'floor', rangeMm: stage.dice.from(450, 600), upS: 1.4, drop: true, pauseS: 3, holdS: 0.6 },
      undefined,
      4,
    );
  }),
  lift('single-leg-deadlift', 'single-leg-deadlift', (stage) => {
    oneSet(
      stage,
      {
        between: stage.dice.one(['floor', 'touch'] as const),
        rangeMm: stage.dice.from(400, 600),
        upS: 1.6,
        downS: 1.8,
      },
      undefined,
      7,
    );
  }),
  lift('shoulder-press', 'shoulder-press', (stage) => {
    stage.bar.mm = 650;
    oneSet(stage, { between: 'lap', bottomMm: 30, rangeMm: stage.dice.from(400, 500), upS: 1 }, undefined, 6);
  }),
  lift('generic', 'generic-row', (stage) => {
    oneSet(stage, { between: 'lap', rangeMm: stage.dice.from(250, 400), upS: 0.6, holdS: 0 }, undefined, 10);
  }),
];

/** Put on hooks at the height of the lockout after the set, and off them unloaded. */
const RACKED: readonly AttackAxis[] = [
  axis(
    'session',
    'hung-at-lockout-height-after',
    (stage, dice) => {
      const habit = habitOf(dice, { between: 'floor' });
      stage.bar.stay(4);
      const floorMm = stage.bar.mm;
      liftSet(stage, habit, 6);
      stage.bar.stay(dice.from(2, 8));
      stage.bar.glide(floorMm + habit.rangeMm * dice.from(0.95, 1.05), dice.from(0.8, 1.6));
      stage.bar.stay(dice.from(10, 25));
      stage.bar.glide(floorMm, 1.4);
      stage.bar.stay(8);
    },
    true,
  ),
  axis('session', 'plates-stripped-between-reps-of-one-set', (stage, dice) => {
    const habit = habitOf(dice, { between: 'floor', holdS: 0.5 });
    stage.bar.massKg = 120;
    stage.bar.stay(4);
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    stage.bar.stay(dice.from(3, 7));
    stage.bar.massKg = 70;
    newSet(stage, true);
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    putDown(stage, stage.bar.mm);
    stage.bar.stay(9);
  }),
];

export const FLAGS_AND_OTHERS: readonly AttackAxis[] = [...FLAGGED, ...OTHERS, ...RACKED];
