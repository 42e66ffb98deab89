/** The steady load on the cell: what the scale says while nothing is accelerated. Changed in place. */
export interface LoadWatch {
  /** The force has stayed about here since when. */
  placeN: number;
  placeSinceUs: number;
  sumN: number;
  count: number;
  /** Force of the last steady stretch, whether loaded or not; null before the first. */
  steadyN: number | null;
  /** Of the last steady stretch with a load on the cell. */
  loadN: number | null;
}

/**
 * A force within 4 % (or 8 N) for 0.3 s is a weight: 4 % are 0.4 m/s2, four times the rattle of a bar in use and less than the peak of
 * any concentric phase quicker than 2 s.
 */
const STEADY_SHARE = 0.04;
const STEADY_N = 8;
const STEADY_US = 300_000;
/** The lightest load that is one: 3 kg. */
const LOADED_N = 30;

export const noLoad = (): LoadWatch => ({
  placeN: Number.NaN,
  placeSinceUs: 0,
  sumN: 0,
  count: 0,
  steadyN: null,
  loadN: null,
});

/** `barMovedUs`: when the bar came to where it is now. A slow lift is steady in its force alone, with its acceleration in it. */
export function watchLoad(watch: LoadWatch, atUs: number, forceN: number, barMovedUs: number): void {
  const near = Math.abs(forceN - watch.placeN) <= Math.max(STEADY_N, STEADY_SHARE * Math.abs(watch.placeN));
  if (!near || barMovedUs > watch.placeSinceUs) {
    watch.placeN = forceN;
    watch.placeSinceUs = atUs;
    watch.sumN = forceN;
    watch.count = 1;
    return;
  }
  watch.sumN += forceN;
  watch.count += 1;
  if (atUs - watch.placeSinceUs < STEADY_US) return;
  const meanN = watch.sumN / watch.count;
  // Half is forgotten each time, so that a slow change is followed.
  if (watch.count >= 512) {
    watch.sumN /= 2;
    watch.count /= 2;
  }
  watch.placeN = meanN;
  watch.steadyN = meanN;
  if (meanN >= LOADED_N) watch.loadN = meanN;
}
