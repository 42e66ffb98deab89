import { GRAVITY_MPS2 } from '../gravity.ts';
import type { CoreOptions, ExerciseProfile, LearnedRange, Movement, SetResult, Tempo, Verdict } from '../types.ts';
import { watchLag } from './lag-watch.ts';
import { overshoots } from './movement.ts';
import { usualRange } from './references.ts';
import type { SetItem, SetMachine } from './set-machine.ts';
import { mean, median } from './statistics.ts';

/** Shorter than this share of the set's median is no full rep, even if it looked like one when nothing was known yet. */
const FULL_SHARE = 0.75;
/** On force alone the sizes scatter more: accel/20260619-DL-7_watch from 0.7 to 1.2 m. */
const FULL_SHARE_FORCE = 0.55;
/** On force alone un-racks and set-up look like large reps (accel/20260615-ROW-2_watch: 1.85 times the median at 3.2 s). */
const LARGE_SHARE = 1.7;

/** Handling comes before a set and after it, not in its rhythm: accel/20260630-BN-2_watch at 1.6 to 4.7 s, the set from 20 s. */
const APART_US = 6e6;
const APART_SHARE = 2.2;
const LONELY_SHARE = 0.4;
/** Twice the longest hold that an exercise asks for: a lone movement that stays up longer has been put down up there. */
const STAYED_UP_US = 10e6;
/** The way to the hooks is shorter than this many of the exercise's shortest reps. */
const RACKED_ROMS = 1.5;
/** Let fall from its top, a bar is on the floor after this. */
const PUT_DOWN_US = 400_000;
const WAY_DOWN_US = 700_000;
const SMALL_SHARE = 0.92;
/** On force alone: less of the set's load than this, and nothing moved, is somebody who leans on the cell. */
const LIGHT_SHARE = 0.5;
const OVERSHOOT = 'overshoot';

/** The final word on a set: every movement is judged once more, against the set itself. `rackedN`: the load as the hooks felt it before. */
export function settleSet(sets: SetMachine, atUs: number, options: CoreOptions, rackedN: number | null): SetResult {
  const { profile } = options;
  const items = settleShort(sets.items);
  const counted = items.filter(
    ({ movement: { verdict, romMm } }) => verdict === 'counted' && (romMm === null || romMm >= profile.romMinMm),
  );
  const sizeMm = median(counted.flatMap((item) => item.sizeMm ?? []));
  const apart = lonelyStarts(counted);
  const looksRacked = profile.liftStart === 'bottom' && looksLikeRacking(counted, profile, atUs);
  const racked = putDownAtTop(counted, sizeMm, options.targetHoldS);
  const facts = {
    usualMm: sizeMm,
    usualN: carriedN(counted),
    counted: counted.length,
    apart,
    racked,
    profile,
    looksRacked,
  };
  const judged = items.map((item) => {
    const movement = settleMovement(item, facts);
    return movement === item.movement ? item : { ...item, movement };
  });
  let n = 0;
  const numbered = judged.map(({ movement }) => {
    if (movement.verdict !== 'counted') return movement;
    n += 1;
    return movement.n === n ? movement : { ...movement, n };
  });
  const movements = settleOvershoot(numbered, options.learned);
  const reps = movements.filter((movement) => movement.verdict === 'counted');
  const loadN = carriedN(judged) ?? rackedN;
  return {
    startUs: sets.startUs,
    endUs: Math.max(sets.startUs, Math.min(atUs, sets.lastProgressUs)),
    countedReps: n,
    loadKg: loadN === null ? null : loadN / GRAVITY_MPS2,
    movements,
    velocityLossPercent: velocityLoss(reps),
    timeUnderTensionS: timeUnderTension(reps),
    tempo: tempoOf(reps),
    leftSharePercent: mean(reps.flatMap((rep) => rep.leftSharePercent ?? [])),
    lag: watchLag(
      judged.flatMap(({ movement, forceLateMs }) => (movement.verdict === 'counted' ? (forceLateMs ?? []) : [])),
    ),
  };
}

/** The static weight that the counted of these were lifted with: their median. Null while none has been measured. */
export function carriedN(items: readonly SetItem[]): number | null {
  const weightsN: number[] = [];
  for (const { movement, weightN } of items) {
    if (movement.verdict === 'counted' && weightN !== null) weightsN.push(weightN);
  }
  return median(weightsN);
}

/** What stayed below the top of earlier sets is a rep if the set's own reps end there too, and short of lockout if they don't. */
function settleShort(items: readonly SetItem[]): readonly SetItem[] {
  const own = items.filter(({ movement }) => movement.verdict === 'counted');
  const usualMm = median(own.flatMap(({ sizeMm }) => sizeMm ?? []));
  return items.map((item) => {
    if (!item.isShort) return item;
    const isWhole = usualMm !== null && (item.sizeMm ?? 0) >= FULL_SHARE * usualMm;
    const { movement } = item;
    const flags = isWhole ? movement.flags : ['short-of-lockout', ...movement.flags];
    const settled: Pick<Movement, 'verdict' | 'reasons' | 'flags'> = isWhole
      ? { verdict: 'counted', reasons: [], flags }
      : { verdict: 'partial', reasons: movement.reasons, flags };
    return { ...item, movement: { ...movement, ...settled } };
  });
}

