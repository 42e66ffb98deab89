/** Each limit of the core from both sides, so near to it that another one, half or twice as large, is noticed here. */
import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/core/metrics/carried.ts';
import type { Measures } from '../../src/core/metrics/measure.ts';
import { emptyTrace, pushTrace } from '../../src/core/metrics/trace.ts';
import type { RepFacts } from '../../src/core/reps/signals.ts';
import { against, isFelt, isPlainlyFelt } from '../../src/core/sets/evidence.ts';
import type { SetItem } from '../../src/core/sets/set-machine.ts';
import { settleForceOnly } from '../../src/core/sets/settle-force-only.ts';
import { usualRangeMm } from '../../src/core/sets/usual-range.ts';
import { type BeamUse, noBeam, watchBeam } from '../../src/core/signal/beam.ts';
import { startFilter } from '../../src/core/signal/height-filter.ts';
import { isReachable } from '../../src/core/signal/reach.ts';
import { believeHeights } from '../../src/core/survey/believe.ts';
import { legsOf } from '../../src/core/survey/legs.ts';
import { movementOf, options, smoothedPath } from '../support/compact-lifts.ts';

describe('how far a bar can come', () => {
  /** The farthest whole millimetre, up or down. */
  const reach = (side: 1 | -1, velocityMmps: number, lastsS: number, lateS = 0, noiseMm = 0): number => {
    let mm = 0;
    while (mm < 5000 && isReachable(side * (mm + 1), velocityMmps, lastsS * 1e6, lateS * 1e6, noiseMm)) mm += 1;
    return mm;
  };
  const isAbout = (mm: number, expectedMm: number): void => {
    expect(mm).toBeGreaterThan(0.85 * expectedMm);
    expect(mm).toBeLessThan(1.15 * expectedMm);
  };

  it('is what a sensor may be off where there is no time', () => {
    isAbout(reach(1, 0, 0.0005), 5);
    isAbout(reach(1, 0, 0.0005, 0, 10), 65);
    isAbout(reach(-1, 0, 0.0005, 0, 10), 65);
  });

  it('is the hardest push upwards, and a first kick of some centimetres', () => {
    isAbout(reach(1, 0, 0.2), 241);
    isAbout(reach(1, 0, 0.06), 59);
    isAbout(reach(1, 0, 0.03), 18.5);
  });

  it('is gravity and a little more downwards, from a velocity that is known late', () => {
    isAbout(reach(-1, 0, 0.1), 70);
    isAbout(reach(-1, 0, 0.1, 0.05), 135);
  });

  it('has an end: 3 m/s up, 5 m/s down', () => {
    isAbout(reach(1, 9000, 0.1), 305);
    isAbout(reach(-1, -9000, 0.1), 505);
  });
});

describe('something in the beam, live', () => {
  const watched = (readings: readonly (readonly [atS: number, heightMm: number])[], noiseMm = 1): BeamUse[] => {
    // The first reading starts the filter; the watch sees those after it.
    const watch = { ...noBeam(), barUs: readings[0]![0] * 1e6, barMm: readings[0]![1], barReadings: 1 };
    const filter = { ...startFilter(0, readings[0]![1], noiseMm), p00: 0, velocityMmps: 0 };
    return readings.slice(1).map(([atS, heightMm]) => watchBeam(watch, filter, atS * 1e6, heightMm, noiseMm));
  };
  const still = (count: number, fromS: number, heightMm: number): [number, number][] =>
    Array.from({ length: count }, (_, index) => [fromS + 0.02 * index, heightMm]);

  it('is believed to be the bar after 2.5 s, not before', () => {
    const uses = watched([...still(50, 0, 300), ...still(160, 1, 700)]);
    expect(uses.slice(0, 49).every((use) => use === 'bar')).toBe(true);
    const first = uses.indexOf('jump');
    expect(uses.slice(49, first).every((use) => use === 'other')).toBe(true);
    expect(0.02 * (first - 49)).toBeGreaterThan(2.2);
    expect(0.02 * (first - 49)).toBeLessThan(2.8);
  });

  it('is garbage at the beginning, of up to three readings that no bar follows', () => {
    expect(watched([...still(1, 0, 22), ...still(3, 0.02, 600)])).toEqual(['other', 'other', 'jump']);
    expect(watched([...still(3, 0, 22), ...still(3, 0.06, 600)]).at(-1)).toBe('jump');
    expect(watched([...still(5, 0, 22), ...still(3, 0.1, 600)]).at(-1)).toBe('other');
  });

  it('is a bar that was stopped or let go, on the second reading, if a bar could have come there', () => {
    const fallen = (mm: number) => watched([...still(20, 0, 300), [0.4, 300 - mm], [0.42, 300 - mm]]).slice(-2);
    expect(fallen(21)).toEqual(['other', 'manoeuvre']);
    // The velocity may be 40 ms old, not 80.
    expect(fallen(29)).toEqual(['other', 'other']);
    // Noise: four sigma are nothing, seven are.
    expect(watched([...still(20, 0, 300), [0.4, 340]], 10).at(-1)).toBe('bar');
    expect(watched([...still(20, 0, 300), [0.4, 370]], 10).at(-1)).toBe('other');
  });
});

