/** Plates by name: whatever can be loaded is named by plates that sum to it, in kilograms and in pounds. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { plateSetOf, recognisePlates } from '../../src/contracts/plates.ts';
import { KG_PER_LB } from '../../src/contracts/shown.ts';

const KG = [25, 20, 15, 10, 5, 2.5, 1.25];
const LB = [45, 35, 25, 10, 5, 2.5];
/** Sets of plates of gyms, as they are configured. */
const SETS = {
  kg: { barKg: 20, platesKg: KG },
  'kg, with the lightest': { barKg: 15, platesKg: [...KG, 1, 0.5] },
  'kg, with quarters': { barKg: 20, platesKg: [20, 10, 5, 2.5, 0.25] },
  lb: { barKg: 20, platesKg: KG, barLb: 45, platesLb: LB },
  'lb, with the lightest': { barKg: 20, platesKg: KG, barLb: 35, platesLb: [...LB, 1.25, 1, 0.5] },
  'lb on a bar of 20 kg': { barKg: 20, platesKg: KG, platesLb: LB },
  'lb, noted as kilograms with two digits': { barKg: 20.41, platesKg: [20.41, 15.88, 11.34, 4.54, 2.27, 1.13] },
};

describe('plates', () => {
  it('are the fewest that make up the load', () => {
    expect(recognisePlates(80.3, 20)).toMatchObject({ perSideKg: [25, 5], totalKg: 80 });
    expect(recognisePlates(142.4, 20)).toMatchObject({ perSideKg: [25, 25, 10, 1.25], totalKg: 142.5 });
    expect(recognisePlates(20.2, 20)).toMatchObject({ perSideKg: [], totalKg: 20 });
  });

  it('are those that the bay has, also where the heaviest first would not come out', () => {
    expect(recognisePlates(80.3, 20, [20, 15])).toMatchObject({ perSideKg: [15, 15], totalKg: 80 });
    expect(recognisePlates(84, 20, [20, 15])).toBeNull();
    expect(recognisePlates(98.6, 15, [20.4, 0.5, 10])).toMatchObject({ perSideKg: [20.4, 20.4, 0.5, 0.5] });
  });

  it('are not named on less than the bar', () => {
    expect(recognisePlates(12, 20)).toBeNull();
  });

  it('in pounds: the 21 loads from 45 to 345 lb in steps of 15 are named by what is stamped on them', () => {
    const { barKg, platesKg } = plateSetOf(SETS.lb);
    for (let loadLb = 45; loadLb <= 345; loadLb += 15) {
      const named = recognisePlates(loadLb * KG_PER_LB, barKg, platesKg)!;
      const stamped = named.perSideKg.map((plateKg) => Math.round((plateKg / KG_PER_LB) * 1000) / 1000);
      expect(LB).toEqual(expect.arrayContaining(stamped));
      expect(45 + 2 * stamped.reduce((sum, lb) => sum + lb, 0), `${loadLb} lb`).toBe(loadLb);
    }
  });

  it('say in which unit they are stamped, heaviest first', () => {
    expect(plateSetOf({ barKg: 20, platesKg: [5, 25] })).toEqual({ unit: 'kg', barKg: 20, platesKg: [25, 5] });
    expect(plateSetOf({ barKg: 20, platesKg: KG, barLb: 45, platesLb: [10, 45] })).toEqual({
      unit: 'lb',
      barKg: 45 * KG_PER_LB,
      platesKg: [45 * KG_PER_LB, 10 * KG_PER_LB],
    });
  });
});

test.each(Object.entries(SETS))('whatever can be loaded is named by plates that sum to it: %s', (name, configured) => {
  const { barKg, platesKg } = plateSetOf(configured);
  const side = fc.array(fc.constantFrom(...platesKg), { maxLength: 10 });
  fc.assert(
    fc.property(side, fc.double({ min: -0.02, max: 0.02, noNaN: true }), (plates, errorKg) => {
      const loadKg = barKg + 2 * plates.reduce((sum, plateKg) => sum + plateKg, 0);
      const named = recognisePlates(loadKg + errorKg, barKg, platesKg);
      expect(named, `${loadKg} kg`).not.toBeNull();
      expect(platesKg).toEqual(expect.arrayContaining([...named!.perSideKg]));
      const sumKg = barKg + 2 * named!.perSideKg.reduce((sum, plateKg) => sum + plateKg, 0);
      expect(sumKg).toBeCloseTo(named!.totalKg, 6);
      // What was noted as kilograms with two digits is off by a gram or two a plate.
      expect(Math.abs(sumKg - loadKg)).toBeLessThan(name.includes('two digits') ? 0.15 : 1e-6);
      expect(named!.perSideKg.length).toBeLessThanOrEqual(plates.length);
    }),
    { numRuns: 150 },
  );
});
