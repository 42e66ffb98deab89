import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startZeroWatch, type WatchedReading, watchZero, type ZeroFinding } from '../../src/core/index.ts';
import { createLifter, demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { normals } from './core-support.ts';

function fold(readings: Iterable<WatchedReading>): { finding: ZeroFinding; atUs: number }[] {
  let watch = startZeroWatch;
  const findings: { finding: ZeroFinding; atUs: number }[] = [];
  for (const reading of readings) {
    const stepped = watchZero(watch, reading);
    watch = stepped.watch;
    if (stepped.finding) findings.push({ finding: stepped.finding, atUs: reading.atUs });
  }
  return findings;
}

interface Scene {
  durationS?: number;
  forceN?: (tS: number) => number;
  heightMm?: (tS: number) => number;
  inSet?: (tS: number) => boolean;
  doubted?: (tS: number) => boolean;
  seed?: number;
}

function* scene({ durationS = 65, forceN, heightMm, inSet, doubted, seed = 1 }: Scene): Generator<WatchedReading> {
  const noise = normals(seed);
  for (let at = 0; at < durationS * 50; at++) {
    const tS = at / 50;
    const common = { inSet: inSet?.(tS) ?? false, doubted: doubted?.(tS) ?? false };
    if (heightMm) yield { ...common, atUs: tS * 1e6, forceN: null, heightMm: heightMm(tS) + 3 * noise() };
    if (forceN) yield { ...common, atUs: tS * 1e6 + 10, forceN: forceN(tS) + 0.1 * noise(), heightMm: null };
  }
}
const kinds = (given: Scene) => fold(scene(given)).map(({ finding }) => finding.kind);

describe('the zero', () => {
  test('is found after half a minute of an untouched, racked bar', () => {
    const findings = fold(scene({ forceN: () => 4.2, heightMm: () => 6 }));
    expect(findings.map(({ finding }) => finding.kind)).toEqual(['unloaded', 'unloaded']);
    expect(findings[0]!.finding.offsetN).toBeCloseTo(4.2, 1);
    expect(findings[0]!.finding.offsetMm).toBeCloseTo(6, 0);
    expect(findings[0]!.atUs).toBeGreaterThanOrEqual(30e6);
  });

  test('is never taken from less: too short, in a set, a breath under the bar, doubted readings, one channel alone', () => {
    const racked = { forceN: () => 4, heightMm: () => 0 };
    expect(kinds({ ...racked, durationS: 29 })).toEqual([]);
    expect(kinds({ ...racked, inSet: () => true })).toEqual([]);
    expect(kinds({ ...racked, inSet: (tS) => tS % 25 < 0.02 })).toEqual([]);
    expect(kinds({ ...racked, forceN: (tS) => 8 + 3 * Math.sin(tS) })).toEqual([]);
    expect(kinds({ ...racked, doubted: (tS) => tS % 20 < 0.02 })).toEqual([]);
    expect(kinds({ forceN: () => 4 })).toEqual([]);
    expect(kinds({ heightMm: () => 0 })).toEqual([]);
  });

  test('a shift beyond the limit is told, not followed', () => {
    expect(kinds({ forceN: () => 40, heightMm: () => 0 })).toEqual(['load-shift', 'load-shift']);
    expect(kinds({ forceN: () => -40, heightMm: () => 0 })).toEqual(['load-shift', 'load-shift']);
    expect(kinds({ forceN: () => 2, heightMm: () => 35 })).toEqual(['height-shift', 'height-shift']);
  });

  test('a bar that rests elsewhere, or is held there, proves nothing', () => {
    expect(kinds({ forceN: () => 2, heightMm: () => 150 })).toEqual([]);
    expect(kinds({ forceN: () => 600, heightMm: () => 30 })).toEqual([]);
  });

  test('property: whatever load rests on the cell, it is never called unloaded', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 16, max: 3000, noNaN: true }),
        fc.boolean(),
        fc.double({ min: -500, max: 500, noNaN: true }),
        (seed, loadN, negative, heightMm) => {
          const found = kinds({
            seed,
            durationS: 32,
            forceN: () => (negative ? -loadN : loadN),
            heightMm: () => heightMm,
          });
          expect(found).not.toContain('unloaded');
        },
      ),
      { numRuns: 25 },
    );
  });

  test('ten minutes of the simulated lifter: found only while the bar is on its hooks', () => {
    const lifter = createLifter({ ...demoLifter(3).config, lookBackS: 60 });
    const cell = createLoadCell({ model: 'hx711' }, 1);
    const eye = createRangefinder({ model: 'vl53l1x', mountHeightMm: -200 }, 2);
    const rackMm = lifter.config.rackMm!;
    function* readings(): Generator<WatchedReading> {
      while (cell.peekAtUs() < 600e6) {
        const sensor = cell.peekAtUs() <= eye.peekAtUs() ? cell : eye;
        const { atUs, raw, flags } = sensor.nextReading(lifter);
        const value = sensor.calibrated(raw);
        const isForce = sensor === cell;
        yield {
          atUs,
          forceN: isForce ? value : null,
          heightMm: isForce ? null : value - rackMm,
          doubted: flags !== 0,
          inSet: false, // the watch is not even told
        };
      }
    }
    const findings = fold(readings());
    expect(findings.length).toBeGreaterThan(0);
    for (const { finding, atUs } of findings) {
      expect(finding.kind).toBe('unloaded');
      expect(
        lifter.truthUntil(atUs / 1e6).sets.some(({ startS, endS }) => endS > atUs / 1e6 - 30 && startS < atUs / 1e6),
      ).toBe(false);
      expect(Math.abs(finding.offsetN)).toBeLessThan(2);
    }
  }, 30_000);
});
