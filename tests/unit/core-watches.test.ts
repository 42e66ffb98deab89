/** The limits of the watches for a floating cell and for a sensor that repeats itself, each from both sides. */
import { expect, it } from 'vitest';
import { noFloatWatch, watchFloat } from '../../src/core/signal/float-watch.ts';
import { isRepeated, noRepeatWatch } from '../../src/core/signal/repeat-watch.ts';

type Force = (atS: number) => number;

/** Is the cell found to float in one of these stretches of force, each so many seconds long? At 80 readings a second. */
function floats(...stretches: readonly [lastsS: number, forceN: Force][]): boolean {
  const watch = noFloatWatch();
  return stretches
    .flatMap(([lastsS, forceN]) => Array.from({ length: 80 * lastsS }, (_, index) => forceN(index / 80)))
    .map((forceN) => watchFloat(watch, 12_500, forceN))
    .includes(true);
}

const steady =
  (forceN: number): Force =>
  () =>
    forceN;
/** With a standard deviation of this share of its mean. */
const wandering =
  (meanN: number, share: number, periodS = 2): Force =>
  (atS) =>
    meanN * (1 + Math.SQRT2 * share * Math.sin((2 * Math.PI * atS) / periodS));

it.each<[string, boolean, readonly [number, Force][]]>([
  [
    '1.2 s above zero',
    true,
    [
      [1.2, steady(200)],
      [4, wandering(-300, 0.6)],
    ],
  ],
  [
    '1 s above zero, which is less than a second by the time it wanders below',
    false,
    [
      [1, steady(200)],
      [4, wandering(-300, 0.6)],
    ],
  ],
  [
    '10 s ago',
    true,
    [
      [2.2, steady(200)],
      [10, steady(0)],
      [4, wandering(-300, 0.6)],
    ],
  ],
  [
    '18 s ago',
    false,
    [
      [2.2, steady(200)],
      [18, steady(0)],
      [4, wandering(-300, 0.6)],
    ],
  ],
  [
    'at 70 N',
    true,
    [
      [5, steady(70)],
      [5, wandering(-300, 0.6)],
    ],
  ],
  [
    'at 50 N',
    false,
    [
      [5, steady(50)],
      [5, wandering(-300, 0.6)],
    ],
  ],
  [
    'half of its mean below zero',
    true,
    [
      [4, steady(200)],
      [5, wandering(-400, 0.5)],
    ],
  ],
  [
    '44 % of it, of which the moment leaves 38',
    false,
    [
      [4, steady(200)],
      [5, wandering(-400, 0.44)],
    ],
  ],
  [
    '36 % of it',
    false,
    [
      [4, steady(200)],
      [5, wandering(-400, 0.36)],
    ],
  ],
  [
    '45 % of it, slowly',
    true,
    [
      [9, steady(300)],
      [6, steady(-1000)],
      [12, wandering(-1000, 0.45, 8)],
    ],
  ],
  [
    '35 % of it, slowly',
    false,
    [
      [9, steady(300)],
      [6, steady(-1000)],
      [12, wandering(-1000, 0.35, 8)],
    ],
  ],
])('a cell that wanders: %s', (_, expected, stretches) => {
  expect(floats(...stretches)).toBe(expected);
});

it('a cell that pulled both ways is as it was a day later: nothing is left of it, and the numbers stay quick', () => {
  const watch = noFloatWatch();
  for (let index = 0; index < 800; index++) watchFloat(watch, 12_500, index < 400 ? 300 : -300);
  for (let index = 0; index < 24 * 3600 * 4; index++) watchFloat(watch, 250_000, 0);
  expect([watch.aboveS, watch.belowS]).toEqual([0, 0]);
});

/** Is a repeated reading found after many steps of `stepMm`, each given twice, with a new one every `renewMs`? `finestMm`: one step before. */
function repeats(finestMm: number, stepMm: number, renewMs: number): boolean {
  const watch = noRepeatWatch();
  let atUs = 0;
  let heightMm = 300;
  isRepeated(watch, atUs, heightMm);
  isRepeated(watch, (atUs += 1e6), (heightMm += finestMm));
  for (let step = 0; step < 100; step++) {
    isRepeated(watch, (atUs += renewMs * 500), (heightMm += stepMm));
    if (isRepeated(watch, (atUs += renewMs * 500), heightMm)) return true;
  }
  return false;
}

it.each([
  ['a step of 1.6 mm is large', 0.1, 1.6, 40, true],
  ['one of 1.4 mm may be a slow bar', 0.1, 1.4, 40, false],
  ['one and a half of its finest steps is large', 10, 16, 40, true],
  ['less than that is the same step', 10, 14, 40, false],
  ['a reading may take 0.14 s', 0.1, 20, 140, true],
  ['what stood for 0.16 s may have stood', 0.1, 20, 160, false],
])('a sensor that is asked too often: %s', (_, finestMm, stepMm, renewMs, expected) => {
  expect(repeats(finestMm, stepMm, renewMs)).toBe(expected);
});
