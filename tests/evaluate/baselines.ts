/** What a weekend project would count with. Both are given the whole recording's range beforehand, which a live counter hasn't. */
import type { Input } from '../../src/core/index.ts';

interface Height {
  readonly atS: number;
  readonly heightMm: number;
}

const LOW_SHARE = 0.3;
const HIGH_SHARE = 0.7;
/** A moving mean as long as this is what is usually recommended before looking for peaks. */
const SMOOTH_READINGS = 5;
const PROMINENCE_SHARE = 0.5;

function heightsOf(inputs: readonly Input[]): Height[] {
  return inputs.flatMap((input) =>
    input.kind === 'height' && !input.flags ? [{ atS: input.atUs / 1e6, heightMm: input.heightMm }] : [],
  );
}

/** Range without the outermost hundredth, so that one spike doesn't decide. */
function rangeOf(heights: readonly Height[]): [lowMm: number, highMm: number] {
  const sorted = heights.map(({ heightMm }) => heightMm).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(0.01), at(0.99)];
}

/** Times at which the height rises through 70 % of its range after having been below 30 %. */
export function crossings(inputs: readonly Input[]): number[] {
  const heights = heightsOf(inputs);
  const [lowMm, highMm] = rangeOf(heights);
  const times: number[] = [];
  let low = false;
  for (const { atS, heightMm } of heights) {
    const share = (heightMm - lowMm) / (highMm - lowMm);
    if (share < LOW_SHARE) low = true;
    if (!low || share < HIGH_SHARE) continue;
    low = false;
    times.push(atS);
  }
  return times;
}

/** Times of the smoothed height's peaks that stand out by half of the range. */
export function peaks(inputs: readonly Input[]): number[] {
  const heights = heightsOf(inputs);
  const [lowMm, highMm] = rangeOf(heights);
  const prominenceMm = PROMINENCE_SHARE * (highMm - lowMm);
  const times: number[] = [];
  let sumMm = 0;
  let valleyMm = Number.POSITIVE_INFINITY;
  let peak: Height | null = null;
  for (const [index, { atS, heightMm }] of heights.entries()) {
    sumMm += heightMm - (heights[index - SMOOTH_READINGS]?.heightMm ?? 0);
    const meanMm = sumMm / Math.min(SMOOTH_READINGS, index + 1);
    if (peak === null) {
      valleyMm = Math.min(valleyMm, meanMm);
      if (meanMm > valleyMm + prominenceMm) peak = { atS, heightMm: meanMm };
    } else if (meanMm > peak.heightMm) {
      peak = { atS, heightMm: meanMm };
    } else if (meanMm < peak.heightMm - prominenceMm) {
      times.push(peak.atS);
      peak = null;
      valleyMm = meanMm;
    }
  }
  return times;
}
