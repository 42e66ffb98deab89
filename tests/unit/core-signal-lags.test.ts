/** The lags that hold without a calibration are those of the sensors' models. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';

const lagsOf = (bay: string) => {
  const { load, distance } = parseConfig(`bays: [${bay}]`, '/lockout.yaml').config.bays[0]!;
  return { loadMs: load.lagMs, distanceMs: distance.lagMs };
};

describe('lags that the configuration leaves out', () => {
  it('are 25 ms of an HX711 at 80 SPS and 11 ms of a VL53L1X', () => {
    expect(lagsOf('{}')).toEqual({ loadMs: 25, distanceMs: 11 });
  });

  it.each([10, 80] as const)('follow the rate of an HX711: %s SPS', (rateHz) => {
    const { lagMs } = createLoadCell({ model: 'hx711', rateHz }, 1);
    expect(lagsOf(`{ load: { rateHz: ${rateHz} } }`).loadMs).toBeCloseTo(lagMs, 6);
  });

  it.each([20, 40, 80, 320] as const)('follow the rate of an NAU7802: %s SPS', (rateHz) => {
    const { lagMs } = createLoadCell({ model: 'nau7802', rateHz }, 1);
    expect(lagsOf(`{ load: { sensor: nau7802, rateHz: ${rateHz} } }`).loadMs).toBeCloseTo(lagMs, 6);
  });

  it.each([
    ['vl53l1x', 50],
    ['vl53l1x', 20],
    ['vl53l1x', 100],
    ['vl53l0x', 30],
    ['hcsr04', 16],
  ] as const)('follow the distance sensor: %s at %s Hz', (model, rateHz) => {
    const { lagMs } = createRangefinder({ model, rateHz }, 1);
    expect(lagsOf(`{ distance: { sensor: ${model}, rateHz: ${rateHz} } }`).distanceMs).toBeCloseTo(lagMs, 6);
  });

  it('are taken as they are written, 0 too', () => {
    expect(lagsOf('{ load: { rateHz: 10, lagMs: 0 }, distance: { lagMs: 12.5 } }')).toEqual({
      loadMs: 0,
      distanceMs: 12.5,
    });
  });
});
