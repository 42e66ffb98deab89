export interface PlateReading {
  /** Plates on each side, heaviest first. */
  readonly perSideKg: readonly number[];
  /** Bar and those plates. */
  readonly totalKg: number;
  /** What the scale says beyond them. */
  readonly restKg: number;
}

/** The plates of most gyms. */
const PLATES_KG: readonly number[] = [25, 20, 15, 10, 5, 2.5, 1.25];
/** Half of the lightest pair of most gyms: nearer than that a load is named without doubt. */
const NAMED_WITHIN_KG = 1.25;
/** Plates come in multiples of this. */
const STEP_KG = 0.05;
/** Longer sleeves than any bar has. */
const MOST_PER_SIDE_KG = 400;
/** A plate forgotten on one side is 1.25 kg; the scale itself is right within 0.5 %. */
const DISAGREE_KG = 2;
const DISAGREE_SHARE = 0.02;

/**
 * The fewest plates, in pairs, that make up a steady load on this bar; null when the load is no such sum, or below the bar.
 * `platesKg`: the kinds of plates that there are.
 */
export function recognisePlates(loadKg: number, barKg: number, platesKg = PLATES_KG): PlateReading | null {
  const perSideKg = (loadKg - barKg) / 2;
  if (perSideKg < -NAMED_WITHIN_KG / 2 || perSideKg > MOST_PER_SIDE_KG) return null;
  const kinds = [...platesKg].sort((a, b) => b - a);
  const reachSteps = Math.round((Math.max(0, perSideKg) + NAMED_WITHIN_KG / 2) / STEP_KG);
  const fewest = fewestPlates(
    kinds.map((plateKg) => Math.round(plateKg / STEP_KG)),
    reachSteps,
  );
  const steps = nearestSum(fewest, perSideKg / STEP_KG);
  const sideKg: number[] = [];
  for (let left = steps; left > 0; ) {
    const kind = fewest[left]!.kind;
    sideKg.push(kinds[kind]!);
    left -= Math.round(kinds[kind]! / STEP_KG);
  }
  const plates = sideKg.reduce((sum, plateKg) => sum + 2 * plateKg, 0);
  const restKg = loadKg - barKg - plates;
  if (Math.abs(restKg) > NAMED_WITHIN_KG) return null;
  return { perSideKg: sideKg.sort((a, b) => b - a), totalKg: barKg + plates, restKg };
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

/** Does the scale contradict the load that was entered? */
export const loadsDisagree = (enteredKg: number, measuredKg: number): boolean =>
  Math.abs(enteredKg - measuredKg) > Math.max(DISAGREE_KG, DISAGREE_SHARE * enteredKg);