describe('movements of a path', () => {
  const legs = (...points: (readonly [number, number])[]): number => legsOf(smoothedPath(points), 25).length;
  const up: [number, number][] = [
    [0, 100],
    [1, 100],
    [2, 400],
  ];

  it('go on through a dip of a quarter, and end with one of a half', () => {
    expect(legs(...up, [2.8, 320], [3.6, 400], [4.6, 100], [5, 100])).toBe(1);
    expect(legs(...up, [2.8, 260], [3.6, 400], [4.6, 100], [5, 100])).toBe(2);
  });

  it('go on where the bar rings: soon, and not nearly down', () => {
    expect(legs(...up, [2.25, 250], [2.5, 400], [3.5, 100], [4, 100])).toBe(1);
    expect(legs(...up, [2.5, 250], [2.75, 400], [3.5, 100], [4, 100])).toBe(2);
    expect(legs(...up, [2.25, 160], [2.5, 400], [3.5, 100], [4, 100])).toBe(2);
  });

  it('end with a dip of a half where the bar stood at its top before, give or take 12 mm', () => {
    const stood = (fromMm: number): number =>
      legs([0, 100], [1, 100], [2, fromMm], [2.28, 400], [2.5, 250], [2.75, 400], [3.5, 100], [4, 100]);
    expect([stood(399), stood(391), stood(383), stood(370)]).toEqual([2, 2, 1, 1]);
  });
});

describe('which heights show the bar', () => {
  const believed = (elsewhereS: number) => {
    const trace = emptyTrace();
    const count = Math.round(50 * (10 + elsewhereS));
    for (let index = 0; index < count; index++) {
      const value = (index < 500 ? 300 : 700) + (index % 3) - 1;
      pushTrace(
        trace,
        { channel: 'height', atUs: 20_000 * index, value, leftN: Number.NaN, doubted: false },
        1,
        Number.NEGATIVE_INFINITY,
      );
    }
    const result = believeHeights({ trace, first: 0, end: trace.count })!;
    return { jumps: result.jumpsUs.length, last: trace.weight[count - 1] };
  };

  it('those elsewhere, when they have stayed there for three seconds', () => {
    expect(believed(2.2)).toEqual({ jumps: 0, last: 0 });
    expect(believed(4.4)).toEqual({ jumps: 1, last: 1 });
  });
});

