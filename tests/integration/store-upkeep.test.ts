import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ClockStep } from '../../src/app/clock-watch.ts';
import { Upkeep, type UpkeepOptions } from '../../src/app/storage/upkeep.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

const NOW_MS = Date.parse('2026-11-22T18:00:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SILENT = pino({ level: 'silent' });
const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS).toISOString();
const setOf = (days: number) => newSet({ startedAt: daysAgo(days), endedAt: daysAgo(days) });

async function upkeepOn(sets: readonly ReturnType<typeof newSet>[], options: Partial<UpkeepOptions> = {}) {
  const store = await openStore({ file: join(tempDir(), 'a.db') });
  onTestFinished(() => store.close());
  await store.write({ sets: [...sets] });
  const warnings: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
  const clock = new VirtualClock(NOW_MS);
  const upkeep = new Upkeep({ retentionDays: 365, store: () => store, clock, logger, ...options });
  const left = async () => (await store.listSets({ limit: 999 })).sets.length;
  return { store, upkeep, clock, warnings, left };
}

/** The same, and the names of what was called. */
const noted = (upkeep: Store['upkeep'], calls: string[]) =>
  new Proxy(upkeep, {
    get: (target, name: keyof Store['upkeep']) => {
      calls.push(name);
      return target[name];
    },
  });

/** A set a day, for so long. */
const everyDay = (days: number) => Array.from({ length: days }, (_, day) => setOf(day));

it('deletes what is older than the gym keeps, and counts it', async () => {
  const old = Array.from({ length: 230 }, () => setOf(400));
  const { upkeep, left, store } = await upkeepOn([...old, ...everyDay(300)]);
  const keeping = new Upkeep({ retentionDays: null, store: () => store, logger: SILENT });
  await keeping.run();
  expect(await left()).toBe(530);
  await upkeep.run();
  expect(await left()).toBe(300);
  expect(upkeep.counts).toMatchObject({ setsExpired: 230, failures: 0, refusals: 0 });
  expect(upkeep.refusal).toBe('');
});

it('keeps a set for as many days as the gym says, and not one more', async () => {
  const { upkeep, store } = await upkeepOn([...everyDay(300), setOf(363), setOf(364.9), setOf(365.1), setOf(367)]);
  await upkeep.run();
  const left = (await store.listSets({ limit: 999 })).sets.map(({ startedAt }) => startedAt);
  expect(left.filter((startedAt) => startedAt < daysAgo(310)).toSorted()).toEqual([daysAgo(364.9), daysAgo(363)]);
});

