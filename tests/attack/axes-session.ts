/** More than one set, and what happens between sets. */
import { inBeam } from './harm.ts';
import { type Habit, habitOf, liftSet, putDown, rep, takeUp } from './lifts.ts';
import { type AttackAxis, axis, newSet, type Stage } from './stage.ts';

/** Plates taken off and put on: the bar stirs by a few millimetres, each time. */
function change(stage: Stage, toKg: number, seconds: number): void {
  const { bar, dice } = stage;
  const floorMm = bar.mm;
  bar.carried = 0;
  const steps = dice.whole(2, 6);
  const fromKg = bar.massKg;
  for (let k = 1; k <= steps; k += 1) {
    bar.stay((seconds / steps) * 0.7);
    bar.glide(floorMm + dice.from(1, 14), 0.2);
    bar.massKg = fromKg + ((toKg - fromKg) * k) / steps;
    bar.glide(floorMm, dice.from(0.1, 0.3));
    bar.stay((seconds / steps) * 0.2);
  }
}

/** The beam meets nothing but the floor or the ceiling while the bar is rolled away and back. */
function rolledAway(stage: Stage, seconds: number, sawMm: number): void {
  const { bar, dice } = stage;
  const fromS = bar.atS;
  bar.stay(seconds);
  const toS = bar.atS;
  const flagged = dice.either(0.5);
  stage.onHeights.push((list) => {
    for (const each of list) {
      if (each.atS < fromS || each.atS > toS) continue;
      each.heightMm = flagged ? 8190 : Math.round(sawMm + dice.gauss(3));
      each.flags = flagged ? 16 : 0;
    }
    return list;
  });
}

/** Rolled over the legs into the lap: the beam loses the plate and finds it again; the weight leans now and then. */
function rollIn(stage: Stage): void {
  const { bar, dice } = stage;
  rolledAway(stage, dice.from(2, 5), dice.from(900, 1250));
  const floorMm = bar.mm;
  for (let k = 0; k < 3; k += 1) {
    bar.carry(dice.from(0.1, 0.5), 0.3);
    bar.glide(floorMm + dice.from(0, 12), 0.4);
    bar.carry(dice.from(0, 0.2), 0.3);
    bar.glide(floorMm, 0.3);
  }
  bar.carry(0, 0.2);
}

const repeat = (stage: Stage, habit: Habit, sets: number, restS: readonly [number, number], mayJoin: boolean): void => {
  stage.bar.stay(stage.dice.from(3, 6));
  for (let k = 0; k < sets; k += 1) {
    liftSet(stage, habit, stage.dice.whole(4, 8), undefined, k > 0 && mayJoin);
    stage.bar.stay(k + 1 < sets ? stage.dice.from(...restS) : 11);
  }
};

/** Fails a way up of the whole weight by hands: a lift, but nothing on the saddle. */
function carriedByHands(stage: Stage, upMm: number): void {
  const { bar, dice } = stage;
  const fromMm = bar.mm;
  bar.carried = 0;
  bar.glide(fromMm + upMm, dice.from(0.8, 1.6));
  bar.stay(dice.from(1, 3));
  bar.glide(fromMm, dice.from(0.8, 1.6));
}

