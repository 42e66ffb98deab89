import { describe, expect, it } from 'vitest';
import { estimateOneRepMax, HIP_THRUST_MAXIMUM } from '../../src/core/index.ts';
import { normals } from './core-support.ts';

describe('1RM from the member’s own line', () => {
  const onLine = (loads: readonly number[]) =>
    loads.map((loadKg) => ({ loadKg, meanVelocityMps: 1.05 - 0.005 * loadKg }));

  it('is where the line comes down to the velocity of a 1RM, with its error', () => {
    const result = estimateOneRepMax(onLine([60, 80, 100, 120]), HIP_THRUST_MAXIMUM);
    expect(result).toMatchObject({ ok: true, loads: 4 });
    if (!result.ok) return;
    expect(result.oneRepMaxKg).toBeCloseTo(160, 6);
    // On an exact line only the spread of the velocity itself is left: 0.03 / 0.005.
    expect(result.errorKg).toBeCloseTo(6, 6);
  });

  it('is refused below three loads, on a poor fit and on a line that rises', () => {
    expect(estimateOneRepMax(onLine([60, 61, 100]), HIP_THRUST_MAXIMUM)).toEqual({ ok: false, why: 'few-loads' });
    const scattered = [
      { loadKg: 60, meanVelocityMps: 0.6 },
      { loadKg: 80, meanVelocityMps: 0.8 },
      { loadKg: 100, meanVelocityMps: 0.5 },
    ];
    expect(estimateOneRepMax(scattered, HIP_THRUST_MAXIMUM)).toEqual({ ok: false, why: 'poor-fit' });
    const rising = onLine([60, 80, 100]).map((set) => ({ ...set, meanVelocityMps: -set.meanVelocityMps }));
    expect(estimateOneRepMax(rising, HIP_THRUST_MAXIMUM)).toEqual({ ok: false, why: 'not-falling' });
  });

  it('is refused when the heaviest load is too light to tell', () => {
    // 111 of 160 kg are 69 %, 113 are 71 %.
    expect(estimateOneRepMax(onLine([60, 80, 111]), HIP_THRUST_MAXIMUM)).toEqual({ ok: false, why: 'too-light' });
    expect(estimateOneRepMax(onLine([60, 80, 113]), HIP_THRUST_MAXIMUM)).toMatchObject({ ok: true });
    // Loads beyond the maximum's velocity are heavy enough, whatever they are.
    expect(estimateOneRepMax(onLine([120, 150, 170]), HIP_THRUST_MAXIMUM)).toMatchObject({ ok: true });
  });

  it('takes Student’s t with one degree of freedom when three loads leave only the line in doubt', () => {
    const points = [0.66, 0.52, 0.48].map((meanVelocityMps, index) => ({ loadKg: 80 + 20 * index, meanVelocityMps }));
    const found = estimateOneRepMax(points, { meanVelocityMps: 0.4, sdMps: 0 });
    // By hand: slope -0.0045, residuals 0.05/3 (1, -2, 1), crossing at 100 + (0.4 - 0.5533) / -0.0045.
    const crossingKg = 100 + (0.4 - 1.66 / 3) / -0.0045;
    const varianceOfLine = 6 * (0.05 / 3) ** 2 * (1 / 3 + (crossingKg - 100) ** 2 / 800);
    const t = Math.tan(Math.PI * 0.341345);
    expect(found).toMatchObject({ ok: true, oneRepMaxKg: expect.closeTo(crossingKg, 6) });
    expect(found.ok && found.errorKg / ((t * Math.sqrt(varianceOfLine)) / 0.0045)).toBeCloseTo(1, 3);
  });

  describe.each([3, 4, 5, 8])('with %i loads', (loads) => {
    it.each([0.01, 0.02, 0.03, 0.04])(
      'its error holds the true 1RM in 66 to 71 of 100 members, with noise of %f m/s',
      (noiseMps) => {
        for (const heaviestShare of [0.85, 0.95]) {
          const { estimates, within } = simulate({ loads, noiseMps, heaviestShare, members: 20_000 });
          expect(estimates, `heaviest at ${heaviestShare}`).toBeGreaterThan(19_000);
          expect(within / estimates, `heaviest at ${heaviestShare}`).toBeGreaterThan(0.66);
          expect(within / estimates, `heaviest at ${heaviestShare}`).toBeLessThan(0.71);
        }
      },
    );
  });
});

/** Members of 140 kg 1RM who lift it at their own velocity and whose fastest reps scatter about their own line. */
function simulate(of: { loads: number; noiseMps: number; heaviestShare: number; members: number }) {
  const normal = normals(7);
  const trueKg = 140;
  const { meanVelocityMps, sdMps } = HIP_THRUST_MAXIMUM;
  let [estimates, within] = [0, 0];
  for (let member = 0; member < of.members; member++) {
    const ownMps = meanVelocityMps + sdMps * normal();
    const sets = Array.from({ length: of.loads }, (_, index) => {
      const share = 0.4 + ((of.heaviestShare - 0.4) * index) / (of.loads - 1);
      return { loadKg: share * trueKg, meanVelocityMps: ownMps + (1 - share) + of.noiseMps * normal() };
    });
    const found = estimateOneRepMax(sets, HIP_THRUST_MAXIMUM);
    if (!found.ok) continue;
    estimates++;
    if (Math.abs(found.oneRepMaxKg - trueKg) <= found.errorKg) within++;
  }
  return { estimates, within };
}
