import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { PersonalRecord, Trends } from '../../src/contracts/history.ts';
import { type Means, recordsOf, type SetSummary, trendsOf } from '../../src/members/history.ts';

const isTrends = Compile(Trends);
const isRecord = Compile(PersonalRecord);
const MEANS: Means = { timeZone: 'Europe/Berlin', estimate: () => ({ ok: false, why: null }) };
let made = 0;
type Change = Partial<SetSummary> & { loadKg?: number | null };
/** With one load for all of its reps, unless `loads` says otherwise. */
const newSet = ({ loadKg = 80, ...change }: Change = {}): SetSummary => {
  const { reps = 8, bestMeanVelocityMps = 0.4 } = change;
  return { ...SET, loads: loadKg === null ? [] : [{ loadKg, reps, bestMeanVelocityMps }], ...identity(), ...change };
};
const identity = () => ({ setId: `019aac3e-5b10-7c7c-9b5e-${String(++made).padStart(12, '0')}` });
const SET = {
  exercise: 'hip-thrust' as const,
  at: '2026-11-22T17:00:00.000Z',
  reps: 8,
  holdMetReps: 8,
  meanHoldS: 1,
  bestMeanVelocityMps: 0.4,
};
const valuesOf = (sets: SetSummary[], kind: PersonalRecord['kind']) =>
  recordsOf(sets, MEANS)
    .filter((record) => record.kind === kind)
    .map(({ value, loadKg, setId }) => [value, loadKg, sets.findIndex((set) => set.setId === setId)]);

describe('records', () => {
  const sets = [
    newSet({ loadKg: 80, reps: 10, bestMeanVelocityMps: 0.42 }),
    newSet({ loadKg: 100, reps: 6, bestMeanVelocityMps: 0.35 }),
    newSet({ loadKg: 60, reps: 10, bestMeanVelocityMps: 0.6, meanHoldS: 2.5 }),
    newSet({ loadKg: 100, reps: 6, bestMeanVelocityMps: 0.33 }),
    newSet({ loadKg: 140, reps: 0 }),
    newSet({ loadKg: null, reps: 20, meanHoldS: null, bestMeanVelocityMps: null }),
  ];

  it('are the best with a counted rep; of equals the first', () => {
    expect(valuesOf(sets, 'load')).toEqual([[100, 100, 1]]);
    expect(valuesOf(sets, 'volume')).toEqual([[800, 80, 0]]);
    expect(valuesOf(sets, 'hold')).toEqual([[2.5, 60, 2]]);
  });

  it('are not made by a load cell that tells the same bar a little differently each time', () => {
    const same = [
      newSet({ loadKg: 79.98, reps: 10, bestMeanVelocityMps: 0.54 }),
      newSet({ loadKg: 80.06, reps: 10, bestMeanVelocityMps: 0.44 }),
      newSet({ loadKg: 80.21, reps: 9, bestMeanVelocityMps: 0.47 }),
    ];
    expect(valuesOf(same, 'load')).toEqual([[79.98, 79.98, 0]]);
    expect(valuesOf(same, 'reps-at-load')).toEqual([[10, 79.98, 0]]);
    expect(valuesOf(same, 'volume')).toEqual([[799.8, 79.98, 0]]);
    expect(valuesOf(same, 'velocity-at-load')).toEqual([[0.54, 79.98, 0]]);
  });

  it('of a drop set go by the load of each rep', () => {
    const loads = [
      { loadKg: 100, reps: 5, bestMeanVelocityMps: 0.3 },
      { loadKg: 60, reps: 7, bestMeanVelocityMps: 0.55 },
    ];
    const drop = [newSet({ loadKg: 80, reps: 11, bestMeanVelocityMps: 0.42 }), newSet({ reps: 12, loads })];
    expect(valuesOf(drop, 'load')).toEqual([[100, 100, 1]]);
    expect(valuesOf(drop, 'volume')).toEqual([[920, null, 1]]);
    expect(valuesOf(drop, 'reps-at-load')).toEqual([
      [5, 100, 1],
      [11, 80, 0],
    ]);
    expect(valuesOf(drop, 'velocity-at-load')).toEqual([
      [0.3, 100, 1],
      [0.42, 80, 0],
      [0.55, 60, 1],
    ]);
    const { days, loadVelocity } = trendsOf(drop, 'hip-thrust', MEANS);
    expect(days).toEqual([expect.objectContaining({ volumeKg: 880 + 920, maxLoadKg: 100, reps: 23 })]);
    expect(loadVelocity.map(({ loadKg, bestMeanVelocityMps }) => [loadKg, bestMeanVelocityMps])).toEqual([
      [80, 0.42],
      [100, 0.3],
      [60, 0.55],
    ]);
  });

  it('with a load stand only where no heavier set does as well', () => {
    expect(valuesOf(sets, 'reps-at-load')).toEqual([
      [6, 100, 1],
      [10, 80, 0],
    ]);
    expect(valuesOf(sets, 'velocity-at-load')).toEqual([
      [0.35, 100, 1],
      [0.42, 80, 0],
      [0.6, 60, 2],
    ]);
  });

  it('are none where a page would show the same figure', () => {
    const alike = [
      newSet({ bestMeanVelocityMps: 0.41849, meanHoldS: 1.04 }),
      newSet({ bestMeanVelocityMps: 0.41849, meanHoldS: 1.06 }),
      newSet({ loadKg: 77.5, bestMeanVelocityMps: 0.424 }),
    ];
    expect(valuesOf(alike, 'velocity-at-load')).toEqual([[0.418, 80, 0]]);
    expect(valuesOf(alike, 'hold')).toEqual([[1.04, 80, 0]]);
  });

  it('are one for each load, whichever of its sets came first', () => {
    const reps = [5, 7, 6].map((howMany) => newSet({ loadKg: 90, reps: howMany }));
    expect(valuesOf(reps, 'reps-at-load')).toEqual([[7, 90, 1]]);
  });

  it('are beaten by nothing, and valid, whatever was lifted', () => {
    const any = fc.record({
      loadKg: fc.option(fc.integer({ min: 20, max: 200 })),
      reps: fc.nat(12),
      bestMeanVelocityMps: fc.option(fc.integer({ min: 100, max: 900 }).map((mmps) => mmps / 1000)),
    });
    fc.assert(
      fc.property(fc.array(any.map(newSet), { maxLength: 20 }), (given) => {
        for (const record of recordsOf(given, MEANS)) {
          expect(isRecord.Check(record)).toBe(true);
          if (record.kind !== 'reps-at-load') continue;
          const rivals = given.filter(({ loads }) => loads.some(({ loadKg }) => loadKg >= record.loadKg!));
          expect(Math.max(...rivals.map(({ reps }) => reps))).toBe(record.value);
        }
      }),
    );
  });
});

