import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvExport } from '../../src/app/people/exports/csv.ts';
import { csvTable } from '../../src/app/people/exports/csv-table.ts';
import { hevyExport } from '../../src/app/people/exports/hevy.ts';
import { strong6Export, strongExport } from '../../src/app/people/exports/strong.ts';
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

const at = (startedAt: string, seconds = 40) =>
  set({ startedAt, endedAt: new Date(Date.parse(startedAt) + 1000 * seconds).toISOString() });
const shapeOf = (sets: Parameters<typeof workoutsOf>[0]) =>
  workoutsOf(sets, TIME_ZONE).map(({ day, sets: of }) => [day, of.length]);

describe('workouts', () => {
  it('hold what was lifted, and begin on a day of the gym', () => {
    expect(workouts.map(({ day, sets }) => [day, sets.length])).toEqual([
      ['2026-11-22', 3],
      ['2026-11-23', 1],
    ]);
  });

  it('go on after midnight', () => {
    const late = ['2026-11-22T22:40:00.000Z', '2026-11-22T22:58:00.000Z', '2026-11-22T23:03:00.000Z'];
    expect(shapeOf(late.map((start) => at(start)))).toEqual([['2026-11-22', 3]]);
  });

  it('go on after a pause of two hours, and no longer one', () => {
    const withPause = (pauseMs: number) => [
      at('2026-11-22T17:00:00.000Z', 60),
      at(new Date(Date.parse('2026-11-22T17:01:00.000Z') + pauseMs).toISOString()),
    ];
    expect(shapeOf(withPause(2 * 3_600_000))).toEqual([['2026-11-22', 2]]);
    expect(shapeOf(withPause(2 * 3_600_000 + 1))).toEqual([
      ['2026-11-22', 1],
      ['2026-11-22', 1],
    ]);
  });

  it('at six in the morning and in the evening are two', () => {
    const day = ['2026-11-22T18:34:00.000Z', '2026-11-22T05:00:00.000Z', '2026-11-22T18:30:00.000Z'];
    expect(shapeOf(day.map((start) => at(start)))).toEqual([
      ['2026-11-22', 1],
      ['2026-11-22', 2],
    ]);
  });
});

