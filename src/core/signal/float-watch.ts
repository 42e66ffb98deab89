/**
 * Finds a cell whose wire is broken: it wanders, below zero as well as above it. No load does: one that hangs on a cell pulls one way, and where wires are
 * swapped the other; and a zero that is off stays where it is.
 */
export interface FloatWatch {
  /** The force over a moment, so that its noise counts little. */
  slowN: number;
  /** For how long of late it was plainly above zero, and below it. */
  aboveS: number;
  belowS: number;
  /** Below it: its mean, and that of its square. */
  meanN: number;
  squareN: number;
}

const OVER_S = 0.25;
const PLAINLY_N = 60;
const FORGET_S = 20;
const LEAST_S = 1;
/** Of what is below zero. A load that is swung or lifted changes by less. */
const WANDERS_SHARE = 0.4;
const MEAN_OVER_S = 4;

export const noFloatWatch = (): FloatWatch => ({ slowN: 0, aboveS: 0, belowS: 0, meanN: 0, squareN: 0 });

/** Takes in one force, so long after the one before. */
export function watchFloat(watch: FloatWatch, sinceUs: number, forceN: number): void {
  const lastedS = Math.min(OVER_S, sinceUs / 1e6);
  watch.slowN += (lastedS / OVER_S) * (forceN - watch.slowN);
  const left = 1 - lastedS / FORGET_S;
  watch.aboveS *= left;
  watch.belowS *= left;
  if (watch.slowN > PLAINLY_N) watch.aboveS += lastedS;
  if (watch.slowN > -PLAINLY_N) return;
  watch.belowS += lastedS;
  const share = Math.min(1, lastedS / Math.min(MEAN_OVER_S, watch.belowS));
  watch.meanN += share * (watch.slowN - watch.meanN);
  watch.squareN += share * (watch.slowN * watch.slowN - watch.squareN);
}

export const isFloating = ({ aboveS, belowS, meanN, squareN }: FloatWatch): boolean =>
  aboveS > LEAST_S && belowS > LEAST_S && squareN - meanN * meanN > (WANDERS_SHARE * meanN) ** 2;