export const SESSION: readonly AttackAxis[] = [
  axis('session', 'three-sets-rest-60-120s', (stage, dice) => repeat(stage, habitOf(dice), 3, [60, 120], false)),
  axis('session', 'sets-rest-13-30s', (stage, dice) =>
    repeat(stage, habitOf(dice, { between: 'floor' }), 4, [13, 30], true),
  ),
  axis('session', 'clusters-of-2-10-18s', (stage, dice) => {
    const habit = habitOf(dice, { between: dice.one(['floor', 'lap'] as const) });
    stage.bar.stay(4);
    for (let k = 0; k < 5; k += 1) {
      liftSet(stage, habit, 2, undefined, k > 0);
      stage.bar.stay(dice.from(9, 17));
    }
    stage.bar.stay(6);
  }),
  axis('session', 'rest-pause-in-the-lap', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap' });
    stage.bar.stay(4);
    newSet(stage);
    const floorMm = stage.bar.mm;
    takeUp(stage, habit);
    for (const reps of [6, 3, 2]) {
      for (let k = 0; k < reps; k += 1) rep(stage, habit);
      stage.bar.stay(dice.from(8, 14));
      newSet(stage, true);
    }
    putDown(stage, floorMm);
    stage.bar.stay(10);
  }),
  axis('session', 'drop-set-plates-off-12-25s', (stage, dice) => {
    const habit = habitOf(dice, { between: 'floor' });
    stage.bar.massKg = 2.5 * dice.whole(44, 60);
    stage.bar.stay(4);
    for (let k = 0; k < 3; k += 1) {
      liftSet(stage, habit, 5, undefined, k > 0);
      if (k < 2) change(stage, stage.bar.massKg - 2.5 * dice.whole(8, 12), dice.from(10, 22));
    }
    stage.bar.stay(11);
  }),
  axis('session', 'pyramid-plates-changed', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.massKg = 60;
    stage.bar.stay(4);
    for (const kg of [80, 100, 0]) {
      liftSet(stage, habit, 8 - Math.round(stage.bar.massKg / 25));
      stage.bar.stay(dice.from(20, 40));
      if (kg > 0) change(stage, kg, dice.from(15, 30));
      stage.bar.stay(dice.from(8, 25));
    }
  }),
  axis('session', 'warm-up-with-an-empty-bar', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.massKg = 20;
    stage.bar.stay(4);
    liftSet(stage, { ...habit, upS: 0.5, vary: 0.05 }, 10);
    stage.bar.stay(20);
    change(stage, 2.5 * dice.whole(32, 56), 30);
    stage.bar.stay(15);
    liftSet(stage, habit, 6);
    stage.bar.stay(10);
  }),
  axis('session', 'two-lifters-i-go-you-go', (stage, dice) => {
    const one = habitOf(dice, { rangeMm: dice.from(230, 290), upS: 1 });
    const two = habitOf(dice, { rangeMm: dice.from(380, 470), upS: 0.6, between: 'floor' });
    stage.bar.stay(4);
    for (let k = 0; k < 4; k += 1) {
      liftSet(stage, k % 2 ? two : one, 5);
      rolledAway(stage, dice.from(4, 8), 1100);
      stage.bar.stay(dice.from(22, 40));
    }
  }),
  axis('session', 'rolled-over-the-legs', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.stay(3);
    rollIn(stage);
    liftSet(stage, habit, 6);
    rollIn(stage);
    stage.bar.stay(10);
  }),
  axis('session', 'rolled-in-and-straight-off', (stage, dice) => {
    const habit = habitOf(dice, { between: dice.one(['floor', 'touch'] as const) });
    stage.bar.stay(2);
    rolledAway(stage, dice.from(3, 9), dice.from(600, 1250));
    newSet(stage);
    stage.bar.stay(dice.from(0.4, 1));
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    stage.bar.carry(0, 0.2);
    stage.bar.stay(0.5);
    rolledAway(stage, 8, 1100);
  }),
  axis('session', 'recording-begins-in-mid-set', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap' });
    stage.bar.glide(stage.bar.mm + habit.bottomMm, 0.01);
    stage.bar.carried = 1;
    stage.bar.stay(dice.from(0.5, 1.2));
    newSet(stage);
    for (let k = 0; k < 6; k += 1) rep(stage, habit);
    putDown(stage, stage.bar.mm - habit.bottomMm);
    stage.bar.stay(8);
  }),
  axis('session', 'ends-with-the-last-rep', (stage, dice) => {
    const habit = habitOf(dice, { holdS: dice.from(0.5, 1) });
    stage.bar.stay(4);
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 5; k += 1) rep(stage, habit);
    stage.bar.stay(0.4);
  }),
  axis('session', 'blocks-after-the-set', (stage, dice) => {
    // Put on blocks that are higher than the floor: two thirds of the way up, and the weight goes to them.
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(320, 450) });
    stage.bar.stay(4);
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 6; k += 1) rep(stage, habit);
    stage.bar.glide(stage.bar.mm + habit.rangeMm * dice.from(0.5, 0.7), 0.9);
    stage.bar.carry(0, 0.5);
    stage.bar.stay(12);
  }),
  axis('session', 'taken-off-blocks-first', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(320, 450) });
    const lowMm = stage.bar.mm;
    stage.bar.mm = lowMm + habit.rangeMm * dice.from(0.5, 0.7);
    stage.bar.stay(5);
    stage.bar.carry(1, 0.5);
    stage.bar.glide(lowMm, 1);
    stage.bar.stay(dice.from(0.8, 2));
    newSet(stage);
    for (let k = 0; k < 6; k += 1) rep(stage, habit);
    stage.bar.carry(0, 0.5);
    stage.bar.stay(10);
  }),
  axis(
    'session',
    'carried-away-by-hands',
    (stage, dice) => {
      stage.bar.stay(5);
      for (let k = 0; k < dice.whole(1, 4); k += 1) {
        carriedByHands(stage, dice.from(150, 500));
        stage.bar.stay(dice.from(1, 6));
      }
      stage.bar.stay(10);
    },
    true,
  ),
  axis(
    'session',
    'carried-by-hands-after-a-set',
    (stage, dice) => {
      const habit = habitOf(dice);
      stage.bar.stay(4);
      liftSet(stage, habit, 6);
      stage.bar.stay(dice.from(3, 9));
      for (let k = 0; k < 2; k += 1) {
        carriedByHands(stage, habit.rangeMm * dice.from(0.85, 1.1));
        stage.bar.stay(dice.from(1, 4));
      }
      stage.bar.stay(8);
    },
    true,
  ),
  axis(
    'session',
    'platform-bar-carried-by-hands',
    (stage, dice) => {
      // On a platform the lifter's hands carry, too: a deadlift off it beside the thrusts can't be told. So only without anyone on it.
      stage.mount = 'platform';
      stage.bar.onPlatform = 0;
      stage.bar.stay(6);
      for (let k = 0; k < 3; k += 1) {
        carriedByHands(stage, dice.from(200, 450));
        stage.bar.stay(dice.from(2, 5));
      }
      stage.bar.stay(8);
    },
    true,
  ),
  axis('session', 'bench-moved-nobody-lifts', (stage, dice) => {
    const { bar } = stage;
    bar.stay(4);
    for (let k = 0; k < 6; k += 1) {
      bar.carry(dice.from(0, 0.25), 0.2);
      bar.glide(bar.mm + dice.from(-20, 30), dice.from(0.3, 0.8));
      bar.carry(0, 0.2);
      bar.stay(dice.from(0.5, 4));
    }
    bar.stay(8);
  }),
  axis('session', 'plates-changed-nobody-lifts', (stage, dice) => {
    stage.bar.stay(3);
    for (let k = 0; k < 3; k += 1) {
      change(stage, 2.5 * dice.whole(8, 60), dice.from(10, 30));
      rolledAway(stage, dice.from(1, 4), dice.from(500, 1250));
      stage.bar.stay(dice.from(1, 10));
    }
  }),
  axis('session', 'alone-for-ten-minutes-drifting', (stage, dice) => {
    stage.bar.stay(600);
    const end = dice.from(-60, 60);
    stage.beside.push((i) => (end * i) / 600_000 + 8 * Math.sin(i / 40_000));
    const zero = dice.from(-30, 30);
    stage.onForces.push((list) => {
      for (const each of list) each.forceN += (zero * each.atS) / 600;
      return list;
    });
    for (let k = 0; k < 12; k += 1) {
      const fromS = dice.from(5, 580);
      stage.onHeights.push(inBeam(dice, fromS, fromS + dice.from(0.2, 6), dice.from(60, 160), 30));
    }
  }),
  axis('session', 'alone-then-a-set', (stage, dice) => {
    stage.bar.stay(300);
    const zero = dice.from(-15, 15);
    stage.onForces.push((list) => {
      for (const each of list) each.forceN += (zero * Math.min(300, each.atS)) / 300;
      return list;
    });
    liftSet(stage, habitOf(dice), 6);
    stage.bar.stay(10);
  }),
  axis('session', 'dog-and-people-in-the-beam', (stage, dice) => {
    const habit = habitOf(dice);
    const times: number[] = [];
    stage.bar.stay(5);
    for (let k = 0; k < 2; k += 1) {
      times.push(stage.bar.atS - dice.from(2, 4));
      liftSet(stage, habit, 5);
      times.push(stage.bar.atS + dice.from(1, 5), stage.bar.atS + dice.from(12, 20));
      stage.bar.stay(dice.from(25, 40));
    }
    for (const at of times) stage.onHeights.push(inBeam(dice, at, at + dice.from(0.2, 1.8), dice.from(50, 150), 40));
  }),
  axis('session', 'legs-in-the-beam-during-reps', (stage, dice) => {
    // A knee brushes the beam for 60 to 200 ms in every second rep or so.
    const habit = habitOf(dice);
    stage.bar.stay(4);
    liftSet(stage, habit, 7);
    stage.bar.stay(10);
    for (const { from, end } of stage.sets[0]!.marks) {
      if (!dice.either(0.6)) continue;
      const at = dice.from(from, end) / 1000;
      stage.onHeights.push(inBeam(dice, at, at + dice.from(0.06, 0.2), dice.from(60, 150), 20));
    }
  }),
  axis('session', 'towel-hung-on-between-sets', (stage, dice) => {
    const habit = habitOf(dice);
    stage.bar.stay(4);
    liftSet(stage, habit, 5);
    stage.bar.stay(20);
    const at = stage.bar.atS;
    stage.bar.stay(20);
    liftSet(stage, habit, 5);
    stage.bar.stay(10);
    const by = dice.from(20, 60);
    stage.onHeights.push((list) => {
      for (const each of list)
        if (each.atS > at) each.heightMm = Math.max(40, Math.round(each.heightMm - by + dice.gauss(2)));
      return list;
    });
  }),
  axis('session', 'leans-and-sits-on-the-bar', (stage, dice) => {
    // Rests an elbow or sits on the saddle: weight without a way.
    const { bar } = stage;
    bar.stay(5);
    for (let k = 0; k < 8; k += 1) {
      bar.carry(dice.from(0.1, 1), dice.from(0.1, 1));
      bar.glide(bar.mm + dice.from(-4, 4), 0.3);
      bar.stay(dice.from(0.2, 4));
      bar.carry(0, dice.from(0.1, 0.6));
      bar.stay(dice.from(0.5, 3));
    }
    bar.stay(6);
  }),
];
