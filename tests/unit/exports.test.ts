import fc from 'fast-check';
import { unzipSync } from 'fflate';
import FitParser from 'fit-file-parser';
import { describe, expect, it } from 'vitest';
import { csvExport } from '../../src/app/people/exports/csv.ts';
import { csvTable } from '../../src/app/people/exports/csv-table.ts';
import { fitExport } from '../../src/app/people/exports/fit.ts';
import { hevyExport } from '../../src/app/people/exports/hevy.ts';
import { strongExport } from '../../src/app/people/exports/strong.ts';
import { workoutsOf } from '../../src/app/people/exports/workouts.ts';
import type { SetEvent } from '../../src/contracts/events.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { shownHoldS, shownLoad } from '../../src/contracts/shown.ts';
import { makeRep, makeSet } from '../support/messages.ts';
import { readCsv } from '../support/read-csv.ts';

const TIME_ZONE = 'Europe/Berlin';

const set = (patch: Partial<SetEvent>) => ({ set: makeSet('bay-1', patch), reps: [] });
/** Two hip thrusts and a squat on the evening of the 22nd, one more set after midnight in Berlin. */
const SETS = [
  set({ startedAt: '2026-11-22T18:00:00.000Z', endedAt: '2026-11-22T18:00:40.000Z', countedReps: 9, loadKg: 80.2 }),
  set({
    startedAt: '2026-11-22T18:03:00.000Z',
    endedAt: '2026-11-22T18:03:45.000Z',
    countedReps: 8,
    loadKg: 80.2,
    enteredLoadKg: 82.5,
  }),
  set({
    startedAt: '2026-11-22T19:06:00.000Z',
    endedAt: '2026-11-22T19:06:30.000Z',
    countedReps: 5,
    exercise: 'squat',
    loadKg: null,
  }),
  set({ startedAt: '2026-11-22T23:30:00.000Z', endedAt: '2026-11-22T23:30:30.000Z', countedReps: 3, loadKg: 60 }),
];
const LEFT_OUT = [
  set({ startedAt: '2026-11-22T18:10:00.000Z', endedAt: '2026-11-22T18:10:20.000Z', source: 'replay' }),
  set({ startedAt: '2026-11-22T18:20:00.000Z', endedAt: '2026-11-22T18:20:20.000Z', countedReps: 0 }),
  set({ startedAt: '2026-11-22T18:30:00.000Z', endedAt: null, endReason: null }),
];
const workouts = workoutsOf([...SETS, ...LEFT_OUT], TIME_ZONE);

describe('training days', () => {
  it('are those of the gym, and hold what was lifted', () => {
    expect(workouts.map(({ day, sets }) => [day, sets.length])).toEqual([
      ['2026-11-22', 3],
      ['2026-11-23', 1],
    ]);
  });
});

