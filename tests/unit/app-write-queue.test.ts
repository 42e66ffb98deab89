import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { WriteQueue } from '../../src/app/storage/write-queue.ts';
import { type Change, StoreError } from '../../src/store/index.ts';
import { addMember, later, NOW, openRepository } from '../integration/store-members-samples.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { alert, FaultyStore, idsOf, queueOn } from '../support/queue-store.ts';

test('changes are written in order, and what comes together goes in one transaction', async () => {
  const { queue, store, repository } = queueOn();
  await Promise.all(['a', 'b', 'c'].map((id) => queue.append(alert(id))));
  expect(idsOf(repository.pending('bay-1', 9))).toEqual(['a', 'b', 'c']);
  expect(store.tries.length).toBeLessThan(3);
  await queue.close();
});

test('on a disk too full for the recording of a set, the claim behind it waits for the set', async () => {
  const { queue, store, repository, elapse } = queueOn();
  const mira = addMember(repository);
  const set = newSet({ revision: 1, memberId: null, sessionId: null, endedAt: null, endReason: null });
  const rep = newRep(set.id, { revision: 1, memberId: null });
  await queue.append({ sets: [set], reps: [rep] });

  // What a nearly full disk does: the small still fits, the large doesn't.
  let isFull = true;
  store.nextFault = (changes) => (isFull && changes.some(({ recordings }) => recordings) ? 'full' : null);
  const ended = { ...set, revision: 2, endedAt: later(0), endReason: 'rested' as const, hasRecording: true };
  const actor = { id: mira, role: 'member' };
  const correction = { kind: 'owner', memberId: mira } as const;
  const claim = { id: newRep('').id, setId: set.id, correction, actor, at: NOW, as: 'claim' as const };
  const durable = [
    queue.append({ sets: [ended], reps: [rep], recordings: [{ setId: set.id, csv: 'a,b\n1,2\n' }] }),
    queue.append({ corrections: [claim] }),
  ];
  await expect.poll(() => queue.status.failing).toBe(true);
  await elapse();
  await elapse();
  expect(queue.waiting).toBe(2);

  isFull = false;
  await elapse();
  await Promise.all(durable);
  expect(queue.refused).toBe(0);
  expect(repository.getSet(set.id)?.set).toMatchObject({ memberId: mira, endReason: 'rested', hasRecording: true });
  expect(gunzipSync(repository.recording(set.id)!).toString()).toBe('a,b\n1,2\n');
  await queue.close();
});

