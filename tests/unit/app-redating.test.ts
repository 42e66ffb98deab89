/** Sets of an unknown clock get their times once it is known, and those that a power cut left open get their end. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recoverOpenSets } from '../../src/app/storage/recovery.ts';
import { Redating } from '../../src/app/storage/redating.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { Change, SessionTimes, Store } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

const logger = pino({ level: 'silent' });
const SINCE_MS = Date.parse('2026-11-22T18:00:00.000Z');
const HOUR_MS = 3_600_000;

describe('the times of sets', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** @param sets that wait for their times */
  function redating(sets: readonly string[], written = Promise.resolve()) {
    const left = [...sets];
    const calls: string[] = [];
    const told: string[] = [];
    const database = { isAway: false, losesAnswers: 0, onAsked: () => {} };
    const sessions = new Map([
      ['before', { id: 'before', startedAt: '2026-11-22T17:58:00.000Z', endedAt: '2026-11-22T18:02:00.000Z' }],
      ['within', { id: 'within', startedAt: '2026-11-22T18:03:00.000Z', endedAt: '2026-11-22T18:04:00.000Z' }],
    ]);
    const upkeep = {
      sessionTimes: async (since: string) => [...sessions.values()].filter(({ endedAt }) => endedAt >= since),
      setSessionTimes: async (times: SessionTimes[]) => {
        calls.push('sessions');
        for (const one of times) sessions.set(one.id, one);
        if (database.losesAnswers-- > 0) throw new Error('the worker ended before its answer');
      },
      shiftUncertain: async (since: string, byMs: number, limit: number) => {
        calls.push(`sets ${since} ${byMs}`);
        return left.splice(0, limit).map((id) => ({ set: newSet({ id }), reps: [] }));
      },
    };
    const one = new Redating({
      store: () => {
        database.onAsked();
        if (database.isAway) throw new Error('the database is unavailable');
        return { upkeep } as unknown as Store;
      },
      written: () => written,
      redated: ({ set }: SetDetail) => told.push(set.id),
      logger,
    });
    return { one, calls, told, left, database, sessions };
  }
  const NAMES = Array.from({ length: 12 }, (_, n) => `set ${n}`);

  it('move by the same time as those of the sessions, and each set is told once', async () => {
    const { one, calls, told, sessions: found } = redating(NAMES);
    await one.run(SINCE_MS, HOUR_MS);
    const [sessions, ...sets] = calls;
    expect(sessions).toBe('sessions');
    expect(found.get('before')).toMatchObject({
      startedAt: '2026-11-22T17:58:00.000Z',
      endedAt: '2026-11-22T19:02:00.000Z',
    });
    expect(found.get('within')).toMatchObject({
      startedAt: '2026-11-22T19:03:00.000Z',
      endedAt: '2026-11-22T19:04:00.000Z',
    });
    expect(new Set(sets)).toEqual(new Set(['sets 2026-11-22T18:00:00.000Z 3600000']));
    expect(told).toEqual(NAMES);
    expect(one.count).toBe(12);
  });

  it('move their sessions once, though the answer of a write got lost', async () => {
    const { one, calls, database, sessions } = redating([]);
    database.losesAnswers = 2;
    const done = one.run(SINCE_MS, HOUR_MS);
    await vi.advanceTimersByTimeAsync(120_000);
    await done;
    expect(calls.filter((call) => call === 'sessions')).toHaveLength(3);
    expect(sessions.get('within')).toMatchObject({
      startedAt: '2026-11-22T19:03:00.000Z',
      endedAt: '2026-11-22T19:04:00.000Z',
    });
  });

  it('wait until all that was recorded before is written', async () => {
    let write = () => {};
    const { one, calls } = redating(NAMES, new Promise((resolve) => (write = resolve)));
    const done = one.run(SINCE_MS, HOUR_MS);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(calls).toEqual([]);
    write();
    await done;
    expect(one.count).toBe(12);
  });

  it('wait for a database that is away, and are looked for each minute', async () => {
    const { one, told, calls, database } = redating(NAMES);
    database.isAway = true;
    const done = one.run(SINCE_MS, HOUR_MS);
    await vi.advanceTimersByTimeAsync(150_000);
    expect(told).toEqual([]);
    database.isAway = false;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    await done;
    expect(told).toEqual(NAMES);
    expect(calls.filter((call) => call.startsWith('sessions'))).toHaveLength(1);
  });

  it('are left as they are once the station ends', async () => {
    const { one, calls, database } = redating(NAMES);
    database.isAway = true;
    void one.run(SINCE_MS, HOUR_MS);
    await vi.advanceTimersByTimeAsync(1000);
    one.stop();
    expect(vi.getTimerCount()).toBe(0);
    database.isAway = false;
    await one.run(SINCE_MS, HOUR_MS);
    expect(calls).toEqual([]);
  });

  it('are not waited for when the database goes away because the station ends', async () => {
    const { one, database } = redating(NAMES);
    database.isAway = true;
    database.onAsked = () => one.stop();
    void one.run(SINCE_MS, HOUR_MS);
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a set that a power cut left open', () => {
  const START = '2026-11-22T18:00:00.000Z';
  const at = (second: number) => `2026-11-22T18:00:${second}.000Z`;

  async function recovered(reps: readonly { endedAt: string | null; lockoutAt: string | null }[]) {
    const open = newSet({ startedAt: START, endedAt: null, endReason: null, revision: 4 });
    const writes: Change[] = [];
    const store = {
      openSets: async () => [open],
      getSet: async () => ({ set: open, reps: reps.map((rep) => newRep(open.id, rep)) }),
      write: async (change: Change) => void writes.push(change),
    };
    await recoverOpenSets(store as unknown as Store, logger);
    expect(writes).toHaveLength(1);
    const [set] = writes[0]!.sets!;
    expect(set).toEqual({ ...open, revision: 5, endReason: 'interrupted', endedAt: set!.endedAt });
    expect(writes[0]!.outbox).toEqual([{ bay: open.bay, topic: 'set', id: open.id, payload: set }]);
    return set!.endedAt;
  }

  it('ended as interrupted with the last that is known of it, and everyone is told', async () => {
    const first = { lockoutAt: at(11), endedAt: at(12) };
    expect(await recovered([first, { lockoutAt: at(21), endedAt: at(22) }])).toBe(at(22));
    expect(await recovered([first, { lockoutAt: at(31), endedAt: null }])).toBe(at(31));
    expect(await recovered([first, { lockoutAt: null, endedAt: null }])).toBe(at(12));
    expect(await recovered([])).toBe(START);
  });
});
