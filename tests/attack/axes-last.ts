/** A fourth round: whole ways unseen, hands in a beam beside a station that is or isn't loaded, cells by other causes. */
import type { ForceReading } from '../judge/scenario.ts';
import { hx711 } from './cells.ts';
import type { Dice } from './dice.ts';
import { vl53l1x } from './eyes.ts';
import { dropped, spikes } from './harm.ts';
import { habitOf, liftSet, oneSet, putDown, rep, takeUp } from './lifts.ts';
import type { Mark } from './measure.ts';
import { type AttackAxis, axis, newSet, type Stage } from './stage.ts';
import { lowering, stroke } from './strokes.ts';

const marksOf = (stage: Stage): Mark[] => stage.sets.flatMap(({ marks }) => marks);

/** The target isn't seen while `of` is true of the millisecond. */
const unseen = (stage: Stage, of: (ms: number) => boolean): void => {
  const gone = stage.dice.either(0.5);
  stage.onHeights.push((list) => {
    if (gone) return list.filter(({ atS }) => !of(atS * 1000));
    for (const each of list) {
      if (!of(each.atS * 1000)) continue;
      each.heightMm = 8190;
      each.flags |= 16;
    }
    return list;
  });
};

/** A hand that does what a lifter does, from 10 s on. */
function handReps(stage: Stage, dice: Dice, reps: number): void {
  const path: number[] = [];
  for (let k = 0; k < reps; k += 1) {
    const range = dice.from(220, 320);
    path.push(
      ...stroke(dice, dice.one(['snap', 'front', 'triangle'] as const), range, dice.from(0.5, 1)),
      ...new Array<number>(Math.round(dice.from(200, 900))).fill(range),
      ...lowering(dice, 'front', range, dice.from(0.6, 1.2)).map((mm) => mm + range),
      ...new Array<number>(Math.round(dice.from(100, 900))).fill(0),
    );
  }
  const low = dice.from(80, 150);
  stage.onHeights.push((list) => {
    for (const each of list) {
      const i = Math.round((each.atS - 10) * 1000);
      if (i >= 0 && i < path.length) each.heightMm = Math.round(low + path[i]! + dice.gauss(2));
    }
    return list;
  });
}

const beside = (name: string, play: (stage: Stage, dice: Dice) => void): AttackAxis =>
  axis(
    'world',
    name,
    (stage, dice) => {
      stage.bar.mm = 520;
      play(stage, dice);
      handReps(stage, dice, 6);
    },
    true,
  );

const forces = (name: string, change: (stage: Stage) => (each: ForceReading) => void): AttackAxis =>
  axis('cell', name, (stage) => {
    oneSet(stage, {}, () => ({ loadKnown: false }));
    const each = change(stage);
    stage.onForces.push((list) => {
      for (const one of list) each(one);
      return list;
    });
  });

