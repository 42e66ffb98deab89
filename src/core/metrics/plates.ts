export interface PlateReading {
  /** Plates on each side, heaviest first. */
  readonly perSideKg: readonly number[];
  /** Bar and those plates. */
  readonly totalKg: number;
  /** What the scale says beyond them. */
  readonly restKg: number;
}

/** The plates of most gyms. */
const PLATES_KG = [25, 20, 15, 10, 5, 2.5, 1.25] as const;
/** Half of the lightest pair: nearer than that a load is named without doubt. */
const NAMED_WITHIN_KG = 1.25;
/** A plate forgotten on one side is 1.25 kg; the scale itself is right within 0.5 %. */
const DISAGREE_KG = 2;
const DISAGREE_SHARE = 0.02;

/** The fewest plates that make up a steady load on this bar; null when the load is no such sum, or below the bar. */
export function recognisePlates(loadKg: number, barKg: number): PlateReading | null {
  const step = 2 * PLATES_KG[PLATES_KG.length - 1]!;
  const platesKg = Math.round((loadKg - barKg) / step) * step;
  const restKg = loadKg - barKg - platesKg;
  if (platesKg < 0 || Math.abs(restKg) > NAMED_WITHIN_KG) return null;
  const perSideKg: number[] = [];
  let leftKg = platesKg / 2;
  for (const plate of PLATES_KG) {
    for (; leftKg >= plate - 1e-9; leftKg -= plate) perSideKg.push(plate);
  }
  return { perSideKg, totalKg: barKg + platesKg, restKg };
}

/** Does the scale contradict the load that was entered? */
export const loadsDisagree = (enteredKg: number, measuredKg: number): boolean =>
  Math.abs(enteredKg - measuredKg) > Math.max(DISAGREE_KG, DISAGREE_SHARE * enteredKg);
