/** What axes share: an axis is a name, a group and a way to play it by seed. */
import { assemble, type Parts } from './assemble.ts';
import { STEP_S, type Stage } from './lifter-stage.ts';
import { type Random, seeded } from './random.ts';
import type { Scenario, TrueSet } from './scenario.ts';
import { type ForceSensor, hx711, hx711Slow, nau7802 } from './sensor-force.ts';
import { anyHeightSensor, type Intruder } from './sensor-height.ts';

export type Measure = 'hold' | 'velocity' | 'range' | 'load' | 'announce';

export interface Axis {
  name: string;
  group: string;
  /** Measures that the sensors of this axis don't allow within the goals; shown, not judged. */
  exempt: readonly Measure[];
  make: (seed: number) => Scenario;
}

export type Played = Partial<Omit<Parts, 'axis' | 'seed' | 'random'>> & { stage: Stage };

export function axis(
  group: string,
  name: string,
  play: (random: Random) => Played,
  exempt: readonly Measure[] = [],
): Axis {
  return {
    name,
    group,
    exempt,
    make: (seed) => {
      const random = seeded(seed, name);
      const played = play(random);
      return assemble({
        height: anyHeightSensor(random),
        force: anyForce(random),
        ...played,
        axis: name,
        seed,
        random,
      });
    },
  };
}

export function anyForce(random: Random): ForceSensor | null {
  const draw = random.next();
  if (draw < 0.12) return null;
  if (draw < 0.18) return hx711Slow(random);
  if (draw < 0.3) return nau7802(random);
  return hx711(random);
}

/** A target near to what the lifter does, or none. */
export function targetFor(random: Random, holdS: number): number {
  return holdS > 0.6 && random.chance(0.5) ? Math.round(holdS * random.range(0.7, 1.1) * 2) / 2 : 0;
}

export const timesOf = (stage: Stage, index: number) => {
  const note = stage.notes[Math.min(stage.notes.length - 1, Math.max(0, index))]!;
  return { fromS: note.from * STEP_S, topS: note.top * STEP_S, leaveS: note.leave * STEP_S, toS: note.to * STEP_S };
};

/** Without a cell nothing tells a slow hand above the bar from a lift: there it jumps, or it passes below. */
export function plainIntruder(random: Random, barMm: number, fromS: number, lastsS: number): Intruder {
  const below = random.chance(0.6);
  const offMm = (below ? -1 : 1) * random.range(180, 420);
  return intruder(random, barMm, fromS, lastsS, below ? { offMm } : { offMm, edgeS: 0 });
}

/** A hand, foot or towel: nearer than the bar or beyond it, moving while it is there. */
export function intruder(
  random: Random,
  barMm: number,
  fromS: number,
  lastsS: number,
  own: { offMm?: number; edgeS?: number } = {},
): Intruder {
  const offMm = own.offMm ?? (random.chance(0.5) ? 1 : -1) * random.range(60, 420);
  const waveMm = random.range(0, 30);
  const waveHz = random.range(0.5, 2.5);
  const edgeS = own.edgeS ?? (random.chance(0.5) ? 0 : Math.min(lastsS * 0.45, random.range(0.05, 0.5)));
  return {
    fromS,
    toS: fromS + lastsS,
    edgeS,
    heightMm: (t) => barMm + offMm + waveMm * Math.sin(2 * Math.PI * waveHz * (t - fromS)),
  };
}

/** Where the reference itself moves, "above the usual top" has two right answers. */
export function overshootEither(sets: TrueSet[]): void {
  for (const rep of sets.flatMap((set) => set.reps)) {
    rep.flags = rep.flags.filter((flag) => flag !== 'overshoot');
    rep.flagsEither.push('overshoot');
  }
}

export const noTruth = (sets: TrueSet[]): void => {
  sets.length = 0;
};
