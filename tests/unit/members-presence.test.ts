import { expect, test } from 'vitest';
import { stepPresence } from '../../src/members/presence.ts';
import type { PresenceEvent, PresenceInput } from '../../src/members/presence-events.ts';
import {
  claimable,
  createPresence,
  DEFAULT_TIMES,
  GUEST,
  idleLogoutAtMs,
  type PresenceState,
  restorePresence,
} from '../../src/members/presence-state.ts';

type Without<T> = T extends unknown ? Omit<T, 'atMs' | 'at' | 'sessionId'> : never;

/** Two bays, A and B with cards, a clock that the test moves. */
class Floor {
  state: PresenceState;
  atMs = 1_000_000;
  events: PresenceEvent[] = [];
  #sessions = 0;

  constructor(state?: PresenceState) {
    this.state = state ?? createPresence(['one', 'two']);
  }

  do(input: Without<PresenceInput>): readonly PresenceEvent[] {
    const moment = { atMs: this.atMs, at: new Date(this.atMs).toISOString() };
    const sessionId = `session-${++this.#sessions}`;
    const { state, events } = stepPresence(this.state, { ...input, ...moment, sessionId } as PresenceInput);
    this.state = state;
    this.events.push(...events);
    return events;
  }

  /** @returns what became of the tap */
  tap(memberId: string, bay = 'one') {
    const card = {
      kind: 'member',
      memberId,
      alias: memberId.toUpperCase(),
      showAlias: false,
      keepRecordings: false,
    } as const;
    const tapped = this.do({ kind: 'tap', bay, card }).filter((event) => event.kind === 'tapped');
    expect(tapped).toHaveLength(1);
    return tapped[0]!;
  }

  set(setId: string, bay = 'one', durationMs = 30_000): void {
    this.begin(setId, bay);
    this.wait(durationMs);
    this.end(setId, bay);
  }

  begin(setId: string, bay = 'one'): void {
    this.do({ kind: 'set-began', bay, setId });
  }

  end(setId: string, bay = 'one'): void {
    this.do({ kind: 'set-ended', bay, setId });
  }

  wait(ms: number): void {
    this.atMs += ms;
    this.do({ kind: 'tick' });
  }

  bay(bay = 'one') {
    return this.state.bays.get(bay)!;
  }

  get on() {
    return [...this.state.bays.values()].map(({ on }) => on?.memberId ?? null);
  }
}

test('a tap greets, the next one says goodbye', () => {
  const floor = new Floor();
  expect(floor.tap('a')).toMatchObject({ result: 'in', text: 'Hello A', lastDigits: null });
  expect(floor.on).toEqual(['a', null]);
  floor.wait(2000);
  expect(floor.tap('a')).toMatchObject({ result: 'out', text: 'Goodbye A' });
  expect(floor.on).toEqual([null, null]);
  const kinds = floor.events.map(({ kind }) => kind);
  expect(kinds).toEqual(['session-started', 'tapped', 'session-ended', 'tapped']);
});

test('a tap to leave right after a set is asked about; the second one leaves, a late one is asked again', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.set('s1');
  floor.wait(3000);
  expect(floor.tap('a').result).toBe('confirm-out');
  expect(floor.on).toEqual(['a', null]);
  floor.wait(12_000);
  expect(floor.tap('a').result).toBe('confirm-out');
  floor.wait(2000);
  expect(floor.tap('a').result).toBe('out');

  floor.tap('a');
  floor.set('s2');
  floor.wait(DEFAULT_TIMES.confirmMs);
  expect(floor.tap('a').result).toBe('out');
});

test('a new set makes the question whether to leave pointless', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.set('s1');
  floor.tap('a');
  floor.set('s2', 'one', 5000);
  expect(floor.tap('a').result).toBe('confirm-out');
});