/** The first reps had no top to be measured against, or one that this set contradicts: all are measured against the set's own now. */
function settleOvershoot(movements: readonly Movement[], learned: LearnedRange | undefined): readonly Movement[] {
  const counted = movements.filter(({ verdict }) => verdict === 'counted');
  const topMm = median(counted.flatMap((rep) => rep.topMm ?? []));
  const romMm = median(counted.flatMap((rep) => rep.romMm ?? []));
  const usual = topMm === null || romMm === null ? null : usualRange(learned, { topMm, romMm }, counted.length);
  if (usual === null) return movements;
  return movements.map((movement) => {
    const { topMm, flags } = movement;
    if (topMm === null) return movement;
    const isOver = overshoots(topMm, usual.topMm, usual.romMm);
    if (isOver === flags.includes(OVERSHOOT)) return movement;
    return { ...movement, flags: isOver ? [...flags, OVERSHOOT] : flags.filter((flag) => flag !== OVERSHOOT) };
  });
}

interface SetFacts {
  readonly usualMm: number | null;
  readonly usualN: number | null;
  readonly counted: number;
  readonly apart: ReadonlySet<number>;
  /** Put on its hooks, as far as force alone tells. */
  readonly racked: SetItem | null;
  readonly profile: ExerciseProfile;
  readonly looksRacked: boolean;
}

function settleMovement(
  item: SetItem,
  { usualMm, usualN, counted, apart, racked, profile, looksRacked }: SetFacts,
): Movement {
  const { movement, sizeMm, weightN } = item;
  if (movement.verdict !== 'counted') return movement;
  const lower = (verdict: Verdict, reason: string): Movement => ({
    ...movement,
    n: null,
    verdict,
    reasons: [...movement.reasons, reason],
    flags: verdict === 'partial' ? ['short-of-lockout', ...movement.flags] : movement.flags,
  });
  const forceOnly = movement.flags.includes('force-only');
  if (forceOnly && counted === 1) {
    return lower('doubtful', 'one movement alone, seen by its force alone, may be handling of the bar');
  }
  if (forceOnly && apart.has(movement.startUs)) {
    return lower('doubtful', "on force alone, and long before or after the set's other reps");
  }
  const isLight = weightN !== null && usualN !== null && weightN < LIGHT_SHARE * usualN;
  if (forceOnly && isLight && sizeMm === null && usualMm !== null) {
    return lower(
      'doubtful',
      "on force alone, with less than half the load of the set's other reps and without their movement",
    );
  }
  if (item === racked) {
    return lower('doubtful', 'on force alone, and the load put down at its top, as when a bar is put on its hooks');
  }
  if (movement.romMm !== null && movement.romMm < profile.romMinMm) {
    return lower('rejected', `moved ${Math.round(movement.romMm)} mm, less than any rep of this exercise`);
  }
  if (looksRacked && !forceOnly) {
    return lower('doubtful', 'one movement up and not down again, as when a bar is put on its hooks');
  }
  if (sizeMm === null || usualMm === null) return movement;
  if (sizeMm < (forceOnly ? FULL_SHARE_FORCE : FULL_SHARE) * usualMm) {
    return lower('partial', `moved ${Math.round(sizeMm)} mm, the set's other reps ${Math.round(usualMm)} mm`);
  }
  if (forceOnly && sizeMm > LARGE_SHARE * usualMm) {
    return lower('doubtful', "on force alone much larger than the set's other reps, so perhaps handling of the bar");
  }
  return movement;
}

/** One movement up that stayed up, or a few of them as short as the way to the hooks. */
const looksLikeRacking = (counted: readonly SetItem[], { romMinMm }: ExerciseProfile, atUs: number): boolean =>
  counted.every(({ movement }) => stayedUp(movement, atUs)) &&
  (counted.length === 1 ||
    counted.every(({ movement: { romMm } }) => romMm !== null && romMm < RACKED_ROMS * romMinMm));

/** A set that is ended in mid-hold, or a recording that stops there, says nothing of a bar that was put down up there. */
const stayedUp = ({ lockoutUs, endUs }: Movement, atUs: number): boolean =>
  lockoutUs === null || (endUs ?? atUs) - lockoutUs > STAYED_UP_US;

/**
 * The last movement, seen by its force alone, when the load is gone before a hold and a way down could be, and most others didn't end so. One that
 * is smaller than usual, as the way to the hooks is, is given the time of a way down.
 */
function putDownAtTop(counted: readonly SetItem[], usualMm: number | null, targetHoldS: number): SetItem | null {
  const isSoon = ({ putDownUs, sizeMm, movement: { lockoutUs } }: SetItem): boolean => {
    const isSmall = sizeMm !== null && usualMm !== null && sizeMm < SMALL_SHARE * usualMm;
    const limitUs = (isSmall ? WAY_DOWN_US : PUT_DOWN_US) + 0.8e6 * targetHoldS;
    return putDownUs !== null && lockoutUs !== null && putDownUs - lockoutUs < limitUs;
  };
  const last = counted.at(-1);
  if (last === undefined || !last.movement.flags.includes('force-only') || !isSoon(last)) return null;
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

function tempoOf(reps: readonly Movement[]): Tempo {
  const pauses = reps.slice(1).flatMap((rep, index) => {
    const { endUs } = reps[index]!;
    return endUs === null ? [] : [Math.max(0, rep.startUs - endUs) / 1e6];
  });
  return {
    concentricS: mean(reps.flatMap((rep) => rep.concentricS ?? [])),
    holdS: mean(reps.flatMap((rep) => rep.holdS ?? [])),
    eccentricS: mean(reps.flatMap((rep) => rep.eccentricS ?? [])),
    pauseS: mean(pauses),
  };
}
