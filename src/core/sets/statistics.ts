import { select } from '../metrics/select.ts';

/** Null without values. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Used again by each call. */
let room = new Float64Array(64);

/** The middle one, of an even number the upper of the two. Null without values. */
export function median(values: readonly number[]): number | null {
  const { length } = values;
  if (length === 0) return null;
  if (room.length < length) room = new Float64Array(2 * length);
  for (let index = 0; index < length; index++) room[index] = values[index]!;
  return select(room, 0, length, length >> 1);
}
