/** A third round: sensors that are too good, bars that hang at the top, ways up that slip back, boards that restart. */
import { hx711, nau7802 } from './cells.ts';
import { drawWire, vl53l1x } from './eyes.ts';
import { spikes } from './harm.ts';
import { type Habit, habitOf, liftSet, oneSet, putDown, rep, takeUp } from './lifts.ts';
import { type AttackAxis, axis, newSet, type Stage } from './stage.ts';
import { lowering, stroke } from './strokes.ts';

const perfect = (stage: Stage, stepMm: number, stepN: number): void => {
  stage.eye = { ...vl53l1x(), stepMm, sigmaMm: () => 0, jitterS: 0 };
  stage.cell = { ...hx711(), noiseN: 0 };
  stage.tremorMm = 0;
  stage.swayMm = 0;
  stage.onForces.push((list) => {
    for (const each of list) each.forceN = Math.round(each.forceN / stepN) * stepN;
    return list;
  });
};

/** Up with slips: forward by more than back. */
function slipping(stage: Stage, rangeMm: number): number[] {
  const { dice } = stage;
  const stops = [dice.from(0.3, 0.45), dice.from(0.55, 0.75), 1];
  const path: number[] = [];
  let at = 0;
  for (const share of stops) {
    const to = share * rangeMm;
    const from = at;
    path.push(...stroke(dice, 'snap', to - from, dice.from(0.4, 0.9)).map((mm) => from + mm));
    at = to;
    if (share === 1) break;
    const back = dice.from(6, 22);
    path.push(...lowering(dice, 'snap', back, 0.3).map((mm) => to + mm));
    at = to - back;
  }
  return path;
}

/** Up to a little short, a dip, and the lockout. */
function twoStage(stage: Stage, rangeMm: number): number[] {
  const { dice } = stage;
  const first = rangeMm * dice.from(0.92, 0.96);
  const dip = dice.from(20, 45);
  return [
    ...stroke(dice, 'front', first, 0.9),
    ...lowering(dice, 'snap', dip, 0.35).map((mm) => first + mm),
    ...stroke(dice, 'snap', rangeMm - first + dip, 0.4).map((mm) => first - dip + mm),
  ];
}

/** Small pulses at the bottom: no reps. */
function wiggle(stage: Stage, rangeMm: number): void {
  const { bar, dice } = stage;
  for (let k = 0; k < dice.whole(1, 4); k += 1) {
    const mm = rangeMm * dice.from(0.08, 0.25);
    bar.along(stroke(dice, 'snap', mm, dice.from(0.25, 0.45)));
    bar.along(lowering(dice, 'snap', mm, dice.from(0.25, 0.45)));
    bar.stay(dice.from(0.1, 0.5));
  }
}

/** Both channels away. */
const restart = (stage: Stage, fromS: number, toS: number): void => {
  const keep = ({ atS }: { atS: number }): boolean => atS < fromS || atS > toS;
  stage.onHeights.push((list) => list.filter(keep));
  stage.onForces.push((list) => list.filter(keep));
};

const offset = (name: string, low: number, high: number): AttackAxis =>
  axis('cell', name, (stage, dice) => {
    const by = dice.from(low, high);
    oneSet(stage, {}, () => ({ loadKnown: false }));
    stage.onForces.push((list) => {
      for (const each of list) each.forceN += by;
      return list;
    });
  });

