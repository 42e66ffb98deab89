import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { gymDays } from '../../src/app/people/plans/days.ts';
import { TrainingBook } from '../../src/app/people/presence/training-book.ts';
import type { Programme } from '../../src/contracts/members.ts';
import { GUEST } from '../../src/members/presence-state.ts';
import { defaultProgramme } from '../../src/members/programme.ts';
import { makeSet } from '../support/messages.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MIRA = { ...GUEST, memberId: 'mira', alias: 'Mira', sessionId: 'one', since: '2026-11-22T17:00:00.000Z' };

/** A bay on which Mira, whose programme is one of squats, has just come; the database answers when it is told to. */
function gym(written: Programme[] = [{ ...defaultProgramme('squat', 'mira'), revision: 1 }]) {
  const { bay } = quietBay(parseConfig('', '/etc/lockout.yaml', {}).config.bays[0]!);
  const answers: (() => void)[] = [];
  const answered = <T>(value: T) => new Promise<T>((resolve) => answers.push(() => resolve(value)));
  const store = {
    programmes: { of: () => answered(written) },
    ranges: { get: () => answered(null) },
    history: { sets: () => answered({ items: [], next: null }), summaries: () => answered([]) },
  };
  const logger = pino({ level: 'silent' });
  const book = new TrainingBook({
    days: gymDays(''),
    store: () => store as never,
    onRest: () => undefined,
    onPlan: () => undefined,
    logger,
  });
  bay.on('lift', ({ kind }) => kind === 'exercise-changed' && book.turn(bay, MIRA));
  book.turn(bay, MIRA);
  const answer = () => {
    for (const one of answers.splice(0)) one();
  };
  /** The tick of the station. */
  const tick = () => book.betweenSets(bay);
  return { bay, book, answer, tick };
}

const isAt = (bay: ReturnType<typeof gym>['bay'], exercise: string) =>
  vi.waitFor(() => expect(bay.measuring.exercise).toBe(exercise), { timeout: 30_000 });

test('a programme takes the bay to its exercise, where it stays however slowly the database is read', async () => {
  const { bay, book, answer, tick } = gym();
  tick();
  expect(bay.measuring.exercise).toBe('hip-thrust');
  answer();
  await isAt(bay, 'squat');
  tick();
  expect(bay.measuring.exercise, 'while the sets of the new exercise are read').toBe('squat');
  answer();
  await vi.waitFor(() => expect(book.of('bay-1')?.isRead).toBe(true), { timeout: 30_000 });
  tick();
  expect(bay.measuring.exercise).toBe('squat');
  book.turn(bay, null);
  expect(bay.measuring.exercise, 'the next one finds the exercise of the bay').toBe('hip-thrust');
});

test('what a person has chosen stays, however slowly the database is read', async () => {
  const { bay, book, answer, tick } = gym();
  answer();
  await isAt(bay, 'squat');
  bay.selectExercise('deadlift');
  tick();
  answer();
  await vi.waitFor(() => expect(book.of('bay-1')?.isRead).toBe(true), { timeout: 30_000 });
  tick();
  expect(bay.measuring.exercise).toBe('deadlift');
});

test('after each set of a superset the bay goes on to the next exercise, and rests after the round', async () => {
  const of = (exercise: Programme['exercise'], superset: Programme['superset']) =>
    ({ ...defaultProgramme(exercise, 'mira'), revision: 1, sets: 2, restS: 90, superset }) as Programme;
  const { bay, book, answer, tick } = gym([of('squat', 'A2'), of('hip-thrust', 'A1')]);
  const isRead = () => vi.waitFor(() => expect(book.of('bay-1')?.isRead).toBe(true), { timeout: 30_000 });
  const settle = () => {
    const { exercise } = bay.measuring;
    const set = makeSet('bay-1', { sessionId: 'one', memberId: 'mira', exercise, startedAt: new Date().toISOString() });
    book.settled(bay, set, { movements: [] } as never);
    tick();
  };
  answer();
  await isRead();
  const seen: unknown[] = [];
  for (let each = 0; each < 4; each++) {
    const { place, next, restS } = book.plan('bay-1')!.superset!;
    seen.push([place, next, restS]);
    settle();
    answer();
    await isRead();
  }
  expect(seen).toEqual([
    ['A1', 'hip-thrust', 90],
    ['A2', 'squat', 0],
    ['A1', 'hip-thrust', 90],
    ['A2', 'squat', 0],
  ]);
  expect(book.plan('bay-1')!.superset).toMatchObject({ next: null });
  expect(book.review('bay-1')).toMatchObject({ programmeDone: true });
});

test('a new day begins once, at midnight of the station: what is left to do today is asked again then', () => {
  const clock = new VirtualClock(new Date(2026, 10, 22, 23, 59).getTime());
  const unused = { store: () => null as never, onRest: () => undefined, onPlan: () => undefined };
  const book = new TrainingBook({
    days: gymDays(''),
    ...unused,
    clock,
    logger: pino({ level: 'silent' }),
  });
  const seen = [0, 30_000, 60_000, 30_000].map((passedMs) => {
    clock.pass(passedMs);
    return book.isNewDay();
  });
  expect(seen).toEqual([false, false, true, false]);
});
