import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/app/config/config.ts';
import { gymDays } from '../../src/app/people/plans/days.ts';

test('a day is that of the gym, wherever the computer is', () => {
  const late = '2026-11-22T23:30:00.000Z';
  expect(gymDays('Europe/Berlin').dayOf(late)).toBe('2026-11-23');
  expect(gymDays('America/New_York').dayOf(late)).toBe('2026-11-22');
  expect(gymDays('Pacific/Auckland').dayOf('2026-11-22T11:00:00.000Z')).toBe('2026-11-23');
});

test.each([
  ['Europe/Berlin', '2026-11-22', '2026-11-21T23:00:00.000Z'],
  ['Europe/Berlin', '2026-07-01', '2026-06-30T22:00:00.000Z'],
  // The clocks change at 2 and 3 in the morning: the days begin at the old offset.
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z'],
  ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
  ['Pacific/Auckland', '2026-09-27', '2026-09-26T12:00:00.000Z'],
  ['Asia/Kolkata', '2026-11-22', '2026-11-21T18:30:00.000Z'],
])('in %s the %s begins at %s', (zone, day, at) => {
  const days = gymDays(zone);
  expect(days.startOfDay(day)).toBe(at);
  expect(days.dayOf(at)).toBe(day);
  expect(days.dayOf(new Date(Date.parse(at) - 1).toISOString()) < day).toBe(true);
});

test('a zone that is none is a fault that says what would be right', () => {
  expect(parseConfig('zone: Europe/Berlin\n', 'lockout.yaml').config.zone).toBe('Europe/Berlin');
  expect(() => parseConfig('zone: Berlin\n', 'lockout.yaml')).toThrow(ConfigError);
  expect(() => parseConfig('zone: Berlin\n', 'lockout.yaml')).toThrow(/line 1: zone is "Berlin".*Europe\/Berlin/);
});