test('two lift in turns: the other one takes over at once, and a set is never shared', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.set('s1');
  expect(floor.tap('b')).toMatchObject({ result: 'switched', text: 'Hello B' });
  expect(floor.on).toEqual(['b', null]);
  floor.set('s2');
  expect(floor.tap('a').result).toBe('switched');
  expect(floor.events.filter(({ kind }) => kind === 'claimed')).toEqual([]);
});

test('a tap in mid-set waits until the set is settled; the last one decides', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.begin('s1');
  expect(floor.tap('b').result).toBe('waits');
  expect(floor.tap('c')).toMatchObject({ result: 'waits', text: 'A set is in progress: C is on when it ends' });
  expect(floor.on).toEqual(['a', null]);
  floor.end('s1');
  expect(floor.on).toEqual(['c', null]);
  expect(floor.bay().greeting).toMatchObject({ result: 'switched', text: 'Hello C' });
});

test('who taps again in mid-set takes the tap before back', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.begin('s1');
  expect(floor.tap('a').result).toBe('waits');
  expect(floor.tap('a')).toMatchObject({ result: 'in', text: 'A stays on' });
  expect(floor.tap('b').result).toBe('waits');
  expect(floor.tap('b')).toMatchObject({ result: 'out', text: 'B waits no more' });
  floor.tap('b');
  expect(floor.tap('a').text).toBe('A stays on');
  floor.end('s1');
  expect(floor.on).toEqual(['a', null]);

  floor.begin('s2');
  floor.tap('a');
  floor.end('s2');
  expect(floor.on).toEqual([null, null]);
});

test('in at one bay leaves the other, also when waiting there', () => {
  const floor = new Floor();
  floor.tap('a', 'one');
  floor.tap('a', 'two');
  expect(floor.on).toEqual([null, 'a']);
  expect(floor.bay('one').greeting?.text).toBe('A is at another bay now');
  floor.tap('b', 'one');
  floor.begin('s1', 'one');
  floor.tap('c', 'one');
  expect(floor.tap('c', 'two').result).toBe('switched');
  floor.end('s1', 'one');
  expect(floor.on).toEqual(['b', 'c']);
});

test('a set in progress stays whose it was when its member goes to another bay', () => {
  const floor = new Floor();
  floor.tap('a', 'one');
  floor.begin('s1', 'one');
  floor.tap('a', 'two');
  expect(floor.on).toEqual([null, 'a']);
  floor.end('s1', 'one');
  expect(claimable(floor.bay('one'), floor.atMs, DEFAULT_TIMES)).toEqual([]);
});

test('sets of nobody are claimed by a tap within five minutes', () => {
  const floor = new Floor();
  floor.set('s0');
  floor.wait(200_000);
  floor.set('s1');
  floor.wait(110_000);
  expect(claimable(floor.bay(), floor.atMs, DEFAULT_TIMES)).toEqual(['s1']);
  expect(floor.tap('a').text).toBe('Hello A. The set you just did is yours; undo it if not');
  expect(floor.events).toContainEqual(expect.objectContaining({ kind: 'claimed', setIds: ['s1'] }));
});

test('a tap in the middle of a set of nobody claims it when it ends', () => {
  const floor = new Floor();
  floor.begin('s1');
  expect(floor.tap('a').result).toBe('waits');
  floor.end('s1');
  expect(floor.events).toContainEqual(expect.objectContaining({ kind: 'claimed', setIds: ['s1'] }));
  expect(floor.bay().greeting?.text).toMatch(/^Hello A. The set you just did is yours/);
});

test('nobody claims what was done before someone else was on, nor what a guest did', () => {
  const floor = new Floor();
  floor.set('s1');
  floor.do({ kind: 'put', bay: 'one', person: GUEST });
  floor.set('s2');
  floor.do({ kind: 'log-out', bay: 'one' });
  expect(floor.tap('a').text).toBe('Hello A');
  expect(floor.events.filter(({ kind }) => kind === 'claimed')).toEqual([]);
});

