import type { Effort } from '../types.ts';
import { type ForceModel, frictionSign } from './fusion.ts';
import type { SmoothPoint } from './smooth.ts';

const GRAVITY_MMPS2 = 9806.65;

/**
 * Force, power and work of a way up, from the smoothed movement and what the cell told of its force: F = W (1 + gain a / g + friction),
 * P = F v, work the integral of P. One noisy reading of the cell decides nothing. Null for less than three points.
 */
export function effortOf(
  points: readonly SmoothPoint[],
  fromUs: number,
  toUs: number,
  force: ForceModel,
): Effort | null {
  const moving = points.filter(({ atUs }) => atUs >= fromUs && atUs <= toUs);
  if (moving.length < 3) return null;
  let [workJ, impulseNs, peakForceN, peakPowerW] = [0, 0, 0, 0];
  let before = { ...felt(moving[0]!, force), atUs: moving[0]!.atUs };
  for (const point of moving) {
    const { forceN, powerW } = felt(point, force);
    const dtS = (point.atUs - before.atUs) / 1e6;
    workJ += (dtS * (powerW + before.powerW)) / 2;
    impulseNs += (dtS * (forceN + before.forceN)) / 2;
    peakForceN = Math.max(peakForceN, forceN);
    peakPowerW = Math.max(peakPowerW, powerW);
    before = { forceN, powerW, atUs: point.atUs };
  }
  const lastedS = (moving.at(-1)!.atUs - moving[0]!.atUs) / 1e6;
  return { meanForceN: impulseNs / lastedS, peakForceN, meanPowerW: workJ / lastedS, peakPowerW, workJ };
}

function felt({ velocityMmps, accelerationMmps2 }: SmoothPoint, { weightN, gain, friction }: ForceModel) {
  const forceN = weightN * (1 + (gain * accelerationMmps2) / GRAVITY_MMPS2 + friction * frictionSign(velocityMmps));
  return { forceN, powerW: (forceN * velocityMmps) / 1000 };
}
