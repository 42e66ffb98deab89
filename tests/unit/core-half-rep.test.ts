/** Half a rep that ends at the top, once the set's range is known. */
import { expect, it } from 'vitest';
import type { Input } from '../../src/core/index.ts';
import { easySet, motionAt, normals, run } from './core-support.ts';

const cycleS = easySet.upS + easySet.holdS + easySet.downS + easySet.pauseS;
/** When the hold of the sixth rep ends. */
const sinkS = easySet.leadS + 5 * cycleS + easySet.upS + easySet.holdS;

/** There it is lowered by so much, and lifted and held once more. */
function withHalf(halfMm: number): Input[] {
  const topMm = easySet.bottomMm + easySet.romMm;
  const half = { ...easySet, romMm: halfMm, bottomMm: topMm - halfMm, leadS: 0 };
  const fromS = half.upS + half.holdS;
  const noise = normals(7);
  const inputs: Input[] = [];
  for (let tick = 0; tick < 80 * (easySet.leadS + 8 * cycleS); tick++) {
    const tS = tick / 80;
    const atUs = 12_500 * tick;
    const isHalf = tS > sinkS && tS < sinkS + cycleS;
    const later = tS < sinkS ? tS : tS - cycleS;
    const { heightMm, accelerationMmps2 } = isHalf
      ? motionAt({ ...half, reps: 2 }, fromS + tS - sinkS)
      : motionAt(easySet, later);
    inputs.push({ kind: 'height', atUs, heightMm: heightMm + 2 * noise() });
    inputs.push({ kind: 'force', atUs: atUs + 1, forceN: 80 * (9.80665 + accelerationMmps2 / 1000) + 2 * noise() });
  }
  return inputs;
}

const announced = (inputs: readonly Input[]): number =>
  run(inputs).events.filter(({ kind }) => kind === 'lockout-reached').length;

it('isn’t announced, while one of more than 62 % of the range is', () => {
  expect([announced(withHalf(210)), announced(withHalf(240))]).toEqual([7, 8]);
});
