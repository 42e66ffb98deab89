/** One raw reading while something is calibrated: counts of a load cell, or millimetres of a distance sensor. */
export interface RawReading {
  readonly atUs: number;
  readonly raw: number;
}

export interface StillLimits {
  /** Fewer readings than this say nothing. */
  readonly minReadings: number;
  /** Widest spread (standard deviation) of a sensor that is well; beyond it something shakes or is broken. */
  readonly maxSd: number;
  /** A slow movement of the mean smaller than this is none. */
  readonly driftFloor: number;
}

/** What stood still: mean and spread, in the readings' own unit. */
export interface Still {
  readonly mean: number;
  /** Of one reading. */
  readonly sd: number;
  readonly readings: number;
  /** Single wrong readings that were rejected. */
  readonly outliers: number;
}

export type StillResult =
  | { readonly ok: true; readonly still: Still }
  | { readonly ok: false; readonly why: 'too-few'; readonly readings: number }
  | { readonly ok: false; readonly why: 'erratic'; readonly outliers: number; readonly readings: number }
  | { readonly ok: false; readonly why: 'moving'; readonly drift: number }
  | { readonly ok: false; readonly why: 'noisy'; readonly sd: number };

/** Beyond this many robust standard deviations a single reading is garbage: five of six dual_standing recordings begin with one. */
const OUTLIER_SDS = 8;
/** More garbage than this is a fault to be found, not to be rejected. */
const MAX_OUTLIER_SHARE = 0.03;
const BLOCKS = 6;
/** Wrong readings come one, two or three at a time; more in a row are a level of their own. */
const LEVEL_READINGS = 6;
/** The means of six blocks of white noise lie within this many of their standard errors, but for one window in some ten thousand. */
const DRIFT_SES = 8;

/**
 * Whether a window of readings stood still. The mean over each sixth of it may wander no more than the noise explains:
 * a swinging mass or a lifter under the bar moves those means, the noise of the sensor doesn't.
 */
export function judgeStill(readings: readonly RawReading[], limits: StillLimits): StillResult {
  const middle = median(readings.map(({ raw }) => raw));
  // 1.4826 x median deviation is the standard deviation of normal noise; whole millimetres need the floor of one.
  const robustSd = Math.max(1, 1.4826 * median(readings.map(({ raw }) => Math.abs(raw - middle))));
  const isWrong = ({ raw }: RawReading) => Math.abs(raw - middle) > OUTLIER_SDS * robustSd;
  const kept = readings.filter((reading) => !isWrong(reading));
  const outliers = readings.length - kept.length;
  if (kept.length < limits.minReadings) return { ok: false, why: 'too-few', readings: kept.length };
  const step = secondLevel(readings, isWrong);
  if (step !== null) return { ok: false, why: 'moving', drift: Math.abs(step - middle) };
  // One wrong reading is always forgiven, or a short window would be refused for the first one after power-up.
  if (outliers > Math.max(1, MAX_OUTLIER_SHARE * readings.length))
    return { ok: false, why: 'erratic', outliers, readings: readings.length };
  const values = kept.map(({ raw }) => raw);
  const mean = meanOf(values);
  const sd = sdOf(values, mean);
  const perBlock = Math.floor(values.length / BLOCKS);
  const blocks = Array.from({ length: BLOCKS }, (_, block) => values.slice(block * perBlock, (block + 1) * perBlock));
  const blockMeans = blocks.map(meanOf);
  const drift = Math.max(...blockMeans) - Math.min(...blockMeans);
  const withinSd = Math.sqrt(meanOf(blocks.map((block, index) => sdOf(block, blockMeans[index]!) ** 2)));
  const allowed = Math.max(limits.driftFloor, (DRIFT_SES * withinSd) / Math.sqrt(perBlock));
  if (drift > allowed) return { ok: false, why: 'moving', drift };
  if (sd > limits.maxSd) return { ok: false, why: 'noisy', sd };
  return { ok: true, still: { mean, sd, readings: kept.length, outliers } };
}

/** The level on which several readings in a row lie apart from the rest: the load changed in the middle of the window. */
function secondLevel(readings: readonly RawReading[], isApart: (reading: RawReading) => boolean): number | null {
  let inARow = 0;
  for (const reading of readings) {
    inARow = isApart(reading) ? inARow + 1 : 0;
    if (inARow === LEVEL_READINGS) return reading.raw;
  }
  return null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const sdOf = (values: readonly number[], mean: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
