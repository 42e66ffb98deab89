import { describe, expect, it } from 'vitest';
import { analyze, type CoreOptions, type LagWatch } from '../../src/core/index.ts';
import { easySet, inputsOf, options, type Sensing, type SyntheticSet } from './core-support.ts';

const lagOf = (core: Partial<CoreOptions>, set: Partial<SyntheticSet> = {}, sensing: Sensing = {}): LagWatch | null =>
  analyze(inputsOf({ ...easySet, ...set }, sensing), { ...options, ...core }).sets[0]!.lag;

describe('the watch on the lag', () => {
  it.each([1, 2, 3])('is content when the lags are right, seed %d', (seed) => {
    const lag = lagOf({}, {}, { seed })!;
    expect(Math.abs(lag.forceLateMs)).toBeLessThan(8);
    expect(lag.shifted).toBe(false);
  });

  // The height was taken to be this much later than it is, or the force: by a wrong entry, or a sensor that was exchanged.
  it.each([
    [30, 0, 30],
    [150, 0, 150],
    [0, 40, -40],
    [0, 175, -175],
  ])('finds height lag %d and force lag %d ms wrong', (heightLagMs, forceLagMs, lateMs) => {
    const lag = lagOf({ heightLagMs, forceLagMs })!;
    expect(lag.shifted).toBe(true);
    expect(Math.abs(lag.forceLateMs - lateMs)).toBeLessThan(Math.max(8, lag.errorMs));
  });

  it('says nothing without a force that follows the bar', () => {
    expect(lagOf({}, {}, { forceHz: 0 })).toBeNull();
    expect(lagOf({ forceMount: 'hooks' })).toBeNull();
    expect(lagOf({}, { reps: 2 })).toBeNull();
  });

  it('says nothing rather than something wrong of reps too slow to tell', () => {
    const lag = lagOf({}, { upS: 3, downS: 3, reps: 5 });
    expect(lag?.shifted ?? false).toBe(false);
  });
});
