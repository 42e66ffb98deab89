/** Personal records and trends of one member, from their ended sets in few numbers. Pure: days are cut by a time zone that is handed in. */
import type { ExerciseName } from '../contracts/common.ts';
import type { LiftedLoad } from '../contracts/events.ts';
import type { DayTotal, NoOneRepMax, OneRepMaxEstimate, PersonalRecord, Trends } from '../contracts/history.ts';
import { rounded } from '../contracts/rounded.ts';
import { shownHoldS, shownLoad, shownVelocityMps } from '../contracts/shown.ts';

/** One ended set as records and trends need it. */
export interface SetSummary {
  setId: string;
  exercise: ExerciseName;
  at: string;
  /** entered, else measured; a drop set has several, and empty is: not known */
  loads: readonly LiftedLoad[];
  /** counted */
  reps: number;
  /** counted reps whose hold reached its target */
  holdMetReps: number;
  meanHoldS: number | null;
  bestMeanVelocityMps: number | null;
}

type Estimate =
  | { ok: true; oneRepMaxKg: number; errorKg: number; rSquared: number }
  /** null: the exercise has no estimate at all */
  | { ok: false; why: NoOneRepMax | null };

/** Estimates the one-repetition maximum from loads and what they allowed, or says why it can't. */
type EstimateOneRepMax = (points: readonly { loadKg: number; meanVelocityMps: number }[]) => Estimate;

/** Strength changes: an estimate rests on the sets of the last six weeks. */
export const ESTIMATE_DAYS = 42;

/** How days are cut, and how strength is estimated from loads and velocities. */
export interface Means {
  /** IANA name, such as Europe/Berlin */
  timeZone: string;
  estimate: EstimateOneRepMax;
}

/**
 * The best of each kind, per exercise. With a load: only what no heavier set equals, heaviest first.
 * @param sets oldest first: of equals the first one holds the record
 */
export function recordsOf(sets: readonly SetSummary[], means: Means): PersonalRecord[] {
  const done = sets.filter((set) => set.reps > 0);
  const exercises = [...new Set(done.map((set) => set.exercise))].sort();
  return exercises.flatMap((exercise) => {
    const of = done.filter((set) => set.exercise === exercise);
    const lifts = of.flatMap(liftsOf);
    return [
      ...best(lifts, 'load', ({ load }, as) => as.kg(load.loadKg)),
      ...frontier(lifts, 'reps-at-load', ({ load }) => load.reps),
      ...best(of.map(asWhole), 'volume', ({ set }, as) => volumeKg(set, as.kg)),
      ...frontier(lifts, 'velocity-at-load', ({ load }, as) => ifKnown(load.bestMeanVelocityMps, as.mps)),
      ...best(of.map(asWhole), 'hold', ({ set }, as) => ifKnown(set.meanHoldS, as.s)),
      ...highestEstimate(byDay(of, means.timeZone), means.estimate),
    ];
  });
}

/** The reps of a set that had one load; of the set as a whole, without a load where it had several or none is known. */
interface Lift {
  set: SetSummary;
  load: LiftedLoad;
}
interface Whole {
  set: SetSummary;
  load: LiftedLoad | null;
}

const liftsOf = (set: SetSummary): Lift[] => set.loads.filter(({ reps }) => reps > 0).map((load) => ({ set, load }));
const asWhole = (set: SetSummary): Whole => ({ set, load: set.loads.length === 1 ? set.loads[0]! : null });

const toRecord = ({ set, load }: Whole, kind: PersonalRecord['kind'], value: number): PersonalRecord => ({
  exercise: set.exercise,
  kind,
  value: rounded(value, 3),
  errorKg: null,
  loadKg: load?.loadKg ?? null,
  setId: set.setId,
  at: set.at,
});

type Figure = (value: number) => number;
const same: Figure = (value) => value;
const MEASURED = { kg: same, s: same, mps: same };
/** What looks the same beats nothing: lifts are compared as they are shown, and a record tells what was measured. */
const SHOWN: typeof MEASURED = { kg: shownLoad, s: shownHoldS, mps: shownVelocityMps };

type Measure<L> = (lift: L, as: typeof MEASURED) => number | null;

const ifKnown = (value: number | null, as: Figure) => (value === null ? null : as(value));

function best<L extends Whole>(lifts: readonly L[], kind: PersonalRecord['kind'], measure: Measure<L>) {
  let held: { lift: L; value: number } | null = null;
  for (const lift of lifts) {
    const value = measure(lift, SHOWN);
    if (value !== null && (held === null || value > held.value)) held = { lift, value };
  }
  return held ? [toRecord(held.lift, kind, measure(held.lift, MEASURED) ?? held.value)] : [];
}

