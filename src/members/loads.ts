/** Which loads the counted reps of a set were lifted with: plates taken off in mid-set make a drop set. */
import type { LiftedLoad, Rep } from '../contracts/events.ts';
import { rounded } from '../contracts/rounded.ts';

/** A pair of the lightest plates (2 x 1.25 kg) makes another load; what one rep differs from the next by less is measurement. */
const OTHER_LOAD_KG = 2;
const OTHER_LOAD_SHARE = 0.04;
/** Plates can't be changed in less: a change between reps without a pause is measurement error. */
const LEAST_PAUSE_MS = 3000;

type Lifted = Pick<Rep, 'loadKg' | 'meanVelocityMps' | 'startedAt' | 'endedAt'>;

/**
 * @param counted in order of time
 * @returns one entry for each load in a row; none when no rep has a load
 */
export function loadsOf(counted: readonly Lifted[]): LiftedLoad[] {
  const known = counted.map(({ loadKg }) => loadKg);
  if (known.every((loadKg) => loadKg === null)) return [];
  const runs: Lifted[][] = [];
  let runKg: number | null = null;
  counted.forEach((rep, index) => {
    const likelyKg = withoutOutlierKg(known, index);
    const run = runs.at(-1);
    const isOther =
      likelyKg !== null && runKg !== null && isOtherLoad(likelyKg, runKg) && hasPause(counted[index - 1], rep);
    if (run && !isOther) run.push(rep);
    else runs.push([rep]);
    if (isOther || runKg === null) runKg = likelyKg;
  });
  return runs.map((run) => ({
    loadKg: rounded(median(run.flatMap(({ loadKg }) => loadKg ?? [])), 2),
    reps: run.length,
    bestMeanVelocityMps: largest(run.flatMap(({ meanVelocityMps }) => meanVelocityMps ?? [])),
  }));
}

function hasPause(before: Lifted | undefined, { startedAt }: Lifted): boolean {
  const endedAt = before?.endedAt;
  return !endedAt || Date.parse(startedAt) - Date.parse(endedAt) >= LEAST_PAUSE_MS;
}

const isOtherLoad = (aKg: number, bKg: number) =>
  Math.abs(aKg - bKg) > Math.max(OTHER_LOAD_KG, OTHER_LOAD_SHARE * Math.max(aKg, bKg));

/** Plates aren't changed for one rep and back: a single rep that differs from both neighbours counts as a poor measurement. */
function withoutOutlierKg(loadsKg: readonly (number | null)[], index: number): number | null {
  const near = [loadsKg[index - 1], loadsKg[index], loadsKg[index + 1]].flatMap((kg) => kg ?? []);
  return near.length < 3 ? loadsKg[index]! : near.sort((a, b) => a - b)[1]!;
}

/** The load of most reps, which is the heaviest of equals; null when there is only one to choose, or none. */
export function mostLiftedKg(loads: readonly LiftedLoad[]): number | null {
  if (loads.length < 2) return null;
  return loads.reduce((a, b) => (b.reps > a.reps || (b.reps === a.reps && b.loadKg > a.loadKg) ? b : a)).loadKg;
}

/** Of the same plates the likeliest: one poor measurement doesn't move it. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
const largest = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