describe('CSV of other apps', () => {
  it('has the columns of Strong: local times, order within the exercise, what was entered before what was measured', () => {
    const [head, ...rows] = readCsv(strongExport(workouts, TIME_ZONE, 'kg').body as Buffer);
    expect(head).toEqual(
      'Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE'.split(
        ',',
      ),
    );
    expect(rows.map((row) => [row[0], row[2], row[3], row[4], row[5], row[6]])).toEqual([
      ['2026-11-22 19:00:00', '1h 7m', 'Hip Thrust (Barbell)', '1', '80', '9'],
      ['2026-11-22 19:00:00', '1h 7m', 'Hip Thrust (Barbell)', '2', '82.5', '8'],
      ['2026-11-22 19:00:00', '1h 7m', 'Squat (Barbell)', '1', '0', '5'],
      ['2026-11-23 00:30:00', '1m', 'Hip Thrust (Barbell)', '1', '60', '3'],
    ]);
    // Hevy leaves out rows of Strong's whose notes or seconds are empty.
    const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]);
    for (const name of ['Notes', 'Workout Notes', 'Seconds', 'Distance', 'Weight', 'Duration'])
      expect(column(name), name).not.toContain('');
    expect(column('Workout Notes')[0]).toBe('3 sets, 22 counted reps');
    for (const name of ['Distance', 'Seconds']) expect(new Set(column(name)), name).toEqual(new Set(['0']));
  });

  it.each([
    [[1], '1 set, 1 counted rep'],
    [[2], '1 set, 2 counted reps'],
    [[1, 1], '2 sets, 2 counted reps'],
  ])('counts sets of %j reps as a person would', (reps, text) => {
    const sets = reps.map((countedReps) => set({ countedReps }));
    const [head, row] = readCsv(strongExport(workoutsOf(sets, TIME_ZONE), TIME_ZONE, 'kg').body as Buffer);
    expect(row![head!.indexOf('Workout Notes')]).toBe(text);
  });

  it.each([
    [59, '59m'],
    [60, '1h 0m'],
    [135, '2h 15m'],
  ])('says that %i minutes are %s, as Strong does', (minutes, text) => {
    const [, row] = readCsv(
      strongExport(workoutsOf([at('2026-11-22T18:00:00.000Z', 60 * minutes)], TIME_ZONE), TIME_ZONE, 'kg')
        .body as Buffer,
    );
    expect(row![2]).toBe(text);
  });

  it('has a note, too, where nothing was measured', () => {
    const bare = set({ meanHoldS: null, bestMeanVelocityMps: null, loads: [], side: null });
    const [head, row] = readCsv(strongExport(workoutsOf([bare], TIME_ZONE), TIME_ZONE, 'kg').body as Buffer);
    expect(row![head!.indexOf('Notes')]).toBe('measured by Lockout');
  });

  it('has the columns of Strong 6: numbered workouts, seconds, the unit in the head, semicolons', () => {
    const [head, ...rows] = readCsv(strong6Export(workouts, TIME_ZONE).body as Buffer, ';');
    expect(head).toEqual(
      'Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes'.split(
        ';',
      ),
    );
    expect(rows.map((row) => [row[0], row[1], row[3], row[5], row[6], row[7]])).toEqual([
      ['1', '2026-11-22 19:00:00', '3990', '1', '80', '9'],
      ['1', '2026-11-22 19:00:00', '3990', '2', '82.5', '8'],
      ['1', '2026-11-22 19:00:00', '3990', '1', '0', '5'],
      ['2', '2026-11-23 00:30:00', '30', '1', '60', '3'],
    ]);
    expect(rows.map((row) => [row[9], row[10]])).toEqual(rows.map(() => ['0', '0']));
  });

  it('has pounds where the member reads pounds', () => {
    const [strong] = readCsv(strongExport(workouts, TIME_ZONE, 'lb').body as Buffer).slice(2);
    expect(strong![5]).toBe('182');
    const [head, , row] = readCsv(hevyExport(workouts, TIME_ZONE, 'lb').body as Buffer);
    expect([head![9], row![9]]).toEqual(['weight_lbs', '182']);
  });

  it('says which side worked', () => {
    const legs = (['left', 'right', 'both', null] as const).map((side) =>
      set({ side, exercise: 'single-leg-deadlift', meanHoldS: 1, bestMeanVelocityMps: null, loads: [] }),
    );
    const of = workoutsOf(legs, TIME_ZONE);
    const notes = readCsv(hevyExport(of, TIME_ZONE, 'kg').body as Buffer).map((row) => row[6]);
    expect(notes.slice(1)).toEqual(['left side, hold 1.0 s', 'right side, hold 1.0 s', 'hold 1.0 s', 'hold 1.0 s']);
  });

  it.each([
    ['go back', '2026-10-25T00:50:00.000Z', '25 Oct 2026, 02:50', '25 Oct 2026, 03:11'],
    ['go forward', '2026-03-29T00:50:00.000Z', '29 Mar 2026, 01:50', '29 Mar 2026, 02:11'],
    ['stay', '2026-11-22T22:50:00.000Z', '22 Nov 2026, 23:50', '23 Nov 2026, 00:11'],
  ])('ends after its start for Hevy, by its true length, when the clocks %s', (_, start, shownStart, shownEnd) => {
    const of = workoutsOf([at(start), at(new Date(Date.parse(start) + 1_240_000).toISOString(), 30)], TIME_ZONE);
    const [, row] = readCsv(hevyExport(of, TIME_ZONE, 'kg').body as Buffer);
    expect([row![1], row![2]]).toEqual([shownStart, shownEnd]);
  });

  it('has no number with more decimals than mean something', () => {
    const long = [set({ enteredLoadKg: 225 / 2.204_622_621_8, countedReps: 3 })];
    const rep = makeRep('bay-1', { holdS: 0.1 + 0.2, loadKg: 80.1 + 0.2 });
    const of = workoutsOf(long, TIME_ZONE);
    const files = [
      strongExport(of, TIME_ZONE, 'kg'),
      strongExport(of, TIME_ZONE, 'lb'),
      strong6Export(of, TIME_ZONE),
      hevyExport(of, TIME_ZONE, 'kg'),
      csvExport([{ set: long[0]!.set, reps: [rep] }]),
    ].map(({ body }) => String(body));
    for (const file of files) expect(file).not.toMatch(/\.\d{5}/);
    expect(files[0]).toContain(',102,');
    expect(files[1]).toContain(',225,');
  });

  it('has the columns of Hevy: its own times, indices from zero, no weight where none was measured', () => {
    const [head, ...rows] = readCsv(hevyExport(workouts, TIME_ZONE, 'kg').body as Buffer);
    expect(head).toEqual(
      'title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe'.split(
        ',',
      ),
    );
    expect(rows.map((row) => [row[1], row[2], row[4], row[7], row[8], row[9], row[10]])).toEqual([
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Hip Thrust (Barbell)', '0', 'normal', '80', '9'],
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Hip Thrust (Barbell)', '1', 'normal', '82.5', '8'],
      ['22 Nov 2026, 19:00', '22 Nov 2026, 20:06', 'Squat (Barbell)', '0', 'normal', '', '5'],
      ['23 Nov 2026, 00:30', '23 Nov 2026, 00:31', 'Hip Thrust (Barbell)', '0', 'normal', '60', '3'],
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
    const [, strong] = readCsv(strongExport(own, TIME_ZONE, 'kg').body as Buffer);
    const [, hevy] = readCsv(hevyExport(own, TIME_ZONE, 'kg').body as Buffer);
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

  it('names the superset that sets belong to: a number from 0 for Hevy, the place in the table of reps', () => {
    const at = (minute: number, exercise: 'hip-thrust' | 'squat', superset?: 'A2' | 'B1' | 'B2') =>
      set({
        startedAt: `2026-11-22T18:${minute}:00.000Z`,
        endedAt: `2026-11-22T18:${minute}:40.000Z`,
        exercise,
        ...(superset && { superset }),
      });
    const sets = [at(10, 'squat'), at(12, 'squat', 'B1'), at(13, 'hip-thrust', 'B2'), at(20, 'squat', 'A2')];
    const [head, ...rows] = readCsv(hevyExport(workoutsOf(sets, TIME_ZONE), TIME_ZONE, 'kg').body as Buffer);
    expect(rows.map((row) => row[head!.indexOf('superset_id')])).toEqual(['', '0', '0', '1']);
    const reps = sets.map((one) => ({ ...one, reps: [makeRep('bay-1', { setId: one.set.id })] }));
    const [names, ...cells] = readCsv(csvExport(reps).body as Buffer);
    expect(cells.map((row) => row[names!.indexOf('superset')])).toEqual(['', 'B1', 'B2', 'A2']);
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
    const strong = readCsv(strongExport([workout!], TIME_ZONE, 'kg').body as Buffer).slice(1);
    expect(strong.map((row) => [row[4], row[5], row[6]])).toEqual([
      ['1', '100', '2'],
      ['2', '60', '3'],
    ]);
    expect(strong[1]![9]).toContain('0.50 m/s');
    const hevy = readCsv(hevyExport([workout!], TIME_ZONE, 'kg').body as Buffer).slice(1);
    expect(hevy.map((row) => [row[7], row[8], row[9], row[10]])).toEqual([
      ['0', 'normal', '100', '2'],
      ['1', 'dropset', '60', '3'],
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
  it('says of each set whether its time may be wrong, and whether it was a warm-up', () => {
    const sets = [{}, { isTimeUncertain: true }, { isWarmUp: true }].map((patch) => {
      const one = makeSet('bay-1', patch);
      return { set: one, reps: [makeRep('bay-1', { setId: one.id })] };
    });
    const [head, ...rows] = readCsv(csvExport(sets).body as Buffer);
    const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]);
    expect(column('time_uncertain')).toEqual(['no', 'yes', 'no']);
    expect(column('warm_up')).toEqual(['no', 'no', 'yes']);
  });

  it('has the reasons of a rep as kinds and as text', () => {
    const short = withText({ kind: 'short-of-lockout', params: { shortMm: 21 } });
    const live = withText({ kind: 'counted-live', params: {} });
    const partial = makeRep('bay-1', { n: null, verdict: 'partial', reasons: [short, live] });
    const [head, row] = readCsv(csvExport([{ ...DROP_SET, reps: [partial] }]).body as Buffer);
    expect(row![head!.indexOf('reason_kinds')]).toBe('short-of-lockout; counted-live');
    expect(row![head!.indexOf('reasons')]).toBe(`21 mm short of lockout; ${live.text}`);
  });
});