describe('CSV of other apps', () => {
  it('is read by Strong: local times, order within the exercise, what was entered before what was measured', () => {
    const [head, ...rows] = readCsv(strongExport(workouts, TIME_ZONE).body as Buffer);
    expect(head).toEqual(
      'Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes'.split(','),
    );
    expect(rows.map((row) => [row[0], row[2], row[3], row[4], row[5], row[6]])).toEqual([
      ['2026-11-22 19:00:00', '1h 7m', 'Hip Thrust (Barbell)', '1', '80', '9'],
      ['2026-11-22 19:00:00', '1h 7m', 'Hip Thrust (Barbell)', '2', '82.5', '8'],
      ['2026-11-22 19:00:00', '1h 7m', 'Squat (Barbell)', '1', '0', '5'],
      ['2026-11-23 00:30:00', '1m', 'Hip Thrust (Barbell)', '1', '60', '3'],
    ]);
  });

  it('is read by Hevy: its own times, indices from zero, no weight where none was measured', () => {
    const [head, ...rows] = readCsv(hevyExport(workouts, TIME_ZONE).body as Buffer);
    expect(head).toEqual(
      'title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe'.split(
        ',',
      ),
    );
    expect(rows.map((row) => [row[1], row[2], row[4], row[7], row[8], row[9], row[10]])).toEqual([
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Hip Thrust (Barbell)', '0', 'normal', '80', '9'],
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Hip Thrust (Barbell)', '1', 'normal', '82.5', '8'],
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Squat (Barbell)', '0', 'normal', '', '5'],
      ['23 Nov 2026, 00:30', '23 Nov 2026, 00:30', 'Hip Thrust (Barbell)', '0', 'normal', '60', '3'],
    ]);
  });

  it('writes load and hold as every screen shows them, with note, warm-up and RPE', () => {
    const fine = set({
      startedAt: '2026-11-22T18:00:00.000Z',
      endedAt: '2026-11-22T18:00:40.000Z',
      countedReps: 8,
      loadKg: 80.2,
      loads: [{ loadKg: 80.2, reps: 8, bestMeanVelocityMps: 0.31 }],
      meanHoldS: 0.97,
      isWarmUp: true,
      rpe: 8.5,
      note: 'slipped',
    });
    const own = workoutsOf([fine], TIME_ZONE);
    const [, strong] = readCsv(strongExport(own, TIME_ZONE).body as Buffer);
    const [, hevy] = readCsv(hevyExport(own, TIME_ZONE).body as Buffer);
    expect([strong?.[5], strong?.[9]]).toEqual(['80', 'slipped, hold 0.9 s, best 0.31 m/s']);
    expect([hevy?.[6], hevy?.[8], hevy?.[9], hevy?.[13]]).toEqual([
      'slipped, hold 0.9 s, best 0.31 m/s',
      'warmup',
      '80',
      '8.5',
    ]);
    expect(shownLoad(80.2)).toBe(80);
    expect(shownHoldS(0.97)).toBe(0.9);
    const [head, row] = readCsv(
      csvExport([{ ...fine, reps: [makeRep('bay-1', { setId: fine.set.id })] }]).body as Buffer,
    );
    const cell = (name: string) => row?.[head?.indexOf(name) ?? -1];
    expect([cell('warm_up'), cell('rpe'), cell('note')]).toEqual(['yes', '8.5', 'slipped']);
  });

  it('keeps any text, and makes a formula of none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
        const [, ...read] = readCsv(csvTable(['a', 'b'], rows));
        const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
        expect(read).toEqual(rows.map((row) => row.map(safe)));
      }),
    );
  });
});

/** Two reps at 100 kg, then three at 60, without a rest. */
const DROP_SET = (() => {
  const at = (second: number) => `2026-11-22T18:00:${String(second).padStart(2, '0')}.000Z`;
  const loads = [
    { loadKg: 100, reps: 2, bestMeanVelocityMps: 0.3 },
    { loadKg: 60, reps: 3, bestMeanVelocityMps: 0.5 },
  ];
  const whole = makeSet('bay-1', { startedAt: at(0), endedAt: at(30), countedReps: 5, loadKg: 60, loads });
  const reps = [100, 100, 60, 60, 60].map((loadKg, index) =>
    makeRep('bay-1', { setId: whole.id, n: index + 1, loadKg, startedAt: at(1 + 5 * index) }),
  );
  return { set: whole, reps };
})();

