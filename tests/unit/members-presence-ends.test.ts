/** Who is on a bay without a tap of theirs: by a trainer, after a restart; and what ends that, or a greeting, by itself. */
import { expect, test } from 'vitest';
import {
  createPresence,
  DEFAULT_TIMES,
  GUEST,
  idleLogoutAtMs,
  restorePresence,
} from '../../src/members/presence-state.ts';
import { Floor } from './members-floor.ts';

test('three minutes without a movement log out; movements and sets begin them again', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.wait(179_000);
  floor.do({ kind: 'moved', bay: 'one' });
  floor.wait(179_000);
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(floor.atMs + 1000);
  floor.begin('s1');
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBeNull();
  floor.wait(400_000);
  floor.end('s1');
  floor.wait(179_000);
  expect(floor.on).toEqual(['a', null]);
  floor.wait(1000);
  expect(floor.on).toEqual([null, null]);
  expect(floor.events.at(-1)).toMatchObject({ kind: 'session-ended', why: 'idle' });
  expect(floor.bay().greeting).toMatchObject({ result: 'out', code: { kind: 'idle', params: { name: 'A' } } });
});

test('the rest of a programme is not idleness, and goes with whoever it was written for', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.do({ kind: 'rest-known', bay: 'one', restMs: 600_000 });
  floor.begin('s1');
  floor.end('s1');
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(floor.atMs + 780_000);
  floor.wait(779_000);
  expect(floor.on).toEqual(['a', null]);
  floor.wait(1000);
  expect(floor.on).toEqual([null, null]);
  floor.tap('b');
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(floor.atMs + 180_000);
  floor.do({ kind: 'rest-known', bay: 'one', restMs: 600_000 });
  floor.tap('c');
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(floor.atMs + 180_000);
});

test('an enrolment is over after 60 s, when it is cancelled, and when its member is gone', () => {
  const floor = new Floor();
  const enrol = () => floor.do({ kind: 'enrol', bay: 'one', memberId: 'a', alias: 'Mira' });
  enrol();
  floor.wait(60_001);
  expect(floor.bay().enrolment).toBeNull();
  enrol();
  floor.do({ kind: 'cancel-enrolment', bay: 'one' });
  expect(floor.bay().enrolment).toBeNull();
  enrol();
  floor.do({ kind: 'member-gone', memberId: 'a' });
  expect(floor.bay().enrolment).toBeNull();
});

test('a trainer puts a member on, a guest comes and goes; in mid-set that waits too', () => {
  const floor = new Floor();
  const put = (memberId: string | null) =>
    floor.do({ kind: 'put', bay: 'one', person: { ...GUEST, memberId, alias: memberId?.toUpperCase() ?? null } });
  floor.set('s1');
  put('a');
  expect(floor.asked()).toEqual(['s1 open']);
  floor.begin('s2');
  put(null);
  expect(floor.on).toEqual(['a', null]);
  floor.end('s2');
  expect(floor.bay().on).toMatchObject({ memberId: null, alias: null });
  expect(floor.bay().greeting?.code).toEqual({ kind: 'hello', params: { name: '' } });
  floor.begin('s3');
  floor.do({ kind: 'log-out', bay: 'one' });
  expect(floor.bay().on).not.toBeNull();
  floor.end('s3');
  expect(floor.bay().on).toBeNull();
});

test('a deleted member is on no bay and waits at none; a new name shows at once', () => {
  const floor = new Floor();
  floor.tap('a', 'one');
  floor.do({
    kind: 'member-changed',
    memberId: 'a',
    alias: 'Ana',
    showAlias: true,
    keepRecordings: true,
    consentsDue: false,
  });
  expect(floor.bay('one').on).toMatchObject({ alias: 'Ana', showAlias: true, keepRecordings: true });
  floor.begin('s1', 'two');
  floor.tap('b', 'two');
  floor.do({ kind: 'member-gone', memberId: 'a' });
  floor.do({ kind: 'member-gone', memberId: 'b' });
  floor.end('s1', 'two');
  expect(floor.on).toEqual([null, null]);
});

test('a greeting goes away by itself', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.wait(9000);
  expect(floor.bay().greeting?.code).toEqual({ kind: 'hello', params: { name: 'A' } });
  floor.wait(1000);
  expect(floor.bay().greeting).toBeNull();
});

const SAVED_A = { ...GUEST, memberId: 'a', alias: 'A', sessionId: 's', since: '2026-11-22T17:00:00.000Z' };

test('a restart keeps who is on, and what can still be claimed', () => {
  const saved = [
    { bay: 'one', on: SAVED_A, unclaimed: [] },
    { bay: 'two', on: null, unclaimed: [{ setId: 'x', endedAtMs: 900_000, countedReps: 8, notOf: [] }] },
    { bay: 'a bay that was taken down', on: null, unclaimed: [] },
  ];
  const floor = new Floor(restorePresence(createPresence(['one', 'two']), saved, 1_000_000));
  expect(floor.on).toEqual(['a', null]);
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(1_180_000);
  expect(floor.tap('b', 'two').text).toMatch(/Was the last set yours \(8 reps\)\?/);
});

test('what has happened since the restart stands when the database is only read later', () => {
  const floor = new Floor();
  const restore = () => {
    floor.state = restorePresence(floor.state, [{ bay: 'one', on: SAVED_A, unclaimed: [] }], floor.atMs);
  };
  floor.begin('s1', 'one');
  restore();
  expect(floor.on).toEqual([null, null]);
  floor.end('s1', 'one');
  floor.tap('b', 'one');
  floor.tap('a', 'two');
  restore();
  expect(floor.on).toEqual(['b', 'a']);
  floor.do({ kind: 'log-out', bay: 'one' });
  restore();
  expect(floor.on).toEqual([null, 'a']);
});

test('a bay that is not there is an error', () => {
  expect(() => new Floor().do({ kind: 'log-out', bay: 'none' })).toThrow('there is no bay none');
});
