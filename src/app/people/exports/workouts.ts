/** Training days, as other apps call a workout: the ended sets of one local day with at least one counted rep. */
import type { ExerciseName } from '../../../contracts/common.ts';
import { isCounted, type LiftedLoad, liftedLoads, type Rep, type SetEvent } from '../../../contracts/events.ts';
import { shownLoad } from '../../../contracts/shown.ts';
import type { SetWithReps } from './export-member.ts';

export interface Workout {
  /** local day, such as 2026-11-22 */
  day: string;
  /** Oldest first, at least one; a drop set is one for each of its loads. */
  sets: WorkoutSet[];
  startedAt: Date;
  endedAt: Date;
}

/** Reps with one load, as these formats know a set. */
export interface WorkoutSet extends Pick<LiftedLoad, 'reps' | 'bestMeanVelocityMps'> {
  exercise: ExerciseName;
  startedAt: string;
  endedAt: string;
  /** As the screens show it; null when nobody entered it and nothing measured it. */
  loadKg: number | null;
  meanHoldS: number | null;
  isWarmUp: boolean;
  rpe: number | null;
  note: string;
  /** It follows on the one before with another load. */
  isDrop: boolean;
}

type EndedSet = SetEvent & { endedAt: string };

/** A replay of a recording is not training. */
const isTraining = (set: SetEvent): set is EndedSet =>
  set.endedAt !== null && set.countedReps > 0 && set.source !== 'replay';

/** One for each load, in order; each begins with its first rep, and ends where the next one begins. */
function setsOf({ set, reps }: { set: EndedSet; reps: readonly Rep[] }): WorkoutSet[] {
  const counted = reps.filter(isCounted);
  const loads = liftedLoads(set);
  const { exercise, meanHoldS, startedAt, endedAt, bestMeanVelocityMps, isWarmUp, rpe, note } = set;
  const whole = { exercise, meanHoldS, startedAt, endedAt, isWarmUp, rpe, note };
  if (loads.length === 0)
    return [{ ...whole, loadKg: null, reps: set.countedReps, bestMeanVelocityMps, isDrop: false }];
  let before = 0;
  const starts = loads.map((load) => {
    const first = counted[before];
    before += load.reps;
    return first?.startedAt ?? startedAt;
  });
  return loads.map((load, index) => ({
    ...whole,
    ...load,
    loadKg: shownLoad(load.loadKg),
    startedAt: index === 0 ? startedAt : starts[index]!,
    endedAt: starts[index + 1] ?? endedAt,
    isDrop: index > 0,
  }));
}

/** Oldest first. */
export function workoutsOf(sets: readonly SetWithReps[], timeZone: string): Workout[] {
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const days = new Map<string, WorkoutSet[]>();
  for (const { set, reps } of sets) {
    if (!isTraining(set)) continue;
    const day = dayOf.format(new Date(set.startedAt));
    days.set(day, [...(days.get(day) ?? []), ...setsOf({ set, reps })]);
  }
  return [...days]
    .map(([day, ofDay]) => {
      const ordered = ofDay.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
      const endedAt = ordered
        .map((set) => set.endedAt)
        .sort()
        .at(-1)!;
      return { day, sets: ordered, startedAt: new Date(ordered[0]!.startedAt), endedAt: new Date(endedAt) };
    })
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** Parts of a local time, two digits each, the month in three letters too. */
export function localTime(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    year: part('year'),
    month: part('month'),
    monthName: MONTHS[Number(part('month')) - 1] ?? '',
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
