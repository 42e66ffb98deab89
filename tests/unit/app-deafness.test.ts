import { describe, expect, test } from 'vitest';
import { deafness } from '../../src/app/bay/deafness.ts';
import { channelReason } from '../../src/contracts/channel-reasons.ts';

const DISTANCE = { state: 'ok', reason: '' } as const;
const OK = {
  hasDistance: true,
  board: { state: 'ok', reason: '' },
  silentMs: 20,
  distance: DISTANCE,
  height: { status: 'ok', reason: null },
} as const;

describe('a bay that should count', () => {
  test('and hears all is well', () => expect(deafness(OK)).toBeNull());
  test('and whose force is missing counts by the height', () =>
    expect(deafness({ ...OK, board: { state: 'degraded', reason: 'no load cell' } })).toBeNull());
  test('and has no board can’t', () =>
    expect(deafness({ ...OK, board: { state: 'lost', reason: 'No board.' } })).toBe('No board.'));
  test('and gets no reading can’t, whatever its board says', () =>
    expect(deafness({ ...OK, silentMs: 5000 })).toMatch(/^no reading for 5 s\. Check the cables/));
  test('and whose distance sensor is silent or stuck can’t', () => {
    const height = { status: 'unreliable', reason: channelReason({ kind: 'height-stuck', params: {} }) } as const;
    expect(deafness({ ...OK, height })).toMatch(/^the distance sensor: the height repeats one number/);
  });
  test('and whose distance sensor its board has given up can’t, though the load cell goes on', () => {
    const distance = { state: 'failed', reason: 'The distance sensor stopped sending.' } as const;
    const board = { state: 'degraded', reason: distance.reason } as const;
    expect(deafness({ ...OK, board, distance })).toBe(distance.reason);
  });
  test('and has no distance sensor counts by its load cell', () => {
    const height = { status: 'absent', reason: channelReason({ kind: 'no-reading-yet', params: {} }) } as const;
    expect(deafness({ ...OK, hasDistance: false, distance: null, height })).toBeNull();
    expect(deafness({ ...OK, height })).not.toBeNull();
  });
  test('and whose beam somebody stands in is no matter for who watches the station', () => {
    const height = { status: 'unreliable', reason: channelReason({ kind: 'height-jumps', params: {} }) } as const;
    expect(deafness({ ...OK, height })).toBeNull();
  });
});
