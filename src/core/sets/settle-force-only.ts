import { bare, type Reason } from '../reasons.ts';
import type { Movement } from '../types.ts';
import type { SetItem } from './set-machine.ts';
import { median } from './statistics.ts';

/** Sizes scatter on force alone: accel/20260619-DL-7_watch from 0.7 to 1.2 m. */
const FULL_SHARE = 0.55;
/** Un-racks and set-up look like large reps (accel/20260615-ROW-2_watch: 1.85 times the median at 3.2 s). */
const LARGE_SHARE = 1.7;
/** Handling comes before a set and after it, not in its rhythm: accel/20260630-BN-2_watch at 1.6 to 4.7 s, the set from 20 s. */
const APART_US = 6e6;
const APART_SHARE = 2.2;
const LONELY_SHARE = 0.4;
/** Let fall from its top, a bar is on the floor after this. */
const PUT_DOWN_US = 400_000;
const WAY_DOWN_US = 700_000;
const SMALL_SHARE = 0.92;
/** Less of the set's load than this, and nothing moved, is someone who leans on the cell. */
const LIGHT_SHARE = 0.5;

export const isForceOnly = ({ movement }: SetItem): boolean => movement.flags.includes('force-only');

/**
 * Judges the movements that were seen by their force alone once more, against the set: the others of `items` are counted as they stand. Gives back
 * the same items, those that are not counted any more with their reason.
 */
export function settleForceOnly(items: readonly SetItem[], targetHoldS: number): readonly SetItem[] {
  const counted = items.filter(({ movement }) => movement.verdict === 'counted');
  const unseen = counted.filter(isForceOnly);
  if (unseen.length === 0) return items;
  const usualMm = median(unseen.flatMap((item) => item.sizeMm ?? []));
  const usualN = median(counted.flatMap((item) => item.weightN ?? []));
  const apart = lonelyStarts(counted);
  const racked = putDownAtTop(counted, usualMm, targetHoldS);
  const reasonOf = (item: SetItem): Reason | null => {
    const { sizeMm, weightN } = item;
    if (counted.length === 1) return bare('force-only-alone');
    if (apart.has(item.movement.startUs)) return bare('force-only-apart');
    const isLight = weightN !== null && usualN !== null && weightN < LIGHT_SHARE * usualN;
    if (isLight && sizeMm === null && usualMm !== null) return bare('force-only-light');
    if (item === racked) return bare('force-only-put-down');
    if (sizeMm === null || usualMm === null) return null;
    if (sizeMm < FULL_SHARE * usualMm) {
      return { kind: 'shorter-than-set', params: { romMm: Math.round(sizeMm), usualMm: Math.round(usualMm) } };
    }
    return sizeMm > LARGE_SHARE * usualMm ? bare('force-only-large') : null;
  };
  return items.map((item) => {
    const reason = isForceOnly(item) && item.movement.verdict === 'counted' ? reasonOf(item) : null;
    return reason === null ? item : { ...item, movement: lowered(item.movement, reason) };
  });
}

function lowered(movement: Movement, reason: Reason): Movement {
  const isShort = reason.kind === 'shorter-than-set';
  return {
    ...movement,
    n: null,
    verdict: isShort ? 'partial' : 'doubtful',
    reasons: [...movement.reasons, reason],
    flags: isShort ? ['short-of-lockout', ...movement.flags] : movement.flags,
  };
}

/**
 * The last movement, seen by its force alone, when the load is gone before a hold and an eccentric phase could be, and most others didn't end so. One that
 * is smaller than usual, as the way to the hooks is, is given the time of an eccentric phase.
 */
function putDownAtTop(counted: readonly SetItem[], usualMm: number | null, targetHoldS: number): SetItem | null {
  const isSoon = ({ putDownUs, sizeMm, movement: { lockoutUs } }: SetItem): boolean => {
    const isSmall = sizeMm !== null && usualMm !== null && sizeMm < SMALL_SHARE * usualMm;
    const limitUs = (isSmall ? WAY_DOWN_US : PUT_DOWN_US) + 0.8e6 * targetHoldS;
    return putDownUs !== null && lockoutUs !== null && putDownUs - lockoutUs < limitUs;
  };
  const last = counted.at(-1);
  if (last === undefined || !isForceOnly(last) || !isSoon(last)) return null;
  return 2 * counted.filter(isSoon).length > counted.length ? null : last;
}

/** Starts of the movements that stand apart from the set in small groups. */
function lonelyStarts(counted: readonly SetItem[]): ReadonlySet<number> {
  const starts = counted.map(({ movement }) => movement.startUs);
  const intervals = starts.slice(1).map((startUs, index) => startUs - starts[index]!);
  const limitUs = Math.max(APART_US, APART_SHARE * (median(intervals) ?? 0));
  const groups: number[][] = [];
  for (const [index, startUs] of starts.entries()) {
    if (index > 0 && intervals[index - 1]! <= limitUs) groups.at(-1)!.push(startUs);
    else groups.push([startUs]);
  }
  const largest = Math.max(0, ...groups.map((group) => group.length));
  return new Set(groups.filter((group) => group.length < LONELY_SHARE * largest).flat());
}
