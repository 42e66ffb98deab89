import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitSpan,
  judgeStill,
  judgeTravel,
  type MassPoint,
  type RawReading,
  type Still,
  startSwings,
  stepSwings,
} from '../../src/core/index.ts';
import { normals } from './core-support.ts';

const G = 9.80665;
const LIMITS = { minReadings: 25, maxSd: 4000, driftFloor: 60 };
const windowOf = (raw: (tS: number) => number, rateHz = 80, durationS = 3): RawReading[] =>
  Array.from({ length: rateHz * durationS }, (_, at) => ({
    atUs: (at * 1e6) / rateHz,
    raw: Math.round(raw(at / rateHz)),
  }));

describe('stillness', () => {
  test('white noise stands still, and its mean is right within its standard error', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -8e6, max: 8e6 }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.constantFrom(10, 80, 320),
        (seed, level, sd, rateHz) => {
          const noise = normals(seed);
          const result = judgeStill(
            windowOf(() => level + sd * noise(), rateHz),
            LIMITS,
          );
          if (!result.ok) throw new Error(JSON.stringify(result));
          expect(Math.abs(result.still.mean - level)).toBeLessThan((5.5 * Math.hypot(sd, 0.3)) / Math.sqrt(3 * rateHz));
        },
      ),
      // One window in some ten thousand is refused by design, so the draws are the same ones every time.
      { numRuns: 300, seed: 1 },
    );
  });

  test('a swinging mass, a slow press and a mass laid down half-way are movement', () => {
    const noise = normals(3);
    const moving = {
      swing: windowOf((t) => 80_000 + 1500 * Math.sin(2 * Math.PI * 0.7 * t) + 35 * noise()),
      press: windowOf((t) => 80_000 + 400 * t + 35 * noise()),
      laid: windowOf((t) => (t < 1.6 ? 0 : 80_000) + 35 * noise()),
    };
    for (const [name, readings] of Object.entries(moving))
      expect(judgeStill(readings, LIMITS), name).toMatchObject({
        ok: false,
        why: expect.stringMatching(/moving|noisy/),
      });
  });

  test('a single garbage reading is left out, many are a fault, few readings are none', () => {
    const noise = normals(4);
    const clean = windowOf(() => 1000 + 30 * noise());
    const withGarbage = (every: number) =>
      clean.map((reading, at) => (at % every === 0 ? { ...reading, raw: 8_388_607 } : reading));
    expect(judgeStill(withGarbage(1000), LIMITS)).toMatchObject({ ok: true, still: { outliers: 1 } });
    expect(judgeStill(withGarbage(10), LIMITS)).toMatchObject({ ok: false, why: 'erratic', outliers: 24 });
    expect(judgeStill(clean.slice(0, 24), LIMITS)).toEqual({ ok: false, why: 'too-few', readings: 24 });
    expect(judgeStill([], LIMITS)).toEqual({ ok: false, why: 'too-few', readings: 0 });
    expect(
      judgeStill(
        windowOf(() => 9000 * noise()),
        LIMITS,
      ),
    ).toMatchObject({ ok: false, why: 'noisy' });
  });

  test('a dead-flat channel is still, whatever its level', () => {
    expect(
      judgeStill(
        windowOf(() => 41),
        LIMITS,
      ),
    ).toMatchObject({ ok: true, still: { mean: 41, sd: 0 } });
  });
});

const still = (mean: number, sd = 35): Still => ({ mean, sd, readings: 240, outliers: 0 });