describe('while the database fails', () => {
  test('the head alone is tried, ever more rarely, and no change that comes makes it sooner', async () => {
    const { queue, store, timers, elapse } = queueOn();
    let isFull = true;
    store.nextFault = () => (isFull ? 'full' : null);
    const durable = Promise.all([...Array(1000).keys()].map((n) => queue.append(alert(`${n}`))));
    await expect.poll(() => queue.status.failing).toBe(true);
    store.tries.length = 0;
    const delaysMs = [];
    for (let n = 0; n < 7; n++) delaysMs.push(await elapse());
    expect(delaysMs).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    expect(store.tries).toEqual([1, 1, 1, 1, 1, 1, 1]);
    void queue.append(alert('late'));
    await queue.pending('bay-1', 64);
    expect(store.tries).toHaveLength(7);

    isFull = false;
    store.tries.length = 0;
    await elapse();
    await durable;
    isFull = true;
    void queue.append(alert('again'));
    await expect.poll(() => timers.map(({ delayMs }) => delayMs)).toEqual([250]); // a new trouble is no old one
    isFull = false;
    await elapse();
    expect(store.tries.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(queue.status).toEqual({ failing: false, reason: '', fill: 'room' });
    await queue.close();
  });

  test('delays are spread, so that stations that failed together do not try together', async () => {
    const { queue, store, timers } = queueOn({ random: () => 0 });
    store.nextFault = () => 'full';
    void queue.append(alert('a'));
    await expect.poll(() => timers.map(({ delayMs }) => delayMs)).toEqual([125]);
    await queue.close();
  });
});

test('a recording that can’t be compressed is lost alone, and the set says so', async () => {
  const { queue, repository } = queueOn();
  const set = newSet({ hasRecording: true });
  await queue.append({ sets: [set], recordings: [{ setId: set.id, csv: { length: 3 } as never }] });
  expect(repository.getSet(set.id)?.set.hasRecording).toBe(false);
  expect(queue.dropped).toEqual({ changes: 0, recordings: 1 });
  await queue.close();
});

test('a change that is no data at all is refused: it never becomes any', async () => {
  const { queue, store, repository } = queueOn();
  const write = store.write.bind(store);
  store.write = async (...changes) => {
    // As `postMessage` to the thread of the store does.
    if (changes.some((change) => change.reps)) throw new DOMException('could not be cloned', 'DataCloneError');
    return write(...changes);
  };
  await Promise.all([queue.append({ reps: [(() => {}) as never] }), queue.append(alert('a'))]);
  expect(queue.refused).toBe(1);
  expect(idsOf(repository.pending('bay-1', 9))).toEqual(['a']);
  await queue.close();
});

test('one change that the database will never take is logged, and holds up no other', async () => {
  const logged: { change: Change; msg: string }[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const { queue, repository } = queueOn({ logger });
  const poison = { ...alert('poison'), sets: [newSet({ countedReps: Number.NaN })] };
  const ofOurs: { self?: object } = {};
  ofOurs.self = ofOurs; // JSON.stringify throws a TypeError, in the worker of a real store too
  const noData = { outbox: [{ ...alert('z').outbox![0]!, payload: ofOurs }] };
  await Promise.all([alert('a'), poison, noData, alert('b')].map((change) => queue.append(change)));
  expect(idsOf(repository.pending('bay-1', 9))).toEqual(['a', 'b']);
  expect(queue.refused).toBe(2);
  expect(queue.waiting).toBe(0);
  expect(logged[0]!.msg).toMatch(/refused for good/);
  expect(logged[0]!.change.outbox?.[0]?.id).toBe('poison');
  await queue.close();
});

test('a database that opens later gets everything from before', async () => {
  let isThere = false;
  const repository = openRepository();
  const { queue, elapse } = queueOn({
    open: async () => {
      if (!isThere) throw new StoreError('no-access', 'The folder is missing.');
      return new FaultyStore(repository).asStore;
    },
  });
  await queue.start();
  expect(queue.status.failing).toBe(true);
  expect(() => queue.store).toThrow(/folder is missing/);
  const durable = queue.append(alert('a'));
  expect(idsOf(await queue.pending('bay-1', 9))).toEqual(['a']);
  isThere = true;
  await elapse();
  await durable;
  expect(idsOf(repository.pending('bay-1', 9))).toEqual(['a']);
  expect(await queue.flush(100)).toBe(0);
  await queue.close();
});

test('a database that opens later is well, also when nothing waited for it', async () => {
  let isThere = false;
  const repository = openRepository();
  const { queue, elapse, statuses } = queueOn({
    open: async () => {
      if (!isThere) throw new StoreError('no-access', 'The folder is missing.');
      return new FaultyStore(repository).asStore;
    },
  });
  await queue.start();
  isThere = true;
  await elapse();
  expect(statuses.map(({ failing }) => failing)).toEqual([true, false]);
  await queue.close();
});

test('the database is not even opened before the start: another station may have it', async () => {
  let opened = 0;
  const open = () => Promise.reject(new Error(`opened ${++opened} times`));
  const waits: number[] = [];
  const after = (delayMs: number) => {
    waits.push(delayMs);
    return () => {};
  };
  const queue = new WriteQueue({ open, logger: pino({ level: 'silent' }), onStatus: () => {}, after });
  void queue.append(alert('a'));
  void queue.flush(60_000);
  expect(waits, 'who flushes waits for nothing that can’t come').toEqual([]);
  expect(await queue.flush(60_000)).toBe(1);
  await queue.close();
  expect(opened).toBe(0);
});

test('a station that ends before its database has opened says what became of what waits', async () => {
  const { queue } = queueOn({ open: () => new Promise(() => {}) });
  void queue.append(alert('a'));
  expect(queue.status.failing).toBe(false);
  queue.giveUpOpening();
  await expect
    .poll(() => queue.status)
    .toMatchObject({ failing: true, reason: expect.stringMatching(/not open yet when the station ended/) });
  await queue.close();
});

test('flush tries at once, gives up in time and says how much is left', async () => {
  const { queue, store, timers } = queueOn();
  store.nextFault = () => 'full';
  void queue.append(alert('a'));
  await expect.poll(() => queue.status.failing).toBe(true);
  const flushed = queue.flush(700);
  await expect.poll(() => store.tries.length).toBe(2);
  timers.find(({ delayMs }) => delayMs === 700)!.work();
  expect(await flushed).toBe(1);
  store.nextFault = () => null;
  expect(await queue.flush(700)).toBe(0);
  expect(timers).toEqual([]);
  await queue.close();
});

describe('limits', () => {
  const limits = { entries: 8, bytes: 100_000 };

  test('an alert at half of the entries, and loss, counted, beyond all of them', async () => {
    const { queue, store, statuses, elapse } = queueOn({ limits });
    store.nextFault = () => 'full';
    for (let n = 0; n < 4; n++) void queue.append(alert(`${n}`));
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(queue.status).toMatchObject({ fill: 'half', reason: expect.stringMatching(/half full/) });
    for (let n = 4; n < 10; n++) void queue.append(alert(`${n}`));
    expect(queue.status).toMatchObject({ fill: 'full', reason: expect.stringMatching(/is lost/) });
    expect(queue.waiting).toBe(8);
    expect(queue.dropped).toEqual({ changes: 2, recordings: 0 });
    await queue.append(alert('lost')); // resolves: whoever waits for it must not hang

    store.nextFault = () => null;
    await elapse();
    expect(statuses.at(-1)).toEqual({ failing: false, reason: '', fill: 'room' });
    await queue.close();
  });

  test('raw samples are given up before sets are, the oldest first, and the set says so', async () => {
    const { queue, store, repository, elapse } = queueOn({ limits });
    store.nextFault = () => 'full';
    // Noise, so that gzip can't make it small.
    const csv = Array.from({ length: 40_000 }, (_, n) => String.fromCharCode(33 + ((n * n * 7919) % 90))).join('');
    const sets = [1, 2, 3].map(() => newSet({ hasRecording: true }));
    for (const set of sets) {
      const outbox = [{ bay: set.bay, topic: 'set' as const, id: set.id, payload: set }];
      void queue.append({ sets: [set], outbox, recordings: [{ setId: set.id, csv }] });
    }
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(queue.waiting).toBe(3);
    expect(queue.dropped).toEqual({ changes: 0, recordings: 1 });
    expect(queue.waitingBytes).toBeLessThan(limits.bytes);

    store.nextFault = () => null;
    await elapse();
    expect(await queue.flush(5000)).toBe(0);
    expect(sets.map(({ id }) => repository.recording(id) !== null)).toEqual([false, true, true]);
    const told = repository.pending(sets[0]!.bay, 9).map(({ payload }) => JSON.parse(payload).hasRecording);
    expect(told).toEqual([false, true, true]);
    await queue.close();
  });
});

test('nothing that comes behind a set overtakes it while its recording is compressed', async () => {
  const { queue, repository } = queueOn();
  const set = newSet({ hasRecording: true });
  const outbox = [{ bay: set.bay, topic: 'set' as const, id: set.id, payload: set }];
  const durable = [
    queue.append({ sets: [set], outbox, recordings: [{ setId: set.id, csv: 'x\n'.repeat(100_000) }] }),
    queue.append({ outbox: [announce(newRep(set.id))] }),
  ];
  await durable[1];
  expect(repository.pending(set.bay, 9).map(({ topic }) => topic)).toEqual(['set', 'rep']);
  await queue.close();
});
