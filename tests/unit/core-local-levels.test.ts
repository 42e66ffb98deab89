/** Levels and holes within one set, each case on both sides of its limit. */
import { describe, expect, it } from 'vitest';
import type { Forces } from '../../src/core/metrics/forces.ts';
import { earlyForceN } from '../../src/core/metrics/loaded.ts';
import type { Measures } from '../../src/core/metrics/measure.ts';
import { emptySmoothed, resize, type Smoothed } from '../../src/core/metrics/smoothed.ts';
import { swingLevelMm } from '../../src/core/metrics/swings.ts';
import { emptyTrace, pushTrace, type Stretch } from '../../src/core/metrics/trace.ts';
import type { WayUp } from '../../src/core/metrics/way-up.ts';
import { noBeam, watchBeam } from '../../src/core/signal/beam.ts';
import { startFilter } from '../../src/core/signal/height-filter.ts';
import { withoutHole } from '../../src/core/survey/seen.ts';

function pathOf(lastsS: number, heightMm: (s: number) => number): Smoothed {
  const path = emptySmoothed();
  const count = Math.round(lastsS * 100);
  resize(path, count);
  for (let index = 0; index < count; index++) {
    path.atUs[index] = index * 10_000;
    path.heightMm[index] = heightMm(index / 100);
  }
  return path;
}

describe('the level of a hold that swings', () => {
  const ringing = (hz: number, sizeMm: number) => (s: number) =>
    500 + sizeMm * Math.exp(-0.6 * s) * Math.cos(2 * Math.PI * hz * s);

  it.each([
    [2, 60],
    [0.9, 22],
  ])('of one that rings at %d Hz from its arrival on lies amid the swings', (hz, sizeMm) => {
    const levelMm = swingLevelMm(pathOf(3, ringing(hz, sizeMm)), 0, 3e6, 1)!;
    expect(Math.abs(levelMm - 500)).toBeLessThan(3);
  });

  it.each([0.3, 1])('of one that stood for %d s before it was rocked is where it stood', (stoodS) => {
    const rocked = (s: number): number =>
      s < stoodS ? 500 : 485 + 15 * Math.cos(2 * Math.PI * (s - stoodS)) * Math.exp(stoodS - s);
    expect(swingLevelMm(pathOf(4, rocked), 0, 4e6, 1)).toBeCloseTo(500, 0);
  });
});

describe('a hole in a hold', () => {
  /** Seen at 500 mm for 0.3 s, then not for 2 s, then so much lower until it leaves. */
  function holdOf(
    holdS: number,
    lowerMm: number,
    longestS: number,
    { weightN = null, lostUs = [] }: { weightN?: number | null; lostUs?: number[] } = {},
  ): number | null {
    const trace = emptyTrace();
    const see = (fromS: number, toS: number, value: number): void => {
      for (let s = fromS; s < toS; s += 0.02) {
        pushTrace(
          trace,
          { channel: 'height', atUs: s * 1e6, value, leftN: Number.NaN, doubted: false },
          1,
          Number.NEGATIVE_INFINITY,
        );
      }
    };
    see(0, 0.3, 500);
    // With a cell that was away for as long, its force is back first.
    const force = { channel: 'force', atUs: 2.29e6, value: weightN ?? 0, leftN: Number.NaN, doubted: false } as const;
    if (weightN !== null) pushTrace(trace, force, 1, Number.NEGATIVE_INFINITY);
    see(2.3, holdS + 0.5, 500 - lowerMm);
    const stretch: Stretch = { trace, first: 0, end: trace.count };
    const measures = { lockoutUs: 0, holdS, weightN, topMm: 500 } as Measures;
    return withoutHole(measures, stretch, longestS, lostUs).holdS;
  }

  it('is part of it where the bar stands again as it stood, and no longer than in other reps', () => {
    expect(holdOf(2.9, 0, 2.5)).toBe(2.9);
    expect(holdOf(2.9, 25, 2.5)).toBe(2.9);
    expect(holdOf(2.9, 25, 2.5, { weightN: 800 })).toBe(2.9);
  });

  it('ends it where that would be longer than any, or lower', () => {
    expect(holdOf(2.9, 0, 1.9)).toBeCloseTo(0.28, 2);
    expect(holdOf(2.9, 40, 2.5)).toBeCloseTo(0.28, 2);
    expect(holdOf(2.9, 40, 2.5, { weightN: 800 })).toBeCloseTo(0.28, 2);
  });

  it('ends it where readings are known to be lost', () => {
    expect(holdOf(2.9, 0, 2.5, { lostUs: [0.28e6] })).toBeCloseTo(0.28, 2);
    expect(holdOf(2.9, 0, 2.5, { weightN: 800, lostUs: [0.28e6] })).toBeCloseTo(0.28, 2);
    expect(holdOf(2.9, 0, 2.5, { lostUs: [3.5e6] })).toBe(2.9);
  });
});

describe('the force early in a movement', () => {
  it.each([
    [0.32, 500],
    [0.4, 100],
  ])('is that from a fifth to half of the way: what comes on at %d of it is %d N', (share, earlyN) => {
    const path = pathOf(2, (s) => 100 + 400 * Math.min(1, s));
    const count = 200;
    const forceN = Float64Array.from({ length: count }, (_, index) => (index / 100 < share ? 100 : 500));
    const forces: Forces = { count, atUs: path.atUs, forceN, leftN: forceN, turned: false };
    const up = { startUs: 0, firstTopUs: 1e6, bottomMm: 100, romMm: 400 } as WayUp;
    expect(earlyForceN(forces, path, up)).toBe(earlyN);
  });
});

describe('two things in the beam', () => {
  /** The filter stands at 600 mm; each letter is a reading: b there, o at 400 mm. */
  function usesOf(pattern: string, times: number): string[] {
    const filter = startFilter(0, 600, 2);
    const watch = { ...noBeam(), barUs: 0, barMm: 600, barReadings: 4 };
    const all = `bbbb${pattern.repeat(times)}`;
    return [...all].map((letter, index) => watchBeam(watch, filter, index * 30_000, letter === 'b' ? 600 : 400, 2));
  }

  it('what is seen thrice as often is the bar', () => {
    expect(usesOf('ooob', 30)).toContain('jump');
    expect(usesOf('oooooobb', 15)).toContain('jump');
  });

  it('what is seen but half as often again isn’t', () => {
    expect(usesOf('ooobb', 30)).not.toContain('jump');
  });

  it('a bar that is seen plainly between is the bar', () => {
    expect(usesOf(`${'o'.repeat(60)}bbb`, 3)).not.toContain('jump');
    expect(usesOf('o'.repeat(90), 1)).toContain('jump');
  });
});
