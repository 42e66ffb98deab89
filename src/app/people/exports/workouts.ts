/** Workouts, as other apps know them: ended sets with at least one counted rep, with no longer pause than a rest between them. */
import type { ExerciseName } from '../../../contracts/common.ts';
import { isCounted, type LiftedLoad, liftedLoads, type Rep, type SetEvent } from '../../../contracts/events.ts';
import type { SetDetail } from '../../../contracts/http.ts';
import { rounded } from '../../../contracts/rounded.ts';
import { groupLetter } from '../../../contracts/superset-places.ts';

export interface Workout {
  /** local day on which it began, such as 2026-11-22 */
  day: string;
  /** Oldest first, at least one; a drop set is one for each of its loads. */
  sets: WorkoutSet[];
  startedAt: Date;
  endedAt: Date;
}

/** Reps with one load, as these formats know a set. */
export interface WorkoutSet extends Pick<LiftedLoad, 'reps' | 'bestMeanVelocityMps'> {
  exercise: ExerciseName;
  side: SetEvent['side'];
  startedAt: string;
  endedAt: string;
  /** Null: neither entered nor measured. */
  loadKg: number | null;
  meanHoldS: number | null;
  isWarmUp: boolean;
  rpe: number | null;
  note: string;
  /** A letter that sets done in turn share. */
  superset: string | null;
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
  const { exercise, side, meanHoldS, startedAt, endedAt, bestMeanVelocityMps, isWarmUp, rpe, note } = set;
  const superset = set.superset ? groupLetter(set.superset) : null;
  const whole = { exercise, side, meanHoldS, startedAt, endedAt, isWarmUp, rpe, note, superset };
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
    loadKg: rounded(load.loadKg, 2),
    startedAt: index === 0 ? startedAt : starts[index]!,
    endedAt: starts[index + 1] ?? endedAt,
    isDrop: index > 0,
  }));
}

/** Who trained at six in the morning and comes again in the evening has trained twice; who goes on after midnight, once. */
const PAUSE_MS = 2 * 3_600_000;

/** Oldest first. */
export function workoutsOf(sets: readonly SetDetail[], timeZone: string): Workout[] {
  const ordered = sets
    .flatMap(({ set, reps }) => (isTraining(set) ? setsOf({ set, reps }) : []))
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const workouts: Workout[] = [];
  for (const set of ordered) {
    const startedAt = new Date(set.startedAt);
    const endedAt = new Date(set.endedAt);
    const latest = workouts.at(-1);
    if (latest && startedAt.getTime() - latest.endedAt.getTime() <= PAUSE_MS) {
      latest.sets.push(set);
      if (endedAt > latest.endedAt) latest.endedAt = endedAt;
    } else workouts.push({ day: localDay(startedAt, timeZone), sets: [set], startedAt, endedAt });
  }
  return workouts;
}

function localDay(at: Date, timeZone: string): string {
  const { year, month, day } = localTime(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** How far local time is ahead of UTC then, in seconds. */
export function offsetS(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, timeZone);
  const localMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return localMs / 1000 - Math.floor(at.getTime() / 1000);
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
