import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { exerciseNames } from '../../src/contracts/exercises.ts';
import { type LoadTarget, Programme } from '../../src/contracts/members.ts';
import { Plan } from '../../src/contracts/presence.ts';
import { velocityLossAdvice } from '../../src/members/advice.ts';
import { type DoneSet, defaultProgramme, exerciseDue, planOf } from '../../src/members/programme.ts';

const set = (at: string, countedReps = 10, loadKg: number | null = 80, further: Partial<DoneSet> = {}): DoneSet => ({
  startedAt: `2026-11-${at}:00.000Z`,
  countedReps,
  isWarmUp: false,
  loadKg,
  loads: [],
  enteredLoadKg: null,
  meanHoldS: 1.2,
  bestMeanVelocityMps: 0.4,
  ...further,
});

function plan(sets: DoneSet[], load: LoadTarget = { kind: 'free' }, oneRepMaxKg: number | null = null) {
  const programme = { ...defaultProgramme('hip-thrust', null), load };
  const input = { programme, sets, dayOf: (at: string) => at.slice(0, 10), at: '2026-11-22T18:00:00.000Z' };
  const made = planOf({ ...input, oneRepMaxKg, advice: null });
  expect(Compile(Plan).Errors(made)).toEqual([]);
  return made;
}

test('without a programme of their own, a member gets that of the exercise', () => {
  for (const exercise of exerciseNames) {
    const programme = defaultProgramme(exercise, null);
    expect(Compile(Programme).Errors(programme), exercise).toEqual([]);
    expect(programme.revision).toBe(0);
  }
  expect(defaultProgramme('hip-thrust', null)).toMatchObject({ repsMin: 8, repsMax: 10, holdS: 1, sets: 3 });
});

test('the first time ever: the target alone', () => {
  expect(plan([])).toMatchObject({ setsDone: 0, nextLoadKg: null, lastTime: null });
  expect(plan([]).nextStep).toBe('Set 1 of 3: 8 to 10 reps, hold 1 s');
});

test('today counts what was done today, and last time tells the whole last day', () => {
  const sets = [
    set('22T17:30', 9, 82),
    set('22T17:20', 10, 82),
    set('22T17:19', 0, 82),
    set('20T09:10', 8, 80, { meanHoldS: 1, bestMeanVelocityMps: 0.35 }),
    set('20T09:00', 10, 75, { meanHoldS: null }),
    set('18T09:00', 10, 100),
  ];
  expect(plan(sets)).toMatchObject({
    setsDone: 2,
    nextLoadKg: 82,
    nextStep: 'Set 3 of 3: 8 to 10 reps at 82 kg, hold 1 s',
    lastTime: {
      at: '2026-11-20T09:10:00.000Z',
      sets: 2,
      reps: 18,
      loadKg: 80,
      meanHoldS: 1,
      bestMeanVelocityMps: 0.4,
    },
  });
});

test('when every set is done it says so', () => {
  const three = [set('22T17:30'), set('22T17:20'), set('22T17:10')];
  expect(plan(three).nextStep).toBe('All 3 sets done');
  expect(plan([set('22T17:40'), ...three]).nextStep).toBe('All 3 sets done, and 1 more');
});

test('what a person entered goes before what the scale said', () => {
  expect(plan([set('22T17:30', 10, 81.3, { enteredLoadKg: 80 })]).nextLoadKg).toBe(80);
});

test('all reps in every set of last time: the next pair of plates', () => {
  const full = plan([set('20T09:10'), set('20T09:00')]);
  expect(full.nextLoadKg).toBe(82.5);
  expect(full.nextStep).toBe(
    'Set 1 of 3: 8 to 10 reps at 82.5 kg, hold 1 s. Last time every set had 10 reps: 2.5 kg more',
  );
  expect(plan([set('20T09:10', 9), set('20T09:00')]).nextLoadKg).toBe(80);
  expect(plan([set('20T09:10')]).nextLoadKg).toBe(80);
});

test('a fixed load, a share of the 1RM, and the 1RM that is not known yet', () => {
  expect(plan([set('20T09:10')], { kind: 'load', loadKg: 60 }).nextLoadKg).toBe(60);
  expect(plan([], { kind: 'percent-1rm', percent: 75 }, 139).nextLoadKg).toBe(102.5);
  const unknown = plan([], { kind: 'percent-1rm', percent: 75 });
  expect(unknown.nextLoadKg).toBeNull();
  expect(unknown.nextStep).toMatch(/Its load is 75 % of your 1RM, which is known after three loads$/);
});

