import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateForce, calibrateHeight, type MicrosState, unwrapMicros } from '../../src/core/index.ts';
import {
  emptyOrder,
  flushOrder,
  nextReady,
  type Order,
  orderReading,
  type Reading,
} from '../../src/core/signal/order.ts';

const WRAP_US = 2 ** 32;

describe('unwrapMicros', () => {
  it('gives back any ascending times, through as many wraps as there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: WRAP_US - 1 }),
        fc.array(fc.integer({ min: 0, max: WRAP_US / 2 - 1 }), { maxLength: 60 }),
        (firstUs, stepsUs) => {
          let trueUs = firstUs;
          let state: MicrosState | null = null;
          for (const stepUs of [0, ...stepsUs]) {
            trueUs += stepUs;
            const unwrapped = unwrapMicros(state, trueUs % WRAP_US);
            expect(unwrapped.atUs).toBe(trueUs);
            expect(unwrapped.restarted).toBe(false);
            state = unwrapped.state;
          }
        },
      ),
    );
  });

  it('keeps crossed stamps of two sensors apart, also across the wrap', () => {
    const first = unwrapMicros(null, WRAP_US - 500);
    const wrapped = unwrapMicros(first.state, 300);
    const crossed = unwrapMicros(wrapped.state, WRAP_US - 200);
    expect(crossed.atUs).toBe(WRAP_US - 200);
    expect(crossed.restarted).toBe(false);
    expect(unwrapMicros(crossed.state, 400).atUs).toBe(WRAP_US + 400);
  });

  it('reports a restarted device and lets the time go on', () => {
    const before = unwrapMicros(null, 60_000_000);
    const after = unwrapMicros(before.state, 1_000);
    expect(after.restarted).toBe(true);
    expect(after.atUs).toBe(60_000_000);
    expect(unwrapMicros(after.state, 21_000).atUs).toBe(60_020_000);
  });

  it.each([-1, 0.5, WRAP_US, Number.NaN])('refuses %s', (rawUs) => {
    expect(() => unwrapMicros(null, rawUs)).toThrow(RangeError);
  });
});

describe('calibration', () => {
  it('makes the height grow as the bar rises, whichever way the sensor looks', () => {
    const down = { zeroMm: 900, direction: 'toward', beamAngleDeg: 0 } as const;
    const up = { zeroMm: 200, direction: 'away', beamAngleDeg: 0 } as const;
    expect(calibrateHeight(down, 600)).toBe(300);
    expect(calibrateHeight(up, 500)).toBe(300);
  });

  it('projects a leaning beam on the vertical', () => {
    expect(calibrateHeight({ zeroMm: 0, direction: 'away', beamAngleDeg: 60 }, 400)).toBe(200);
  });

  it('turns counts into newtons, with a reversed cell too, and rounds to what a recording holds', () => {
    expect(calibrateForce({ tareCounts: 1000, countsPerN: 10 }, 8000)).toBe(700);
    expect(calibrateForce({ tareCounts: 1000, countsPerN: -10 }, -6000)).toBe(700);
    expect(calibrateForce({ tareCounts: 0, countsPerN: 3 }, 1)).toBe(0.333);
  });

  it('refuses a scale of 0', () => {
    expect(() => calibrateForce({ tareCounts: 0, countsPerN: 0 }, 1)).toThrow('calibrate the load cell');
  });
});

describe('orderReading', () => {
  const streams = fc.record({
    heights: fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 60 }),
    forces: fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 120 }),
    delaysUs: fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 180, maxLength: 180 }),
  });

  it('drops nothing, and gives each channel in its own order', () => {
    fc.assert(
      fc.property(streams, ({ heights, forces, delaysUs }) => {
        const arrivals = arrive(heights, forces, delaysUs);
        const released = run(arrivals);
        expect(released).toHaveLength(arrivals.length);
        for (const channel of ['height', 'force'] as const) {
          const times = released.filter((reading) => reading.channel === channel).map(({ atUs }) => atUs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('puts interleaved channels into one order of time', () => {
    const reading = (channel: 'height' | 'force', atUs: number): Reading => ({
      channel,
      atUs,
      value: 0,
      leftN: Number.NaN,
      doubted: false,
    });
    // The force of 0 to 90 ms arrives after the height of 100 ms.
    const arrivals: Reading[] = [];
    for (let k = 0; k < 20; k++) {
      arrivals.push(reading('height', k * 100_000 + 100_000));
      for (let j = 0; j < 10; j++) arrivals.push(reading('force', k * 100_000 + j * 10_000));
    }
    const released = run(arrivals);
    const times = released.map(({ atUs }) => atUs);
    expect(times.slice(1)).toEqual([...times.slice(1)].sort((a, b) => a - b));
  });

  it('does not make one channel wait for one that is silent', () => {
    const order = emptyOrder();
    orderReading(order, 'force', 0, 0, Number.NaN, false);
    for (let atUs = 20_000; atUs <= 2_000_000; atUs += 20_000) {
      orderReading(order, 'height', atUs, 0, Number.NaN, false);
      readyOf(order);
      expect(order.count).toBeLessThanOrEqual(6);
    }
    expect(order.count).toBe(0);
  });

  function arrive(heights: number[], forces: number[], delaysUs: number[]): Reading[] {
    const stamped: { reading: Reading; arrivesUs: number }[] = [];
    let delay = 0;
    for (const [channel, steps] of [
      ['height', heights],
      ['force', forces],
    ] as const) {
      let atUs = 0;
      let lastArrivalUs = 0;
      for (const stepUs of steps) {
        atUs += stepUs;
        lastArrivalUs = Math.max(lastArrivalUs, atUs + (delaysUs[delay++] ?? 0));
        stamped.push({
          reading: { channel, atUs, value: 0, leftN: Number.NaN, doubted: false },
          arrivesUs: lastArrivalUs,
        });
      }
    }
    return stamped.sort((a, b) => a.arrivesUs - b.arrivesUs).map(({ reading }) => reading);
  }

  function run(arrivals: readonly Reading[]): Reading[] {
    const order = emptyOrder();
    const released: Reading[] = [];
    for (const { channel, atUs, value, leftN, doubted } of arrivals) {
      orderReading(order, channel, atUs, value, leftN, doubted);
      released.push(...readyOf(order));
    }
    flushOrder(order);
    return [...released, ...readyOf(order)];
  }

  function readyOf(order: Order): Reading[] {
    const ready: Reading[] = [];
    for (let next = nextReady(order); next !== null; next = nextReady(order)) ready.push({ ...next });
    return ready;
  }
});
