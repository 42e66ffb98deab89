import { type CoreEvent, type CoreOptions, createState, type Input, type State, step } from '../../src/core/index.ts';

/** A lifter in closed form, independent of src/core: minimum-jerk ways up and down with exact holds and pauses. */
export interface SyntheticSet {
  readonly reps: number;
  readonly romMm: number;
  readonly bottomMm: number;
  readonly upS: number;
  readonly holdS: number;
  readonly downS: number;
  readonly pauseS: number;
  readonly leadS: number;
  readonly massKg: number;
}

export const easySet: SyntheticSet = {
  reps: 8,
  romMm: 350,
  bottomMm: 150,
  upS: 0.9,
  holdS: 1,
  downS: 1.2,
  pauseS: 0.6,
  leadS: 2,
  massKg: 80,
};

export const options: CoreOptions = {
  profile: { name: 'hip-thrust', liftStart: 'bottom', romMinMm: 120, romMaxMm: 700 },
  forceMount: 'bar',
  heightLagMs: 0,
  forceLagMs: 0,
  targetHoldS: 1,
};

const GRAVITY_MPS2 = 9.80665;

interface Motion {
  readonly heightMm: number;
  readonly accelerationMmps2: number;
}

export function motionAt(set: SyntheticSet, tS: number): Motion {
  const cycleS = set.upS + set.holdS + set.downS + set.pauseS;
  const inSetS = tS - set.leadS;
  const rep = Math.floor(inSetS / cycleS);
  if (inSetS < 0 || rep >= set.reps) return { heightMm: set.bottomMm, accelerationMmps2: 0 };
  const phaseS = inSetS - rep * cycleS;
  if (phaseS < set.upS) return minimumJerk(set.bottomMm, set.romMm, phaseS, set.upS);
  if (phaseS < set.upS + set.holdS) return { heightMm: set.bottomMm + set.romMm, accelerationMmps2: 0 };
  const downS = phaseS - set.upS - set.holdS;
  if (downS < set.downS) return minimumJerk(set.bottomMm + set.romMm, -set.romMm, downS, set.downS);
  return { heightMm: set.bottomMm, accelerationMmps2: 0 };
}

function minimumJerk(fromMm: number, byMm: number, tS: number, durationS: number): Motion {
  const u = tS / durationS;
  return {
    heightMm: fromMm + byMm * u ** 3 * (10 - 15 * u + 6 * u * u),
    accelerationMmps2: (byMm / durationS ** 2) * 60 * u * (1 - 3 * u + 2 * u * u),
  };
}

export const durationS = (set: SyntheticSet): number =>
  set.leadS + set.reps * (set.upS + set.holdS + set.downS + set.pauseS) + 1;

/** A hold begins when the bar is this near to where it will stand, and ends when it is this far from it: what the core means too. */
const EDGE_MM = 3;
/** A linear transducer sees no slower movement. */
const STILL_MMPS = 20;

/** Time that a minimum-jerk movement spends within 3 mm of either end. */
export function edgeS(romMm: number, durationS: number): number {
  let [low, high] = [0, durationS / 2];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (minimumJerk(0, romMm, middle, durationS).heightMm < EDGE_MM) low = middle;
    else high = middle;
  }
  return low;
}

/** How long after its beginning a minimum-jerk movement passes 0.02 m/s, and before its end again. */
function stillS(romMm: number, durationS: number): number {
  const stepS = 1e-6;
  let [low, high] = [0, durationS / 2];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    const wayMm =
      minimumJerk(0, romMm, middle + stepS, durationS).heightMm -
      minimumJerk(0, romMm, middle - stepS, durationS).heightMm;
    if (wayMm / (2 * stepS) < STILL_MMPS) low = middle;
    else high = middle;
  }
  return low;
}

interface TrueRep {
  /** The velocity leaves 0.02 m/s. */
  readonly startS: number;
  readonly lockoutS: number;
  readonly holdS: number;
  /** From 0.02 m/s to 0.02 m/s, as a linear transducer gives it. */
  readonly meanVelocityMps: number;
}

/** When the n-th rep (from 0) starts and is locked out, for how long it is held, and how fast it went up. */
export function truth(set: SyntheticSet, rep: number): TrueRep {
  const startS = set.leadS + rep * (set.upS + set.holdS + set.downS + set.pauseS);
  const upEdgeS = edgeS(set.romMm, set.upS);
  const upStillS = stillS(set.romMm, set.upS);
  const lostMm = minimumJerk(0, set.romMm, upStillS, set.upS).heightMm;
  return {
    startS: startS + upStillS,
    lockoutS: startS + set.upS - upEdgeS,
    holdS: set.holdS + upEdgeS + edgeS(set.romMm, set.downS),
    meanVelocityMps: (set.romMm - 2 * lostMm) / 1000 / (set.upS - 2 * upStillS),
  };
}

/** Normal deviates from a seed (mulberry32 and Box-Muller), so that every run is the same. */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export interface Sensing {
  readonly heightHz?: number;
  readonly heightNoiseMm?: number;
  readonly forceHz?: number;
  readonly forceNoiseN?: number;
  readonly seed?: number;
}

export function inputsOf(set: SyntheticSet, sensing: Sensing = {}): Input[] {
  const { heightHz = 50, heightNoiseMm = 2, forceHz = 80, forceNoiseN = 2, seed = 1 } = sensing;
  const noise = normals(seed);
  const inputs: Input[] = [];
  const endUs = durationS(set) * 1e6;
  const never = endUs + 1;
  const heightPeriodUs = heightHz > 0 ? Math.round(1e6 / heightHz) : never;
  const forcePeriodUs = forceHz > 0 ? Math.round(1e6 / forceHz) : never;
  for (let atUs = heightHz > 0 ? 0 : never; atUs < endUs; atUs += heightPeriodUs) {
    const heightMm = motionAt(set, atUs / 1e6).heightMm + heightNoiseMm * noise();
    inputs.push({ kind: 'height', atUs, heightMm: Math.round(heightMm * 1000) / 1000 });
  }
  for (let atUs = forceHz > 0 ? 3000 : never; atUs < endUs; atUs += forcePeriodUs) {
    const { accelerationMmps2 } = motionAt(set, atUs / 1e6);
    const forceN = set.massKg * (GRAVITY_MPS2 + accelerationMmps2 / 1000) + forceNoiseN * noise();
    inputs.push({ kind: 'force', atUs, forceN: Math.round(forceN * 1000) / 1000 });
  }
  return inputs.sort((a, b) => a.atUs - b.atUs);
}

/** Folds the inputs through `step`. */
export function run(
  inputs: readonly Input[],
  from: State = createState(options),
): { state: State; events: CoreEvent[] } {
  let state = from;
  const events: CoreEvent[] = [];
  for (const input of inputs) {
    const stepped = step(state, input);
    state = stepped.state;
    events.push(...stepped.events);
  }
  return { state, events };
}
