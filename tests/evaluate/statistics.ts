export const rms = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

export const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
