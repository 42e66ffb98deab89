import { describe, expect, test } from 'vitest';
import { deafness } from '../../src/app/bay/deafness.ts';
import { channelReason } from '../../src/contracts/channel-reasons.ts';
import { type BoardHealth, healthOf } from '../../src/rig/messages.ts';

const STOPPED: BoardHealth['reasons'][number] = {
  kind: 'sensor-stopped-sending',
  params: { sensor: 'distance', part: 'VL53L1X', pins: '' },
};

const DISTANCE = { state: 'ok', reason: null } as const;
const OK = {
  hasDistance: true,
  board: healthOf('ok'),
  silentMs: 20,
  distance: DISTANCE,
  height: { status: 'ok', reason: null },
} as const;

describe('a bay that should count', () => {
  test('and hears all is well', () => expect(deafness(OK)).toBeNull());
  test('and whose force is missing counts by the height', () =>
    expect(deafness({ ...OK, board: healthOf('degraded', STOPPED) })).toBeNull());
  test('and has no board can’t', () =>
    expect(deafness({ ...OK, board: healthOf('lost', { kind: 'hangs', params: {} }) })).toMatchObject({
      kind: 'hangs',
    }));
  test('and gets no reading can’t, whatever its board says', () =>
    expect(deafness({ ...OK, silentMs: 5000 })).toEqual({ kind: 'no-readings', params: { silentS: 5 } }));
  test('and whose distance sensor is silent or stuck can’t', () => {
    const height = { status: 'unreliable', reason: channelReason({ kind: 'height-stuck', params: {} }) } as const;
    expect(deafness({ ...OK, height })).toMatchObject({ kind: 'height-stuck' });
  });
  test('and whose distance sensor its board has given up can’t, though the load cell goes on', () => {
    const distance = { state: 'failed', reason: STOPPED } as const;
    const board = healthOf('degraded', STOPPED);
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
