import { expect, test } from 'vitest';
import { MAX_RETAINED_BYTES, MAX_RETAINED_TOPICS, RetainedLimit } from '../../src/mqtt/retained-limit.ts';

const packet = (topic: string, payload: string | Buffer = 'x') => ({ topic, payload, retain: true });

test('topics beyond the limit are not retained; known ones still are, and a cleared one makes room', () => {
  const limit = new RetainedLimit();
  for (let i = 0; i < MAX_RETAINED_TOPICS; i++) expect(limit.apply(packet(`t/${i}`))).toBe(false);
  const late = packet('late');
  expect(limit.apply(late)).toBe(true);
  expect(late.retain).toBe(false);
  const known = packet('t/0', 'newer');
  expect(limit.apply(known)).toBe(false);
  expect(known.retain).toBe(true);
  expect(limit.apply(packet('t/1', ''))).toBe(false);
  expect(limit.apply(packet('late'))).toBe(false);
});

test('a large payload is not retained, and a small one pins no larger buffer', () => {
  const limit = new RetainedLimit();
  const large = packet('large', Buffer.alloc(MAX_RETAINED_BYTES + 1));
  expect(limit.apply(large)).toBe(true);
  expect(large.retain).toBe(false);
  const read = Buffer.alloc(60_000, 'a');
  const small = packet('small', read.subarray(0, 10));
  limit.apply(small);
  expect(String(small.payload)).toBe('aaaaaaaaaa');
  expect((small.payload as Buffer).buffer).not.toBe(read.buffer);
});

test('what is not retained costs nothing', () => {
  const limit = new RetainedLimit();
  for (let i = 0; i < 2 * MAX_RETAINED_TOPICS; i++)
    expect(limit.apply({ ...packet(`t/${i}`), retain: false })).toBe(false);
  expect(limit.apply(packet('t'))).toBe(false);
});
