import { expect, test } from 'vitest';
import { Measuring } from '../../src/app/sets/run.ts';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import { NO_OCCUPANT } from '../../src/contracts/events.ts';
import { createRecordingParser } from '../../src/contracts/recording.ts';
import { durationS, easySet, motionAt, options } from './core-support.ts';

const EPOCH_MS = 1_800_000_000_000;

/** Measures a set as a board at 50 Hz would see it; what is kept of it. */
function measured(set: typeof easySet): { set: SetEvent; reps: Rep[]; csv: string } {
  const last = changesOf(set).kept.at(-1)!;
  return { set: last.sets![0]!, reps: last.reps!, csv: last.recordings![0]!.csv };
}

function changesOf(set: typeof easySet, more: { maxMovements?: number } = {}) {
  let made = 0;
  const kept: NewChange[] = [];
  const measuring = new Measuring({
    core: options,
    context: { site: 'gym', bay: 'bay-1', source: 'board', exercise: 'hip-thrust', plates: null },
    tools: {
      newId: () => `019aac3e-5b10-7c7c-9b5e-${String(++made).padStart(12, '0')}`,
      iso: (atUs) => new Date(EPOCH_MS + atUs / 1000).toISOString(),
      occupant: () => NO_OCCUPANT,
      keepsRecording: () => true,
      earlier: () => [],
      superset: () => null,
      enteredLoadKg: () => null,
      isTimeUncertain: () => false,
    },
    emit: (event) => event.kind === 'store' && kept.push(event.change),
    ...more,
  });
  for (let atUs = 0; atUs < durationS(set) * 1e6; atUs += 20_000) {
    const { heightMm } = motionAt(set, atUs / 1e6);
    measuring.take({ atUs, heightMm, forceN: null, rawLoad: null, rawDistanceMm: null, flags: 0 });
  }
  measuring.end('commanded');
  return { kept, measuring };
}

/** Old rows are let go at every 8,192nd: here in the middle of the first rep. */
const LEAD_S = 161;

test('a set begins with its first rep, though it is seen later, and its recording has all of that rep', () => {
  const { set, reps, csv } = measured({ ...easySet, leadS: LEAD_S, upS: 4, reps: 3 });
  expect(set.countedReps).toBe(3);
  expect(set.startedAt <= reps[0]!.startedAt).toBe(true);
  const startedMs = Date.parse(set.startedAt) - EPOCH_MS;
  expect(startedMs).toBeGreaterThan(LEAD_S * 1000);
  expect(startedMs).toBeLessThan(LEAD_S * 1000 + 500);
  const parser = createRecordingParser();
  const rows = csv.split('\n').flatMap((line) => parser.push(line) ?? []);
  const startedS = Number(parser.header().further.started_s);
  expect(startedS).toBeCloseTo(3, 1); // what led up to it
  const fromMs = startedMs - startedS * 1000;
  // A slow lift has moved for some tenths of a second before it is fast enough to have begun.
  const before = rows.find(({ atUs }) => fromMs + atUs / 1000 > startedMs - 1000)!;
  expect(before.heightMm).toBeCloseTo(easySet.bottomMm, 0);
});

test('a set that has as many movements as one may have is ended, and counted', () => {
  const { kept, measuring } = changesOf({ ...easySet, reps: 8 }, { maxMovements: 3 });
  const ended = kept.flatMap(({ sets = [] }) => sets).filter(({ endedAt }) => endedAt !== null);
  expect(ended.map(({ countedReps }) => countedReps)).toEqual([3, 3, 2]);
  expect(measuring.setsCutShort).toBe(2);
});
