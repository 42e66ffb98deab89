/** What becomes of a tap: who is on a bay, who waits, and whose a set is. */
import { expect, test } from 'vitest';
import { claimable, DEFAULT_TIMES } from '../../src/members/presence-state.ts';
import { Floor } from './members-floor.ts';

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

test('everyone is told the alias only of who agreed to that; the screen of the bay greets by it', () => {
  const floor = new Floor();
  const texts = () => floor.events.flatMap((event) => (event.kind === 'tapped' ? [[event.text, event.openText]] : []));
  floor.do({ kind: 'enrol', bay: 'one', memberId: 'mira', alias: 'MIRA' });
  floor.tap('mira'); // a card of theirs already
  floor.tap('ben');
  floor.do({ kind: 'cancel-enrolment', bay: 'one' });
  floor.tap('ben');
  floor.begin('set');
  for (const who of ['ben', 'ben', 'mira', 'mira', 'mira']) floor.tap(who);
  floor.end('set');
  floor.tap('mira');
  floor.wait(60_000);
  floor.tap('mira');
  expect(texts().length).toBeGreaterThan(8);
  for (const [text, openText] of texts()) {
    expect(openText).not.toMatch(/MIRA|BEN/);
    if (text !== openText) expect(openText).toContain('Member');
  }
  const open = { showAlias: true, keepRecordings: false, consentsDue: false } as const;
  const card = { kind: 'member', memberId: 'c', alias: 'C', ...open } as const;
  expect(floor.do({ kind: 'tap', bay: 'two', card })).toContainEqual(
    expect.objectContaining({ kind: 'tapped', text: 'Hello C', openText: 'Hello C' }),
  );
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
  expect(floor.claims).toEqual([]);
});

test('a tap in mid-set waits until the set is settled; the last one decides', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.begin('s1');
  expect(floor.tap('b').result).toBe('waits');
  expect(floor.tap('c')).toMatchObject({ result: 'waits', text: 'A set is in progress: C is signed in when it ends' });
  expect(floor.on).toEqual(['a', null]);
  floor.end('s1');
  expect(floor.on).toEqual(['c', null]);
  expect(floor.bay().greeting).toMatchObject({ result: 'switched', code: { kind: 'hello', params: { name: 'C' } } });
});

test('who taps again in mid-set takes the tap before back', () => {
  const floor = new Floor();
  floor.tap('a');
  floor.begin('s1');
  expect(floor.tap('a').result).toBe('waits');
  expect(floor.tap('a')).toMatchObject({ result: 'in', text: 'A stays signed in' });
  expect(floor.tap('b').result).toBe('waits');
  expect(floor.tap('b')).toMatchObject({ result: 'out', text: 'B no longer waits' });
  floor.tap('b');
  expect(floor.tap('a').text).toBe('A stays signed in');
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
  expect(floor.bay('one').greeting?.code).toEqual({ kind: 'moved', params: { name: 'A' } });
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

test('an unknown card tells its last digits; during an enrolment it becomes the member’s', () => {
  const floor = new Floor();
  const unknown = { kind: 'unknown', lastDigits: 'E680' } as const;
  const tap = () => floor.do({ kind: 'tap', bay: 'one', card: unknown });
  expect(tap()).toEqual([expect.objectContaining({ kind: 'tapped', result: 'unknown', lastDigits: 'E680' })]);
  floor.do({ kind: 'enrol', bay: 'one', memberId: 'a', alias: 'Mira' });
  expect(floor.tap('b').result).toBe('refused');
  expect(floor.tap('a').text).toMatch(/^This card belongs to Mira already/);
  expect(tap()).toEqual([
    { kind: 'enrolled', bay: 'one', memberId: 'a' },
    expect.objectContaining({
      kind: 'tapped',
      result: 'enrolled',
      text: 'Card …E680 belongs to Mira now. Tap again to begin',
    }),
  ]);
  expect(floor.bay().enrolment).toBeNull();
  expect(floor.on).toEqual([null, null]);
});

test('a card that nobody can look up now is refused with the reason', () => {
  const floor = new Floor();
  const events = floor.do({ kind: 'tap', bay: 'one', card: { kind: 'unavailable', reason: 'no database yet' } });
  expect(events).toEqual([
    expect.objectContaining({
      kind: 'tapped',
      result: 'refused',
      lastDigits: null,
      text: 'no database yet',
    }),
  ]);
});