/** From the heaviest load down, each one that beats every one as heavy or heavier. */
function frontier(lifts: readonly Lift[], kind: PersonalRecord['kind'], measure: Measure<Lift>): PersonalRecord[] {
  const records: PersonalRecord[] = [];
  const shown = lifts.flatMap((lift) => {
    const value = measure(lift, SHOWN);
    return value === null ? [] : [{ lift, loadKg: shownLoad(lift.load.loadKg), value }];
  });
  let highest = 0;
  for (const { lift, value } of shown.sort((a, b) => b.loadKg - a.loadKg || b.value - a.value)) {
    if (value <= highest) continue;
    highest = value;
    records.push(toRecord(lift, kind, measure(lift, MEASURED) ?? value));
  }
  return records;
}

/** It stands at the last set that it rests on. */
function highestEstimate(days: readonly Day[], estimate: EstimateOneRepMax): PersonalRecord[] {
  const estimates = foundOf(estimatesOf(days, estimate));
  if (estimates.length === 0) return [];
  const highest = estimates.reduce((a, b) => (b.oneRepMaxKg > a.oneRepMaxKg ? b : a));
  const { sets } = days.find(({ day }) => day === highest.day)!;
  const { oneRepMaxKg, errorKg } = highest;
  return [{ ...toRecord({ set: sets.at(-1)!, load: null }, 'one-rep-max', oneRepMaxKg), errorKg }];
}

/** Everything that a member's page draws of one exercise. @param sets oldest first */
export function trendsOf(sets: readonly SetSummary[], exercise: ExerciseName, { timeZone, estimate }: Means): Trends {
  const of = sets.filter((set) => set.exercise === exercise);
  const days = byDay(of, timeZone);
  const estimates = estimatesOf(days, estimate);
  const latest = estimates.at(-1)?.found;
  return {
    exercise,
    days: days.map(dayTotal),
    loadVelocity: of.flatMap(({ setId, at, loads }) =>
      loads.flatMap(({ loadKg, bestMeanVelocityMps }) =>
        bestMeanVelocityMps === null ? [] : [{ setId, at, loadKg, bestMeanVelocityMps }],
      ),
    ),
    oneRepMax: foundOf(estimates),
    oneRepMaxMissing: !latest || latest.ok ? null : latest.why,
  };
}

interface Day {
  /** such as 2026-11-22 */
  day: string;
  sets: SetSummary[];
}

function byDay(sets: readonly SetSummary[], timeZone: string): Day[] {
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const days = new Map<string, SetSummary[]>();
  for (const set of sets) {
    const day = format.format(new Date(set.at));
    const known = days.get(day);
    if (known) known.push(set);
    else days.set(day, [set]);
  }
  return [...days].map(([day, of]) => ({ day, sets: of }));
}

/** The load of each rep, summed. */
const volumeKg = ({ loads }: SetSummary, kg: Figure): number | null =>
  loads.length === 0 ? null : sum(loads.map(({ loadKg, reps }) => kg(loadKg) * reps));

function dayTotal({ day, sets }: Day): DayTotal {
  const reps = sum(sets.map((set) => set.reps));
  const held = sets.filter((set) => set.meanHoldS !== null);
  const heldReps = sum(held.map((set) => set.reps));
  return {
    day,
    exercise: sets[0]!.exercise,
    sets: sets.length,
    reps,
    volumeKg: rounded(sum(sets.map((set) => volumeKg(set, same) ?? 0)), 1),
    meanHoldS: heldReps === 0 ? null : rounded(sum(held.map((set) => set.meanHoldS! * set.reps)) / heldReps, 3),
    holdMetPercent: reps === 0 ? null : rounded((100 * sum(sets.map((set) => set.holdMetReps))) / reps, 1),
    bestMeanVelocityMps: largest(sets.map((set) => set.bestMeanVelocityMps)),
    maxLoadKg: largest(sets.flatMap((set) => set.loads.map(({ loadKg }) => loadKg))),
  };
}

function estimatesOf(days: readonly Day[], estimate: EstimateOneRepMax): { day: string; found: Estimate }[] {
  return days.map(({ day }, index) => {
    const recent = days.slice(0, index + 1).filter((other) => daysApart(other.day, day) < ESTIMATE_DAYS);
    const points = recent.flatMap(({ sets }) =>
      sets
        .flatMap(({ loads }) => loads)
        .flatMap(({ loadKg, bestMeanVelocityMps }) =>
          bestMeanVelocityMps === null ? [] : [{ loadKg, meanVelocityMps: bestMeanVelocityMps }],
        ),
    );
    return { day, found: estimate(points) };
  });
}

const foundOf = (estimates: readonly { day: string; found: Estimate }[]): OneRepMaxEstimate[] =>
  estimates.flatMap(({ day, found }) =>
    found.ok
      ? [
          {
            day,
            oneRepMaxKg: rounded(found.oneRepMaxKg, 1),
            errorKg: rounded(found.errorKg, 1),
            rSquared: rounded(found.rSquared, 3),
          },
        ]
      : [],
  );

const daysApart = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / 86_400_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
