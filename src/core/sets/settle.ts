import type { Movement, SetResult } from '../types.ts';
import type { ItemList, SetItem, SetMachine } from './set-machine.ts';

const GRAVITY_MPS2 = 9.80665;
/** Shorter than this share of the set's median range is no full rep, even if it looked like one when nothing was known yet. */
const FULL_SHARE = 0.55;

/** The final word on a set: every movement is judged once more, against the set itself. */
export function settleSet(sets: SetMachine, atUs: number): SetResult {
  const items = toArray(sets.items);
  const counted = items.filter(({ movement }) => movement.verdict === 'counted');
  const romMm = median(counted.flatMap(({ movement }) => movement.romMm ?? []));
  let n = 0;
  const movements = items.map(({ movement }): Movement => {
    if (movement.verdict !== 'counted') return movement;
    if (romMm !== null && movement.romMm !== null && movement.romMm < FULL_SHARE * romMm) {
      const reason = `moved ${Math.round(movement.romMm)} mm, the set's other reps ${Math.round(romMm)} mm`;
      return { ...movement, n: null, verdict: 'partial', reasons: [...movement.reasons, reason] };
    }
    n += 1;
    return { ...movement, n };
  });
  const reps = movements.filter((movement) => movement.verdict === 'counted');
  const loadN = median(
    items.flatMap(({ meanForceN }, index) => (movements[index]!.verdict === 'counted' ? (meanForceN ?? []) : [])),
  );
  return {
    startUs: sets.startUs,
    endUs: Math.max(sets.startUs, Math.min(atUs, sets.lastProgressUs)),
    countedReps: n,
    loadKg: loadN === null ? null : loadN / GRAVITY_MPS2,
    movements,
    velocityLossPercent: velocityLoss(reps),
    timeUnderTensionS: timeUnderTension(reps),
  };
}

function toArray(list: ItemList | null): SetItem[] {
  const items: SetItem[] = [];
  for (let node = list; node !== null; node = node.previous) items.push(node.item);
  return items.reverse();
}

function velocityLoss(reps: readonly Movement[]): number | null {
  const velocities = reps.flatMap((rep) => rep.meanVelocityMps ?? []);
  const last = velocities.at(-1);
  if (velocities.length < 2 || last === undefined) return null;
  const fastest = Math.max(...velocities);
  return fastest > 0 ? (100 * (fastest - last)) / fastest : null;
}

function timeUnderTension(reps: readonly Movement[]): number | null {
  if (reps.length === 0) return null;
  return reps.reduce((sum, rep) => sum + (rep.concentricS ?? 0) + (rep.holdS ?? 0) + (rep.eccentricS ?? 0), 0);
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