describe('evidence against a movement', () => {
  const moved: Agreement = {
    movedG: 0.167,
    gain: 1,
    gainError: 0.02,
    noiseG: 0.01,
    periodS: 0.0125,
    spreadG: 0.17,
    slowChangeG: 1,
    stuck: false,
    isOneWay: false,
  };
  /** 320 mm in 0.9 s: a minimum-jerk movement has 0.167 g. */
  const measures = (own: Partial<Measures>, agreement: Partial<Agreement> | null = {}): Measures => ({
    ...({ romMm: 320, concentricS: 0.9, meanVelocityMps: 0.36, carriedN: 800, loadedForIt: false } as Measures),
    agreement: agreement === null ? null : { ...moved, ...agreement },
    ...own,
  });
  const reasonOf = (own: Measures, usualN: number | null = null, mount: 'bar' | 'platform' = 'bar'): string | null =>
    against(own, { sizeMm: 320 } as RepFacts, options.profile, mount, usualN)?.kind ?? null;
  /** A cell that hardly changes while the heights move. */
  const unmoved = (agreement: Partial<Agreement>, own: Partial<Measures> = {}, mount: 'bar' | 'platform' = 'bar') =>
    reasonOf(measures(own, { spreadG: 0.03, ...agreement }), null, mount);

  it('carries less than 3 kg, or an eighth of the set’s load', () => {
    expect(reasonOf(measures({ carriedN: 24 }))).toBe('nothing-carried');
    expect(reasonOf(measures({ carriedN: 38 }))).toBeNull();
    expect(reasonOf(measures({ carriedN: 80 }), 800)).toBe('nothing-carried');
    expect(reasonOf(measures({ carriedN: 115 }), 800)).toBeNull();
  });

  it('carries less than half of it, where it isn’t felt, unless it is slow and the load came on for it', () => {
    const unfelt = { gain: 0.45 };
    expect(reasonOf(measures({ carriedN: 370 }, unfelt), 800)).toBe('nothing-carried');
    expect(reasonOf(measures({ carriedN: 430 }, unfelt), 800)).toBeNull();
    expect(reasonOf(measures({ carriedN: 370, loadedForIt: true }, unfelt), 800)).toBe('nothing-carried');
    expect(reasonOf(measures({ carriedN: 370, loadedForIt: true }, { ...unfelt, movedG: 0.08 }), 800)).toBeNull();
  });

  it('carries less than a third of it early, and more later', () => {
    expect(reasonOf(measures({ earlyN: 200 }))).toBe('nothing-carried');
    expect(reasonOf(measures({ earlyN: 300 }))).toBeNull();
    expect(reasonOf(measures({ earlyN: 300, heldN: 1100 }))).toBe('nothing-carried');
    expect(reasonOf(measures({ earlyN: null, heldN: 1100 }))).toBeNull();
  });

  it('is felt from half of its mass on, when the error is a third of that', () => {
    const felt = (gain: number, gainError: number): boolean => isFelt(measures({}, { gain, gainError }));
    expect([felt(0.4, 0.02), felt(0.65, 0.02)]).toEqual([false, true]);
    expect([felt(0.8, 0.35), felt(0.8, 0.2)]).toEqual([false, true]);
  });

  it('feels less than a third of the mass, on a platform a sixth, and is sure of it', () => {
    expect(unmoved({ gain: 0.2, gainError: 0 })).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.42, gainError: 0 })).toBeNull();
    expect(unmoved({ gain: 0.1, gainError: 0 }, {}, 'platform')).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.22, gainError: 0 }, {}, 'platform')).toBeNull();
    expect(unmoved({ gain: 0.1, gainError: 0.07 })).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.1, gainError: 0.15 })).toBeNull();
  });

  it('is felt up to four times its mass, and plainly with an error of a fifth', () => {
    const of = (gain: number, gainError: number): Measures => measures({}, { gain, gainError });
    expect([isFelt(of(3.2, 0.02)), isFelt(of(5, 0.02))]).toEqual([true, false]);
    expect([isPlainlyFelt(of(1, 0.15)), isPlainlyFelt(of(1, 0.25))]).toEqual([true, false]);
  });

  it('is refused though the load came on for it, if it was quick and is known well', () => {
    const loaded = { loadedForIt: true };
    expect(unmoved({ gain: 0.1, gainError: 0.03 }, loaded)).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.1, gainError: 0.05 }, loaded)).toBeNull();
    expect(unmoved({ gain: 0.1, gainError: 0.03, movedG: 0.13 }, loaded)).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.1, gainError: 0.03, movedG: 0.08 }, loaded)).toBeNull();
  });

  it('is steady in one phase below a third of the acceleration, for a band hides as much', () => {
    const oneWay = { gain: 0.1, gainError: 0, isOneWay: true };
    expect(unmoved({ ...oneWay, spreadG: 0.052 })).toBe('nothing-accelerated');
    expect(unmoved({ ...oneWay, spreadG: 0.077 })).toBeNull();
  });

  it('stays as it was: by less than a sixth of the acceleration, whatever else is unsure', () => {
    expect(unmoved({ gain: 0.1, gainError: 0.15, spreadG: 0.022 })).toBe('nothing-accelerated');
    expect(unmoved({ gain: 0.1, gainError: 0.3, spreadG: 0.022 })).toBeNull();
    expect(unmoved({ gain: 0.1, gainError: 0.15, spreadG: 0.022, movedG: 0.08 })).toBeNull();
  });

  it('is thrown up with 0.4 g and not felt to a fifth, whatever else changes the force', () => {
    const thrown = (own: Partial<Agreement>): string | null =>
      reasonOf(
        measures({ concentricS: 0.5, loadedForIt: true }, { gain: 0.05, gainError: 0.05, spreadG: 0.5, ...own }),
      );
    expect([thrown({ movedG: 0.5 }), thrown({ movedG: 0.3 })]).toEqual(['nothing-accelerated', null]);
    expect(thrown({ movedG: 0.5, gain: 0.2 })).toBeNull();
  });

  it('is silent where a lift would hardly be felt', () => {
    const nothing = { gain: 0, gainError: 0, spreadG: 0 };
    expect(unmoved({ ...nothing, movedG: 0.028 }, { concentricS: 2.2 })).toBe('nothing-accelerated');
    expect(unmoved({ ...nothing, movedG: 0.0132 }, { concentricS: 3.2 })).toBeNull();
    expect(unmoved({ ...nothing, periodS: 0.06 })).toBe('nothing-accelerated');
    expect(unmoved({ ...nothing, periodS: 0.1 })).toBeNull();
  });

  it('is silent where the force changes as a lift’s does, and where outliers make the acceleration', () => {
    const nothing = { gain: 0, gainError: 0.02 };
    expect(unmoved({ ...nothing, spreadG: 0.08 })).toBe('nothing-accelerated');
    expect(unmoved({ ...nothing, spreadG: 0.12 })).toBeNull();
    expect(unmoved({ ...nothing, movedG: 0.28 })).toBe('nothing-accelerated');
    expect(unmoved({ ...nothing, movedG: 0.45 })).toBeNull();
  });

  it('wasn’t lifted where the gain is known to be none to 0.015, whatever else changed the force', () => {
    const shifted = { spreadG: 0.12, gain: 0.01, gainError: 0.012 };
    expect(unmoved(shifted)).toBe('nothing-accelerated');
    expect(unmoved({ ...shifted, gainError: 0.02 })).toBeNull();
    expect(unmoved({ ...shifted, gain: 0.07 })).toBeNull();
    expect(unmoved({ ...shifted, movedG: 0.03 })).toBeNull();
    expect(unmoved({ ...shifted, movedG: 0.05 })).toBe('nothing-accelerated');
  });

  it('wasn’t lifted where the force stood still, also where outliers make the acceleration', () => {
    const still = { gain: 0, gainError: 0.02, movedG: 0.45 };
    expect(unmoved({ ...still, spreadG: 0.02 })).toBe('nothing-accelerated');
    expect(unmoved({ ...still, spreadG: 0.06 })).toBeNull();
  });

  it('is faster than any lift, or slower', () => {
    expect(reasonOf(measures({ meanVelocityMps: 2.1 }))).toBeNull();
    expect(reasonOf(measures({ meanVelocityMps: 3.2 }))).toBe('faster-than-plausible');
    expect(reasonOf(measures({ concentricS: 9 }, null))).toBeNull();
    expect(reasonOf(measures({ concentricS: 15 }, null))).toBe('slower-than-plausible');
  });
});

