import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SLOT } from '../../src/app/board/board-config.ts';
import { figuresOf } from '../../src/app/diagnosis/figures.ts';
import { fitLine, quantile, readingNoise, standardDeviation } from '../../src/app/diagnosis/statistics.ts';
import { trackOf } from '../../src/app/diagnosis/track.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { createRandom } from '../../src/sim/random.ts';
import { COUNTS_PER_N, loadCell, rangefinder, samplesOf } from './app-diagnosis-support.ts';

const loadFigures = (samples: readonly RawSample[]) =>
  figuresOf(
    trackOf(samples, SLOT.load, (raw) => raw / COUNTS_PER_N),
    {
      role: 'load',
      kind: 'hx711',
      configuredRateHz: 80,
      countsPerN: COUNTS_PER_N,
    },
  );
const distanceFigures = (samples: readonly RawSample[]) =>
  figuresOf(
    trackOf(samples, SLOT.distance, (raw) => raw),
    {
      role: 'distance',
      kind: 'vl53l1x',
      configuredRateHz: 50,
      countsPerN: 1,
    },
  );

describe('figures of a simulated sensor', () => {
  test.each([10.6, 80, 93])('rate, noise and jitter of an HX711 at %f SPS', (rateHz) => {
    const figures = loadFigures(samplesOf(SLOT.load, loadCell({ rateHz }), 20));
    const trueCounts = 19 * (rateHz / 10) ** 0.283; // the model's own noise
    expect(figures.measuredRateHz! / rateHz).toBeCloseTo(1, 3);
    expect(figures.noiseCounts! / trueCounts).toBeGreaterThan(0.8);
    expect(figures.noiseCounts! / trueCounts).toBeLessThan(1.2);
    expect(figures.noiseN! * COUNTS_PER_N).toBeCloseTo(figures.noiseCounts!, 6);
    expect(figures.jitterMs).toBeLessThan(0.05);
    expect(figures).toMatchObject({ lostReadings: 0, gaps: 0, failedReadings: 0, saturatedReadings: 0 });
  });

  test('noise of a distance sensor in millimetres, at rest and with a moving target alike', () => {
    const resting = samplesOf(SLOT.distance, rangefinder(), 20);
    const swinging = resting.map((sample) => ({
      ...sample,
      raw: sample.raw + Math.round(200 * Math.sin((sample.atUs / 1e6) * 2 * Math.PI * 0.5)),
    }));
    for (const samples of [resting, swinging]) {
      const { noiseMm } = distanceFigures(samples);
      expect(noiseMm! / 1.4).toBeGreaterThan(0.8);
      expect(noiseMm! / 1.4).toBeLessThan(1.25);
    }
    expect(distanceFigures(swinging).driftMmPerMin).toBeNull();
    expect(Math.abs(distanceFigures(resting).driftMmPerMin!)).toBeLessThan(5);
  });

  test('drift in newtons a minute', () => {
    const cell = loadCell({ faultDriftNPerHour: 1800 });
    cell.setFault('drift', true);
    const { driftNPerMin } = loadFigures(samplesOf(SLOT.load, cell, 10));
    expect(driftNPerMin! / 30).toBeGreaterThan(0.85);
    expect(driftNPerMin! / 30).toBeLessThan(1.15);
  });

  test('whatever gets lost: it is counted, and the rate stays that of the sensor', () => {
    const whole = samplesOf(SLOT.load, loadCell(), 6);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 2 }), { maxLength: 60 }), (lost) => {
        const gone = new Set(lost);
        const figures = loadFigures(whole.filter((_, at) => !gone.has(at)));
        expect(figures.lostReadings).toBe(lost.length);
        expect(figures.readings).toBe(whole.length - lost.length);
        expect(figures.gaps).toBe(lost.filter((at) => !gone.has(at - 1)).length);
        expect(figures.measuredRateHz! / 80).toBeCloseTo(1, 3);
      }),
      { numRuns: 40 },
    );
  });

  test('the numbering wraps, restarts and begins again without a phantom loss', () => {
    const whole = samplesOf(SLOT.load, loadCell(), 4);
    const wrapping = whole.map((sample) => ({ ...sample, seq: (sample.seq + 65_400) & 0xffff }));
    const restarted = whole.map((sample, at) => (at < 150 ? sample : { ...sample, seq: sample.seq - 150, epoch: 2 }));
    const again = whole.map((sample, at) => (at < 150 ? sample : { ...sample, seq: sample.seq - 150 }));
    for (const samples of [wrapping, restarted, again]) expect(loadFigures(samples).lostReadings).toBe(0);
  });

  test('no readings, one reading', () => {
    expect(loadFigures([])).toMatchObject({ readings: 0, measuredRateHz: null, noiseN: null, longestRunS: 0 });
    expect(loadFigures(samplesOf(SLOT.load, loadCell(), 4).slice(0, 1))).toMatchObject({ measuredRateHz: null });
  });
});

describe('statistics', () => {
  test('noise of a reading is found under any smooth movement', () => {
    const shape = fc.record({
      seed: fc.integer(),
      sd: fc.double({ min: 0.1, max: 50, noNaN: true }),
      speed: fc.double({ min: -3, max: 3, noNaN: true }),
      bend: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ seed, sd, speed, bend }) => {
        const random = createRandom(seed, 'noise');
        const values = Array.from({ length: 1500 }, (_, i) => speed * i + bend * i * i + sd * random.normal());
        const found = readingNoise(values)!;
        expect(found / sd).toBeGreaterThan(0.85);
        expect(found / sd).toBeLessThan(1.15);
      }),
    );
  });

  test('a spike does not make it noisy', () => {
    const random = createRandom(1, 'noise');
    const values = Array.from({ length: 500 }, () => random.normal());
    const before = readingNoise(values)!;
    values[250] = 5000;
    expect(readingNoise(values)! / before).toBeLessThan(1.1);
  });

  test('a line is found, and how far the worst point lies off it', () => {
    expect(fitLine([0, 1, 2, 3], [1, 3, 5, 7])).toEqual({ slope: 2, worstResidual: 0 });
    expect(fitLine([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(fitLine([0, 1], [0, 1])).toBeNull();
  });

  test('quantiles and deviations of little', () => {
    expect([quantile([]), quantile([3]), quantile([3, 1, 2])]).toEqual([null, 3, 2]);
    expect([standardDeviation([1]), standardDeviation([1, 3])]).toEqual([null, Math.SQRT2]);
    expect([readingNoise([1, 2, 3]), readingNoise(Array(20).fill(7))]).toEqual([null, 0]);
  });
});
