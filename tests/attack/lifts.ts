/** What a lifter does with the bar. */
import type { Blind, Flag } from '../judge/scenario.ts';
import type { Dice } from './dice.ts';
import type { Mark } from './measure.ts';
import { newSet, type Stage } from './stage.ts';
import { falling, lowering, type Stroke, stroke, USUAL } from './strokes.ts';

export interface Habit {
  /** Where the hips turn, above the floor: 0 puts the bar down between reps. */
  bottomMm: number;
  rangeMm: number;
  upS: number;
  downS: number;
  holdS: number;
  pauseS: number;
  up: Stroke;
  down: Stroke;
  between: 'lap' | 'floor' | 'touch';
  /** Variation from rep to rep, as a share. */
  vary: number;
  drop: boolean;
  bounceMm: number;
  sinkMm: number;
}

export interface RepOptions extends Partial<Habit> {
  countable?: boolean | 'either';
  short?: boolean;
  blind?: Blind[];
  flagsEither?: Flag[];
  loadKnown?: boolean;
  /** Comes down lower than it began. */
  lowerMm?: number;
  /** Instead of a stroke up from the bottom to `rangeMm`. */
  way?: number[];
  /** Instead of the hold; ends where it likes. */
  top?: (stage: Stage) => void;
}

export function habitOf(dice: Dice, over: Partial<Habit> = {}): Habit {
  const between = over.between ?? dice.one(['lap', 'lap', 'floor', 'touch'] as const);
  return {
    bottomMm: between === 'lap' ? dice.from(8, 45) : 0,
    rangeMm: dice.from(260, 480),
    upS: dice.from(0.6, 1.3),
    downS: dice.from(0.7, 1.6),
    holdS: dice.either(0.25) ? 0 : dice.from(0.4, 2),
    pauseS: dice.from(0.15, 1.2),
    up: dice.one(USUAL),
    down: dice.one(['snap', 'front', 'late', 'trapezoid'] as const),
    vary: 0.02,
    drop: false,
    bounceMm: dice.from(0, 6),
    sinkMm: dice.from(0, 3),
    ...over,
    between,
  };
}

export function rep(stage: Stage, habit: Habit, over: RepOptions = {}): Mark {
  const { dice, bar } = stage;
  const of = { ...habit, ...over };
  const vary = (value: number, share = of.vary): number => value * (1 + dice.gauss(share));
  if (bar.carried < 1) bar.carry(1, dice.from(0.08, 0.3));
  const from = bar.i;
  const startMm = bar.mm;
  const rangeMm = vary(of.rangeMm, Math.min(0.015, of.vary));
  bar.along(of.way ?? stroke(dice, of.up, rangeMm, vary(of.upS, 2 * of.vary)));
  const up = bar.i;
  const holdS = of.holdS < 0.02 ? of.holdS : vary(of.holdS, 4 * of.vary);
  const settle = bar.i;
  if (of.top) of.top(stage);
  else bar.stay(Math.max(0, holdS), of.sinkMm * Math.min(1, holdS));
  const leave = bar.i > settle ? bar.i : up;
  const downMm = bar.mm - (startMm - (over.lowerMm ?? 0));
  if (of.drop) {
    // The hands stay on it: the weight is gone from the hips.
    bar.carried = 1;
    bar.along(falling(downMm, dice.from(0.88, 0.97)));
  } else bar.along(lowering(dice, of.down, downMm, vary(of.downS, 2 * of.vary)));
  const end = bar.i;
  if (of.between === 'floor') {
    bar.carried = 0;
    bar.bounce(of.drop ? dice.from(8, 30) : of.bounceMm);
    bar.push(bar.mm, dice.from(0, 0.12));
    bar.stay(vary(of.pauseS, 0.2));
  } else if (of.between === 'touch') {
    const to = dice.from(0.2, 0.8);
    bar.carry(to, 0.04);
    bar.stay(dice.from(0.01, 0.08));
    bar.carry(1, 0.05);
  } else bar.stay(vary(of.pauseS, 0.2));
  const mark: Mark = {
    from,
    up,
    leave,
    end,
    countable: over.countable ?? true,
    short: over.short ?? false,
    loadKnown: (over.loadKnown ?? true) && stage.mount === 'bar',
    blind: over.blind ?? [],
    flagsEither: over.flagsEither ?? [],
  };
  if (stage.sets.length === 0) newSet(stage);
  stage.sets.at(-1)!.marks.push(mark);
  return mark;
}

/** Bar from the floor into the lap. */
export function takeUp(stage: Stage, habit: Habit): void {
  const { bar, dice } = stage;
  bar.onPlatform = 1;
  bar.stay(dice.from(0.5, 2.5));
  if (habit.between === 'lap') {
    bar.carry(1, dice.from(0.3, 0.9));
    bar.glide(bar.mm + habit.bottomMm, dice.from(0.5, 1.2));
    bar.stay(dice.from(0.3, 2.5));
  }
}

/** And back. */
export function putDown(stage: Stage, floorMm: number): void {
  const { bar, dice } = stage;
  if (bar.mm > floorMm + 1) bar.glide(floorMm, dice.from(0.4, 0.9));
  bar.carry(0, dice.from(0.1, 0.5));
  bar.stay(dice.from(0.5, 1.5));
}

/** A whole set from a bar on the floor. `each` says what is special about a rep. */
export function liftSet(
  stage: Stage,
  habit: Habit,
  reps: number,
  each: (k: number) => RepOptions = () => ({}),
  mayJoin = false,
): void {
  const floorMm = stage.bar.mm;
  newSet(stage, mayJoin);
  takeUp(stage, habit);
  for (let k = 0; k < reps; k += 1) rep(stage, habit, each(k));
  putDown(stage, floorMm);
}

/** Nobody there, then one set, then nobody. */
export function oneSet(
  stage: Stage,
  over: Partial<Habit> = {},
  each?: (k: number, habit: Habit) => RepOptions,
  reps = stage.dice.whole(5, 10),
): Habit {
  const habit = habitOf(stage.dice, over);
  stage.bar.stay(stage.dice.from(3, 8));
  liftSet(stage, habit, reps, each && ((k) => each(k, habit)));
  stage.bar.stay(stage.dice.from(9, 14));
  return habit;
}
