/** Null without values. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The middle one, of an even number the upper of the two. Null without values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return new Float64Array(values).sort()[values.length >> 1]!;
}
