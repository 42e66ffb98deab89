/** What one judged recording is: readings as a product would get them, and the truth behind them. */
export type ForceMount = 'bar' | 'platform' | 'hooks' | 'none';

export interface HeightReading {
  atS: number;
  heightMm: number;
  /** Sum of bits as on the wire: 1 saturated, 2 timeout, 4 desync, 8 bus error, 16 out of range, 32 first after a gap. */
  flags: number;
}

export interface ForceReading {
  atS: number;
  forceN: number;
  flags: number;
}

export interface ScenarioOptions {
  forceMount: ForceMount;
  /** How much later than the motion the readings are stamped. 0: the stamps are the middle of the sensor's own average. */
  heightLagMs: number;
  forceLagMs: number;
  /** The hold that each rep is asked for; 0 for none. */
  targetHoldS: number;
}

export const FLAGS = ['rocking', 'stalled', 'overshoot', 'dropped', 'hold-missed', 'short-of-lockout'] as const;
export type Flag = (typeof FLAGS)[number];

/** What can't be scored for a rep, since no sensor saw it or since two answers are right. */
export type Blind = 'hold' | 'velocity' | 'range' | 'load' | 'announce';

export interface TrueRep {
  /** The last instant below 0.02 m/s before the bar leaves its local bottom. */
  startS: number;
  /** End of the concentric: the first instant below 0.02 m/s within 10 % of the range around the local top. */
  topS: number;
  /** The hold runs from here (within 3 mm of the local top; with an overshoot, the crossing of it) … */
  arriveS: number;
  /** … to here, where the eccentric begins: the last time within 3 mm of the level that the bar leaves from. */
  leaveS: number;
  endS: number;
  holdS: number;
  /** From the local bottom to the local level at which the bar is held, or to the peak when it isn't held. */
  romMm: number;
  /** The level that romMm ends at. */
  topMm: number;
  meanVelocityMps: number;
  /** What the cell carries at rest / g; null where the mount can't know it. */
  loadKg: number | null;
  countable: boolean | 'either';
  flags: Flag[];
  /** Borderline: neither missing nor false. */
  flagsEither: Flag[];
  blind: Blind[];
}

export interface TrueSet {
  reps: TrueRep[];
  /** The border between this set and the one before may be drawn or not (drop sets). */
  mayJoin: boolean;
}

export interface Truth {
  sets: TrueSet[];
  /** Height of the bar at the sensor's plate, every `stepS` from 0. */
  stepS: number;
  heightMm: Float32Array;
}

export interface Scenario {
  axis: string;
  seed: number;
  exercise: string;
  options: ScenarioOptions;
  heights: HeightReading[];
  forces: ForceReading[];
  truth: Truth;
}

export function heightAt(truth: Truth, atS: number): number {
  const at = Math.min(truth.heightMm.length - 1, Math.max(0, Math.round(atS / truth.stepS)));
  return truth.heightMm[at] ?? 0;
}

export const trueReps = (scenario: Scenario): TrueRep[] => scenario.truth.sets.flatMap((set) => set.reps);