test('three minutes without a movement log out; movements and sets begin them anew', () => {
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
  expect(floor.bay().greeting).toMatchObject({ result: 'out', text: 'A was logged out: nothing moved for a while' });
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

test('an unknown card tells its last digits; during an enrolment it becomes the member’s', () => {
  const floor = new Floor();
  const unknown = { kind: 'unknown', lastDigits: 'E680' } as const;
  const tap = () => floor.do({ kind: 'tap', bay: 'one', card: unknown });
  expect(tap()).toEqual([expect.objectContaining({ kind: 'tapped', result: 'unknown', lastDigits: 'E680' })]);
  floor.do({ kind: 'enrol', bay: 'one', memberId: 'a', alias: 'Mira' });
  expect(floor.tap('b').result).toBe('refused');
  expect(floor.tap('a').text).toMatch(/^This card is Mira's already/);
  expect(tap()).toEqual([
    { kind: 'enrolled', bay: 'one', memberId: 'a' },
    expect.objectContaining({
      kind: 'tapped',
      result: 'enrolled',
      text: "Card …E680 is Mira's now. Tap again to begin",
    }),
  ]);
  expect(floor.bay().enrolment).toBeNull();
  expect(floor.on).toEqual([null, null]);
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

test('a card that nobody can look up now is refused with the reason', () => {
  const floor = new Floor();
  const events = floor.do({ kind: 'tap', bay: 'one', card: { kind: 'unavailable', reason: 'no database yet' } });
  expect(events).toEqual([
    { kind: 'tapped', bay: 'one', result: 'refused', lastDigits: null, text: 'no database yet' },
  ]);
});

test('a trainer puts a member on, a guest comes and goes; in mid-set that waits too', () => {
  const floor = new Floor();
  const put = (memberId: string | null) =>
    floor.do({ kind: 'put', bay: 'one', person: { ...GUEST, memberId, alias: memberId?.toUpperCase() ?? null } });
  floor.set('s1');
  put('a');
  expect(floor.events).toContainEqual(expect.objectContaining({ kind: 'claimed', setIds: ['s1'] }));
  floor.begin('s2');
  put(null);
  expect(floor.on).toEqual(['a', null]);
  floor.end('s2');
  expect(floor.bay().on).toMatchObject({ memberId: null, alias: null });
  expect(floor.bay().greeting?.text).toBe('Hello Guest');
  floor.begin('s3');
  floor.do({ kind: 'log-out', bay: 'one' });
  expect(floor.bay().on).not.toBeNull();
  floor.end('s3');
  expect(floor.bay().on).toBeNull();
});

test('a deleted member is on no bay and waits at none; a new name shows at once', () => {
  const floor = new Floor();
  floor.tap('a', 'one');
  floor.do({ kind: 'member-changed', memberId: 'a', alias: 'Ana', showAlias: true, keepRecordings: true });
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
  expect(floor.bay().greeting?.text).toBe('Hello A');
  floor.wait(1000);
  expect(floor.bay().greeting).toBeNull();
});

const SAVED_A = { ...GUEST, memberId: 'a', alias: 'A', sessionId: 's', since: '2026-11-22T17:00:00.000Z' };

test('a restart keeps who is on, and what can still be claimed', () => {
  const saved = [
    { bay: 'one', on: SAVED_A, unclaimed: [] },
    { bay: 'two', on: null, unclaimed: [{ setId: 'x', endedAtMs: 900_000 }] },
    { bay: 'a bay that was taken down', on: null, unclaimed: [] },
  ];
  const floor = new Floor(restorePresence(createPresence(['one', 'two']), saved, 1_000_000));
  expect(floor.on).toEqual(['a', null]);
  expect(idleLogoutAtMs(floor.bay(), DEFAULT_TIMES)).toBe(1_180_000);
  expect(floor.tap('b', 'two').text).toMatch(/The set you just did is yours/);
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