describe('trends', () => {
  it('sum up local days', () => {
    const sets = [
      newSet({ at: '2026-11-22T22:30:00.000Z', reps: 8, holdMetReps: 6, meanHoldS: 1 }),
      newSet({ at: '2026-11-22T23:30:00.000Z', reps: 2, holdMetReps: 2, meanHoldS: 2 }), // the 23rd in Berlin
      newSet({ at: '2026-11-23T10:00:00.000Z', reps: 6, holdMetReps: 0, meanHoldS: 1, loadKg: null }),
      newSet({ at: '2026-11-23T10:00:00.000Z', exercise: 'squat' }),
    ];
    const trends = trendsOf(sets, 'hip-thrust', MEANS);
    expect(trends.days).toEqual([
      expect.objectContaining({ day: '2026-11-22', sets: 1, reps: 8, volumeKg: 640, holdMetPercent: 75 }),
      expect.objectContaining({
        day: '2026-11-23',
        sets: 2,
        reps: 8,
        volumeKg: 160,
        meanHoldS: 1.25,
        holdMetPercent: 25,
      }),
    ]);
    expect(trends.loadVelocity).toHaveLength(2);
    expect(isTrends.Check(trends)).toBe(true);
  });

  it('know no share and no hold of a day without a counted rep', () => {
    const failed = newSet({ at: '2026-11-22T10:00:00.000Z', reps: 0, holdMetReps: 0, meanHoldS: null });
    const single = newSet({ at: '2026-11-23T10:00:00.000Z', reps: 1, holdMetReps: 1, meanHoldS: 1.2 });
    expect(trendsOf([failed, single], 'hip-thrust', MEANS).days).toEqual([
      expect.objectContaining({ day: '2026-11-22', reps: 0, meanHoldS: null, holdMetPercent: null }),
      expect.objectContaining({ day: '2026-11-23', reps: 1, meanHoldS: 1.2, holdMetPercent: 100 }),
    ]);
  });

  it('estimate from six weeks with the last day, and not from the day before them', () => {
    const seen: number[] = [];
    const estimate: Means['estimate'] = (points) => {
      seen.push(points.length);
      return { ok: true, oneRepMaxKg: 123.456, errorKg: 4.0444, rSquared: 0.98765 };
    };
    const days = ['2026-09-26', '2026-09-27', '2026-11-07'].map((day) => newSet({ at: `${day}T10:00:00.000Z` }));
    const { oneRepMax } = trendsOf(days, 'hip-thrust', { ...MEANS, estimate });
    expect(seen).toEqual([1, 2, 2]);
    expect(oneRepMax.at(-1)).toEqual({ day: '2026-11-07', oneRepMaxKg: 123.5, errorKg: 4, rSquared: 0.988 });
  });

  it('estimate from the last six weeks only, and never without an error', () => {
    const seen: number[][] = [];
    const estimate: Means['estimate'] = (points) => {
      seen.push(points.map(({ loadKg }) => loadKg));
      return points.length < 2
        ? { ok: false, why: 'few-loads' }
        : { ok: true, oneRepMaxKg: points.length * 50, errorKg: 4.04, rSquared: 0.9 };
    };
    const sets = [
      newSet({ at: '2026-08-01T10:00:00.000Z', loadKg: 60 }),
      newSet({ at: '2026-11-01T10:00:00.000Z', loadKg: 70 }),
      newSet({ at: '2026-11-08T10:00:00.000Z', loadKg: 80 }),
    ];
    const { oneRepMax, oneRepMaxMissing } = trendsOf(sets, 'hip-thrust', { ...MEANS, estimate });
    expect(oneRepMaxMissing).toBeNull();
    expect(seen).toEqual([[60], [70], [70, 80]]);
    expect(oneRepMax).toEqual([{ day: '2026-11-08', oneRepMaxKg: 100, errorKg: 4, rSquared: 0.9 }]);
    // Of the last day only: what an older one lacked is over.
    const tooFew = trendsOf(sets.slice(0, 2), 'hip-thrust', { ...MEANS, estimate });
    expect(tooFew).toMatchObject({ oneRepMax: [], oneRepMaxMissing: 'few-loads' });
    expect(trendsOf([], 'hip-thrust', { ...MEANS, estimate }).oneRepMaxMissing).toBeNull();
    const records = recordsOf(sets, { ...MEANS, estimate }).filter(({ kind }) => kind === 'one-rep-max');
    expect(records).toEqual([expect.objectContaining({ value: 100, errorKg: 4, setId: sets[2]!.setId, loadKg: null })]);
  });
});