describe('the usual range of a set', () => {
  it('is that of the largest group within a tenth, of two equal ones the larger', () => {
    expect(usualRangeMm([300, 300, 340, 340], undefined)).toBe(340);
    expect(usualRangeMm([300, 322, 344, 200, 200], undefined)).toBeCloseTo(322, 9);
    expect(usualRangeMm([], undefined)).toBeNull();
  });

  it('is the learned one against one rep, and the set’s own against it with two', () => {
    const learned = { topMm: 500, romMm: 350, sets: 3 };
    expect(usualRangeMm([250], learned)).toBe(350);
    expect(usualRangeMm([250, 250], learned)).toBe(250);
  });

  it('is that of at least three reps that go 1.8 times as far as pulses, which are at most twice as many', () => {
    const set = (far: number, farMm: number, pulses: number): number | null =>
      usualRangeMm([...Array(far).fill(farMm), ...Array(pulses).fill(150)], undefined);
    expect([set(3, 300, 6), set(3, 300, 7), set(2, 300, 3)]).toEqual([300, 150, 150]);
    expect([set(4, 275, 5), set(4, 260, 5)]).toEqual([275, 150]);
  });
});

describe('movements seen by their force alone', () => {
  const item = (startS: number, own: Partial<SetItem> = {}): SetItem => ({
    movement: { ...movementOf(startS), flags: ['force-only'] },
    sizeMm: 300,
    weightN: 800,
    holdAnnounced: false,
    putDownUs: null,
    forceLateMs: null,
    measured: null,
    ...own,
  });
  const every = (stepS: number, count: number, fromS = 0): SetItem[] =>
    Array.from({ length: count }, (_, index) => item(fromS + stepS * index));
  const lastOf = (items: readonly SetItem[]): string => {
    const { verdict, reasons } = settleForceOnly(items, 0).at(-1)!.movement;
    return reasons[0]?.kind ?? verdict;
  };

  it('are partial below 0.55 of the set’s size, and something else above 1.7 of it', () => {
    const sized = (share: number) => lastOf([...every(2, 4), item(8, { sizeMm: 300 * share })]);
    expect(sized(0.45)).toBe('shorter-than-set');
    expect(sized(0.68)).toBe('counted');
    expect(sized(1.5)).toBe('counted');
    expect(sized(2)).toBe('force-only-large');
  });

  it('are handling when they stand apart: six seconds, or twice the rhythm', () => {
    expect(lastOf([...every(2, 6), item(10 + 5)])).toBe('counted');
    expect(lastOf([...every(2, 6), item(10 + 8)])).toBe('force-only-apart');
    expect(lastOf([...every(4, 6), item(20 + 7)])).toBe('counted');
    expect(lastOf([...every(4, 6), item(20 + 11)])).toBe('force-only-apart');
    expect(lastOf([...every(2, 6), ...every(2, 3, 20)])).toBe('counted');
    expect(lastOf([...every(2, 6), ...every(2, 2, 20)])).toBe('force-only-apart');
  });

  it('are the way to the hooks when the load is gone before a bar could be down', () => {
    const putDown = (afterS: number, share = 1) => {
      const last = item(8, { sizeMm: 300 * share });
      return lastOf([...every(2, 4), { ...last, putDownUs: last.movement.lockoutUs! + 1e6 * afterS }]);
    };
    expect(putDown(0.3)).toBe('force-only-put-down');
    expect(putDown(0.55)).toBe('counted');
    expect(putDown(0.55, 0.85)).toBe('force-only-put-down');
    expect(putDown(0.55, 0.97)).toBe('counted');
    expect(putDown(0.9, 0.85)).toBe('counted');
  });

  it('are somebody who leans on the cell below half of the load', () => {
    const light = (share: number) => lastOf([...every(2, 4), item(8, { sizeMm: null, weightN: 800 * share })]);
    expect(light(0.35)).toBe('force-only-light');
    expect(light(0.7)).toBe('counted');
  });
});
