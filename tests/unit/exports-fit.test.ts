/** What Garmin's own decoder, and another reader, make of our FIT files. */
import { Decoder, Profile, Stream } from '@garmin/fitsdk';
import { unzipSync } from 'fflate';
import FitParser from 'fit-file-parser';
import { describe, expect, it } from 'vitest';
import { fitExport } from '../../src/app/people/exports/fit.ts';
import { workoutsOf } from '../../src/app/people/exports/workouts.ts';
import type { SetEvent } from '../../src/contracts/events.ts';
import { makeRep, makeSet } from '../support/messages.ts';

const TIME_ZONE = 'Europe/Berlin';
const set = (patch: Partial<SetEvent>) => ({ set: makeSet('bay-1', patch), reps: [] });
const EVENING = [
  set({ startedAt: '2026-11-22T18:00:00.000Z', endedAt: '2026-11-22T18:00:40.000Z', countedReps: 9, loadKg: 80.2 }),
  set({
    startedAt: '2026-11-22T18:03:00.000Z',
    endedAt: '2026-11-22T18:03:45.000Z',
    countedReps: 8,
    enteredLoadKg: 82.5,
  }),
  set({
    startedAt: '2026-11-22T19:06:00.000Z',
    endedAt: '2026-11-22T19:06:30.000Z',
    countedReps: 5,
    exercise: 'squat',
    loadKg: null,
  }),
];
const NIGHT = set({ startedAt: '2026-11-22T23:30:00.000Z', endedAt: '2026-11-22T23:30:30.000Z', loadKg: 60 });
const fileOf = (sets: Parameters<typeof workoutsOf>[0], units: 'kg' | 'lb' = 'kg') =>
  fitExport(workoutsOf(sets, TIME_ZONE), TIME_ZONE, units);

type Fields = Record<string, unknown>;
function decoded(bytes: Buffer): Record<string, Fields[]> {
  const stream = Stream.fromByteArray([...bytes]);
  expect(Decoder.isFIT(stream)).toBe(true);
  expect(new Decoder(stream).checkIntegrity()).toBe(true);
  const { messages, errors } = new Decoder(stream).read();
  expect(errors).toEqual([]);
  return messages as Record<string, Fields[]>;
}
const pick = (of: readonly Fields[] | undefined, ...names: string[]) =>
  (of ?? []).map((one) => names.map((name) => one[name]));

