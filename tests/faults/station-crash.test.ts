import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../crash/kill.ts';
import { tempFolder } from '../support/station.ts';

/** Six starts and six kills of a real station; more on a machine that is busy otherwise. */
const LONGEST_MS = 300_000;

/** The short version of `npm run test:crash`. */
test(
  'kill -9 at random instants loses no announced rep or set, doubles none, and leaves each with its owner',
  async () => {
    const gym = { folder: tempFolder(), bays: 2, kills: 6, longestRunMs: 4000, mustBeFast: false, hasTroubles: true };
    const { faults, reps, sets, taps } = await killAgainAndAgain(gym);
    expect(faults).toEqual([]);
    expect(reps).toBeGreaterThanOrEqual(6); // each run is killed after its first rep
    expect(sets).toBeGreaterThan(0);
    expect(taps).toBeGreaterThan(0);
  },
  LONGEST_MS,
);
