import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../crash/kill.ts';
import { tempFolder } from '../support/station.ts';

/** The short version of `npm run test:crash`. */
test('kill -9 at random instants loses no announced rep or set, doubles none, and leaves each with its owner', async () => {
  const { faults, reps, sets, taps } = await killAgainAndAgain({
    folder: tempFolder(),
    bays: 2,
    kills: 5,
    mustBeFast: false,
  });
  expect(faults).toEqual([]);
  expect(reps).toBeGreaterThan(5);
  expect(sets).toBeGreaterThan(0);
  expect(taps).toBeGreaterThan(1);
});