describe('a drop set', () => {
  const [workout] = workoutsOf([DROP_SET], TIME_ZONE);
  const entered = { ...DROP_SET, set: { ...DROP_SET.set, enteredLoadKg: 80 } };

  it('is one row for each load in Strong and Hevy, which knows the word', () => {
    const strong = readCsv(strongExport([workout!], TIME_ZONE).body as Buffer).slice(1);
    expect(strong.map((row) => [row[4], row[5], row[6]])).toEqual([
      ['1', '100', '2'],
      ['2', '60', '3'],
    ]);
    expect(strong[1]![9]).toContain('0.50 m/s');
    const hevy = readCsv(hevyExport([workout!], TIME_ZONE).body as Buffer).slice(1);
    expect(hevy.map((row) => [row[7], row[8], row[9], row[10]])).toEqual([
      ['0', 'normal', '100', '2'],
      ['1', 'dropset', '60', '3'],
    ]);
  });

  it('is a set for each load in FIT, the second from its first rep on, without a rest', async () => {
    const fit = await readFit(fitExport([workout!]).body as Buffer);
    expect((fit.sets ?? []).map((one) => [one.set_type, one.duration, one.repetitions, one.weight])).toEqual([
      ['active', 11, 2, 100],
      ['active', 19, 3, 60],
    ]);
  });

  it('has the load of each rep in our own CSV, unless a person entered one', () => {
    const loadsIn = (one: typeof DROP_SET) => {
      const [head, ...rows] = readCsv(csvExport([one]).body as Buffer);
      return rows.map((row) => row[head!.indexOf('load_kg')]);
    };
    expect(loadsIn(DROP_SET)).toEqual(['100', '100', '60', '60', '60']);
    expect(loadsIn(entered)).toEqual(['80', '80', '80', '80', '80']);
    expect(workoutsOf([entered], TIME_ZONE)[0]!.sets).toMatchObject([{ loadKg: 80, reps: 5, isDrop: false }]);
  });
});

describe('our own CSV', () => {
  it('has the reasons of a rep as kinds and as text', () => {
    const short = withText({ kind: 'short-of-lockout', params: { shortMm: 21 } });
    const live = withText({ kind: 'counted-live', params: {} });
    const partial = makeRep('bay-1', { n: null, verdict: 'partial', reasons: [short, live] });
    const [head, row] = readCsv(csvExport([{ ...DROP_SET, reps: [partial] }]).body as Buffer);
    expect(row![head!.indexOf('reason_kinds')]).toBe('short-of-lockout; counted-live');
    expect(row![head!.indexOf('reasons')]).toBe(`21 mm short of lockout; ${live.text}`);
  });
});

describe('FIT', () => {
  it('is one strength training a day, with sets and rests, as another reader reads it', async () => {
    const file = fitExport(workouts.slice(0, 1));
    expect(file.fileName).toBe('lockout-2026-11-22.fit');
    const fit = await readFit(file.body as Buffer);
    expect(fit.sessions).toMatchObject([{ sport: 'training', sub_sport: 'strength_training', total_timer_time: 3990 }]);
    const sets = fit.sets ?? [];
    expect(sets.map((one) => [one.set_type, one.duration, one.repetitions, one.weight])).toEqual([
      ['active', 40, 9, 80], // FIT knows sixteenths of a kilogram
      ['rest', 140, undefined, undefined],
      ['active', 45, 8, 82.5],
      ['rest', 3735, undefined, undefined],
      ['active', 30, 5, undefined],
    ]);
    // FIT profile: barbell_hip_thrust_with_bench is 1 of hip_raise, barbell_back_squat 6 of squat
    expect(sets.filter((one) => one.set_type === 'active').map((one) => [one.category, one.category_subtype])).toEqual([
      [['hip_raise'], [1]],
      [['hip_raise'], [1]],
      [['squat'], [6]],
    ]);
    expect(new Date(sets[0]!.start_time as string).toISOString()).toBe('2026-11-22T18:00:00.000Z');
  });

  it('comes in a ZIP when there are several days', async () => {
    const file = fitExport(workouts);
    const files = unzipSync(file.body as Buffer);
    expect(Object.keys(files)).toEqual(['lockout-2026-11-22.fit', 'lockout-2026-11-23.fit']);
    const second = await readFit(Buffer.from(files['lockout-2026-11-23.fit']!));
    expect(second.sets).toHaveLength(1);
  });

  it('of nothing is refused', () => {
    expect(() => fitExport([])).toThrow(/no set with a counted rep/);
  });
});

type FitSet = Record<string, unknown>;

/** Checks the file's CRC too. */
async function readFit(bytes: Buffer): Promise<{ sessions?: FitSet[]; sets?: FitSet[] }> {
  const parser = new FitParser({ force: false, mode: 'list' });
  return (await parser.parseAsync(bytes as never)) as never;
}
