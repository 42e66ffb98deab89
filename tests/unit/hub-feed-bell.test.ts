import { expect, test } from 'vitest';
import { FeedBell } from '../../src/hub/feed-bell.ts';
import { until } from '../support/until.ts';

test('without a database it tries again after longer and longer pauses, and keeps nobody waiting for long', async () => {
  const pauses: { ms: number; work: () => void; isOff: boolean }[] = [];
  const bell = new FeedBell({
    database: 'postgresql://nobody@127.0.0.1:1/none',
    onFault: () => undefined,
    random: () => 1,
    after: (ms, work) => {
      const pause = { ms, work, isOff: false };
      pauses.push(pause);
      return () => {
        pause.isOff = true;
      };
    },
  });
  await bell.start();
  expect(pauses.map(({ ms }) => ms)).toEqual([500]);
  pauses[0]!.work();
  await until(() => pauses.length === 2);
  expect(pauses[1]!.ms).toBe(1000);

  const rung = bell.listen();
  const waited = rung.wait('north', 25_000, new AbortController().signal);
  expect(pauses[2]!.ms).toBe(2000);
  expect(bell.counts.waiting).toBe(1);
  pauses[2]!.work();
  await waited;
  expect([bell.counts.waiting, pauses[2]!.isOff]).toEqual([0, true]);
  rung.end();
  await bell.stop();
  expect(pauses[1]!.isOff).toBe(true);
});