describe('deletes nothing while the clock may be wrong', () => {
  const cases: [title: string, aheadMs: number, options: Partial<UpkeepOptions>, why: RegExp][] = [
    ['the system says that it is not synchronized', 0, { isSynchronized: async () => false }, /not synchronized/],
    ['it is ten years ahead', 3650 * DAY_MS, {}, /the newest set is of 2026-11-22/],
    [
      'it is ten years ahead, and the system believes it',
      3650 * DAY_MS,
      { isSynchronized: async () => true },
      /newest/,
    ],
    ['the newest set is of tomorrow', -DAY_MS, {}, /later than now/],
    ['it says 1970', -NOW_MS, {}, /later than now/],
  ];
  it.each(cases)('%s', async (_title, aheadMs, options, why) => {
    const { upkeep, store, clock, left, warnings } = await upkeepOn(everyDay(500), options);
    clock.step(aheadMs);
    await upkeep.run();
    await upkeep.run();
    expect(await left()).toBe(500);
    expect(upkeep.refusal).toMatch(why);
    expect(upkeep.counts).toMatchObject({ setsExpired: 0, refusals: 2 });
    expect(warnings).toEqual([expect.stringMatching(why)]); // once, as long as it stays the same

    clock.step(-aheadMs);
    const after = new Upkeep({ retentionDays: 365, store: () => store, clock, logger: SILENT });
    await after.run();
    expect(await left()).toBe(366);
  });

  it('unless a person has said that it is right: then it deletes by it, but never most of what there is', async () => {
    const isSynchronized = async () => false;
    const { upkeep, left, clock } = await upkeepOn(everyDay(500), { isSynchronized, trustsClock: true });
    clock.step(-DAY_MS); // the newest set is of tomorrow
    await upkeep.run();
    expect(upkeep.refusal).toBe('');
    expect(await left()).toBe(367);
    clock.step(3650 * DAY_MS);
    await upkeep.run();
    expect(upkeep.refusal).toMatch(/newest set/);
    expect(await left()).toBe(367);
  });

  it('it was set within the last hour, and nobody can tell which time was right', async () => {
    let step: ClockStep | null = null;
    let isSynchronized: boolean | null = null;
    const { upkeep, clock, left } = await upkeepOn(everyDay(500), {
      lastStep: () => step,
      isSynchronized: async () => isSynchronized,
    });
    step = { byMs: 9 * DAY_MS, seenMs: clock.monoMs() };
    clock.pass(HOUR_MS / 2);
    await upkeep.run();
    expect(upkeep.refusal).toMatch(/\+9\.0 days within the last hour/);
    expect(await left()).toBe(500);
    clock.pass(HOUR_MS);
    await upkeep.run();
    expect(await left()).toBe(365); // the day before the last is half an hour older now

    step = { byMs: 9 * DAY_MS, seenMs: clock.monoMs() };
    isSynchronized = true; // it is right now
    await upkeep.run();
    expect(upkeep.refusal).toBe('');
  });

  it('it is set while the sets are deleted', async () => {
    const { store, clock, left } = await upkeepOn([...Array.from({ length: 250 }, () => setOf(400)), ...everyDay(300)]);
    const stepping = {
      ...store.upkeep,
      expireSets: async (before: string, limit: number, now: string) => {
        clock.step(9 * DAY_MS);
        return store.upkeep.expireSets(before, limit, now);
      },
    };
    const upkeep = new Upkeep({ retentionDays: 365, store: () => ({ upkeep: stepping }), clock, logger: SILENT });
    await upkeep.run();
    expect(await left()).toBe(450); // the first hundred, which were over by the clock before
    expect(upkeep.refusal).toMatch(/set by \+9\.0 days in the meantime/);
  });

  it('log-ins that are over go all the same; sets that a person deleted, and the audit of log-ins, stay', async () => {
    const { upkeep, store, clock } = await upkeepOn(everyDay(40), { retentionDays: null });
    const calls: string[] = [];
    const watched = new Upkeep({
      retentionDays: null,
      store: () => ({ upkeep: noted(store.upkeep, calls) }),
      clock,
      isSynchronized: async () => false,
      logger: SILENT,
    });
    await watched.run();
    expect(calls).toEqual(['tidy', 'survey']);
    await upkeep.run();
    expect(upkeep.refusal).toBe('');
  });
});

it('most of all sets go only when a person has said so', async () => {
  const { upkeep, left, store, clock } = await upkeepOn(everyDay(1000));
  await upkeep.run();
  expect(upkeep.refusal).toMatch(/634 of 1000 sets would go at once.*retentionDeletesMost/);
  expect(await left()).toBe(999); // a page of the list holds no more
  const asked = new Upkeep({ retentionDays: 365, mayDeleteMost: true, store: () => store, clock, logger: SILENT });
  await asked.run();
  expect(await left()).toBe(366);
});

it('a few sets go, also when they are most of all', async () => {
  const { upkeep, left } = await upkeepOn([...Array.from({ length: 20 }, () => setOf(400)), setOf(1)]);
  await upkeep.run();
  expect(await left()).toBe(1);
});

it('looks daily, and hourly while it may not delete', async () => {
  const { upkeep, clock } = await upkeepOn(everyDay(10));
  expect(await upkeep.start()).toBe(DAY_MS);
  upkeep.stop();
  clock.step(-DAY_MS);
  expect(await upkeep.start()).toBe(HOUR_MS);
  upkeep.stop();
});

it('goes on when the database is unavailable, and counts that', async () => {
  const upkeep = new Upkeep({
    retentionDays: 1,
    store: () => {
      throw new Error('the database is not open yet');
    },
    logger: SILENT,
  });
  expect(await upkeep.start()).toBe(HOUR_MS / 60);
  upkeep.stop();
  expect(upkeep.counts.failures).toBe(1);
});