const LIFTS: readonly AttackAxis[] = [
  axis('lifter', 'slips-back-on-the-way-up', (stage, dice) => {
    oneSet(stage, {}, (_, { rangeMm }) =>
      dice.either(0.5) ? { way: slipping(stage, rangeMm), blind: ['velocity'], flagsEither: ['stalled'] } : {},
    );
  }),
  axis('lifter', 'lockout-in-two-stages', (stage, dice) => {
    oneSet(stage, { holdS: dice.from(0.8, 1.6) }, (_, { rangeMm }) =>
      dice.either(0.5)
        ? {
            way: twoStage(stage, rangeMm),
            blind: ['velocity', 'hold', 'announce'],
            flagsEither: ['rocking', 'stalled'],
          }
        : {},
    );
  }),
  axis('lifter', 'wiggles-at-the-bottom', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(320, 450) });
    const floorMm = stage.bar.mm;
    stage.bar.stay(4);
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 7; k += 1) {
      if (dice.either(0.5)) wiggle(stage, habit.rangeMm);
      stage.bar.stay(0.3);
      rep(stage, habit);
    }
    putDown(stage, floorMm);
    stage.bar.stay(9);
  }),
  axis('lifter', 'lowers-for-12-20s', (stage, dice) => {
    oneSet(stage, { upS: 0.9, downS: dice.from(12, 20), down: 'trapezoid', holdS: 1 }, undefined, 3);
  }),
  axis('lifter', 'pushes-without-moving-first', (stage, dice) => {
    const habit = habitOf(dice, { between: 'floor' });
    stage.bar.stay(4);
    for (let k = 0; k < 3; k += 1) {
      stage.bar.carry(dice.from(0.5, 0.95), dice.from(0.3, 1));
      stage.bar.stay(dice.from(0.5, 4));
      stage.bar.carry(0, dice.from(0.2, 0.6));
      stage.bar.stay(dice.from(0.5, 3));
    }
    liftSet(stage, habit, 5);
    stage.bar.stay(9);
  }),
  axis('lifter', 'one-leg-then-the-other', (stage, dice) => {
    // Two ranges in one set, by a quarter apart: neither is short of a lockout of its own side; not told apart, so either.
    const a = dice.from(240, 300);
    oneSet(
      stage,
      { rangeMm: a },
      (k) => (k < 5 ? {} : { rangeMm: a * dice.from(0.93, 0.97), flagsEither: ['short-of-lockout'] }),
      10,
    );
  }),
];

/** Hooks at the height of the lockout: taken off, lowered, thrust, and hung up by the last rep. */
function fromTheTop(stage: Stage, habit: Habit): void {
  const { bar, dice } = stage;
  const lowMm = bar.mm;
  bar.mm = lowMm + habit.rangeMm;
  bar.stay(6);
  for (let n = 0; n < 2; n += 1) {
    bar.carry(1, 0.5);
    bar.glide(lowMm + habit.rangeMm + 8, 0.4);
    bar.stay(dice.from(0.5, 1.5));
    bar.along(lowering(dice, habit.down, habit.rangeMm + 8, habit.downS));
    bar.stay(habit.pauseS);
    newSet(stage);
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    // The last one is hung up: no way down.
    const from = bar.i;
    bar.along(stroke(dice, habit.up, habit.rangeMm, habit.upS));
    const up = bar.i;
    bar.stay(dice.from(0.6, 1.5));
    bar.carry(0, 0.4);
    stage.sets.at(-1)!.marks.push({
      from,
      up,
      leave: bar.i - 1,
      end: bar.i - 1,
      // Without a cell on the bar hands may have hung it up.
      countable: stage.mount === 'bar' ? true : 'either',
      short: false,
      loadKnown: stage.mount === 'bar',
      blind: ['hold'],
      flagsEither: ['hold-missed', 'dropped', 'rocking'],
    });
    bar.stay(dice.from(50, 80));
  }
}

