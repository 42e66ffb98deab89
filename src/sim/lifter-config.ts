import type { Handling, RepEvent } from './truth.ts';

/** A number, or a range from which each repetition or set draws its own. */
export type Spread = number | readonly [low: number, high: number];
export type ForceMount = 'bar' | 'platform' | 'hooks' | 'none';

export interface LifterConfig {
  seed: number;
  /** `bottom`: the lift begins low (hip thrust, deadlift); `top`: it begins high (squat, bench press). */
  start: 'bottom' | 'top';
  romMm: number;
  /** Height of the bar at the bottom of the lift, above the point that the sensor calls 0. */
  bottomMm: number;
  /** Height of the hooks. Null: no rack; the bar rests where the lift begins. A lift that begins high has one by default. */
  rackMm: number | null;
  /** How much the tops of the repetitions differ, standard deviation. */
  topSpreadMm: number;
  concentricS: Spread;
  eccentricS: Spread;
  holdS: Spread;
  bottomPauseS: Spread;
  /** Relative standard deviation from repetition to repetition of every duration above. */
  tempoSpread: number;
  reps: Spread;
  /** Infinity: endless. */
  sets: number;
  restS: Spread;
  /** Quiet time before the first set. */
  leadS: number;
  /** 0 none; 1: the last repetition takes twice the time up and nearly stands at the sticking point. */
  fatigue: number;
  /** Loss of speed at the sticking point when fresh: 0 none, below 0.9. */
  sticking: number;
  /** Where the sticking point lies, as a part of the concentric phase. */
  stickingAt: number;
  /** How far a partial repetition comes. */
  partialShare: number;
  /** The bar rests on the floor between repetitions. */
  deadStop: boolean;
  /** Probability per repetition, or the numbers (from 1) of the repetitions that have it. */
  repEvents: Partial<Record<RepEvent, number | readonly number[]>>;
  /** Probability per set. `un-rack` and `re-rack` follow from `rackMm`. */
  handling: Partial<Record<Exclude<Handling, 'un-rack' | 're-rack'>, number>>;
  /** The first set with handling, from 1; un-racking apart. */
  handlingFromSet: number;
  /** Bar and plates. */
  massKg: number;
  /** Added from set to set. */
  massStepKg: number;
  barMassKg: number;
  /** Counterweight of a Smith machine: its weight helps, its inertia doesn't. */
  counterweightKg: number;
  /** Friction of the rails; always against the movement. */
  frictionN: number;
  bodyMassKg: number;
  /** How much of the bar's acceleration the lifter's centre of mass shares. */
  bodyShare: number;
  forceMount: ForceMount;
  /** Slow sway and fast tremor of a bar that is held still. */
  swayMm: number;
  tremorMm: number;
  /** How near to a standing point the truth calls arrived; 0: the very instants at which the bar stands. */
  edgeMm: number;
  /** How far back in time `motionAt` may be asked. */
  lookBackS: number;
  /** How long a finished set stays in the truth. */
  keepTruthS: number;
}

/** A 60 kg hip thrust as the guide to the exercise has it: 8 repetitions, each lockout held for a count. */
const lifterDefaults: LifterConfig = {
  seed: 1,
  start: 'bottom',
  romMm: 300,
  bottomMm: 250,
  rackMm: null,
  topSpreadMm: 3,
  concentricS: 1,
  eccentricS: 1.2,
  holdS: 1,
  bottomPauseS: 0.4,
  tempoSpread: 0.06,
  reps: 8,
  sets: 1,
  restS: 30,
  leadS: 3,
  fatigue: 0.3,
  sticking: 0.1,
  stickingAt: 0.6,
  partialShare: 0.55,
  deadStop: false,
  repEvents: {},
  handling: {},
  handlingFromSet: 1,
  massKg: 60,
  massStepKg: 0,
  barMassKg: 20,
  counterweightKg: 0,
  frictionN: 0,
  bodyMassKg: 75,
  bodyShare: 0.5,
  forceMount: 'bar',
  // A held bar: 0.5 mm of sway, and a tremor whose acceleration (0.06 m/s²) stays under the cell's own ripple.
  swayMm: 0.5,
  tremorMm: 0.02,
  edgeMm: 3,
  lookBackS: 5,
  keepTruthS: Number.POSITIVE_INFINITY,
};

/** A squat or bench rack is set so that the bar clears its hooks before the knees or elbows are straight. */
const HOOKS_BELOW_TOP_MM = 40;

function lowest(spread: Spread): number {
  return typeof spread === 'number' ? spread : Math.min(...spread);
}

/** Fills in the defaults. @throws RangeError that names the first value that makes no lifter. */
export function lifterConfig(given: Partial<LifterConfig>): LifterConfig {
  const config = { ...lifterDefaults, ...given };
  if (config.start === 'top' && given.rackMm === undefined)
    config.rackMm = config.bottomMm + config.romMm - HOOKS_BELOW_TOP_MM;
  const demand = (holds: boolean, text: string) => {
    if (!holds) throw new RangeError(`Simulated lifter: ${text}.`);
  };
  demand(config.romMm > 0, `romMm must be above 0, not ${config.romMm}`);
  demand(lowest(config.concentricS) > 0, 'concentricS must be above 0');
  demand(lowest(config.eccentricS) > 0, 'eccentricS must be above 0');
  demand(lowest(config.holdS) >= 0 && lowest(config.bottomPauseS) >= 0, 'holdS and bottomPauseS must be at least 0');
  demand(lowest(config.reps) >= 0 && config.sets >= 0, 'reps and sets must be at least 0');
  demand(lowest(config.restS) > 0 && config.leadS > 0, 'restS and leadS must be above 0');
  demand(config.massKg >= 0 && config.bodyMassKg >= 0, 'massKg and bodyMassKg must be at least 0');
  demand(config.sticking >= 0 && config.sticking < 0.9, 'sticking must be from 0 to below 0.9');
  demand(config.fatigue >= 0 && config.fatigue <= 1, 'fatigue must be from 0 to 1');
  demand(config.stickingAt > 0 && config.stickingAt < 1, 'stickingAt must be between 0 and 1');
  demand(config.partialShare > 0 && config.partialShare < 0.9, 'partialShare must be between 0 and 0.9');
  return config;
}
