import { describe, expect, test } from 'vitest';
import { estimateLag, type TimedValue } from '../../src/core/index.ts';
import { createLifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder, type SensorModel } from '../../src/sim/sensors.ts';

const QUICK: Partial<LifterConfig> = {
  concentricS: 0.6,
  eccentricS: 0.7,
  holdS: 0.1,
  bottomPauseS: 0.1,
  reps: 3,
  leadS: 1,
  fatigue: 0,
  rackMm: 250,
  lookBackS: 60,
};

interface Sensors {
  load?: Partial<Parameters<typeof createLoadCell>[0]>;
  distance?: Partial<Parameters<typeof createRangefinder>[0]>;
}

function quickReps(seed: number, lifterConfig: Partial<LifterConfig> = {}, { load, distance }: Sensors = {}) {
  const lifter = createLifter({ ...QUICK, seed, ...lifterConfig });
  const cell = createLoadCell({ model: 'hx711', ...load }, seed);
  const eye = createRangefinder({ model: 'vl53l1x', ...distance }, seed);
  const readings = (sensor: SensorModel): TimedValue[] => {
    const values: TimedValue[] = [];
    while (sensor.peekAtUs() < 8e6) {
      const { atUs, raw, flags, missing } = sensor.nextReading(lifter);
      if (!missing && flags === 0) values.push({ atUs, value: sensor.calibrated(raw) });
    }
    return values;
  };
  return { heights: readings(eye), forces: readings(cell), truthMs: cell.lagMs - eye.lagMs };
}

describe('lag from three quick reps', () => {
  const rigs: [string, Partial<LifterConfig>, Sensors][] = [
    ['HX711 at 80 SPS and VL53L1X', {}, {}],
    ['an empty bar', { massKg: 20 }, {}],
    ['a Smith machine with friction and a counterweight', { frictionN: 30, counterweightKg: 10 }, {}],
    ['NAU7802 at 320 SPS', {}, { load: { model: 'nau7802', rateHz: 320 } }],
    ['VL53L0X at 30 Hz', {}, { distance: { model: 'vl53l0x' } }],
    ['HC-SR04 at 16 Hz', {}, { distance: { model: 'hcsr04' } }],
    ['a platform that carries the lifter too', { forceMount: 'platform' }, {}],
    ['a sensor that looks down', {}, { distance: { looks: 'down', mountHeightMm: 1200 } }],
    ['twice the noise', {}, { load: { rattleShare: 0.02 }, distance: { noiseScale: 1.8 } }],
  ];
  test.each(rigs)('%s: within the error that it states', (_name, lifter, sensors) => {
    const errors = Array.from({ length: 12 }, (_, index) => {
      const { heights, forces, truthMs } = quickReps(index + 1, lifter, sensors);
      const result = estimateLag(heights, forces);
      if (!result.ok) throw new Error(JSON.stringify(result));
      expect(result.lag.fit).toBeGreaterThan(0.9);
      return { offMs: result.lag.forceBehindHeightMs - truthMs, errorMs: result.lag.errorMs };
    });
    // 19 of 20 are to be inside; of twelve, at most three may be a little outside.
    expect(errors.filter(({ offMs, errorMs }) => Math.abs(offMs) > errorMs).length).toBeLessThanOrEqual(3);
    for (const { offMs, errorMs } of errors) expect(Math.abs(offMs)).toBeLessThan(2 * errorMs);
    expect(Math.max(...errors.map(({ errorMs }) => errorMs))).toBeLessThan(20);
  });

  test('follows a delay put on either channel', () => {
    const { heights, forces, truthMs } = quickReps(1);
    const late = (values: TimedValue[], byMs: number) =>
      values.map(({ atUs, value }) => ({ atUs: atUs + byMs * 1000, value }));
    for (const byMs of [-80, -20, 40, 150]) {
      const result = estimateLag(heights, late(forces, byMs));
      if (!result.ok) throw new Error(JSON.stringify(result));
      expect(Math.abs(result.lag.forceBehindHeightMs - truthMs - byMs)).toBeLessThan(result.lag.errorMs);
    }
  });

  test('refuses what it cannot know, and says why', () => {
    const { heights, forces } = quickReps(1);
    expect(estimateLag(heights.slice(0, 60), forces.slice(0, 90))).toEqual({ ok: false, why: 'too-short' });
    expect(estimateLag([], forces)).toEqual({ ok: false, why: 'too-short' });
    const holed = forces.filter(({ atUs }) => atUs < 3e6 || atUs > 3.4e6);
    expect(estimateLag(heights, holed)).toEqual({ ok: false, why: 'gaps' });
    const upsideDown = heights.map(({ atUs, value }) => ({ atUs, value: -value }));
    expect(estimateLag(upsideDown, forces).ok).toBe(false);
    const flat = forces.map(({ atUs }, index) => ({ atUs, value: 588 + (index % 2) }));
    expect(estimateLag(heights, flat)).toMatchObject({ ok: false, why: 'poor-fit' });
    const slow = quickReps(1, { forceMount: 'bar' }, { load: { rateHz: 10 } });
    expect(estimateLag(slow.heights, slow.forces)).toMatchObject({ ok: false, why: 'poor-fit' });
  });
});
