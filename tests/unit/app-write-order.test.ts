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

test('one transaction holds 256 changes at most: whoever reads the database waits for no more', () => {
  const order = new WriteOrder({ ...LIMITS, entries: 1000 });
  for (let n = 0; n < 600; n++) order.add({}, [], nothing);
  const sizes = [];
  while (order.waiting > 0) {
    sizes.push(order.next().length);
    order.written();
  }
  expect(sizes).toEqual([256, 256, 88]);
});

test('after a failure the head alone is tried, then twice as many after each success', () => {
  const order = new WriteOrder(LIMITS);
  for (let n = 0; n < 10; n++) order.add({}, [], nothing);
  expect(order.next()).toHaveLength(10);
  order.failed();
  const sizes = [];
  while (order.waiting > 0) {
    sizes.push(order.next().length);
    order.written();
  }
  expect(sizes).toEqual([1, 2, 4, 3]);
});

test('how full it is changes at other levels on the way down than on the way up', () => {
  const order = new WriteOrder({ ...LIMITS, entries: 100 });
  const fills = new Map<number, string>();
  const add = (upTo: number) => {
    while (order.waiting < upTo) {
      expect(order.makeRoom(1)).toBe(true);
      order.add({}, [], nothing);
    }
  };
  order.failed();
  for (const waiting of [49, 50, 100]) {
    add(waiting);
    fills.set(waiting, order.fill);
  }
  expect([...fills]).toEqual([
    [49, 'room'],
    [50, 'half'],
    [100, 'half'],
  ]);
  expect(order.makeRoom(1)).toBe(false);
  expect(order.fill).toBe('full');
  const down: [number, string][] = [];
  while (order.waiting > 0) {
    order.next();
    order.written();
    order.failed();
    if (down.at(-1)?.[1] !== order.fill) down.push([order.waiting, order.fill]);
  }
  expect(down).toEqual([
    [99, 'full'],
    [74, 'half'],
    [24, 'room'],
  ]);
});
