/** Whose turn it is among exercises that are done in turn. Pure. */
import type { ExerciseName } from '../contracts/common.ts';
import type { SetEvent } from '../contracts/events.ts';
import type { Programme } from '../contracts/members.ts';
import type { Superset } from '../contracts/superset.ts';
import { groupLetter } from '../contracts/superset-places.ts';
import { isWork } from './is-work.ts';

type DoneToday = readonly Pick<SetEvent, 'exercise' | 'countedReps' | 'isWarmUp'>[];

/** The superset of this exercise; null: it has none, or no other exercise is in it. */
export function supersetOf(
  exercise: ExerciseName,
  written: readonly Programme[],
  doneToday: DoneToday,
): Superset | null {
  const place = written.find((one) => one.exercise === exercise)?.superset ?? null;
  if (place === null) return null;
  const group = written
    .flatMap((one) => (one.superset ? [{ ...one, place: one.superset }] : []))
    .filter((one) => groupLetter(one.place) === groupLetter(place))
    .sort((a, b) => a.place.localeCompare(b.place));
  if (group.length < 2) return null;
  const exercises = group.map((one) => ({
    exercise: one.exercise,
    place: one.place,
    setsDone: doneToday.filter((set) => set.exercise === one.exercise && isWork(set)).length,
    sets: one.sets,
  }));
  const left = exercises.filter(({ setsDone, sets }) => setsDone < sets);
  const fewest = Math.min(...left.map(({ setsDone }) => setsDone));
  const next = left.find(({ setsDone }) => setsDone === fewest);
  const isWithinRound = next !== undefined && exercises.some(({ setsDone }) => setsDone > fewest);
  const restS = isWithinRound ? 0 : Math.max(...group.map((one) => one.restS));
  return { place, exercises, next: next?.exercise ?? null, restS };
}
