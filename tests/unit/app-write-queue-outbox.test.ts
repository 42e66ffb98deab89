/** What the write queue offers to MQTT: rows of the database, and while that fails those in memory. */
import { describe, expect, test } from 'vitest';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import { addMember, NOW } from '../integration/store-members-samples.ts';
import { newSet } from '../integration/store-samples.ts';
import { alert, idsOf, queueOn } from '../support/queue-store.ts';

describe('while the database fails', () => {
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

  test('a bay without any stored message stays one, whatever is written for another bay', async () => {
    const { queue, store } = queueOn();
    await queue.append(alert('x', 'bay-2'));
    await queue.delivered((await queue.pending('bay-2', 9)).map(({ seq }) => seq));
    await queue.append(alert('a'));
    store.failsToRead = () => true;
    store.nextFault = () => 'full';
    void queue.append(alert('new', 'bay-2'));
    await expect.poll(() => queue.status.failing).toBe(true);
    expect(idsOf(await queue.pending('bay-2', 9))).toEqual(['new']);
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
