import type { Rep } from '../../../src/contracts/events.ts';

/** One measured quantity over time; a null value is a hole, over which no line is drawn. */
export interface Curve {
  readonly atS: number[];
  readonly values: (number | null)[];
}

/** When a movement was, on the clock of the curve, and with what. */
interface Lifted {
  readonly rep: Pick<Rep, 'loadKg'>;
  readonly fromS: number;
  readonly toS: number;
}

const GRAVITY_MPS2 = 9.80665;

/**
 * What the force is above (or below) the static load of the movement that it belongs to, so that the drive and the landing are seen beside
 * a load which is ten times as large. The load of a movement without one is the median of its readings.
 */
export function aroundStaticLoad({ atS, values }: Curve, spans: readonly Lifted[]): Curve {
  const lasting = spans.filter(({ fromS, toS }) => toS > fromS);
  const levels = lasting.map(({ rep, fromS, toS }) => {
    if (rep.loadKg !== null) return rep.loadKg * GRAVITY_MPS2;
    const within = values.filter((value, index) => value !== null && atS[index]! >= fromS && atS[index]! <= toS);
    return medianOf(within as number[]);
  });
  let at = 0;
  const around = values.map((value, index) => {
    // Until the next movement begins, the load is that of the one before.
    while (at + 1 < lasting.length && atS[index]! >= lasting[at + 1]!.fromS) at += 1;
    const level = levels[at] ?? null;
    return value === null || level === null ? null : value - level;
  });
  return { atS, values: around };
}

const medianOf = (values: number[]): number | null => values.sort((a, b) => a - b)[values.length >> 1] ?? null;

/** The least and the most of a curve during the movements: what a bar does on its hooks, or on the floor, is no part of the lift. */
export function rangeWithin({ atS, values }: Curve, spans: readonly Lifted[]): [number, number] | null {
  let at = 0;
  let range: [number, number] | null = null;
  for (const [index, value] of values.entries()) {
    while (at < spans.length && atS[index]! > spans[at]!.toS) at += 1;
    if (at === spans.length) break;
    if (value === null || atS[index]! < spans[at]!.fromS) continue;
    range = range ? [Math.min(range[0], value), Math.max(range[1], value)] : [value, value];
  }
  return range;
}
