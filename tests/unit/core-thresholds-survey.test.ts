/** Limits of the second look at a set, each from both sides. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/core/index.ts';
import { compare } from '../../src/core/metrics/carried.ts';
import { edgeUs } from '../../src/core/metrics/edges.ts';
import type { Forces } from '../../src/core/metrics/forces.ts';
import { firstFrom } from '../../src/core/metrics/smoothed.ts';
import { heightsAlong, options, smoothedPath } from '../support/compact-lifts.ts';

describe('reps that are but dips of one movement from far below', () => {
  /** Taken up by 650 mm, so many dips of 200 mm, and put down: for each time. */
  function countedOf(...times: number[]): number {
    const points: [number, number][] = [
      [0, 0],
      [2, 0],
    ];
    let atS = 2;
    const go = (lastsS: number, heightMm: number): void => {
      atS += lastsS;
      points.push([atS, heightMm]);
    };
    for (const dips of times) {
      go(2, 650);
      go(1, 650);
      for (let dip = 0; dip < dips; dip++) {
        go(1, 450);
        go(0.3, 450);
        go(0.8, 650);
        go(0.8, 650);
      }
      go(2, 0);
      go(1.5, 0);
    }
    return analyze(heightsAlong(points), { ...options, forceMount: 'none' }).countedReps;
  }

  it('are three with the way up', () => {
    expect([countedOf(1), countedOf(2)]).toEqual([1, 3]);
  });

  it('are none where the long movements are more than two', () => {
    expect([countedOf(2, 2), countedOf(2, 2, 2), countedOf(3, 3, 3)]).toEqual([6, 3, 3]);
  });
});

describe('the edge of a movement', () => {
  /** Up to 6 mm below its top in a second, and there within another: when it arrives, with this noise. */
  function arrivesS(noiseMm: number): number {
    const bar = smoothedPath([
      [0, 100],
      [1, 394],
      [2, 400],
    ]);
    return edgeUs(bar, firstFrom(bar, 0.5e6), 1, 400, 300, noiseMm)! / 1e6;
  }

  it('is timed outside of two and a half times the noise, where that is more than 3 mm', () => {
    expect(arrivesS(1.7)).toBeGreaterThan(1.3);
    expect(arrivesS(4)).toBeLessThan(1.1);
  });
});

describe('what the cell felt', () => {
  /** A lift of 300 mm in a second whose cell is heard until the bar is up by this share of it. */
  function isCompared(share: number): boolean {
    const bar = smoothedPath([
      [0, 100],
      [1, 400],
      [2, 400],
    ]);
    const forces: Forces = {
      count: 0,
      atUs: bar.atUs.slice(),
      forceN: bar.accelerationMmps2.map((a) => 60 * (9.807 + a / 1000)),
      leftN: bar.atUs.map(() => Number.NaN),
      turned: false,
    };
    while (bar.heightMm[forces.count]! < 100 + 300 * share) forces.count += 1;
    return compare(forces, bar, 0, 1e6, true) !== null;
  }

  it('is asked where it was heard over half of the way', () => {
    expect([isCompared(0.4), isCompared(0.6)]).toEqual([false, true]);
  });
});
