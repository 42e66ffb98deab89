import type { Curves } from '../set/curves.ts';
import type { Curve } from '../set/static-load.ts';

/** More points than a screen has columns, even where it is zoomed into a tenth. */
const MAX_POINTS = 20_000;

/** Of a long curve its lowest and highest reading in each of many stretches: no rep and no spike gets lost, and holes stay. */
function thinned(curve: Curve): Curve {
  const { atS, values } = curve;
  if (atS.length <= MAX_POINTS) return curve;
  const each = Math.ceil((atS.length / MAX_POINTS) * 2);
  const kept: Curve = { atS: [], values: [] };
  for (let from = 0; from < atS.length; from += each) {
    let [low, high, hole] = [-1, -1, -1];
    for (let index = from; index < Math.min(from + each, atS.length); index++) {
      const value = values[index];
      if (value === null || value === undefined) hole = index;
      else {
        if (low < 0 || value < values[low]!) low = index;
        if (high < 0 || value > values[high]!) high = index;
      }
    }
    const indexes = [...new Set([low, high, hole])].filter((index) => index >= 0).sort((a, b) => a - b);
    for (const index of indexes) {
      kept.atS.push(atS[index]!);
      kept.values.push(values[index]!);
    }
  }
  return kept;
}

export const thinnedCurves = ({ heightCm, velocityMps, forceN }: Curves): { curves: Curves; isThinned: boolean } => ({
  curves: { heightCm: thinned(heightCm), velocityMps: thinned(velocityMps), forceN: thinned(forceN) },
  isThinned: Math.max(heightCm.atS.length, forceN.atS.length) > MAX_POINTS,
});
