import { describe, expect, it } from 'vitest';
import { createState } from '../../src/core/index.ts';
import { emptyTrace, pushTrace, type Trace } from '../../src/core/metrics/trace.ts';
import { hasArrived, isRising } from '../../src/core/reps/arrival.ts';
import { startHeightReps } from '../../src/core/reps/height-state.ts';
import { heightsAlong, options } from '../support/compact-lifts.ts';
import { normals, run } from './core-support.ts';

interface Case {
  readonly velocityMmps: number;
  /** How far below the set's own top. */
  readonly belowMm?: number;
  readonly riseMm?: number;
  readonly meanMmps?: number;
  /** Standard deviation of the filter's velocity. */
  readonly errorMmps?: number;
  readonly trace?: Trace;
  readonly noiseMm?: number;
}

/** Heights at this velocity over the last `forMs`, 50 a second. */
function heightsAt(mmps: number, forMs: number): Trace {
  const trace = emptyTrace();
  for (let ms = 0; ms <= forMs; ms += 20) {
    const reading = { channel: 'height', atUs: 1000 * ms, value: 500 + (mmps * ms) / 1000, leftN: Number.NaN } as const;
    pushTrace(trace, { ...reading, doubted: false }, 1, Number.NEGATIVE_INFINITY);
  }
  return trace;
}

/** By the filter's velocity, where it is known well. */
function arrives({ velocityMmps, belowMm = 8, riseMm = 300, meanMmps = 300, errorMmps = 1, ...seen }: Case): boolean {
  const reps = startHeightReps({ atUs: 0, heightMm: 200, velocityMmps: 0, p11: 1 });
  const point = { atUs: (1e6 * riseMm) / meanMmps, heightMm: 200 + riseMm, velocityMmps, p11: errorMmps ** 2 };
  return hasArrived(reps, point, {
    romMinMm: 120,
    romRefMm: riseMm,
    topRefMm: point.heightMm + belowMm,
    topToleranceMm: 30,
    learnedOnly: false,
    noiseMm: seen.noiseMm ?? 2,
    trace: seen.trace ?? emptyTrace(),
  });
}

const both = (slower: Case, quicker: Case): boolean[] => [arrives(slower), arrives(quicker)];

describe('a bar has arrived', () => {
  it('at the top of the set below two fifths of its mean velocity', () => {
    expect(both({ velocityMmps: 110, belowMm: 3 }, { velocityMmps: 130, belowMm: 3 })).toEqual([true, false]);
    expect(both({ velocityMmps: 110, belowMm: 3 }, { velocityMmps: 110, belowMm: 6 })).toEqual([true, false]);
  });

  it('near it below a quarter', () => {
    expect(both({ velocityMmps: 75 }, { velocityMmps: 90 })).toEqual([true, false]);
    expect(both({ velocityMmps: 75, belowMm: 10 }, { velocityMmps: 75, belowMm: 15 })).toEqual([true, false]);
  });

  it('far below it, of a long rise, below a sixth; of a shorter rise there is less left', () => {
    const far = { belowMm: 40 };
    expect(both({ ...far, riseMm: 600, velocityMmps: 48 }, { ...far, riseMm: 600, velocityMmps: 56 })).toEqual([
      true,
      false,
    ]);
    expect(both({ ...far, riseMm: 250, velocityMmps: 60 }, { ...far, riseMm: 250, velocityMmps: 67 })).toEqual([
      true,
      false,
    ]);
  });

  it('below 20 mm/s however slow it was, and never above 140', () => {
    expect(both({ meanMmps: 30, velocityMmps: 18 }, { meanMmps: 30, velocityMmps: 25 })).toEqual([true, false]);
    const quick = { meanMmps: 1000, belowMm: 0 };
    expect(both({ ...quick, velocityMmps: 130 }, { ...quick, velocityMmps: 150 })).toEqual([true, false]);
  });

  it('by the slope of the heights where the filter knows the velocity too poorly', () => {
    const far = { belowMm: 40, riseMm: 600, velocityMmps: 100 };
    const stands = { ...far, trace: heightsAt(0, 300) };
    expect(both({ ...stands, errorMmps: 35 }, { ...stands, errorMmps: 25 })).toEqual([true, false]);
  });

  it('not while too few heights have come after a hole to know the slope', () => {
    const poorly = { velocityMmps: 0, errorMmps: 100, noiseMm: 4 };
    expect(arrives({ ...poorly })).toBe(false);
    expect(both({ ...poorly, trace: heightsAt(0, 80) }, { ...poorly, trace: heightsAt(0, 40) })).toEqual([true, false]);
    // With this noise 0.3 s tell the slope to 60 mm/s: no longer is waited.
    expect(arrives({ ...poorly, noiseMm: 20, trace: heightsAt(0, 300) })).toBe(true);
  });

  /** A bar that rises at 2 m/s and stands for the last `stoodMs`, at 1,000 heights a second. */
  function stoodFor(stoodMs: number, upS: number, noiseMm: number): boolean {
    const trace = emptyTrace();
    const lastMs = 1000 * upS;
    for (let ms = lastMs - 700; ms <= lastMs; ms++) {
      const value = 500 - 2 * Math.max(0, lastMs - stoodMs - ms);
      pushTrace(
        trace,
        { channel: 'height', atUs: 1000 * ms, value, leftN: Number.NaN, doubted: false },
        1,
        Number.NEGATIVE_INFINITY,
      );
    }
    return arrives({ velocityMmps: 100, meanMmps: 300 / upS, errorMmps: 100, trace, noiseMm });
  }

  it.each([
    ['a sixteenth of the time up', 1, 0.01, 50, 70],
    ['40 ms at least', 0.4, 0.01, 30, 50],
    ['0.3 s at most, however noisy', 2, 1000, 250, 320],
  ])('when it stands for %s', (_, upS, noiseMm, tooShortMs, enoughMs) => {
    expect([stoodFor(tooShortMs, upS, noiseMm), stoodFor(enoughMs, upS, noiseMm)]).toEqual([false, true]);
  });
});

describe('a bar that was told to have arrived goes on', () => {
  const rises = (mmps: number, forMs: number, noiseMm = 2): boolean =>
    isRising({
      romMinMm: 120,
      romRefMm: null,
      topRefMm: null,
      topToleranceMm: 30,
      learnedOnly: false,
      noiseMm,
      trace: heightsAt(mmps, forMs),
    });

  it('where it rises by more than 25 mm/s', () => {
    expect([rises(20, 300), rises(30, 300), rises(0, 300)]).toEqual([false, true, false]);
  });

  it('not where nothing is known of it', () => {
    expect([rises(30, 20), rises(-30, 300)]).toEqual([false, false]);
  });
});

it('a grinding lift that stalls is announced once more at its top, though by a noisy height it was slow all the way', () => {
  for (const seed of [1, 2, 3, 4]) {
    const noise = normals(seed);
    const seen = heightsAlong([
      [0, 280],
      [8, 280],
      [10.4, 480],
      [12.6, 490],
      [14, 610],
      [16, 610],
    ]).map((input) => ('heightMm' in input ? { ...input, heightMm: input.heightMm + 4 * noise() } : input));
    const { events } = run(seen, createState({ ...options, forceMount: 'none' }));
    const announcedS = events.flatMap(({ kind, atUs }) => (kind === 'lockout-reached' ? atUs / 1e6 : []));
    expect(Math.abs(announcedS.at(-1)! - 13.9)).toBeLessThan(0.4);
  }
});
