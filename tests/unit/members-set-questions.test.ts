/** Whose a set is that was lifted with no one signed in: it is asked, and nothing is claimed without an answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TIMES, GUEST, returning } from '../../src/members/presence-state.ts';
import { questionsAfter, withNext } from '../../src/members/set-questions.ts';
import { Floor } from './members-floor.ts';

describe('a tap', () => {
  test('asks about the last set, and claims nothing', () => {
    const floor = new Floor();
    floor.set('s0');
    floor.set('s1');
    floor.wait(5000);
    expect(floor.tap('a')).toMatchObject({
      result: 'in',
      asksSetId: 's1',
      text: 'Hello A. Was the last set yours (8 reps)? Tap again for yes',
    });
    expect(floor.asked()).toEqual(['s1 open']);
    floor.wait(60_000);
    floor.do({ kind: 'log-out', bay: 'one' });
    expect(floor.claims).toEqual([]);
  });

  test('once more says yes, for the last set alone; a third one is the way out', () => {
    const floor = new Floor();
    floor.set('s0');
    floor.set('s1');
    floor.wait(30_000);
    floor.tap('a');
    floor.wait(DEFAULT_TIMES.answerMs);
    expect(floor.tap('a')).toMatchObject({ result: 'claimed', text: 'The last set belongs to A now' });
    expect(floor.claims).toEqual(['claimed s1 by a']);
    expect(floor.asked()).toEqual(['s1 claimed', 's0 open']);
    floor.wait(2000);
    expect(floor.tap('a').result).toBe('out');
    expect(floor.claims).toEqual(['claimed s1 by a']);
  });

  test('that comes too late to be an answer is the way out, and claims nothing', () => {
    const floor = new Floor();
    floor.set('s1');
    floor.tap('a');
    floor.wait(DEFAULT_TIMES.answerMs + 1);
    expect(floor.tap('a').result).toBe('out');
    expect(floor.claims).toEqual([]);
  });

  test('does not ask who waited through the set, nor about what was lifted before it', () => {
    const floor = new Floor();
    floor.set('s0');
    floor.begin('s1');
    expect(floor.tap('lena').result).toBe('waits');
    floor.end('s1');
    expect(floor.on).toEqual(['lena', null]);
    expect(floor.asked()).toEqual([]);
    expect(floor.bay().greeting?.code).toEqual({ kind: 'hello', params: { name: 'LENA' } });
    // The lifter of the set comes, and is asked.
    expect(floor.tap('ben')).toMatchObject({ result: 'switched', asksSetId: 's1' });
    // She who gave up waiting can't have lifted it either.
    const other = new Floor();
    other.begin('s1');
    other.tap('lena');
    other.tap('lena');
    other.end('s1');
    expect(other.tap('lena').asksSetId).toBeNull();
  });

  test('does not ask about a set without a counted rep, nor about one of more than five minutes ago', () => {
    const floor = new Floor();
    floor.set('s0', 'one', 10_000, 0);
    expect(floor.tap('a').asksSetId).toBeNull();
    floor.tap('a');
    floor.set('s1');
    floor.wait(DEFAULT_TIMES.claimMs + 1);
    expect(floor.tap('a').asksSetId).toBeNull();
  });

  test('does not ask about a set of a guest, nor about what was lifted before a set of somebody who was signed in', () => {
    const floor = new Floor();
    floor.set('s0');
    floor.do({ kind: 'put', bay: 'one', person: GUEST });
    floor.set('s1');
    floor.do({ kind: 'log-out', bay: 'one' });
    expect(floor.tap('a').asksSetId).toBeNull();
  });
});

describe('an answer', () => {
  test('yes asks about the set before; no asks no further; both can be changed until the next set begins', () => {
    const floor = new Floor();
    for (const setId of ['s0', 's1', 's2']) floor.set(setId);
    floor.tap('a');
    floor.answer('s2', true);
    expect(floor.asked()).toEqual(['s2 claimed', 's1 open']);
    floor.answer('s1', false);
    expect(floor.asked()).toEqual(['s2 claimed', 's1 declined']);
    floor.wait(120_000);
    floor.answer('s1', true);
    floor.answer('s2', false);
    expect(floor.asked()).toEqual(['s2 declined', 's1 claimed']);
    expect(floor.claims).toEqual(['claimed s2 by a', 'claimed s1 by a', 'disclaimed s2 by a']);
    floor.begin('s3');
    expect(floor.asked()).toEqual([]);
    expect(floor.answer('s2', true)).toEqual([]);
  });

  test('no leaves the set to its lifter, and is not asked again', () => {
    const floor = new Floor();
    floor.set('s1');
    floor.tap('a');
    floor.answer('s1', false);
    floor.tap('a');
    expect(floor.tap('a').asksSetId).toBeNull();
    expect(floor.tap('b').asksSetId).toBe('s1');
    floor.tap('b');
    expect(floor.claims).toEqual(['claimed s1 by b']);
  });

  test('twice says nothing new', () => {
    const floor = new Floor();
    floor.set('s1');
    floor.tap('a');
    floor.answer('s1', true);
    expect(floor.answer('s1', true)).toEqual([]);
    expect(floor.claims).toHaveLength(1);
  });

  test('goes by the set as a person has corrected it', () => {
    const correct = (floor: Floor, change: object) =>
      floor.do({
        kind: 'set-corrected',
        bay: 'one',
        setId: 's1',
        countedReps: 8,
        memberId: null,
        isDeleted: false,
        ...change,
      });
    for (const change of [{ isDeleted: true }, { memberId: 'b' }]) {
      const floor = new Floor();
      floor.set('s1');
      floor.tap('a');
      correct(floor, change);
      expect(floor.asked()).toEqual([]);
    }
    const floor = new Floor();
    floor.set('s1');
    correct(floor, { countedReps: 0 });
    expect(floor.tap('a').asksSetId).toBeNull();
    const counted = new Floor();
    counted.set('s1');
    correct(counted, { countedReps: 7 });
    expect(counted.tap('a').text).toMatch(/7 reps/);
  });
});

describe('a sign-out at the bay', () => {
  test('can be taken back for half a minute, until somebody else comes or a set begins', () => {
    const floor = new Floor();
    const undo = () => floor.do({ kind: 'undo-log-out', bay: 'one' });
    floor.tap('a');
    floor.do({ kind: 'log-out', bay: 'one' });
    floor.wait(DEFAULT_TIMES.returnMs);
    undo();
    expect(floor.on).toEqual(['a', null]);
    for (const between of [
      () => floor.wait(DEFAULT_TIMES.returnMs + 1),
      () => floor.tap('b'),
      () => floor.set('s1'),
      () => floor.tap('a', 'two'),
      () => floor.do({ kind: 'member-gone', memberId: 'a' }),
    ]) {
      floor.tap('a');
      floor.do({ kind: 'log-out', bay: 'one' });
      between();
      expect(returning(floor.state, 'one', floor.atMs)).toBeNull();
      const before = floor.on;
      undo();
      expect(floor.on).toEqual(before);
      floor.do({ kind: 'log-out', bay: 'one' });
      floor.do({ kind: 'log-out', bay: 'two' });
    }
  });

  test('that waits for the end of the set waits no more', () => {
    const floor = new Floor();
    floor.tap('a');
    floor.begin('s1');
    floor.do({ kind: 'log-out', bay: 'one' });
    floor.do({ kind: 'undo-log-out', bay: 'one' });
    floor.end('s1');
    expect(floor.on).toEqual(['a', null]);
  });
});

type Deed = 'tap a' | 'tap b' | 'begin' | 'end' | 'yes' | 'no' | 'out' | 'pass';
const DEEDS: Deed[] = ['tap a', 'tap b', 'begin', 'end', 'yes', 'no', 'out', 'pass'];

test('whatever happens, a set gets an owner by a yes alone: never without one, never of who waited through it, never without reps', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...DEEDS), { minLength: 5, maxLength: 60 }),
      fc.infiniteStream(fc.nat(3)),
      (deeds, reps) => {
        const floor = new Floor();
        const waited = new Map<string, Set<string>>();
        const counts = new Map<string, number>();
        const ownedFromStart = new Set<string>();
        let open: string | null = null;
        for (const deed of deeds) {
          const before = floor.bay();
          const claimsBefore = floor.claims.length;
          let said: string | null = null;
          if (deed === 'begin' && !open) {
            open = `s${counts.size}`;
            counts.set(open, 0);
            waited.set(open, new Set());
            if (before.on) ownedFromStart.add(open);
            floor.begin(open);
          } else if (deed === 'end' && open) {
            const countedReps = reps.next().value!;
            counts.set(open, countedReps);
            const ended = open;
            open = null;
            floor.end(ended, 'one', countedReps);
          } else if (deed === 'yes' || deed === 'no') {
            const asked = before.questions.at(-1);
            said = deed === 'yes' ? (asked?.setId ?? null) : null;
            if (asked) floor.answer(asked.setId, deed === 'yes');
          } else if (deed.startsWith('tap')) {
            const who = deed.slice(4);
            const tapped = floor.tap(who);
            if (open && before.on?.memberId !== who) waited.get(open)!.add(who);
            if (tapped.result === 'claimed') said = before.questions[0]?.setId ?? null;
          } else if (deed === 'out') floor.do({ kind: 'log-out', bay: 'one' });
          else floor.wait(20_000);
          const isAnswer = deed === 'no' || said !== null;
          if (!isAnswer) expect(floor.claims, deed).toHaveLength(claimsBefore);
          expect(floor.bay().questions.filter(({ answer }) => answer === 'open').length).toBeLessThanOrEqual(1);
          for (const { setId } of floor.bay().questions) {
            const { on } = floor.bay();
            expect(counts.get(setId)).toBeGreaterThan(0);
            expect(ownedFromStart.has(setId)).toBe(false);
            expect(waited.get(setId)!.has(on!.memberId!)).toBe(false);
          }
          expect(floor.bay().questions.length > 0 && floor.bay().on === null).toBe(false);
          if (floor.bay().set) expect(floor.asked()).toEqual([]);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('the row of questions goes back in time alone: what ended after the first one asked is for the next tap', () => {
  const set = (setId: string, endedAtMs: number) => ({ setId, endedAtMs, countedReps: 8, notOf: [] });
  const asking = { memberId: 'a', atMs: 60_000, claimMs: 300_000 };
  const [first, ...none] = withNext([], [set('s2', 20_000)], asking);
  expect(none).toEqual([]);
  const said = [{ ...first!, answer: 'claimed' as const }];
  const ids = withNext(said, [set('s1', 10_000), set('s3', 30_000)], asking).map(({ setId }) => setId);
  expect(ids).toEqual(['s2', 's1']);
  expect(withNext(said, [set('s3', 30_000)], asking)).toBe(said);
});

test('a correction of a set changes what is asked about that one alone', () => {
  const asked = ['s1', 's2'].map((setId, index) => ({
    setId,
    endedAtMs: 10_000 * index,
    countedReps: 8,
    notOf: [],
    answer: 'claimed' as const,
    askedAtMs: 60_000,
  }));
  const after = (more: object) =>
    questionsAfter(asked, { setId: 's2', countedReps: 7, memberId: 'a', isDeleted: false, ...more }, 'a');
  expect(after({})).toEqual([asked[0], { ...asked[1], countedReps: 7 }]);
  for (const gone of [{ isDeleted: true }, { memberId: 'b' }]) expect(after(gone)).toEqual([asked[0]]);
});
