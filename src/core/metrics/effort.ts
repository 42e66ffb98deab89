import { GRAVITY_MMPS2 } from '../gravity.ts';
import type { Effort } from '../types.ts';
import { type ForceModel, frictionSign } from './fusion.ts';
import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';

/**
 * Force, power and work of a concentric phase, from the smoothed movement and what the cell showed of its force: F = W (1 + gain a / g + friction),
 * P = F v, work the integral of P. One noisy reading of the cell decides nothing. Null for less than three instants.
 */
export function effortOf(bar: Smoothed, fromUs: number, toUs: number, force: ForceModel): Effort | null {
  const { atUs, velocityMmps, accelerationMmps2 } = bar;
  const { weightN, gain, friction } = force;
  const first = firstFrom(bar, fromUs);
  const end = firstAfter(bar, toUs);
  if (end - first < 3) return null;
  let workJ = 0;
  let impulseNs = 0;
  let peakForceN = 0;
  let peakPowerW = 0;
  let beforeN = 0;
  let beforeW = 0;
  for (let index = first; index < end; index++) {
    const v = velocityMmps[index]!;
    const forceN = weightN * (1 + (gain * accelerationMmps2[index]!) / GRAVITY_MMPS2 + friction * frictionSign(v));
    const powerW = (forceN * v) / 1000;
    if (index > first) {
      const dtS = (atUs[index]! - atUs[index - 1]!) / 1e6;
      workJ += (dtS * (powerW + beforeW)) / 2;
      impulseNs += (dtS * (forceN + beforeN)) / 2;
    }
    peakForceN = Math.max(peakForceN, forceN);
    peakPowerW = Math.max(peakPowerW, powerW);
    beforeN = forceN;
    beforeW = powerW;
  }
  const lastedS = (atUs[end - 1]! - atUs[first]!) / 1e6;
  return { meanForceN: impulseNs / lastedS, peakForceN, meanPowerW: workJ / lastedS, peakPowerW, workJ };
}
