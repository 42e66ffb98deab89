/** What the movements of a set say of each other. */
import { expect, test } from 'vitest';
import type { Agreement } from '../../src/core/metrics/carried.ts';
import type { Measures } from '../../src/core/metrics/measure.ts';
import { objectionsTo } from '../../src/core/sets/objections.ts';
import type { Surveyed } from '../../src/core/survey/survey.ts';
import { options } from '../support/compact-lifts.ts';

const FELT = { gain: 1, gainError: 0.05, movedG: 0.08, spreadG: 0.08, noiseG: 0.01, periodS: 0.0125 };
const UNFELT = { ...FELT, gain: 0.4, gainError: 0.3 };

/** A movement with 80 kg, in a second; more than that is said of it where it matters. */
const movement = (romMm: number, more: Partial<Surveyed> = {}, agreement: Partial<Agreement> = FELT): Surveyed =>
  ({
    measures: {
      romMm,
      concentricS: 1,
      meanVelocityMps: romMm / 1000,
      carriedN: 785,
      heldN: 785,
      earlyN: 785,
      loadedForIt: false,
      agreement: { stuck: false, isOneWay: false, ...agreement } as Agreement,
    } as Measures,
    facts: { sizeMm: romMm, gap: false },
    jumps: false,
    unseenShare: 0,
    outlierShare: 0,
    upOutlierShare: 0,
    noiseMm: 1,
    ...more,
  }) as Surveyed;
const kindsOf = (...movements: Surveyed[]) => objectionsTo(movements, options).map((reason) => reason?.kind ?? null);

test('heights that jumped are believed where the movement went as far as those that were felt, and only there', () => {
  const jumped = (romMm: number) => movement(romMm, { jumps: true }, UNFELT);
  expect(kindsOf(movement(400), jumped(420), movement(400))).toEqual([null, null, null]);
  expect(kindsOf(movement(400), jumped(480), movement(400))).toEqual([null, 'height-jumped', null]);
  expect(kindsOf(movement(400, {}, UNFELT), jumped(400), movement(400, {}, UNFELT))[1]).toBe('height-jumped');
});

test('one that was hardly seen is believed where it was carried like the others, and as long', () => {
  const hardly = (romMm: number, carriedN = 785) => {
    const one = movement(romMm, { outlierShare: 0.6 }, UNFELT);
    return { ...one, measures: { ...one.measures, carriedN } };
  };
  expect(kindsOf(movement(400), hardly(400), movement(400))).toEqual([null, null, null]);
  expect(kindsOf(movement(400), hardly(300), movement(400))[1]).toBe('hardly-seen');
  expect(kindsOf(movement(400), hardly(400, 600), movement(400))[1]).toBe('hardly-seen');
});

test('a movement that stands alone must be felt, or be slow and carried steadily', () => {
  expect(kindsOf(movement(400))).toEqual([null]);
  expect(kindsOf(movement(400, {}, UNFELT))).toEqual(['nothing-accelerated']);
  const slow = movement(400, {}, { ...UNFELT, spreadG: 0.05 });
  expect(kindsOf({ ...slow, measures: { ...slow.measures, concentricS: 3 } })).toEqual([null]);
});
