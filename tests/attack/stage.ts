/** One scenario in the making: the bar, what is counted, what looks at it and what goes wrong. */
import type { ForceMount, ForceReading, HeightReading, Scenario } from '../judge/scenario.ts';
import { Bar, unrest } from './bar.ts';
import { type Cell, feltN, hx711, weigh } from './cells.ts';
import { type Dice, diceOf } from './dice.ts';
import { type Eye, look, vl53l1x } from './eyes.ts';
import { type Mark, measure, overshoots } from './measure.ts';

export interface Stage {
  dice: Dice;
  bar: Bar;
  /** Marks by set; `mayJoin` of the set at the same place. */
  sets: { marks: Mark[]; mayJoin: boolean }[];
  eye: Eye;
  cell: Cell;
  mount: ForceMount;
  targetHoldS: number;
  exercise: string;
  tremorMm: number;
  swayMm: number;
  heightLagMs: number;
  forceLagMs: number;
  /** Height of the plate beside the bar's own: tilt, wobble, a mount that sags. Millisecond to mm. */
  beside: ((i: number) => number)[];
  plusN: ((i: number) => number) | undefined;
  onHeights: ((readings: HeightReading[]) => HeightReading[])[];
  onForces: ((readings: ForceReading[]) => ForceReading[])[];
}

export interface AttackAxis {
  name: string;
  group: 'lifter' | 'session' | 'world' | 'distance' | 'cell' | 'mixed';
  /** What can't be known without a cell isn't asked of heights alone. */
  needsCell?: boolean;
  make(seed: number, heightsOnly?: boolean): Scenario;
}

export function axis(
  group: AttackAxis['group'],
  name: string,
  play: (stage: Stage, dice: Dice) => void,
  needsCell = false,
): AttackAxis {
  return {
    name,
    group,
    needsCell,
    make(seed, heightsOnly = false) {
      const dice = diceOf(`${name}/${seed}`);
      const floorMm = Math.round(dice.from(170, 330));
      const stage: Stage = {
        dice,
        bar: new Bar(floorMm, 2.5 * dice.whole(16, 64)),
        sets: [],
        eye: vl53l1x(),
        cell: hx711(),
        mount: 'bar',
        targetHoldS: 0,
        exercise: 'hip-thrust',
        tremorMm: dice.from(0.1, 0.4),
        swayMm: dice.from(0.1, 0.5),
        heightLagMs: 0,
        forceLagMs: 0,
        beside: [],
        plusN: undefined,
        onHeights: [],
        onForces: [],
      };
      play(stage, dice);
      return shoot(stage, name, seed, heightsOnly);
    },
  };
}

/** Flag 32: the first after a gap. */
function markGaps(readings: { atS: number; flags: number }[], hz: number): void {
  for (let i = 1; i < readings.length; i += 1) {
    if (readings[i]!.atS - readings[i - 1]!.atS > Math.max(0.25, 3 / hz)) readings[i]!.flags |= 32;
  }
}

function shoot(stage: Stage, name: string, seed: number, heightsOnly: boolean): Scenario {
  const { bar, dice } = stage;
  const shake = unrest(dice, bar, stage.tremorMm, stage.swayMm);
  const seen = Float64Array.from(bar.h, (mm, i) => mm + shake[i]! + stage.beside.reduce((sum, of) => sum + of(i), 0));
  let heights = look(dice, stage.eye, seen);
  for (const each of stage.onHeights) heights = each(heights);
  heights.sort((a, b) => a.atS - b.atS);
  markGaps(heights, stage.eye.hz);
  let forces: ForceReading[] = [];
  if (stage.mount !== 'none') {
    forces = weigh(dice, stage.cell, feltN(bar, stage.mount, shake, stage.plusN));
    for (const each of stage.onForces) forces = each(forces);
    markGaps(forces, stage.cell.hz);
  }
  const late = (ms: number) => (each: { atS: number }) => {
    each.atS += ms / 1000;
  };
  heights.forEach(late(stage.heightLagMs));
  forces.forEach(late(stage.forceLagMs));
  return {
    axis: name,
    seed,
    exercise: stage.exercise,
    options: {
      forceMount: heightsOnly ? 'none' : stage.mount,
      heightLagMs: 0,
      forceLagMs: 0,
      targetHoldS: stage.targetHoldS,
    },
    heights,
    forces: heightsOnly ? [] : forces,
    truth: {
      sets: stage.sets
        .filter((set) => set.marks.length > 0)
        .map(({ marks, mayJoin }) => ({
          reps: overshoots(marks.map((mark) => measure(bar, mark, stage.targetHoldS))),
          mayJoin,
        })),
      stepS: 0.001,
      heightMm: Float32Array.from(bar.h),
    },
  };
}

/** From now on the next reps are of a new set. */
export const newSet = (stage: Stage, mayJoin = false): void => {
  stage.sets.push({ marks: [], mayJoin });
};
