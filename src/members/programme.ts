/** What a member is to do, how far they are today, and what comes next. Pure; "today" is decided by who asks. */
import type { Advice } from '../contracts/advice.ts';
import type { ExerciseName } from '../contracts/common.ts';
import { heaviestLoad, type SetEvent } from '../contracts/events.ts';
import { exercises } from '../contracts/exercises.ts';
import type { LoadTarget, Programme } from '../contracts/members.ts';
import type { Plan } from '../contracts/presence.ts';
import { rounded } from '../contracts/rounded.ts';
import type { Superset } from '../contracts/superset.ts';
import { isWork } from './is-work.ts';
import { supersetOf } from './superset.ts';

/** The fields of a set that a plan uses. */
export type DoneSet = Pick<
  SetEvent,
  'startedAt' | 'countedReps' | 'isWarmUp' | 'loadKg' | 'loads' | 'enteredLoadKg' | 'meanHoldS' | 'bestMeanVelocityMps'
>;

/** A pair of the lightest common plates. */
const LOAD_STEP_KG = 2.5;
/** How much lighter or heavier the next set is when the velocity was outside of its zone. */
const ZONE_STEP_SHARE = 0.05;
const DEFAULT_SETS = 3;
const DEFAULT_REST_S = 120;

/** The defaults of the exercise. */
export function defaultProgramme(exercise: ExerciseName, memberId: string | null): Programme {
  const { targetRepsMin, targetRepsMax, targetHoldS } = exercises[exercise];
  return {
    memberId,
    revision: 0,
    exercise,
    sets: DEFAULT_SETS,
    repsMin: targetRepsMin,
    repsMax: targetRepsMax,
    holdS: targetHoldS,
    tempo: null,
    load: { kind: 'free' },
    restS: DEFAULT_REST_S,
    note: '',
    updatedAt: null,
  };
}

/**
 * Which exercise it is the turn of: that of the bay, unless a trainer wrote others and it is none of them or done for today; then the
 * one written first of those that are left. Within a superset it goes on in turn.
 */
export function exerciseDue(
  here: ExerciseName,
  written: readonly Programme[],
  doneToday: readonly Pick<SetEvent, 'exercise' | 'countedReps' | 'isWarmUp'>[],
): ExerciseName {
  const setsOf = (name: ExerciseName) => doneToday.filter((set) => set.exercise === name && isWork(set)).length;
  const left = written.filter(({ exercise, sets }) => setsOf(exercise) < sets);
  if (left.length === 0) return here;
  const [first] = left.toSorted((a, b) => (a.updatedAt ?? '').localeCompare(b.updatedAt ?? ''));
  const { exercise: turn } = left.find(({ exercise }) => exercise === here) ?? first!;
  return supersetOf(turn, written, doneToday)?.next ?? turn;
}

interface PlanInput {
  programme: Programme;
  /** Sets of this member and exercise, newest first, as far back as the last time. */
  sets: readonly DoneSet[];
  /** The local day of a time, such as 2026-11-22. */
  dayOf: (at: string) => string;
  /** ISO time of now. */
  at: string;
  /** Estimate of the one-repetition maximum; null when nothing says. */
  oneRepMaxKg: number | null;
  advice: Advice | null;
  superset?: Superset | null;
}

export function planOf({ programme, sets, dayOf, at, oneRepMaxKg, advice, superset = null }: PlanInput): Plan {
  const done = sets.filter(isWork);
  const today = dayOf(at);
  const todays = done.filter(({ startedAt }) => dayOf(startedAt) === today);
  const before = done.filter(({ startedAt }) => dayOf(startedAt) < today);
  const lastDay = before[0] ? dayOf(before[0].startedAt) : null;
  const last = before.filter(({ startedAt }) => dayOf(startedAt) === lastDay);
  const nextLoadKg = nextLoad(programme, todays, last, oneRepMaxKg);
  return {
    programme,
    setsDone: todays.length,
    nextLoadKg,
    nextStep: nextStep(programme, todays.length, nextLoadKg, last),
    advice,
    lastTime: lastTimeOf(last),
    ...(superset && { superset }),
  };
}

/** What a person said lay on the bar, else what the scale said; of a drop set its heaviest. */
const loadOf = (set: DoneSet): number | null => heaviestLoad(set)?.loadKg ?? null;

