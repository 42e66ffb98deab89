import { expect, test } from 'vitest';
import {
  judgeWatchdog,
  LONGEST_LOOK_MS,
  LONGEST_WRITE_MS,
  type WatchdogInput,
} from '../../src/app/service/watchdog.ts';

const well = (nowMs: number): WatchdogInput => ({
  nowMs,
  attempts: 0,
  isWriting: false,
  bays: [{ id: 'bay-1', lookedMs: nowMs - 100 }],
});

test('a station at rest is fed for ever', () => {
  let verdict = judgeWatchdog(null, well(0));
  for (let nowMs = 5000; nowMs < 10 * LONGEST_WRITE_MS; nowMs += 5000) {
    verdict = judgeWatchdog(verdict.state, well(nowMs));
    expect(verdict.stuck).toEqual([]);
  }
});

test('a write that never ends starves it, and says why; one that ends feeds it again', () => {
  const writing = (nowMs: number, attempts: number) => ({ ...well(nowMs), isWriting: true, attempts });
  const first = judgeWatchdog(null, writing(0, 7));
  expect(first.stuck).toEqual([]);
  const second = judgeWatchdog(first.state, writing(LONGEST_WRITE_MS, 7));
  expect(second.stuck).toEqual([]);
  const third = judgeWatchdog(second.state, writing(LONGEST_WRITE_MS + 1000, 7));
  expect(third.stuck).toEqual(['a write into the database has not ended for 61 s']);
  expect(judgeWatchdog(third.state, writing(LONGEST_WRITE_MS + 2000, 8)).stuck).toEqual([]);
});

test('a database that fails again and again, as on a full disk, is fed: a restart would lose what waits in memory', () => {
  let verdict = judgeWatchdog(null, { ...well(0), isWriting: true });
  for (let tries = 1; tries < 100; tries++) {
    verdict = judgeWatchdog(verdict.state, { ...well(tries * 5000), isWriting: true, attempts: tries });
    expect(verdict.stuck).toEqual([]);
  }
});

test('a bay that nobody looks after starves it, whatever the others do', () => {
  const nowMs = 100_000;
  const bays = [
    { id: 'left', lookedMs: nowMs - 100 },
    { id: 'right', lookedMs: nowMs - LONGEST_LOOK_MS - 1000 },
  ];
  expect(judgeWatchdog(null, { ...well(nowMs), bays }).stuck).toEqual([
    'nothing looked after the board of right for 6 s',
  ]);
});
