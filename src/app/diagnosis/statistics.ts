/** Plain statistics that bear outliers. Pure. */

/** Middle value, or the value at another share of the sorted list; null of an empty one. */
export function quantile(values: readonly number[], share = 0.5): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Root of the mean square. */
export function rms(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Of values around zero: spikes beyond five robust deviations are left out. */
function robustDeviation(values: readonly number[]): number {
  const median = quantile(values.map(Math.abs)) ?? 0;
  if (median === 0) return rms(values); // whole millimetres of a quiet sensor
  return rms(values.filter((value) => Math.abs(value) <= 5 * 1.4826 * median));
}

const THIRD_GAIN = Math.sqrt(20);

/**
 * Noise of one reading: third differences take the movement out (to third order) and multiply white noise by the root of 20.
 * @param values in a row, without holes; null below eight
 */
export function readingNoise(values: readonly number[]): number | null {
  if (values.length < 8) return null;
  const thirds: number[] = [];
  for (let i = 3; i < values.length; i++) {
    thirds.push(values[i]! - 3 * values[i - 1]! + 3 * values[i - 2]! - values[i - 3]!);
  }
  return robustDeviation(thirds) / THIRD_GAIN;
}

interface Line {
  slope: number;
  /** Of a point off the line, at most. */
  worstResidual: number;
}

/** Least squares; null below three points or without any spread in x. */
export function fitLine(x: readonly number[], y: readonly number[]): Line | null {
  const n = x.length;
  if (n < 3) return null;
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - meanX) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  if (xx === 0) return null;
  const slope = xy / xx;
  const residuals = x.map((value, i) => Math.abs(y[i]! - meanY - slope * (value - meanX)));
  return { slope, worstResidual: Math.max(...residuals) };
}
