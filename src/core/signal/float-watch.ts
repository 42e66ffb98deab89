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

/** Less than this is nothing: numbers that shrink for hours become those that a processor is slow with. */
const NOTHING_S = 1e-30;

/** Takes in one force, so long after the one before: does it float? Most cells never pull downwards, so that little is done for each reading. */
export function watchFloat(watch: FloatWatch, sinceUs: number, forceN: number): boolean {
  const lastedS = Math.min(OVER_S, sinceUs / 1e6);
  const slowN = watch.slowN + (lastedS / OVER_S) * (forceN - watch.slowN);
  watch.slowN = slowN;
  const { aboveS, belowS } = watch;
  if (aboveS > 0 || slowN > PLAINLY_N) {
    watch.aboveS = without(aboveS, lastedS) + (slowN > PLAINLY_N ? lastedS : 0);
  }
  if (belowS === 0 && slowN > -PLAINLY_N) return false;
  watch.belowS = without(belowS, lastedS);
  if (slowN <= -PLAINLY_N) below(watch, lastedS);
  return watch.belowS > LEAST_S && isFloating(watch);
}

function without(lastedS: number, agoS: number): number {
  const leftS = lastedS * (1 - agoS / FORGET_S);
  return leftS > NOTHING_S ? leftS : 0;
}

function below(watch: FloatWatch, lastedS: number): void {
  const { slowN } = watch;
  watch.belowS += lastedS;
  const share = Math.min(1, lastedS / Math.min(MEAN_OVER_S, watch.belowS));
  watch.meanN += share * (slowN - watch.meanN);
  watch.squareN += share * (slowN * slowN - watch.squareN);
}

const isFloating = ({ aboveS, belowS, meanN, squareN }: FloatWatch): boolean =>
  aboveS > LEAST_S && belowS > LEAST_S && squareN - meanN * meanN > (WANDERS_SHARE * meanN) ** 2;
