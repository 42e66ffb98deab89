/** Sets of an unknown clock move, all of them by one difference, and everyone is told once. */
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

const HOUR_MS = 3_600_000;
const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 10, 22, 18, minute, second)).toISOString();
const AGENT = { id: null, role: 'admin' };

async function storeWith(): Promise<Store> {
  const store = await openStore({ file: join(tempDir(), 'a.db') });
  onTestFinished(() => store.close());
  return store;
}

const lifted = (minute: number, isTimeUncertain: boolean) =>
  newSet({ startedAt: at(minute), endedAt: at(minute, 40), isTimeUncertain, memberId: null, sessionId: null });

test('marked sets from then on move with reps and recording; each once, newest first, and announced', async () => {
  const store = await storeWith();
  const [before, first, second] = [lifted(0, false), lifted(10, true), lifted(12, true)];
  const rep = newRep(first.id, { startedAt: at(10, 3), lockoutAt: at(10, 4), endedAt: null, memberId: null });
  const csv = `# lockout-recording: 1\n# title: bay-1 ${at(10)}\n# started_at: ${at(10)}\nt_s,height_mm,force_n\n0,1,2\n`;
  const recordings = [{ setId: first.id, csvGzip: gzipSync(csv) }];
  await store.write({ sets: [before, first, second], reps: [rep], recordings });
  await store.corrections.correct({
    id: '019aac3e-0000-7000-8000-000000000001',
    setId: second.id,
    correction: { kind: 'rpe', rpe: 8 },
    actor: AGENT,
    at: at(20),
  });
  const corrected = (await store.getSet(second.id))!.set;
  const seen = await store.outbox.newest('bay-1');

  const moved = [];
  for (let some = await store.upkeep.shiftUncertain(at(5), HOUR_MS, 1); some.length > 0; ) {
    moved.push(...some);
    some = await store.upkeep.shiftUncertain(at(5), HOUR_MS, 1);
  }
  expect(moved.map(({ set }) => set.id)).toEqual([second.id, first.id]);
  expect((await store.getSet(before.id))!.set).toMatchObject({ startedAt: at(0), revision: before.revision });
  const now = (await store.getSet(first.id))!;
  expect(now.set).toMatchObject({ startedAt: at(70), endedAt: at(70, 40), isTimeUncertain: false });
  expect(now.set.revision).toBe(first.revision + 1);
  expect(now.reps[0]).toMatchObject({ startedAt: at(70, 3), lockoutAt: at(70, 4), endedAt: null });
  const text = gunzipSync((await store.recording(first.id))!).toString();
  expect(text).toContain(`# title: bay-1 ${at(70)}\n# started_at: ${at(70)}\n`);
  expect(text.split('\n').slice(3)).toEqual(csv.split('\n').slice(3));
  const told = (await store.outbox.pending('bay-1', 99, seen)).map(({ payload }) => JSON.parse(payload));
  expect(told.filter(({ id }) => id === first.id)).toEqual([expect.objectContaining({ startedAt: at(70) })]);
  expect(told.filter(({ id }) => id === rep.id)).toHaveLength(1);

  // A correction that is made, or undone, afterwards begins with what was measured: at the right time.
  await store.corrections.correct({
    id: '019aac3e-0000-7000-8000-000000000002',
    setId: second.id,
    correction: { kind: 'rpe', rpe: 9 },
    actor: AGENT,
    at: at(90),
  });
  const again = (await store.getSet(second.id))!.set;
  expect(again).toMatchObject({ startedAt: at(72), isTimeUncertain: false, rpe: 9 });
  expect(again.revision).toBe(corrected.revision + 2);
});

test('sessions that ended meanwhile are given their times; earlier and open ones stay', async () => {
  const store = await storeWith();
  const session = (n: number, bay: string, startedAt: string, endedAt: string | null) => ({
    id: `019aac3e-0000-7000-8000-00000000010${n}`,
    bay,
    kind: 'guest' as const,
    memberId: null,
    startedAt,
    endedAt,
    endReason: endedAt && 'waits',
  });
  await store.write({
    sessions: [
      session(1, 'bay-1', at(0), at(2)),
      session(2, 'bay-1', at(3), at(12)),
      session(3, 'bay-1', at(13), at(14)),
      session(4, 'bay-2', at(15), null),
    ],
  });
  expect(await store.upkeep.newestTime()).toBe(at(15));
  const ended = await store.upkeep.sessionTimes(at(10));
  expect(ended.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
    [at(3), at(12)],
    [at(13), at(14)],
  ]);
  const [first, second] = ended;
  await store.upkeep.setSessionTimes([
    { ...first!, endedAt: at(12 - 60) },
    { ...second!, startedAt: at(13 - 60), endedAt: at(14 - 60) },
  ]);
  const times = (await store.presence.waiting(at(-600))).map(({ startedAt, endedAt }) => [startedAt, endedAt]);
  expect(times).toContainEqual([at(0), at(2)]);
  expect(times).toContainEqual([at(3), at(12 - 60)]);
  expect(times).toContainEqual([at(13 - 60), at(14 - 60)]);
  expect((await store.presence.open())[0]).toMatchObject({ startedAt: at(15) });
});
