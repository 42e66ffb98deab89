/** The steady load on the cell: what the scale says while nothing is accelerated. */
export interface LoadWatch {
  /** The force has stayed about here since when. */
  readonly placeN: number;
  readonly placeSinceUs: number;
  readonly sumN: number;
  readonly count: number;
  /** Force of the last steady stretch, whether loaded or not; null before the first. */
  readonly steadyN: number | null;
  /** Of the last steady stretch with a load on the cell. */
  readonly loadN: number | null;
}

/**
 * A force within 4 % (or 8 N) for 0.3 s is a weight: 4 % are 0.4 m/s2, four times the rattle of a bar in use and less than the peak of
 * any way up quicker than 2 s.
 */
const STEADY_SHARE = 0.04;
const STEADY_N = 8;
const STEADY_US = 300_000;
/** The lightest load that is one: 3 kg. */
const LOADED_N = 30;

export const noLoad: LoadWatch = {
  placeN: Number.NaN,
  placeSinceUs: 0,
  sumN: 0,
  count: 0,
  steadyN: null,
  loadN: null,
};

/** `barMovedUs`: when the bar came to where it is now. A slow lift is steady in its force alone, with its acceleration in it. */
export function watchLoad(watch: LoadWatch, atUs: number, forceN: number, barMovedUs: number): LoadWatch {
  const { placeN, placeSinceUs, steadyN, loadN } = watch;
  const near = Math.abs(forceN - placeN) <= Math.max(STEADY_N, STEADY_SHARE * Math.abs(placeN));
  const stayed = near && barMovedUs <= placeSinceUs;
  if (!stayed) return { placeN: forceN, placeSinceUs: atUs, sumN: forceN, count: 1, steadyN, loadN };
  const sumN = watch.sumN + forceN;
  const count = watch.count + 1;
  if (atUs - placeSinceUs < STEADY_US) return { placeN, placeSinceUs, sumN, count, steadyN, loadN };
  const meanN = sumN / count;
  // Half is forgotten each time, so that a slow change is followed.
  const isLong = count >= 512;
  return {
    placeN: meanN,
    placeSinceUs,
    sumN: isLong ? sumN / 2 : sumN,
    count: isLong ? count / 2 : count,
    steadyN: meanN,
    loadN: meanN >= LOADED_N ? meanN : loadN,
  };
}
