import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import type { Progression } from '../../src/contracts/course.ts';
import { type LoadTarget, Programme } from '../../src/contracts/members.ts';
import { fieldsOfWeek, isLightWeek, programmeOn, weekOn } from '../../src/members/course.ts';
import { defaultProgramme } from '../../src/members/programme.ts';

const NOTHING: Progression = {
  loadStepKg: 0,
  stepPercent: 0,
  repsStep: 0,
  setsStep: 0,
  lightEveryWeeks: null,
  lightPercent: 0,
};
const FIRST = { ...defaultProgramme('hip-thrust', null), load: { kind: 'load', loadKg: 60 } as LoadTarget };
const loadIn = (progression: Partial<Progression>, week: number, load: LoadTarget = FIRST.load) =>
  fieldsOfWeek({ ...FIRST, load }, { ...NOTHING, ...progression }, week).load;

const progressions: fc.Arbitrary<Progression> = fc.record({
  loadStepKg: fc.integer({ min: 0, max: 200 }).map((quarter) => quarter / 4),
  stepPercent: fc.integer({ min: 0, max: 20 }),
  repsStep: fc.integer({ min: 0, max: 10 }),
  setsStep: fc.integer({ min: 0, max: 5 }),
  lightEveryWeeks: fc.option(fc.integer({ min: 2, max: 12 })),
  lightPercent: fc.integer({ min: 0, max: 80 }),
});
const loads: fc.Arbitrary<LoadTarget> = fc.oneof(
  fc.constant({ kind: 'free' } as const),
  fc.integer({ min: 0, max: 2800 }).map((quarter) => ({ kind: 'load' as const, loadKg: quarter / 4 })),
  fc.integer({ min: 10, max: 110 }).map((percent) => ({ kind: 'percent-1rm' as const, percent })),
  fc.constant({ kind: 'velocity', minMps: 0.3, maxMps: 0.5 } as const),
);
const programmes = fc.record({
  sets: fc.integer({ min: 1, max: 20 }),
  repsMin: fc.integer({ min: 1, max: 50 }),
  more: fc.integer({ min: 0, max: 50 }),
  load: loads,
});
const weeks = fc.integer({ min: 1, max: 52 });
const made = ({ sets, repsMin, more, load }: { sets: number; repsMin: number; more: number; load: LoadTarget }) => ({
  ...FIRST,
  sets,
  repsMin,
  repsMax: repsMin + more,
  load,
});
const amount = ({ load, sets, repsMax }: Pick<Programme, 'load' | 'sets' | 'repsMax'>): number[] => [
  load.kind === 'load' ? load.loadKg : load.kind === 'percent-1rm' ? load.percent : 0,
  sets,
  repsMax,
];

describe('a course', () => {
  it('goes up by its step each week, and not in a light one', () => {
    const progression = { loadStepKg: 5, lightEveryWeeks: 4, lightPercent: 20 };
    const kg = [1, 2, 3, 4, 5, 6].map((week) => loadIn(progression, week));
    expect(kg).toEqual([60, 65, 70, 55, 75, 80].map((loadKg) => ({ kind: 'load', loadKg })));
    const percent = { kind: 'percent-1rm', percent: 70 } as const;
    expect(loadIn({ stepPercent: 2.5 }, 3, percent)).toEqual({ kind: 'percent-1rm', percent: 75 });
  });

  it('makes fewer sets of a light week that has no load', () => {
    const progression = { ...NOTHING, lightEveryWeeks: 2, lightPercent: 50 };
    expect(fieldsOfWeek({ ...FIRST, load: { kind: 'free' }, sets: 5 }, progression, 2).sets).toBe(3);
    expect(fieldsOfWeek({ ...FIRST, load: { kind: 'free' }, sets: 1 }, progression, 2).sets).toBe(1);
  });

  it.each([
    ['2026-11-22', 1],
    ['2026-11-23', 1],
    ['2026-11-29', 1],
    ['2026-11-30', 2],
    ['2026-12-13', 3],
    ['2026-12-14', 4],
    ['2027-06-01', 4],
  ])('is on %s in week %i', (day, week) => {
    expect(weekOn({ startsOn: '2026-11-23', weeks: 4 }, day)).toBe(week);
  });

  it('leaves a programme without one as it is, on every day', () => {
    expect(programmeOn(FIRST, '2026-11-30')).toBe(FIRST);
  });

  it('is always a programme that may be written, and reps stay in order', () => {
    const isProgramme = Compile(Programme);
    fc.assert(
      fc.property(programmes, progressions, weeks, (first, progression, week) => {
        const found = fieldsOfWeek(made(first), progression, week);
        expect(isProgramme.Errors(found)).toEqual([]);
        expect(found.repsMin).toBeLessThanOrEqual(found.repsMax);
      }),
    );
  });

  it('never goes down from one full week to a later one, and a light week is never more than a full one would be', () => {
    fc.assert(
      fc.property(programmes, progressions, weeks, weeks, (first, progression, one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const then = fieldsOfWeek(made(first), progression, early);
        const later = fieldsOfWeek(made(first), progression, late);
        const full = fieldsOfWeek(made(first), { ...progression, lightPercent: 0 }, late);
        const isFull = !isLightWeek(progression, early) && !isLightWeek(progression, late);
        for (const [at, value] of amount(later).entries()) {
          if (isFull) expect(value).toBeGreaterThanOrEqual(amount(then)[at]!);
          if (progression.lightPercent > 0) expect(value).toBeLessThanOrEqual(amount(full)[at]!);
        }
      }),
    );
  });

  it('begins with what was written', () => {
    fc.assert(
      fc.property(programmes, progressions, (first, progression) => {
        expect(fieldsOfWeek(made(first), progression, 1)).toEqual(made(first));
      }),
    );
  });
});
