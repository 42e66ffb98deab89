import type { Stretch } from '../metrics/trace.ts';

/** No load stays the same to the last digit for so long while the bar moves so far. */
const LEAST_US = 400_000;
const LEAST_READINGS = 5;
const MOVED_MM = 60;
/** Elsewhere the cell lives: of a set over which it repeats one number nothing is known, nor that anything was lifted. */
const MOST_DEAD_SHARE = 0.9;
const LEAST_WEIGHT = 0.5;

/** Takes the weight of the forces away that a cell repeats after it has died, though it lived in this set: whether there were any. */
export function leaveOutDead(stretch: Stretch): boolean {
  const { trace, first, end } = stretch;
  const { isHeight, value, weight } = trace;
  const runs: { from: number; to: number }[] = [];
  let all = 0;
  let dead = 0;
  let from = -1;
  let readings = 0;
  const close = (to: number): void => {
    if (readings >= LEAST_READINGS && isDead(stretch, from, to)) {
      runs.push({ from, to });
      dead += readings;
    }
  };
  for (let index = first; index < end; index++) {
    if (isHeight[index] === 1) continue;
    all += 1;
    if (from >= 0 && value[index]! === value[from]!) {
      readings += 1;
      continue;
    }
    close(index);
    [from, readings] = [index, 1];
  }
  close(end);
  if (runs.length === 0 || dead > MOST_DEAD_SHARE * all) return false;
  for (const run of runs)
    for (let index = run.from; index < run.to; index++) if (isHeight[index] === 0) weight[index] = 0;
  return true;
}

function isDead({ trace }: Stretch, from: number, to: number): boolean {
  const { isHeight, atUs, value, weight } = trace;
  if (atUs[to - 1]! - atUs[from]! < LEAST_US) return false;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index++) {
    if (isHeight[index] === 0 || weight[index]! < LEAST_WEIGHT) continue;
    low = Math.min(low, value[index]!);
    high = Math.max(high, value[index]!);
  }
  return high - low > MOVED_MM;
}
