import { expect, test } from 'vitest';
import { WriteOrder } from '../../src/app/storage/write-order.ts';
import { newSet } from '../integration/store-samples.ts';

const LIMITS = { entries: 100, bytes: 20_000_000 };
const nothing = () => undefined;

/** A set with raw samples of so many bytes, compressed already. */
function addSet(order: WriteOrder, bytes: number) {
  const set = newSet({ hasRecording: true });
  const entry = order.add({ sets: [set], recordings: [{ setId: set.id, csv: '' }] }, [], nothing);
  order.packed(entry, [{ setId: set.id, csvGzip: new Uint8Array(bytes) }]);
  return entry;
}

test('one transaction holds few megabytes, but always the first change, however large', () => {
  const order = new WriteOrder(LIMITS);
  for (const bytes of [2_000_000, 1_000_000, 2_000_000, 9_000_000, 1000]) addSet(order, bytes);
  const sizes = [];
  while (order.waiting > 0) {
    sizes.push(order.next().length);
    order.written();
  }
  expect(sizes).toEqual([2, 1, 1, 1]);
  expect(order.bytes).toBe(0);
});

test('what is being written keeps its recording, and is counted as kept', () => {
  const order = new WriteOrder(LIMITS);
  const [writing, waiting] = [addSet(order, 9_000_000), addSet(order, 9_000_000)];
  expect(order.next()).toEqual([writing]);
  expect(order.makeRoom(5_000_000)).toBe(true);
  expect(writing.recordings).toHaveLength(1);
  expect(waiting.recordings).toEqual([]);
  expect(waiting.change.sets![0]!.hasRecording).toBe(false);
  expect(order.recordingsDropped).toBe(1);
  expect(order.written()).toEqual([writing]);
});

test('a recording that was given up while it was compressed stays so', () => {
  const order = new WriteOrder({ entries: 9, bytes: 100_000 });
  const set = newSet({ hasRecording: true });
  const entry = order.add({ sets: [set], recordings: [{ setId: set.id, csv: 'x'.repeat(90_000) }] }, [], nothing);
  expect(order.next(), 'it is not packed yet').toEqual([]);
  expect(order.makeRoom(50_000)).toBe(true);
  order.packed(entry, [{ setId: set.id, csvGzip: new Uint8Array(80_000) }]);
  expect(entry.recordings).toEqual([]);
  expect(order.next()).toEqual([entry]);
});
