import { describe, expect, it } from 'vitest';
import { aroundStaticLoad, type Curve, rangeWithin } from '../../dashboard/src/set/static-load.ts';

const span = (fromS: number, toS: number, loadKg: number | null) => ({ rep: { loadKg }, fromS, toS });

describe('force around the static load', () => {
  const force: Curve = { atS: [0, 1, 2, 3, 4, 5, 6], values: [0, 1000, 980.665, null, 480, 500, 490] };

  it('takes the load of the movement, until the next one begins', () => {
    const { atS, values } = aroundStaticLoad(force, [span(1, 2, 100), span(4, 6, 50)]);
    expect(atS).toEqual(force.atS);
    const rounded = values.map((value) => value && Math.round(value * 100) / 100);
    expect(rounded).toEqual([-980.66, 19.34, 0, null, -10.33, 9.67, -0.33]);
  });

  it('takes the middle reading of a movement whose load is not known', () => {
    expect(aroundStaticLoad(force, [span(4, 6, null)]).values.slice(4)).toEqual([-10, 10, 0]);
    expect(aroundStaticLoad(force, []).values.every((value) => value === null)).toBe(true);
  });

  it('shows the range of the movements, not that of the racked bar', () => {
    const around = aroundStaticLoad(force, [span(1, 2, 100), span(4, 6, 50)]);
    expect(rangeWithin(around, [span(1, 2, 100)])?.map(Math.round)).toEqual([0, 19]);
    expect(rangeWithin(around, [])).toBeNull();
  });
});
