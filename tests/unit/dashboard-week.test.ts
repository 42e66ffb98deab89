import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBeforeFetched, weekOf } from '../../dashboard/src/member/week-days.ts';

test('a week begins on Monday, its days are midnights in a row, and weeks follow each other, also where clocks change', () => {
  const midnight = fc
    .record({ year: fc.integer({ min: 2020, max: 2040 }), day: fc.integer({ min: 1, max: 366 }) })
    .map(({ year, day }) => new Date(year, 0, day).getTime());
  fc.assert(
    fc.property(midnight, fc.integer({ min: 0, max: 200 }), (todayMs, back) => {
      const days = weekOf(todayMs, back);
      expect(days.map((day) => day.getDay())).toEqual([1, 2, 3, 4, 5, 6, 0]);
      expect(days.every((day) => day.getHours() === 0)).toBe(true);
      if (back === 0) expect(days.map(Number)).toContain(todayMs);
      const before = weekOf(todayMs, back + 1);
      expect(new Date(before[6]).setDate(before[6].getDate() + 1)).toBe(days[0].getTime());
    }),
  );
});

test('before the oldest fetched set there is no week to go to, unless every set was fetched', () => {
  const monday = new Date(2026, 10, 30);
  const at = (day: number) => ({ startedAt: new Date(2026, 10, day, 12).toISOString() });
  expect(isBeforeFetched(monday, { sets: [at(31), at(30)], next: 'more' })).toBe(true);
  expect(isBeforeFetched(monday, { sets: [at(31), at(29)], next: 'more' })).toBe(false);
  expect(isBeforeFetched(monday, { sets: [at(31), at(30)], next: null })).toBe(false);
  expect(isBeforeFetched(monday, { sets: [], next: 'more' })).toBe(false);
});
