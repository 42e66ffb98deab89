/** Where a way up begins and ends, on paths without noise, each limit from both sides. */
import { describe, expect, it } from 'vitest';
import { type Agreement, carriedOver, compare } from '../../src/core/metrics/carried.ts';
import { edgeUs } from '../../src/core/metrics/edges.ts';
import type { Forces } from '../../src/core/metrics/forces.ts';
import { wayDown } from '../../src/core/metrics/way-down.ts';
import { wayUp } from '../../src/core/metrics/way-up.ts';
import type { RepFacts } from '../../src/core/reps/signals.ts';
import { smoothedPath } from '../support/compact-lifts.ts';

type Point = readonly [atS: number, heightMm: number];
const facts = (startS: number, lowMm: number, highMm: number): RepFacts =>
  ({ startUs: startS * 1e6, lowMm, highMm }) as RepFacts;
const up = (points: readonly Point[], untilS: number, lowMm = 100, highMm = 400, noiseMm = 0.5, noiseMmps = 0) =>
  wayUp(smoothedPath(points), facts(1, lowMm, highMm), noiseMm, noiseMmps, untilS * 1e6)!;

describe('the way up', () => {
  const plain: Point[] = [
    [0, 100],
    [1, 100],
    [2, 400],
    [4, 400],
    [5, 100],
    [6, 100],
  ];

  it('is from 0.02 m/s to 0.02 m/s', () => {
    const { startUs, firstTopUs, romMm, wayMm } = up(plain, 4);
    // v = 6 D u (1 - u) / T with D = 300 mm, T = 1 s: 20 mm/s at u = 0.0112.
    expect(startUs / 1e6).toBeCloseTo(1.0112, 3);
    expect(firstTopUs / 1e6).toBeCloseTo(1.9888, 3);
    expect(romMm).toBeCloseTo(300, 0);
    expect(wayMm).toBeCloseTo(300, 0);
  });

  it('ends where the bar stands, before a last creep of some millimetres, and goes on after a stall', () => {
    const creep = (mm: number) =>
      up(
        [
          [0, 100],
          [1, 100],
          [2, 400 - mm],
          [2.6, 400 - mm],
          [3.4, 400],
          [5, 400],
          [6, 100],
        ],
        5,
      ).firstTopUs / 1e6;
    expect(creep(8)).toBeLessThan(2.05);
    expect(creep(24)).toBeLessThan(2.05);
    expect(creep(48)).toBeGreaterThan(3);
  });

  it('of a bar that turns begins some millimetres above its lowest point', () => {
    const turning = (pauseS: number) =>
      up(
        [
          [0, 400],
          [1, 100],
          [1 + pauseS, 100],
          [2 + pauseS, 400],
          [4, 400],
          [5, 100],
        ],
        4,
      );
    // 300 u^2 (3 - 2 u) is 3 mm at u = 0.059, and 4 mm, where the recordings' own reference begins, at 0.068.
    expect(turning(0).startUs / 1e6).toBeGreaterThan(1.055);
    expect(turning(0).startUs / 1e6).toBeLessThan(1.07);
    expect(Math.abs(turning(0).wayMm - 296.5)).toBeLessThan(1);
    expect(turning(0.5).startUs / 1e6).toBeCloseTo(1.511, 2);
  });

  it('reaches the level of the first part of a hold that sinks', () => {
    const sinking = up(
      [
        [0, 100],
        [1, 100],
        [2, 400],
        [2.8, 400],
        [5, 370],
        [6, 100],
      ],
      5,
    );
    expect(Math.abs(sinking.topMm - 400)).toBeLessThan(2);
  });

  it('of an overshoot reaches the level that it swings back to', () => {
    const over = up(
      [
        [0, 100],
        [1, 100],
        [2, 440],
        [2.25, 400],
        [4, 400],
        [5, 100],
      ],
      4,
      100,
      440,
    );
    expect(Math.abs(over.topMm - 400)).toBeLessThan(3);
    expect(over.lockoutUs / 1e6).toBeLessThan(1.85);
  });
});

describe('the way down', () => {
  it('begins at the level that the bar leaves, and ends where it stands', () => {
    const points: Point[] = [
      [0, 100],
      [1, 100],
      [2, 400],
      [2.5, 400],
      [5, 380],
      [5.4, 380],
      [6.4, 100],
      [7.5, 100],
    ];
    const bar = smoothedPath(points);
    const way = wayUp(bar, facts(1, 100, 400), 0.5, 0, 5.4e6)!;
    const down = wayDown(bar, way, way.noiseMmps, 6.6e6)!;
    expect(Math.abs(down.leaveUs / 1e6 - 5.46)).toBeLessThan(0.03);
    expect(Math.abs(down.endUs / 1e6 - 6.34)).toBeLessThan(0.03);
    expect(down.endMm).toBeCloseTo(100, 0);
  });

  /** Held from 2 s to 3 s, sinking by so much; then down by the rest in `downS`, without standing between them. When it leaves, in s. */
  const leavesS = (sinkMm: number, downS: number): number => {
    const points: Point[] = [
      [0, 100],
      [1, 100],
      [2, 400],
      [3, 400 - sinkMm],
      [3 + downS, 100],
      [4 + downS, 100],
    ];
    const bar = smoothedPath(points);
    bar.velocityMmps = bar.velocityMmps.map((mmps, index) =>
      Math.abs(bar.atUs[index]! - 2.8e6) < 0.5e6 ? Math.min(mmps, -15) : mmps,
    );
    const way = wayUp(bar, facts(1, 100, 400), 0.5, 0, 3e6)!;
    return wayDown(bar, way, way.noiseMmps, (3 + downS) * 1e6)!.leaveUs / 1e6;
  };

  it('begins after a short hold that sank, where the bar comes down much more quickly than it sank', () => {
    // 13 mm in a second sink with up to 20 mm/s, 286 mm in a second come down with up to 430.
    expect(Math.abs(leavesS(13, 1) - 3.06)).toBeLessThan(0.03);
    // With 20 mm/s at first: a slow way down begins so, too.
    expect(leavesS(13, 6)).toBeLessThan(2.6);
  });

  it('begins at the level of a longer stretch the more noise there is', () => {
    const points: Point[] = [
      [0, 100],
      [1, 100],
      [2, 400],
      [3.6, 400],
      [3.65, 390],
      [4, 390],
      [5, 100],
      [6, 100],
    ];
    const bar = smoothedPath(points);
    const leaves = (noiseMm: number): number => {
      const way = { ...wayUp(bar, facts(1, 100, 400), 0.5, 0, 4e6)!, noiseMm };
      return wayDown(bar, way, way.noiseMmps, 5e6)!.leaveUs / 1e6;
    };
    expect(leaves(1.1)).toBeGreaterThan(4.05);
    expect(leaves(1.1) - leaves(3.6)).toBeGreaterThan(0.02);
  });
});

