/** Personal records and trends of one member, from their ended sets in few numbers. Pure: days are cut by a time zone that is handed in. */
import type { ExerciseName } from '../contracts/common.ts';
import type { DayTotal, NoOneRepMax, OneRepMaxEstimate, PersonalRecord, Trends } from '../contracts/history.ts';
import { rounded } from '../contracts/rounded.ts';

/** One ended set as records and trends need it. */
export interface SetSummary {
  setId: string;
  exercise: ExerciseName;
  at: string;
  /** entered, else measured */
  loadKg: number | null;
  /** counted */
  reps: number;
  /** counted reps whose hold reached its target */
  holdMetReps: number;
  meanHoldS: number | null;
  bestMeanVelocityMps: number | null;
}

export type Estimate =
  | { ok: true; oneRepMaxKg: number; errorKg: number; rSquared: number }
  /** null: the exercise has no estimate at all */
  | { ok: false; why: NoOneRepMax | null };

/** Estimates the one-repetition maximum from loads and what they allowed, or says why it can't. */
export type EstimateOneRepMax = (points: readonly { loadKg: number; meanVelocityMps: number }[]) => Estimate;

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
  const lifted = sets.filter((set) => set.reps > 0);
  const exercises = [...new Set(lifted.map((set) => set.exercise))].sort();
  return exercises.flatMap((exercise) => {
    const of = lifted.filter((set) => set.exercise === exercise);
    return [
      ...best(of, 'load', (set) => set.loadKg),
      ...frontier(of, 'reps-at-load', (set) => set.reps),
      ...best(of, 'volume', volumeKg),
      ...frontier(of, 'velocity-at-load', (set) => set.bestMeanVelocityMps),
      ...best(of, 'hold', (set) => set.meanHoldS),
      ...highestEstimate(byDay(of, means.timeZone), means.estimate),
    ];
  });
}

type Measure = (set: SetSummary) => number | null;

const toRecord = (set: SetSummary, kind: PersonalRecord['kind'], value: number): PersonalRecord => ({
  exercise: set.exercise,
  kind,
  value: rounded(value, 3),
  errorKg: null,
  loadKg: set.loadKg,
  setId: set.setId,
  at: set.at,
});

/**
 * As plates make it: the same bar is measured 79.98 kg one day and 80.06 the next, which is no record. Half a kilogram is also what a
 * load is shown to.
 */
const plateKg = (loadKg: number) => Math.round(loadKg * 2) / 2;
const asPlates = (set: SetSummary): SetSummary => ({
  ...set,
  loadKg: set.loadKg === null ? null : plateKg(set.loadKg),
});

function best(sets: readonly SetSummary[], kind: PersonalRecord['kind'], measure: Measure): PersonalRecord[] {
  let held: { set: SetSummary; value: number } | null = null;
  for (const set of sets) {
    const value = measure(asPlates(set));
    if (value !== null && (held === null || value > held.value)) held = { set, value };
  }
  return held ? [toRecord(held.set, kind, measure(held.set) ?? held.value)] : [];
}

/** From the heaviest set down, each one that beats every one as heavy or heavier. */
function frontier(sets: readonly SetSummary[], kind: PersonalRecord['kind'], measure: Measure): PersonalRecord[] {
  const records: PersonalRecord[] = [];
  const measured = sets.flatMap((set) => {
    const value = measure(set);
    return set.loadKg === null || value === null ? [] : [{ set, loadKg: plateKg(set.loadKg), value }];
  });
  for (const { set, value } of measured.sort((a, b) => b.loadKg - a.loadKg || b.value - a.value))
    if (value > (records.at(-1)?.value ?? 0)) records.push(toRecord(set, kind, value));
  return records;
}

/** It stands at the last set that it rests on. */
function highestEstimate(days: readonly Day[], estimate: EstimateOneRepMax): PersonalRecord[] {
  const estimates = foundOf(estimatesOf(days, estimate));
  if (estimates.length === 0) return [];
  const highest = estimates.reduce((a, b) => (b.oneRepMaxKg > a.oneRepMaxKg ? b : a));
  const { sets } = days.find(({ day }) => day === highest.day)!;
  const { oneRepMaxKg, errorKg } = highest;
  return [{ ...toRecord(sets.at(-1)!, 'one-rep-max', oneRepMaxKg), errorKg, loadKg: null }];
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
    loadVelocity: of.flatMap(({ setId, at, loadKg, bestMeanVelocityMps }) =>
      loadKg === null || bestMeanVelocityMps === null ? [] : [{ setId, at, loadKg, bestMeanVelocityMps }],
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

const volumeKg = ({ loadKg, reps }: SetSummary): number | null => (loadKg === null ? null : loadKg * reps);

function dayTotal({ day, sets }: Day): DayTotal {
  const reps = sum(sets.map((set) => set.reps));
  const held = sets.filter((set) => set.meanHoldS !== null);
  const heldReps = sum(held.map((set) => set.reps));
  return {
    day,
    exercise: sets[0]!.exercise,
    sets: sets.length,
    reps,
    volumeKg: rounded(sum(sets.map((set) => volumeKg(set) ?? 0)), 1),
    meanHoldS: heldReps === 0 ? null : rounded(sum(held.map((set) => set.meanHoldS! * set.reps)) / heldReps, 3),
    holdMetPercent: reps === 0 ? null : rounded((100 * sum(sets.map((set) => set.holdMetReps))) / reps, 1),
    bestMeanVelocityMps: largest(sets.map((set) => set.bestMeanVelocityMps)),
    maxLoadKg: largest(sets.map((set) => set.loadKg)),
  };
}

function estimatesOf(days: readonly Day[], estimate: EstimateOneRepMax): { day: string; found: Estimate }[] {
  return days.map(({ day }, index) => {
    const recent = days.slice(0, index + 1).filter((other) => daysApart(other.day, day) < ESTIMATE_DAYS);
    const points = recent.flatMap(({ sets }) =>
      sets.flatMap(({ loadKg, bestMeanVelocityMps }) =>
        loadKg === null || bestMeanVelocityMps === null ? [] : [{ loadKg, meanVelocityMps: bestMeanVelocityMps }],
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