describe('a FIT file', () => {
  it('is a strength training with sets and rests, as Garmin’s own decoder reads it', () => {
    const file = fileOf(EVENING);
    expect(file.fileName).toBe('lockout-2026-11-22-180000Z.fit');
    const fit = decoded(file.body as Buffer);
    const [fileId] = fit.fileIdMesgs!;
    expect(fileId).toMatchObject({ type: 'activity', manufacturer: 'development' });
    // By both together a device tells two files apart.
    expect([fileId!.serialNumber, fileId!.timeCreated]).toEqual([1, new Date(EVENING[0]!.set.startedAt)]);
    const whole = { totalElapsedTime: 3990, totalTimerTime: 3990, sport: 'training', subSport: 'strengthTraining' };
    expect(fit.sessionMesgs).toMatchObject([{ ...whole, numLaps: 1, firstLapIndex: 0 }]);
    expect(fit.lapMesgs).toMatchObject([whole]);
    expect(pick(fit.eventMesgs, 'event', 'eventType')).toEqual([
      ['timer', 'start'],
      ['timer', 'stopAll'],
    ]);
    expect(pick(fit.setMesgs, 'setType', 'duration', 'repetitions', 'weight', 'messageIndex')).toEqual([
      ['active', 40, 9, 80, 0], // FIT knows sixteenths of a kilogram
      ['rest', 140, undefined, undefined, 1],
      ['active', 45, 8, 82.5, 2],
      ['rest', 3735, undefined, undefined, 3],
      ['active', 30, 5, undefined, 4],
    ]);
    const active = fit.setMesgs!.filter(({ setType }) => setType === 'active');
    expect(active.map(({ startTime }) => (startTime as Date).toISOString())).toEqual(
      EVENING.map((one) => one.set.startedAt),
    );
    expect(pick(active, 'category', 'categorySubtype').map((one) => one.flat())).toEqual([
      ['hipRaise', 1], // barbell_hip_thrust_with_bench
      ['hipRaise', 1],
      ['squat', 6], // barbell_back_squat
    ]);
  });

  it.each([
    [EVENING, 3600],
    [[set({ startedAt: '2026-07-01T22:10:00.000Z', endedAt: '2026-07-01T22:11:00.000Z' })], 7200],
  ])('tells the local time, by which the day of the training is shown', (sets, offsetS) => {
    const [activity] = decoded(fileOf(sets).body as Buffer).activityMesgs!;
    const FIT_EPOCH_S = 631_065_600;
    const utcS = (activity!.timestamp as Date).getTime() / 1000 - FIT_EPOCH_S;
    expect((activity!.localTimestamp as number) - utcS).toBe(offsetS);
  });

  it.each([
    ['kg', 'kilogram', 80],
    ['lb', 'pound', 80.3125], // 177 lb in sixteenths of a kilogram
  ] as const)('asks the device to show %s', (units, shown, weightKg) => {
    const { setMesgs } = decoded(fileOf(EVENING, units).body as Buffer);
    expect(pick(setMesgs, 'weightDisplayUnit').flat()).toEqual([shown, undefined, shown, undefined, undefined]);
    expect(setMesgs![0]!.weight).toBe(weightKg); // kilograms, whatever is shown
  });

  it('names the side of a one-leg set by the step that it belongs to', () => {
    const legs = (['left', 'right', null] as const).map((side, index) => {
      const startedAt = `2026-11-22T18:0${index}:00.000Z`;
      return set({ side, exercise: 'single-leg-deadlift', startedAt, endedAt: `2026-11-22T18:0${index}:30.000Z` });
    });
    const { setMesgs, workoutStepMesgs, workoutMesgs } = decoded(fileOf(legs).body as Buffer);
    expect(pick(workoutStepMesgs, 'messageIndex', 'wktStepName')).toEqual([
      [0, 'left'],
      [1, 'right'],
    ]);
    expect(workoutMesgs).toMatchObject([{ numValidSteps: 2, wktName: 'Lockout' }]);
    const steps = setMesgs!.filter(({ setType }) => setType === 'active').map(({ wktStepIndex }) => wktStepIndex);
    expect(steps).toEqual([0, 1, undefined]);
    expect(decoded(fileOf(EVENING).body as Buffer).workoutStepMesgs).toBeUndefined();
  });

  it('has a set for each load of a drop set, the second from its first rep on, without a rest', () => {
    const second = (of: number) => `2026-11-22T18:00:${String(of).padStart(2, '0')}.000Z`;
    const loads = [
      { loadKg: 100, reps: 2, bestMeanVelocityMps: 0.3 },
      { loadKg: 60, reps: 3, bestMeanVelocityMps: 0.5 },
    ];
    const whole = makeSet('bay-1', { startedAt: second(0), endedAt: second(30), countedReps: 5, loadKg: 60, loads });
    const reps = [100, 100, 60, 60, 60].map((loadKg, index) =>
      makeRep('bay-1', { setId: whole.id, n: index + 1, loadKg, startedAt: second(1 + 5 * index) }),
    );
    const { setMesgs } = decoded(fileOf([{ set: whole, reps }]).body as Buffer);
    expect(pick(setMesgs, 'setType', 'duration', 'repetitions', 'weight')).toEqual([
      ['active', 11, 2, 100],
      ['active', 19, 3, 60],
    ]);
  });

  it.each([
    ['hip-thrust', 'hipRaise', 'barbellHipThrustWithBench'],
    ['single-leg-deadlift', 'deadlift', 'singleLegDeadliftWithBarbell'],
    ['bulgarian-split-squat', 'lunge', 'barbellBulgarianSplitSquat'],
    ['squat', 'squat', 'barbellBackSquat'],
    ['deadlift', 'deadlift', 'barbellDeadlift'],
    ['bench-press', 'benchPress', 'barbellBenchPress'],
    ['shoulder-press', 'shoulderPress', 'barbellShoulderPress'],
    ['generic', 'unknown', undefined],
  ] as const)('calls %s what Garmin calls it', (exercise, category, name) => {
    const [done] = decoded(fileOf([set({ exercise })]).body as Buffer).setMesgs!;
    const names = Profile.types as Record<string, Record<number, string>>;
    const [subtype] = [done!.categorySubtype].flat() as number[];
    expect([done!.category].flat()).toEqual([category]);
    expect(names[`${category}ExerciseName`]?.[subtype!]).toBe(name);
  });

  it('comes in a ZIP when there are several workouts', () => {
    const files = unzipSync(fileOf([...EVENING, NIGHT]).body as Buffer);
    expect(Object.keys(files)).toEqual(['lockout-2026-11-22-180000Z.fit', 'lockout-2026-11-22-233000Z.fit']);
    expect(decoded(Buffer.from(files['lockout-2026-11-22-233000Z.fit']!)).setMesgs).toHaveLength(1);
  });

  it('is read by another reader, too', async () => {
    const parser = new FitParser({ force: false, mode: 'list' });
    const fit = (await parser.parseAsync(fileOf(EVENING).body as never)) as unknown as Record<string, Fields[]>;
    expect(fit.sessions).toMatchObject([{ sport: 'training', sub_sport: 'strength_training', total_timer_time: 3990 }]);
    expect(pick(fit.sets, 'set_type', 'repetitions', 'weight')[0]).toEqual(['active', 9, 80]);
  });

  it('of nothing is refused', () => {
    expect(() => fileOf([])).toThrow(/No set with a counted rep/);
  });
});