describe('an edge', () => {
  it('of a bar that is braked evenly is timed as well with much noise', () => {
    // 400 mm less 500 mm/s2 t^2 / 2: 3 mm are left 0.11 s before it stands.
    const bar = {
      ...smoothedPath([
        [0, 400],
        [2, 400],
      ]),
      heightMm: new Float64Array(0),
      velocityMmps: new Float64Array(0),
    };
    bar.heightMm = bar.atUs.map((us) => 400 - 250 * Math.max(0, 1 - us / 1e6) ** 2);
    bar.velocityMmps = bar.atUs.map((us) => 500 * Math.max(0, 1 - us / 1e6));
    const arrivesS = (noiseMm: number): number => edgeUs(bar, 0, 1, 400, 250, noiseMm)! / 1e6;
    expect(arrivesS(0.5)).toBeCloseTo(1 - Math.sqrt(3 / 250), 2);
    expect(arrivesS(4)).toBeCloseTo(arrivesS(0.5), 2);
    expect(arrivesS(8)).toBeCloseTo(arrivesS(0.5), 2);
  });
});

/** Readings of a cell at 80 a second. */
function forces(fromS: number, toS: number, forceN: (tS: number) => number): Forces {
  const count = Math.round((toS - fromS) * 80);
  const atUs = Float64Array.from({ length: count }, (_, index) => (fromS + index / 80) * 1e6);
  return { count, atUs, forceN: atUs.map((us) => forceN(us / 1e6)) } as unknown as Forces;
}

describe('when the cell carries the load', () => {
  const over = (forceN: (tS: number) => number) => carriedOver(forces(0, 8, forceN), 1e6, 1.5e6, 2e6, 5e6);

  it('from where the force is within a seventh of it, until it has been low for a quarter of a second', () => {
    const begins = over((t) => (t < 1 ? 0 : t < 1.4 ? 800 * (0.5 + 0.5 * ((t - 1) / 0.4)) : 800)).fromUs / 1e6;
    // 0.85 of the load after 70 % of a ramp from a half.
    expect(begins).toBeGreaterThan(1.26);
    expect(begins).toBeLessThan(1.33);
    const dips = (forS: number) => over((t) => (t > 4 && t < 4 + forS ? 400 : 800)).toUs;
    expect(dips(0.18)).toBe(Number.POSITIVE_INFINITY);
    expect(dips(0.35) / 1e6).toBeCloseTo(4, 1);
  });
});

describe('what the cell felt', () => {
  const bar = smoothedPath([
    [0, 100],
    [1, 100],
    [2, 400],
    [3, 400],
  ]);
  const accelerationMmps2 = (tS: number): number => bar.accelerationMmps2[Math.round(100 * tS)] ?? 0;
  const felt = (forceN: (tS: number) => number, toS = 2.5): Agreement | null =>
    compare(forces(0.5, 3, forceN), bar, 0.8e6, toS * 1e6, false);

  it('is the mass that was accelerated, none where it lay', () => {
    expect(felt((t) => 80 * (9.80665 + accelerationMmps2(t) / 1000))!.gain).toBeCloseTo(1, 1);
    expect(Math.abs(felt((t) => 800 + 5 * Math.sin(70 * t))!.gain)).toBeLessThan(0.05);
  });

  it('is nothing of fewer than sixteen readings', () => {
    expect(felt(() => 800, 0.96)).toBeNull();
    expect(felt((t) => 800 + t, 1.06)).not.toBeNull();
  });

  it('is a cell that has stopped when four of five readings repeat', () => {
    expect(felt((t) => 800 + 5 * Math.sin(70 * t))!.stuck).toBe(false);
    expect(felt(() => 800)!.stuck).toBe(true);
    // Each change makes two readings that differ: one in 16 leaves 87 % that repeat, one in 7 leaves 71 %.
    const changing = (n: number) => felt((t) => 800 + (Math.round(80 * t) % n === 0 ? 5 : 0))!.stuck;
    expect(changing(16)).toBe(true);
    expect(changing(7)).toBe(false);
  });
});
