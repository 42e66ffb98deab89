import { GRAVITY_MMPS2 } from './gravity.ts';
import { accelerationOf } from './metrics/fusion.ts';
import type { HeightReps } from './reps/height-state.ts';
import type { SetMachine } from './sets/set-machine.ts';
import type { ForceChannel } from './signal/force-channel.ts';
import type { HeightChannel } from './signal/height-channel.ts';
import { type HeightFilter, predict, updateAcceleration } from './signal/height-filter.ts';
import type { LoadWatch } from './signal/load-watch.ts';

/** What the force added up to in the concentric phase in progress. Changed in place. */
export interface RiseForce {
  /** Start of that concentric phase, and the time and velocity at its first force. */
  startUs: number;
  fromUs: number;
  fromMmps: number;
  sumN: number;
  count: number;
}

export const noRiseForce = (): RiseForce => ({ startUs: Number.NaN, fromUs: 0, fromMmps: 0, sumN: 0, count: 0 });

/** The parts of the state that it is inferred from. */
interface Known {
  readonly filter: HeightFilter | null;
  readonly load: LoadWatch;
  readonly rise: RiseForce;
  readonly sets: SetMachine;
  readonly height: HeightChannel;
  readonly force: ForceChannel;
  readonly reps: HeightReps | null;
}

/** Rattle of a bar in use, as an acceleration; between the errors of 0.1 and 0.3 m/s2 that a cell in use is reckoned to have. */
const FORCE_NOISE_MMPS2 = 200;
/** Below this share of the load the bar lies on something else. */
const CARRIED_SHARE = 0.2;
const LEAST_STEADY_SHARE = 0.5;
/** A weight is known from a concentric phase after so many forces, and after so long. */
const LEAST_FORCES = 6;
const LEAST_US = 120_000;
/** After an impact, or before the bar leaves the floor, the velocity is known less than this; what was gained since then isn't known, either. */
const KNOWN_MMPS = 100;
/** No bar is pushed so hard (15 m/s2 were measured): then its weight is another one. */
const MOST_PUSH_MMPS2 = 20_000;
/** Further off than this the weight is another one: plates were changed since, as in a drop set. */
const ANOTHER_SHARE = 0.15;

/**
 * The force gives the acceleration between two heights, once a movement has shown that it does: whether it did. One reading that doesn't
 * fit the heights is rejected; a movement that it doesn't fit ends its use.
 */
export function fuse(known: Known, atUs: number, forceN: number): boolean {
  const { filter, load, sets, height, force, reps, rise } = known;
  if (sets.force === null || filter === null || atUs < filter.atUs) return false;
  const usualN = weightNow(sets.weightN === null ? null : sets.force.weightN, load.loadN);
  if (usualN === null || height.status === 'absent' || force.status !== 'ok') return false;
  const isKnown = filter.p11 < KNOWN_MMPS * KNOWN_MMPS && forceN > CARRIED_SHARE * usualN;
  const risenN = reps === null || !isKnown ? null : weightOfRise(rise, reps, atUs, forceN, filter.velocityMmps);
  const weightN = risenN !== null && Math.abs(risenN - usualN) > ANOTHER_SHARE * usualN ? risenN : usualN;
  if (forceN < CARRIED_SHARE * weightN) return false;
  predict(filter, atUs);
  const told = accelerationOf(sets.force, weightN, forceN, filter.velocityMmps);
  return told < MOST_PUSH_MMPS2 && updateAcceleration(filter, told, FORCE_NOISE_MMPS2);
}

/** The load of the last rep, or what the cell carried since while it was steady; less than half of it is a bar that lies. */
function weightNow(lastN: number | null, steadyN: number | null): number | null {
  if (lastN === null || steadyN === null) return lastN ?? steadyN;
  return steadyN > LEAST_STEADY_SHARE * lastN ? steadyN : lastN;
}

/** The weight by the concentric phase in progress: its mean force, less what changed the momentum of the bar. Null while it is too short, or there is none. */
function weightOfRise(
  rise: RiseForce,
  { phase, startUs }: HeightReps,
  atUs: number,
  forceN: number,
  velocityMmps: number,
): number | null {
  if (phase !== 'ascending') return null;
  if (rise.startUs !== startUs) {
    rise.startUs = startUs;
    rise.fromUs = atUs;
    rise.fromMmps = velocityMmps;
    rise.sumN = 0;
    rise.count = 0;
  }
  rise.sumN += forceN;
  rise.count += 1;
  const lastsUs = atUs - rise.fromUs;
  if (rise.count < LEAST_FORCES || lastsUs < LEAST_US) return null;
  const gainedG = (1e6 * (velocityMmps - rise.fromMmps)) / lastsUs / GRAVITY_MMPS2;
  return rise.sumN / rise.count / (1 + gainedG);
}
