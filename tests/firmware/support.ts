/** What the firmware tests share. Times here are the emulated board's, so a slow machine changes nothing. */
import { expect } from 'vitest';
import type { Board, Conversion, Host } from '../../firmware-bridge/harness/index.ts';
import { SENSOR_REASONS, SENSOR_STATES } from '../../firmware-bridge/protocol.ts';

/** Lets the board start and say who it is. */
export function start(board: Board): void {
  board.runMs(20);
}

/** Runs until the slot's sensor works; fails the test if that takes longer than `limitMs`. */
export function runUntilOk(board: Board, host: Host, slot: number, limitMs = 2500): void {
  for (let waitedMs = 0; host.states(slot).at(-1)?.state !== SENSOR_STATES.ok; waitedMs += 10) {
    expect(waitedMs, `slot ${slot} works`).toBeLessThan(limitMs);
    board.runMs(10);
  }
}

export function stateOf(host: Host, slot: number): { state: string; reason: string } | undefined {
  const last = host.states(slot).at(-1);
  const name = (table: Record<string, number>, value: number) =>
    Object.entries(table).find(([, each]) => each === value)![0];
  return last && { state: name(SENSOR_STATES, last.state), reason: name(SENSOR_REASONS, last.reason) };
}

/** Board time minus the device's clock, µs: the time from power-up until the firmware started its clock. */
export function clockOffsetUs(host: Host): number {
  const status = host.all('STATUS').at(-1)!;
  // STATUS is stamped when it's written; its last byte is out 32 bytes later. Close enough to align conversions by.
  return status.atUs - status.fields.atUs - 32 * 40;
}

/**
 * The heart of it: what the part converted from the host's first sample on is what the host received, each value once and in
 * order, with consecutive seq. Returns the stamps' lag behind the conversions in µs, best one zero.
 */
export function expectEveryValueOnce(host: Host, slot: number, conversions: readonly Conversion[]): number[] {
  const samples = host.samples(slot);
  expect(samples.length).toBeGreaterThan(10);
  const offsetUs = clockOffsetUs(host);
  const first = conversions.findIndex((conversion) => Math.abs(conversion.atUs - offsetUs - samples[0]!.atUs) < 1500);
  expect(first, 'the first sample belongs to a conversion').toBeGreaterThanOrEqual(0);
  // The last conversion may still be on its way.
  const expected = conversions.slice(first, first + samples.length);
  expect(conversions.length - first - samples.length).toBeLessThanOrEqual(1);
  expect(samples.map((sample) => sample.raw)).toEqual(expected.map((conversion) => conversion.raw));
  expect(samples.map((sample) => sample.seq)).toEqual(samples.map((_, index) => (samples[0]!.seq + index) & 0xffff));
  const lags = samples.map((sample, index) => sample.atUs - expected[index]!.atUs);
  const best = Math.min(...lags);
  return lags.map((lag) => lag - best);
}

/** Nothing was lost, damaged or late on the way, and no pass held the others up. */
export function expectCleanLink(board: Board, host: Host): void {
  const worstUs = Math.max(...host.all('STATUS').map((status) => status.fields.loopWorstUs));
  expect(host.faults).toEqual([]);
  expect(host.bytesDiscarded).toBe(0);
  expect(board.bytesOverrun).toBe(0);
  expect(host.last('STATUS')).toMatchObject({ samplesDropped: 0, framesCorrupt: 0, framesUnknown: 0 });
  expect(worstUs).toBeLessThan(1000);
  const stamps = host.all('SAMPLE').map((sample) => sample.fields.atUs);
  expect(
    stamps.every((stamp, index) => index === 0 || stamp >= stamps[index - 1]!),
    'samples come in the order of their stamps',
  ).toBe(true);
}
