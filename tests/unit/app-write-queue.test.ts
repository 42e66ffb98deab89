import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import { WriteQueue, type WriteQueueOptions, type WriteQueueStatus } from '../../src/app/storage/write-queue.ts';
import { type Change, StoreError } from '../../src/store/index.ts';
import { addMember, later, NOW, openRepository } from '../integration/store-members-samples.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { FaultyStore } from '../support/queue-store.ts';

const alert = (id: string, bay = 'bay-1'): NewChange => ({ outbox: [{ bay, topic: 'alert', id, payload: { id } }] });
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** A queue whose retries come when the test says so. */
function queueOn(options: Partial<WriteQueueOptions> = {}) {
  const repository = openRepository();
  const store = new FaultyStore(repository);
  const statuses: WriteQueueStatus[] = [];
  const timers: { delayMs: number; work: () => void }[] = [];
  const queue = new WriteQueue({
    open: async () => store.asStore,
    logger: pino({ level: 'silent' }),
    onStatus: (status) => statuses.push(status),
    random: () => 1,
    after: (delayMs, work) => {
      const timer = { delayMs, work };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    ...options,
  });
  void queue.start();
  /** The delay of the next retry is over. */
  const elapse = async (): Promise<number> => {
    const timer = timers.shift()!;
    timer.work();
    await queue.start();
    return timer.delayMs;
  };
  return { queue, store, repository, statuses, timers, elapse };
}

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

  test('messages are offered from memory, each bay its own, and land once', async () => {
    const { queue, store, repository, statuses, elapse } = queueOn();
    store.nextFault = () => 'full';
    const durable = [alert('a'), alert('x', 'bay-2'), alert('b')].map((change) => queue.append(change));
    await expect.poll(() => queue.status.reason).toMatch(/disk is full/);
    const offered = await queue.pending('bay-1', 10);
    expect(idsOf(offered)).toEqual(['a', 'b']);
    expect(JSON.parse(offered[0]!.payload)).toEqual({ id: 'a' });
    expect((await queue.pending('bay-1', 10)).map(({ seq }) => seq)).toEqual(offered.map(({ seq }) => seq));
    expect(idsOf(await queue.pending('bay-1', 1))).toEqual(['a']);
    await queue.delivered([offered[0]!.seq]);
    expect(idsOf(await queue.pending('bay-1', 10))).toEqual(['b']);

    store.nextFault = () => null;
    await elapse();
    await Promise.all(durable);
    expect(idsOf(repository.pending('bay-1', 9))).toEqual(['b']); // a was delivered already
    expect(statuses.map(({ failing }) => failing)).toEqual([true, false]);
    expect(queue.failures).toBe(1);
    await queue.close();
  });

  test('what waits in the database goes out before what waits in memory', async () => {
    const { queue, store } = queueOn();
    await Promise.all(['a', 'b', 'c'].map((id) => queue.append(alert(id))));
    store.nextFault = () => 'full';
    void queue.append(alert('d'));
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(idsOf(await queue.pending('bay-1', 2))).toEqual(['a', 'b']);
    expect(idsOf(await queue.pending('bay-1', 9))).toEqual(['a', 'b', 'c', 'd']);
    await queue.close();
  });

  test('a row that goes into the database while that is read is not overtaken by the next one', async () => {
    const { queue, store, elapse } = queueOn();
    let room = 0;
    store.nextFault = () => (room-- > 0 ? null : 'full');
    for (const id of ['a', 'b']) void queue.append(alert(id));
    await expect.poll(() => queue.status.failing).toBe(true);
    let answer = () => {};
    store.readsAnswer = new Promise<void>((resolve) => (answer = resolve));
    const pending = queue.pending('bay-1', 9);
    room = 1;
    await elapse();
    expect(queue.waiting).toBe(1);
    answer();
    expect(await pending).toEqual([]);
    expect(idsOf(await queue.pending('bay-1', 9))).toEqual(['a', 'b']);
    await queue.close();
  });

  test('rows that are delivered and can’t be deleted hold up no newer ones', async () => {
    const { queue, store, repository, elapse } = queueOn();
    await Promise.all(['a', 'b', 'c'].map((id) => queue.append(alert(id))));
    let isFull = true;
    store.nextFault = () => (isFull ? 'full' : null);
    store.failsToDelete = () => isFull;
    const durable = queue.append(alert('d'));
    await expect.poll(() => queue.status.failing).toBe(true);
    await queue.delivered((await queue.pending('bay-1', 2)).map(({ seq }) => seq));
    expect(queue.undeleted).toBe(2);
    expect(idsOf(await queue.pending('bay-1', 2))).toEqual(['c', 'd']);

    isFull = false;
    await elapse();
    await durable;
    await expect.poll(() => queue.undeleted).toBe(0);
    expect(idsOf(repository.pending('bay-1', 9))).toEqual(['c', 'd']);
    await queue.close();
  });

  test('too many rows that can’t be deleted are told to who delivers them', async () => {
    const { queue, store } = queueOn();
    await queue.append({ outbox: [...Array(1001).keys()].flatMap((n) => alert(`${n}`).outbox!) });
    store.failsToDelete = () => true;
    const rows = await queue.pending('bay-1', 1001);
    await queue.delivered(rows.slice(0, 1000).map(({ seq }) => seq));
    await expect(queue.delivered([rows[1000]!.seq])).rejects.toThrow(/disk is full/);
    await queue.close();
  });

  test('a database that can’t be read either holds up newer messages only where older ones may lie in it', async () => {
    const { queue, store } = queueOn();
    await queue.append(alert('a'));
    await queue.append(alert('x', 'bay-2'));
    await queue.delivered((await queue.pending('bay-2', 9)).map(({ seq }) => seq));
    store.failsToRead = () => true;
    store.nextFault = () => 'full';
    for (const bay of ['bay-1', 'bay-2']) void queue.append(alert(`new on ${bay}`, bay));
    await expect.poll(() => queue.status.failing).toBe(true);
    await expect(queue.pending('bay-1', 9)).rejects.toThrow(/disk failed/);
    expect(idsOf(await queue.pending('bay-2', 9))).toEqual(['new on bay-2']);
    await queue.close();
  });

  test('what lies before the row that was asked behind holds up nothing', async () => {
    const { queue, store } = queueOn();
    await Promise.all(['a', 'b', 'c'].map((id) => queue.append(alert(id))));
    const [, b] = await queue.pending('bay-1', 9);
    expect(idsOf(await queue.pending('bay-1', 9, b!.seq))).toEqual(['c']);
    await queue.delivered((await queue.pending('bay-1', 9, b!.seq)).map(({ seq }) => seq));
    store.failsToRead = () => true;
    store.nextFault = () => 'full';
    void queue.append(alert('new'));
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(idsOf(await queue.pending('bay-1', 9, b!.seq))).toEqual(['new']);
    await expect(queue.pending('bay-1', 9), 'a and b are there').rejects.toThrow(/disk failed/);
    await queue.close();
  });

  test('what was only looked at behind a row says nothing of those before it', async () => {
    const { queue, store, repository } = queueOn();
    await queue.start();
    repository.write({ outbox: alert('of an earlier run').outbox! });
    const [old] = repository.pending('bay-1', 9);
    expect(await queue.pending('bay-1', 9, old!.seq)).toEqual([]);
    store.failsToRead = () => true;
    store.nextFault = () => 'full';
    void queue.append(alert('new'));
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(idsOf(await queue.pending('bay-1', 9, old!.seq))).toEqual(['new']);
    await expect(queue.pending('bay-1', 9)).rejects.toThrow(/disk failed/);
    await queue.close();
  });

  const set = newSet();
  const claim = (memberId: string) => ({
    id: newSet().id,
    setId: set.id,
    correction: { kind: 'owner' as const, memberId },
    actor: { id: memberId, role: 'member' },
    at: NOW,
  });
  test.each<[string, number, (memberId: string) => NewChange | null]>([
    ['a message that was written since', 9, () => alert('b')],
    ['what a correction has announced since', 9, (memberId) => ({ corrections: [claim(memberId)] })],
    ['the rest of a longer list', 1, () => null],
  ])('older ones are %s', async (_title, limit, change) => {
    const { queue, store, repository } = queueOn();
    const memberId = addMember(repository);
    repository.write({ sets: [set] });
    await Promise.all([queue.append(alert('a')), queue.append(alert('a2'))]);
    await queue.delivered((await queue.pending('bay-1', limit)).map(({ seq }) => seq));
    const more = change(memberId);
    if (more) await queue.append(more);
    store.failsToRead = () => true;
    store.nextFault = () => 'full';
    void queue.append(alert('new'));
    await expect.poll(() => queue.status.failing).toBe(true);
    await expect(queue.pending('bay-1', 9)).rejects.toThrow(/disk failed/);
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
  const queue = new WriteQueue({ open, logger: pino({ level: 'silent' }), onStatus: () => {} });
  void queue.append(alert('a'));
  expect(await queue.flush(60_000)).toBe(1);
  await queue.close();
  expect(opened).toBe(0);
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
