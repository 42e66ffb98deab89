import { expect, test } from 'vitest';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { Ingest } from '../../src/app/board/ingest.ts';
import { parseConfig } from '../../src/app/config/config.ts';
import type { RawSample } from '../../src/rig/messages.ts';

const bay = (rateHz = 80) =>
  parseConfig(
    `bays: [{ load: { rateHz: ${rateHz}, zeroCounts: 1000, countsPerN: 400 }, loadRight: { zeroCounts: -500, countsPerN: -200 } }]`,
    '/etc/lockout.yaml',
  ).config.bays[0]!;

const seqs = [0, 0, 0];
const sample = (slot: 0 | 1 | 2, atMs: number, raw: number, flags = 0): RawSample => ({
  slot,
  seq: seqs[slot]!++,
  atUs: atMs * 1000,
  raw,
  flags,
  hostMs: 1e6 + atMs,
  epoch: 1,
});
const left = (atMs: number, flags = 0) => sample(0, atMs, 1000 + 400 * 300, flags); // 300 N
const right = (atMs: number, flags = 0) => sample(2, atMs, -500 - 200 * 250, flags); // 250 N

test('the force is the sum of both cells, each by its own calibration', () => {
  const ingest = new Ingest(bay());
  expect(ingest.take(right(10)), 'the right cell makes no row of its own').toBeNull();
  expect(ingest.take(left(16))).toMatchObject({ forceN: 550, rawLoad: 121_000, rawLoadRight: -50_500, flags: 0 });
  expect(ingest.samples).toBe(2);
});

test('a right reading that is too old, or that never came, makes the sum a timeout, and the next one heals it', () => {
  const ingest = new Ingest(bay());
  expect(ingest.take(left(4))!.flags).toBe(SAMPLE_FLAGS.timeout);
  ingest.take(right(10));
  expect(ingest.take(left(109))!.flags).toBe(0);
  const late = ingest.take(left(121))!;
  expect(late.flags).toBe(SAMPLE_FLAGS.timeout);
  expect(late.rawLoadRight).toBeUndefined();
  ingest.take(right(130));
  expect(ingest.take(left(134))).toMatchObject({ forceN: 550, flags: 0 });
});

test('what the board says against a right reading counts against the sum; a gap of the right cell is none of the force', () => {
  const ingest = new Ingest(bay());
  ingest.take(right(10, SAMPLE_FLAGS.saturated));
  expect(ingest.take(left(12))!.flags).toBe(SAMPLE_FLAGS.saturated);
  ingest.take(right(20, SAMPLE_FLAGS.afterGap));
  expect(ingest.take(left(24))!.flags).toBe(0);
});

test('at 10 samples a second two and a half periods are not too old', () => {
  const ingest = new Ingest(bay(10));
  ingest.take(right(10));
  expect(ingest.take(left(190))!.flags).toBe(0);
  expect(ingest.take(left(290))!.flags).toBe(SAMPLE_FLAGS.timeout);
});

test('a bay with one cell has no word of a right one', () => {
  const { loadRight: _, ...one } = bay();
  const row = new Ingest(one).take(left(5))!;
  expect(row).toMatchObject({ forceN: 300, flags: 0 });
  expect(row).not.toHaveProperty('rawLoadRight');
});
