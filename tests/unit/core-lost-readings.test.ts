/** Readings that are lost at random, half of them: what is left tells of every rep. */
import { expect, it } from 'vitest';
import { analyze } from '../../src/core/index.ts';
import { inputsOf, normals, options, truth } from './core-support.ts';

const quick = {
  reps: 8,
  romMm: 420,
  bottomMm: 150,
  upS: 0.6,
  holdS: 0.4,
  downS: 0.7,
  pauseS: 0.5,
  leadS: 3,
  massKg: 80,
};

it.each([50, 30])('counts and measures each rep (of %s readings a second)', (heightHz) => {
  for (const seed of [1, 2, 3]) {
    const noise = normals(seed);
    const inputs = inputsOf(quick, { heightHz, heightNoiseMm: 2, forceHz: 0, seed }).filter(() => noise() > 0);
    const set = analyze(inputs, { ...options, forceMount: 'none' }).sets[0]!;
    expect(set.movements.map(({ verdict }) => verdict)).toEqual(Array(8).fill('counted'));
    for (const [rep, { holdS, romMm }] of set.movements.entries()) {
      expect(Math.abs(romMm! - 420)).toBeLessThan(15);
      expect(Math.abs(holdS! - truth(quick, rep).holdS)).toBeLessThan(0.3);
    }
  }
});