describe('span', () => {
  test('recovers zero and span of any cell within the error that its noise allows', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -2e6, max: 2e6 }),
        fc.double({ min: 20, max: 1600, noNaN: true }),
        fc.boolean(),
        fc.uniqueArray(fc.integer({ min: 10, max: 200 }), { minLength: 1, maxLength: 5 }),
        (seed, zeroCounts, counts, flipped, massesKg) => {
          const noise = normals(seed);
          const countsPerN = flipped ? -counts : counts;
          const measured = (massKg: number) => still(zeroCounts + countsPerN * massKg * G + 3 * noise());
          const result = fitSpan(
            measured(0),
            massesKg.map((massKg): MassPoint => ({ massKg, still: measured(massKg) })),
          );
          if (!result.ok) throw new Error(JSON.stringify(result));
          // Means are off by about 3 counts: 15 of them over the whole span is five standard deviations.
          const heaviestN = Math.max(...massesKg) * G;
          expect(Math.abs(result.span.countsPerN / countsPerN - 1)).toBeLessThan(25 / (counts * heaviestN));
          expect(Math.abs(result.span.zeroCounts - zeroCounts)).toBeLessThan(25);
          expect(result.span.residuals.map(({ massKg }) => massKg)).toEqual(massesKg.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('residuals say how far each mass is from the line, in newtons and per cent', () => {
    const at = (massKg: number, errorN: number): MassPoint => ({ massKg, still: still(400 * (massKg * G + errorN)) });
    const result = fitSpan(still(0), [at(40, -1), at(20, 1)]);
    if (!result.ok) throw new Error(JSON.stringify(result));
    const [light, heavy] = result.span.residuals;
    expect(light).toMatchObject({ massKg: 20 });
    expect(light!.residualN).toBeCloseTo(1, 0);
    expect(light!.residualPercent).toBeCloseTo((100 * light!.residualN) / (20 * G), 9);
    expect(heavy!.residualN).toBeLessThan(0);
  });

  test('refuses a mass that reads like nothing, one that goes the wrong way, and one that is not what it says', () => {
    expect(fitSpan(still(500), [{ massKg: 20, still: still(560) }])).toEqual({
      ok: false,
      why: 'no-difference',
      massKg: 20,
      changeCounts: 60,
    });
    // 300 counts are a mass on a quiet cell and nothing on a noisy one.
    expect(fitSpan(still(0, 5), [{ massKg: 20, still: still(300, 5) }])).toMatchObject({ ok: true });
    expect(fitSpan(still(0), [{ massKg: 20, still: still(300) }])).toMatchObject({ why: 'no-difference' });
    const points = [
      { massKg: 40, still: still(60_000) },
      { massKg: 20, still: still(80_000) },
    ];
    expect(fitSpan(still(0), points)).toEqual({ ok: false, why: 'not-monotonic', massKg: 40, lighterKg: 20 });
    const wrongPlate = [
      { massKg: 20, still: still(400 * 20 * G) },
      { massKg: 40, still: still(400 * 50 * G) },
    ];
    expect(fitSpan(still(0), wrongPlate)).toMatchObject({ ok: false, why: 'not-linear' });
  });
});

describe('travel of the bar', () => {
  test('its direction tells where the sensor is, its length is taken along the vertical', () => {
    expect(judgeTravel(300, 700, 0)).toEqual({ ok: true, travel: { looks: 'up', topMm: 400 } });
    const leaning = judgeTravel(1200, 800, 7);
    expect(leaning).toMatchObject({ ok: true, travel: { looks: 'down' } });
    expect(leaning.ok && leaning.travel.topMm).toBeCloseTo(400 * Math.cos((7 * Math.PI) / 180), 9);
  });

  test('a bar that was not raised, or one out of the world, is refused', () => {
    expect(judgeTravel(300, 340, 0)).toEqual({ ok: false, why: 'too-short', travelMm: 40 });
    expect(judgeTravel(100, 3900, 0)).toEqual({ ok: false, why: 'too-long', travelMm: 3800 });
  });

  test('swings are counted whatever the direction, and noise is none', () => {
    const noise = normals(5);
    const ways = (heights: number[]) =>
      heights.reduce((swings, heightMm) => stepSwings(swings, heightMm), startSwings(heights[0]!)).ways;
    const reps = Array.from({ length: 400 }, (_, at) => 300 - 200 * Math.cos((at / 100) * 2 * Math.PI) + 4 * noise());
    expect(ways(reps)).toBe(7); // four reps; the last way has not turned yet
    expect(ways(reps.map((heightMm) => -heightMm))).toBe(7);
    expect(ways(Array.from({ length: 5000 }, () => 500 + 8 * noise()))).toBe(0);
  });
});
