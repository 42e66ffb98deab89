import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { Upkeep } from '../../src/app/upkeep.ts';
import { openStore } from '../../src/store/index.ts';
import { newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

const NOW = new Date('2026-11-22T18:00:00.000Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();
const silent = pino({ level: 'silent' });

it('deletes what is older than the gym keeps, and counts it', async () => {
  const store = await openStore({ file: join(tempDir(), 'a.db') });
  onTestFinished(() => store.close());
  const old = Array.from({ length: 230 }, () => newSet({ startedAt: daysAgo(400) }));
  const young = newSet({ startedAt: daysAgo(364) });
  await store.write({ sets: [...old, young] });
  const keeping = new Upkeep({ retentionDays: null, store: () => store, logger: silent });
  await keeping.run(NOW);
  expect((await store.listSets({ limit: 999 })).sets).toHaveLength(231);
  const upkeep = new Upkeep({ retentionDays: 365, store: () => store, logger: silent });
  await upkeep.run(NOW);
  expect((await store.listSets({ limit: 999 })).sets).toEqual([young]);
  expect(upkeep.counts).toMatchObject({ setsExpired: 230, failures: 0 });
});

it('goes on when the database is away, and counts that', async () => {
  const upkeep = new Upkeep({
    retentionDays: 1,
    store: () => {
      throw new Error('the database is not open yet');
    },
    logger: silent,
  });
  await upkeep.start();
  upkeep.stop();
  expect(upkeep.counts.failures).toBe(1);
});