const RACKS: readonly AttackAxis[] = [
  axis('session', 'hooks-smith-unrack-and-rerack', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(330, 460) });
    stage.mount = 'hooks';
    const lowMm = stage.bar.mm;
    const hookMm = lowMm + habit.rangeMm * 0.6;
    stage.bar.mm = hookMm;
    stage.bar.stay(5);
    for (let k = 0; k < 2; k += 1) {
      stage.bar.carry(1, 0.3);
      stage.bar.glide(hookMm + 25, 0.4);
      stage.bar.stay(0.3);
      stage.bar.glide(lowMm, 1.2);
      stage.bar.stay(dice.from(0.5, 1.5));
      newSet(stage);
      for (let n = 0; n < 6; n += 1) rep(stage, habit, { loadKnown: false });
      stage.bar.glide(hookMm + 25, 0.9);
      stage.bar.stay(0.3);
      stage.bar.glide(hookMm, 0.3);
      stage.bar.carry(0, 0.3);
      stage.bar.stay(dice.from(50, 80));
    }
  }),
  axis(
    'session',
    'hooks-at-lockout-height',
    (stage, dice) => fromTheTop(stage, habitOf(dice, { between: 'lap', vary: 0.005, rangeMm: dice.from(300, 450) })),
    true,
  ),
  axis('session', 'hooks-at-lockout-height-cell-in-the-hooks', (stage, dice) => {
    stage.mount = 'hooks';
    fromTheTop(stage, habitOf(dice, { between: 'lap', vary: 0.005, rangeMm: dice.from(300, 450) }));
  }),
  axis('session', 'two-lifters-160-and-460mm', (stage, dice) => {
    stage.bar.stay(4);
    for (let k = 0; k < 4; k += 1) {
      liftSet(
        stage,
        habitOf(dice, { rangeMm: k % 2 ? dice.from(430, 480) : dice.from(150, 190), upS: k % 2 ? 1 : 0.5 }),
        5,
      );
      stage.bar.stay(dice.from(40, 60));
    }
  }),
  axis('session', 'ten-sets', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.stay(4);
    for (let k = 0; k < 10; k += 1) {
      liftSet(stage, habit, dice.whole(3, 6));
      stage.bar.stay(dice.from(45, 70));
    }
  }),
  axis('session', 'a-good-set-after-a-bad-one', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.stay(4);
    liftSet(stage, habit, 5);
    const badS = stage.bar.atS;
    stage.bar.stay(45);
    liftSet(stage, habit, 6);
    stage.bar.stay(9);
    stage.onHeights.push((list) => {
      const bad = spikes(dice, 0.15, (mm) => mm * dice.from(0.2, 1.8))(list.filter(({ atS }) => atS < badS + 20));
      return [...bad, ...list.filter(({ atS }) => atS >= badS + 20)];
    });
    // The bad one is right both ways.
    for (const mark of stage.sets[0]!.marks) {
      mark.countable = 'either';
      mark.blind.push('announce');
    }
  }),
  axis('session', 'board-restarts-between-reps', (stage) => {
    oneSet(stage, { pauseS: 3.5, vary: 0.02 }, undefined, 7);
    const { end } = stage.sets[0]!.marks[2]!;
    restart(stage, end / 1000 + 0.4, end / 1000 + 2.4);
  }),
  axis('session', 'board-restarts-in-the-hold', (stage) => {
    oneSet(stage, { holdS: 3.5 }, undefined, 6);
    const { up } = stage.sets[0]!.marks[2]!;
    restart(stage, up / 1000 + 0.5, up / 1000 + 2.5);
  }),
  axis('session', 'begins-in-a-hold', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(300, 450) });
    const floorMm = stage.bar.mm;
    stage.bar.mm += habit.rangeMm + habit.bottomMm;
    stage.bar.carried = 1;
    stage.bar.stay(dice.from(0.6, 2));
    stage.bar.along(lowering(dice, 'snap', habit.rangeMm, 1.1));
    stage.bar.stay(0.5);
    newSet(stage);
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    putDown(stage, floorMm);
    stage.bar.stay(9);
  }),
];

const SENSORS: readonly AttackAxis[] = [
  axis('distance', 'free-of-noise-1mm', (stage) => {
    perfect(stage, 1, 0.1);
    oneSet(stage);
  }),
  axis('distance', 'free-of-noise-10mm-10N', (stage) => {
    perfect(stage, 10, 10);
    oneSet(stage);
  }),
  axis('distance', 'free-of-noise-exact', (stage) => {
    perfect(stage, 1e-6, 1e-6);
    oneSet(stage);
  }),
  axis('distance', 'free-of-noise-long-pauses', (stage, dice) => {
    perfect(stage, 5, 5);
    oneSet(stage, {}, () => (dice.either(0.4) ? { pauseS: dice.from(3, 8), holdS: dice.from(2, 6), sinkMm: 0 } : {}));
  }),
  axis('distance', 'zeroed-at-the-floor', (stage) => {
    const floorMm = stage.bar.mm;
    oneSet(stage);
    stage.onHeights.push((list) => {
      for (const each of list) each.heightMm -= floorMm;
      return list;
    });
  }),
  axis('distance', 'looks-down-from-2m', (stage) => {
    // Far at the bottom, so noisiest there; heights are what is left of 2 m.
    stage.eye = { ...vl53l1x(33), farMm: 4000, sigmaMm: (mm) => Math.max(1, 3 * ((2000 - mm) / 1400) ** 1.5) };
    oneSet(stage);
  }),
  axis('distance', 'draw-wire-200hz-nau7802', (stage) => {
    stage.eye = drawWire(200, 0.1);
    stage.cell = nau7802();
    oneSet(stage);
  }),
  offset('not-tared-200-400N', 200, 400),
  offset('tared-with-the-bar-on', -600, -200),
];

export const MORE: readonly AttackAxis[] = [...LIFTS, ...RACKS, ...SENSORS];