test('a velocity zone makes the next set heavier or lighter', () => {
  const zone = { kind: 'velocity', minMps: 0.35, maxMps: 0.45 } as const;
  const next = (bestMeanVelocityMps: number | null) =>
    plan([set('22T17:30', 8, 100, { bestMeanVelocityMps })], zone).nextLoadKg;
  expect(next(0.4)).toBe(100);
  expect(next(0.5)).toBe(105);
  expect(next(0.3)).toBe(95);
  expect(next(null)).toBe(100);
  expect(plan([], zone).nextLoadKg).toBeNull();
  expect(plan([set('22T17:30', 8, 20, { bestMeanVelocityMps: 0.9 })], zone).nextLoadKg).toBe(22.5);
  const loads = [
    { loadKg: 100, reps: 4, bestMeanVelocityMps: 0.4 },
    { loadKg: 60, reps: 6, bestMeanVelocityMps: 0.9 },
  ];
  const drop = set('22T17:30', 10, 60, { bestMeanVelocityMps: 0.9, loads });
  expect(plan([drop], zone).nextLoadKg).toBe(100);
});

test('advice comes after two slow reps in a row, and goes when one is fast again', () => {
  expect(velocityLossAdvice([])).toBeNull();
  expect(velocityLossAdvice([0.5])).toBeNull();
  expect(velocityLossAdvice([0.5, 0.39])).toBeNull();
  expect(velocityLossAdvice([0.4, 0.5, 0.38, 0.39])).toEqual({
    kind: 'slower',
    params: { lossPercent: 22 },
    text: '22 % slower than your fastest rep, twice in a row: a good moment to end the set',
  });
  expect(velocityLossAdvice([0.5, 0.39, 0.38, 0.45])).toBeNull();
  expect(velocityLossAdvice([0.5, 0.39, null])).toBeNull();
  expect(velocityLossAdvice([null, null])).toBeNull();
  expect(velocityLossAdvice([0, 0])).toBeNull();
});

test('whose turn it is: the exercise of the bay, as long as it is one of theirs and not done', () => {
  const written = (exercise: 'squat' | 'deadlift' | 'hip-thrust', day: string) => ({
    ...defaultProgramme(exercise, 'mira'),
    revision: 1,
    sets: 2,
    updatedAt: `2026-11-${day}T10:00:00.000Z`,
  });
  const squat = written('squat', '02');
  const deadlift = written('deadlift', '01');
  const thrust = written('hip-thrust', '03');
  const done = (exercise: 'squat' | 'deadlift' | 'hip-thrust', countedReps = 8, isWarmUp = false) => ({
    exercise,
    countedReps,
    isWarmUp,
  });
  expect(exerciseDue('hip-thrust', [], [])).toBe('hip-thrust');
  expect(exerciseDue('hip-thrust', [squat, thrust], [])).toBe('hip-thrust');
  expect(exerciseDue('hip-thrust', [squat, deadlift], [])).toBe('deadlift');
  expect(exerciseDue('hip-thrust', [squat, deadlift], [done('deadlift'), done('deadlift')])).toBe('squat');
  expect(exerciseDue('hip-thrust', [squat, thrust], [done('hip-thrust'), done('hip-thrust', 0)])).toBe('hip-thrust');
  expect(exerciseDue('hip-thrust', [squat, thrust], [done('hip-thrust'), done('hip-thrust')])).toBe('squat');
  // A warm-up is none of the sets of the programme.
  expect(exerciseDue('hip-thrust', [squat, thrust], [done('hip-thrust'), done('hip-thrust', 8, true)])).toBe(
    'hip-thrust',
  );
  expect(exerciseDue('bench-press', [thrust], [done('hip-thrust'), done('hip-thrust')])).toBe('bench-press');
});

test('a warm-up is none of the sets done, and says nothing of the next load', () => {
  const warmUp = set('22T16:40', 12, 40, { isWarmUp: true });
  expect(plan([warmUp])).toMatchObject({ setsDone: 0, nextLoadKg: null, lastTime: null });
  expect(plan([set('22T17:00'), warmUp])).toMatchObject({ setsDone: 1, nextLoadKg: 80 });
});