export const LAST: readonly AttackAxis[] = [
  axis('distance', 'no-way-up-is-seen', (stage) => {
    oneSet(stage, { holdS: 1.2, pauseS: 1.5, upS: 0.8 }, () => ({ blind: ['velocity', 'announce', 'hold'] }));
    const marks = marksOf(stage);
    unseen(stage, (ms) => marks.some(({ from, up }) => ms > from + 100 && ms < up - 50));
  }),
  axis('distance', 'no-way-down-is-seen', (stage) => {
    oneSet(stage, { holdS: 1.2, pauseS: 1.5, downS: 1 }, () => ({ blind: ['hold'], flagsEither: ['dropped'] }));
    const marks = marksOf(stage);
    unseen(stage, (ms) => marks.some(({ leave, end }) => ms > leave + 60 && ms < end - 60));
  }),
  axis('distance', 'only-the-middle-is-unseen', (stage) => {
    // A post stands in the beam: of 30 to 70 % of the way nothing is seen, up and down.
    oneSet(stage);
    const h = stage.bar.h;
    const low = Math.min(...h.slice(0, 1000));
    let high = low;
    for (const mm of h) high = Math.max(high, mm);
    unseen(stage, (ms) => {
      const share = ((h[Math.round(ms)] ?? low) - low) / (high - low);
      return share > 0.3 && share < 0.7;
    });
  }),
  axis('session', 'rolled-off-at-the-top', (stage, dice) => {
    // The last lockout is seen; then the plate leaves the beam, and comes back on the floor.
    const habit = oneSet(stage, { between: 'lap', holdS: dice.from(0.8, 1.5) }, undefined, 5);
    const last = marksOf(stage).at(-1)!;
    last.blind.push('hold');
    last.flagsEither.push('dropped', 'hold-missed');
    unseen(stage, (ms) => ms > last.leave - 100 && ms < last.end + 4000);
    stage.bar.stay(habit.pauseS);
  }),
  axis('session', 'sits-up-with-the-bar-between-reps', (stage, dice) => {
    const habit = habitOf(dice, { between: 'lap', rangeMm: dice.from(320, 450) });
    const floorMm = stage.bar.mm;
    stage.bar.stay(4);
    newSet(stage);
    takeUp(stage, habit);
    for (let k = 0; k < 7; k += 1) {
      rep(stage, habit);
      if (k !== 2 && k !== 4) continue;
      const mm = dice.from(50, 100);
      stage.bar.glide(stage.bar.mm + mm, dice.from(0.8, 1.4));
      stage.bar.stay(dice.from(2, 5));
      stage.bar.glide(stage.bar.mm - mm, dice.from(0.8, 1.4));
      stage.bar.stay(0.7);
    }
    putDown(stage, floorMm);
    stage.bar.stay(9);
  }),
  axis('session', 'one-rep-each-25-40s', (stage, dice) => {
    const habit = habitOf(dice, { between: 'floor', rangeMm: dice.from(300, 400), holdS: 1 });
    stage.bar.stay(4);
    for (let k = 0; k < 6; k += 1) {
      liftSet(stage, habit, 1, undefined, k > 0);
      stage.bar.stay(dice.from(22, 36));
    }
  }),
  axis('mixed', 'frames-lost-and-spikes', (stage, dice) => {
    stage.eye = vl53l1x(40);
    oneSet(stage);
    stage.onHeights.push(
      spikes(dice, 0.01, (mm) => mm * dice.from(0.2, 1.7)),
      dropped(dice, 0.35),
    );
  }),
  axis('mixed', 'frames-lost-of-both', (stage, dice) => {
    oneSet(stage);
    stage.onHeights.push(dropped(dice, 0.4));
    stage.onForces.push(dropped(dice, 0.4));
  }),
  axis('distance', 'firmware-smooths-over-150ms', (stage) => {
    oneSet(stage, {}, () => ({ blind: ['velocity', 'hold', 'range', 'announce'] }));
    let at: number | null = null;
    stage.onHeights.push((list) => {
      for (const each of list) {
        at = at === null ? each.heightMm : at + 0.13 * (each.heightMm - at);
        each.heightMm = Math.round(at);
      }
      return list;
    });
  }),
  beside('hand-reps-bar-hangs-in-the-hooks', (stage) => {
    stage.mount = 'hooks';
    stage.bar.stay(45);
  }),
  beside('hand-reps-nobody-on-the-platform', (stage) => {
    stage.mount = 'platform';
    stage.bar.stay(45);
  }),
  beside('hand-reps-one-sits-on-the-platform', (stage) => {
    stage.mount = 'platform';
    stage.bar.stay(5);
    stage.bar.onPlatform = 1;
    stage.bar.stay(36);
    stage.bar.onPlatform = 0;
    stage.bar.stay(5);
  }),
  beside('hand-reps-bar-carried-and-trembling', (stage) => {
    stage.tremorMm = 0.35;
    stage.bar.stay(4);
    stage.bar.carry(1, 0.6);
    stage.bar.stay(38);
    stage.bar.carry(0, 0.6);
    stage.bar.stay(5);
  }),
  beside('hand-reps-noisy-unloaded-cell', (stage) => {
    stage.cell = { ...hx711(), noiseN: 15 };
    stage.bar.stay(45);
  }),
  axis(
    'world',
    'walks-about-on-the-platform',
    (stage, dice) => {
      const { bar } = stage;
      stage.mount = 'platform';
      for (let k = 0; k < 14; k += 1) {
        bar.onPlatform = dice.one([0, 0.4, 1, 1.7]);
        bar.glide(bar.mm + dice.from(-4, 4), 0.3);
        bar.stay(dice.from(0.3, 4));
      }
    },
    true,
  ),
  forces('force-400ms-late', () => (each) => {
    each.atS += 0.4;
  }),
  forces('unit-wrong-kg-for-N', () => (each) => {
    each.forceN /= 9.80665;
  }),
  forces('unit-wrong-ten-times', () => (each) => {
    each.forceN *= 10;
  }),
  forces('cell-noise-150N', ({ dice }) => (each) => {
    each.forceN += dice.gauss(150);
  }),
  forces('saturates-all-the-time', ({ bar }) => (each) => {
    const full = bar.massKg * 9.80665 * 0.6;
    if (each.forceN < full) return;
    each.forceN = full;
    each.flags |= 1;
  }),
  forces('one-of-two-cells-dead', () => (each) => {
    each.forceN *= 0.5;
  }),
  forces('timeouts-30%', ({ dice }) => {
    let last = 0;
    return (each) => {
      if (dice.either(0.3)) {
        each.forceN = last;
        each.flags |= 2;
      } else last = each.forceN;
    };
  }),
  forces('wanders-by-60N', ({ dice }) => {
    let at = 0;
    return (each) => {
      at += dice.gauss(3) - 0.001 * at;
      each.forceN += at;
    };
  }),
  axis('cell', 'cell-away-for-one-rep', (stage, dice) => {
    oneSet(stage, {}, undefined, 7);
    const { from, end } = marksOf(stage)[dice.whole(1, 5)]!;
    const shift = dice.from(-600, 600);
    stage.onForces.push((list) => list.filter(({ atS }) => atS * 1000 < from + shift || atS * 1000 > end + shift));
  }),
  axis('cell', 'cell-zero-for-one-rep', (stage, dice) => {
    // A loose plug: exactly 0 for as long as a rep, not in step with it, in a series that is carried.
    oneSet(stage, {}, () => ({ loadKnown: false }), 7);
    const { from, end } = marksOf(stage)[dice.whole(1, 5)]!;
    const shift = dice.from(300, 900) * dice.one([-1, 1]);
    stage.onForces.push((list) => {
      for (const each of list) if (each.atS * 1000 > from + shift && each.atS * 1000 < end + shift) each.forceN = 0;
      return list;
    });
  }),
];
