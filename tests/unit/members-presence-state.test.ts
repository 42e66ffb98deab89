import { expect, test } from 'vitest';
import type { Member } from '../../src/contracts/members.ts';
import {
  createPresence,
  GUEST,
  type OnBay,
  type PresenceState,
  presentMember,
  rebasePresence,
  returning,
} from '../../src/members/presence-state.ts';

const SINCE = '2026-11-22T18:00:00.000Z';
const person = { ...GUEST, memberId: 'mira', alias: 'Mira' };
const on: OnBay = { ...person, sessionId: 's', since: SINCE };
/** Two bays; on the first one somebody was logged out, which can be taken back until 1000 ms. */
function left(who: typeof GUEST, change: object = {}, other: OnBay | null = null): PresenceState {
  const { times, bays } = createPresence(['one', 'two']);
  const [one, two] = [bays.get('one')!, bays.get('two')!];
  return {
    times,
    bays: new Map([
      ['one', { ...one, left: { person: who, untilMs: 1000 }, ...change }],
      ['two', { ...two, on: other }],
    ]),
  };
}

test('a bay knows of a member what they agreed to, and whether they were asked', () => {
  const member = (consents: Partial<Member['consents']>, consentsAt: string | null) =>
    presentMember({ id: 'mira', alias: 'Mira', consents, consentsAt } as Member);
  const [no, yes] = [false, true];
  expect(member({ showAlias: no, keepRecordings: yes }, SINCE)).toEqual({
    memberId: 'mira',
    alias: 'Mira',
    showAlias: no,
    keepRecordings: yes,
    consentsDue: no,
  });
  expect(member({ showAlias: yes, keepRecordings: no }, null)).toMatchObject({
    showAlias: yes,
    keepRecordings: no,
    consentsDue: yes,
  });
});

test('a clock that is set moves the sign-ins by as much', () => {
  const { bays } = rebasePresence(left(GUEST, { on }), 3_600_000);
  expect(bays.get('one')!.on).toEqual({ ...on, since: '2026-11-22T19:00:00.000Z' });
});

test('a log-out can be taken back in time, while the bay is free and the member is on no other', () => {
  expect(returning(left(person), 'one', 1000)).toEqual(person);
  expect(returning(left(person), 'one', 1001)).toBeNull();
  expect(returning(left(person), 'two', 0)).toBeNull();
  expect(returning(left(person), 'three', 0)).toBeNull();
  expect(returning(left(person, { on }), 'one', 0)).toBeNull();
  expect(returning(left(person, { set: { setId: 's1', isUnclaimed: true, waited: [] } }), 'one', 0)).toBeNull();
  expect(returning(left(person, {}, on), 'one', 0)).toBeNull();
  expect(returning(left(person, {}, { ...on, memberId: 'ben' }), 'one', 0)).toEqual(person);
});

test('a guest can return, whatever other guests are on', () => {
  expect(returning(left(GUEST, {}, { ...on, memberId: null }), 'one', 0)).toEqual(GUEST);
});