function nextLoad(
  { load, repsMax }: Programme,
  todays: readonly DoneSet[],
  last: readonly DoneSet[],
  oneRepMaxKg: number | null,
): number | null {
  switch (load.kind) {
    case 'load':
      return rounded(load.loadKg, 2);
    case 'percent-1rm':
      return oneRepMaxKg === null ? null : toStep((oneRepMaxKg * load.percent) / 100);
    case 'velocity':
      return loadForZone(load, todays[0] ?? heaviest(last));
    case 'free':
      return todays[0] ? loadOf(todays[0]) : afterLastTime(last, repsMax);
  }
}

function loadForZone({ minMps, maxMps }: Extract<LoadTarget, { kind: 'velocity' }>, set: DoneSet | undefined) {
  const { loadKg = null, bestMeanVelocityMps = null } = (set && heaviestLoad(set)) ?? {};
  if (loadKg === null || bestMeanVelocityMps === null) return loadKg;
  if (bestMeanVelocityMps > maxMps)
    return rounded(Math.max(toStep(loadKg * (1 + ZONE_STEP_SHARE)), loadKg + LOAD_STEP_KG), 2);
  if (bestMeanVelocityMps < minMps) return toStep(loadKg * (1 - ZONE_STEP_SHARE));
  return loadKg;
}

/** Who did all the reps of every set last time is ready for the next pair of plates. */
function afterLastTime(last: readonly DoneSet[], repsMax: number): number | null {
  const top = heaviest(last);
  const loadKg = top ? loadOf(top) : null;
  if (loadKg === null) return null;
  return isReadyForMore(last, repsMax) ? rounded(loadKg + LOAD_STEP_KG, 2) : loadKg;
}

const isReadyForMore = (last: readonly DoneSet[], repsMax: number) =>
  last.length > 1 && last.every(({ countedReps }) => countedReps >= repsMax);

const heaviest = (sets: readonly DoneSet[]): DoneSet | undefined =>
  [...sets].sort((a, b) => (loadOf(b) ?? 0) - (loadOf(a) ?? 0))[0];

const toStep = (loadKg: number) => Math.floor(loadKg / LOAD_STEP_KG) * LOAD_STEP_KG;

function nextStep(
  { sets, repsMin, repsMax, holdS, load }: Programme,
  done: number,
  loadKg: number | null,
  last: readonly DoneSet[],
): string {
  if (done >= sets) return done === sets ? `All ${sets} sets done` : `All ${sets} sets done, and ${done - sets} more`;
  const reps = repsMin === repsMax ? `${repsMin} reps` : `${repsMin} to ${repsMax} reps`;
  const at = loadKg === null ? '' : ` at ${kg(loadKg)}`;
  const hold = holdS > 0 ? `, hold ${holdS} s` : '';
  const isMore = load.kind === 'free' && done === 0 && loadKg !== null && isReadyForMore(last, repsMax);
  const remark = isMore
    ? `. Last time every set had ${repsMax} reps: ${kg(LOAD_STEP_KG)} more`
    : load.kind === 'percent-1rm' && loadKg === null
      ? `. Its load is ${load.percent} % of your 1RM, which is known after three loads`
      : '';
  return `Set ${done + 1} of ${sets}: ${reps}${at}${hold}${remark}`;
}

const kg = (value: number) => `${Math.round(value * 10) / 10} kg`;

function lastTimeOf(last: readonly DoneSet[]): Plan['lastTime'] {
  const [latest] = last;
  if (!latest) return null;
  const loads = last.flatMap((set) => loadOf(set) ?? []);
  const velocities = last.flatMap(({ bestMeanVelocityMps }) => bestMeanVelocityMps ?? []);
  const held = last.filter(({ meanHoldS }) => meanHoldS !== null);
  const heldReps = held.reduce((sum, { countedReps }) => sum + countedReps, 0);
  const holdSum = held.reduce((sum, { meanHoldS, countedReps }) => sum + meanHoldS! * countedReps, 0);
  return {
    at: latest.startedAt,
    sets: last.length,
    reps: last.reduce((sum, { countedReps }) => sum + countedReps, 0),
    loadKg: loads.length > 0 ? Math.max(...loads) : null,
    meanHoldS: heldReps > 0 ? Math.round((holdSum / heldReps) * 100) / 100 : null,
    bestMeanVelocityMps: velocities.length > 0 ? Math.max(...velocities) : null,
  };
}
