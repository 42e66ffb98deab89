/** Who is on, when the wall clock is not what it was. */
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { rebasedRows } from '../../src/app/people/presence/persist-sessions.ts';
import { savedPresence } from '../../src/app/people/presence/restore.ts';
import { createPresence, GUEST, rebasePresence } from '../../src/members/presence-state.ts';
import type { Store } from '../../src/store/index.ts';
import { addMember, addSet, later, NOW, openRepository } from '../integration/store-members-samples.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;

describe('after a restart', () => {
  /** A member who came at NOW, and a set of nobody on the other bay a minute later. */
  function gym() {
    const repository = openRepository();
    const memberId = addMember(repository);
    const session = { id: newId(), bay: 'bay-1', kind: 'member' as const, memberId, startedAt: NOW };
    repository.write({ sessions: [{ ...session, endedAt: null, endReason: null }] });
    addSet(repository, { bay: 'bay-2', memberId: null, sessionId: null, startedAt: NOW, endedAt: later(1) });
    const store = repository.tables as unknown as Pick<Store, 'presence' | 'members'>;
    return (minutes: number) =>
      savedPresence(store, ['bay-1', 'bay-2'], {
        atMs: 0,
        wallMs: Date.parse(later(minutes)),
        claimMs: 5 * MINUTE_MS,
      });
  }

  test('who was on is on, and a set of nobody can be claimed', async () => {
    const [first, second] = await gym()(3);
    expect(first?.on).toMatchObject({ since: NOW });
    expect(second?.unclaimed).toMatchObject([{ setId: expect.any(String), endedAtMs: -2 * MINUTE_MS, notOf: [] }]);
  });

  test('a clock that woke up an hour ago, as that of a Pi does, logs nobody out, and nobody claims what it can’t date', async () => {
    const [first, second] = await gym()(-HOUR);
    expect(first?.on).toMatchObject({ since: NOW });
    expect(second?.unclaimed).toEqual([]);
  });

  test('a clock that says 1970 knows of nobody', async () => {
    const [first, second] = await gym()(-Date.parse(NOW) / MINUTE_MS);
    expect(first?.on).toBeNull();
    expect(second?.unclaimed).toEqual([]);
  });
});

test('when the clock is set, whoever is on has been there as long as before, and is stored so', () => {
  const empty = createPresence(['bay-1', 'bay-2']);
  const known = empty.bays.get('bay-1')!;
  const sessionId = newId();
  const on = { ...GUEST, sessionId, since: NOW };
  const waiting = { kind: 'in', person: GUEST, sessionId: newId() } as const;
  const greeting = { atMs: 7, at: NOW, result: 'in', code: { kind: 'hello', params: { name: 'Ann' } } } as const;
  const state = {
    ...empty,
    bays: new Map([...empty.bays, ['bay-1', { ...known, on, waiting, greeting, activeAtMs: 7 }]]),
  };

  const rebased = rebasePresence(state, -10 * HOUR * MINUTE_MS);
  const moved = rebased.bays.get('bay-1')!;
  expect(moved.on).toEqual({ ...on, since: later(-10 * HOUR) });
  expect(moved.greeting).toEqual({ ...greeting, at: later(-10 * HOUR) });
  expect(moved.activeAtMs).toBe(7);
  expect(rebased.bays.get('bay-2')).toEqual(empty.bays.get('bay-2'));

  expect(rebasedRows('bay-1', moved, later(-10 * HOUR))).toEqual([
    expect.objectContaining({ id: sessionId, startedAt: later(-10 * HOUR), endedAt: null, endReason: null }),
    expect.objectContaining({ id: waiting.sessionId, endedAt: later(-10 * HOUR), endReason: 'waits' }),
  ]);
  expect(rebasedRows('bay-2', rebased.bays.get('bay-2')!, NOW)).toEqual([]);
});
