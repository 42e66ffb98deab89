/** What a load is put together from: the plates of a bay, in kilograms or pounds. Without the schema library, so that a page can use it. */
import { KG_PER_LB } from './shown.ts';

interface PlateReading {
  /** Plates on each side, heaviest first. */
  readonly perSideKg: readonly number[];
  /** Bar and those plates. */
  readonly totalKg: number;
  /** What the scale says beyond them. */
  readonly restKg: number;
}

/** Bar and plates of a bay. */
export interface PlateSet {
  /** What is stamped on the plates. */
  readonly unit: 'kg' | 'lb';
  readonly barKg: number;
  readonly platesKg: readonly number[];
}

interface ConfiguredPlates {
  readonly barKg: number;
  readonly platesKg: readonly number[];
  readonly barLb?: number | undefined;
  readonly platesLb?: readonly number[] | undefined;
}

/** As configured: what is given in pounds takes the place of kilograms. Heaviest first. */
export function plateSetOf({ barKg, platesKg, barLb, platesLb }: ConfiguredPlates): {
  unit: 'kg' | 'lb';
  barKg: number;
  platesKg: number[];
} {
  const kinds = platesLb ? platesLb.map((lb) => lb * KG_PER_LB) : platesKg;
  return {
    unit: platesLb ? 'lb' : 'kg',
    barKg: barLb === undefined ? barKg : barLb * KG_PER_LB,
    platesKg: kinds.toSorted((a, b) => b - a),
  };
}

/** The plates of most gyms. */
const PLATES_KG: readonly number[] = [25, 20, 15, 10, 5, 2.5, 1.25];
/** Half of the lightest pair of most gyms: nearer than that a load is named without doubt. */
const NAMED_WITHIN_KG = 1.25;
/**
 * Plates come in multiples of one of these, the coarsest that all of a set fit: sums are then exact, and few. Pounds may have been noted
 * as kilograms with two digits.
 */
const GRIDS: readonly { stepKg: number; withinKg: number }[] = [
  { stepKg: 0.25, withinKg: 1e-9 },
  { stepKg: 0.05, withinKg: 1e-9 },
  { stepKg: KG_PER_LB / 4, withinKg: 0.006 },
  { stepKg: 0.01, withinKg: 0.006 },
];
/** Longer sleeves than any bar has. */
const MOST_PER_SIDE_KG = 400;

/**
 * The fewest plates, in pairs, that make up a steady load on this bar; null when the load is no such sum, or below the bar.
 * `platesKg`: the kinds of plates that there are.
 */
export function recognisePlates(loadKg: number, barKg: number, platesKg = PLATES_KG): PlateReading | null {
  const perSideKg = (loadKg - barKg) / 2;
  if (perSideKg < -NAMED_WITHIN_KG / 2 || perSideKg > MOST_PER_SIDE_KG) return null;
  const kinds = [...platesKg].sort((a, b) => b - a);
  const stepKg = stepOf(kinds);
  const stepsOf = (kg: number) => Math.max(1, Math.round(kg / stepKg));
  const reachSteps = Math.ceil((Math.max(0, perSideKg) + NAMED_WITHIN_KG / 2) / stepKg);
  const fewest = fewestPlates(kinds.map(stepsOf), reachSteps);
  const sideKg: number[] = [];
  for (let left = nearestSum(fewest, perSideKg / stepKg); left > 0; ) {
    const { kind } = fewest[left]!;
    sideKg.push(kinds[kind]!);
    left -= stepsOf(kinds[kind]!);
  }
  const plates = sideKg.reduce((sum, plateKg) => sum + 2 * plateKg, 0);
  const restKg = loadKg - barKg - plates;
  if (Math.abs(restKg) > NAMED_WITHIN_KG) return null;
  return { perSideKg: sideKg.sort((a, b) => b - a), totalKg: barKg + plates, restKg };
}

function stepOf(kinds: readonly number[]): number {
  const fits = ({ stepKg, withinKg }: (typeof GRIDS)[number]) =>
    kinds.every((kg) => Math.abs(kg - Math.round(kg / stepKg) * stepKg) <= withinKg);
  return (GRIDS.find(fits) ?? GRIDS.at(-1)!).stepKg;
}

interface Fewest {
  readonly count: number;
  /** The heaviest plate of the fewest. */
  readonly kind: number;
}

/** For each weight of a side, in steps: how few plates make it up, null for none. Not every set of plates can be filled from the heaviest on. */
function fewestPlates(kindSteps: readonly number[], reachSteps: number): (Fewest | null)[] {
  const fewest: (Fewest | null)[] = [{ count: 0, kind: -1 }];
  for (let steps = 1; steps <= reachSteps; steps++) {
    let best: Fewest | null = null;
    for (const [kind, plateSteps] of kindSteps.entries()) {
      const rest = steps >= plateSteps ? (fewest[steps - plateSteps] ?? null) : null;
      if (rest !== null && (best === null || rest.count + 1 < best.count)) best = { count: rest.count + 1, kind };
    }
    fewest.push(best);
  }
  return fewest;
}

function nearestSum(fewest: readonly (Fewest | null)[], wantedSteps: number): number {
  let best = 0;
  for (const [steps, sum] of fewest.entries()) {
    if (sum !== null && Math.abs(steps - wantedSteps) < Math.abs(best - wantedSteps)) best = steps;
  }
  return best;
}
