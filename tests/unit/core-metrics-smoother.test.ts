/** The parts under the metrics that a whole set hardly tests: the columns of a trace, the selection of a median, the smoother's equations. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select } from '../../src/core/metrics/select.ts';
import { type SmoothModel, smooth } from '../../src/core/metrics/smooth.ts';
import { emptySmoothed } from '../../src/core/metrics/smoothed.ts';
import { emptyTrace, pushTrace, stretchOf } from '../../src/core/metrics/trace.ts';
import type { Reading } from '../../src/core/signal/order.ts';

const height = (atUs: number, value: number): Reading => ({
  channel: 'height',
  atUs,
  value,
  leftN: Number.NaN,
  doubted: false,
});
const force = (atUs: number, value: number): Reading => ({
  channel: 'force',
  atUs,
  value,
  leftN: Number.NaN,
  doubted: false,
});

describe('selection', () => {
  it('finds what sorting would put there', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), fc.nat(), (numbers, some) => {
        const at = some % numbers.length;
        expect(select(Float64Array.from(numbers), 0, numbers.length, at)).toBe(Float64Array.from(numbers).sort()[at]);
      }),
    );
  });

  it('leaves alone what lies outside', () => {
    const numbers = Float64Array.of(9, 3, 1, 2, -9);
    expect(select(numbers, 1, 4, 2)).toBe(2);
    expect([numbers[0], numbers[4]]).toEqual([9, -9]);
  });
});

describe('trace', () => {
  it('keeps a whole set, however long, and at rest the latest readings', () => {
    const trace = emptyTrace();
    for (let index = 0; index < 5000; index++)
      pushTrace(trace, height(index * 1000, index), 1, Number.NEGATIVE_INFINITY);
    const { first, end } = stretchOf(trace, 10_000, 4_000_000, 4_999_000);
    expect([trace.value[first], trace.value[end - 1]]).toEqual([10, 4400]);
    pushTrace(trace, height(5_000_000, 5000), 1, null);
    expect(trace.count).toBe(1025);
    expect([trace.value[0], trace.value[1024]]).toEqual([3976, 5000]);
    for (let index = 5001; index < 9000; index++) pushTrace(trace, height(index * 1000, index), 1, null);
    expect(trace.count).toBeLessThanOrEqual(2048);
    expect(trace.value[trace.count - 1]).toBe(8999);
  });

  it('gives up the earlier ones of several sets before it grows', () => {
    const trace = emptyTrace();
    for (let index = 0; index < 20_000; index++) {
      pushTrace(trace, height(index * 1000, index), 1, 1e6 * Math.floor(index / 1000));
      const needed = 1000 * Math.floor(index / 1000) - 1200;
      expect(trace.value[0]).toBeLessThanOrEqual(Math.max(0, needed));
    }
    expect(trace.atUs.length).toBeLessThanOrEqual(8192);
  });

  it('never holds more than some minutes, whatever a set does', () => {
    const trace = emptyTrace();
    for (let index = 0; index < 70_000; index++)
      pushTrace(trace, height(index * 1000, index), 1, Number.NEGATIVE_INFINITY);
    expect(trace.count).toBeLessThanOrEqual(65_536);
    expect(trace.count).toBeGreaterThan(30_000);
    expect(trace.value[trace.count - 1]).toBe(69_999);
    expect(trace.value[0]).toBe(70_000 - trace.count);
  });

  it('keeps the weight of each reading beside it', () => {
    const trace = emptyTrace();
    for (let index = 0; index < 3000; index++)
      pushTrace(trace, height(index * 1000, index), index % 2, Number.NEGATIVE_INFINITY);
    expect([trace.weight[0], trace.weight[1], trace.weight[2999]]).toEqual([0, 1, 1]);
  });
});

describe('smoother', () => {
  const model: SmoothModel = {
    noiseMm: 2,
    jerkDensity: 1e7,
    force: { weightN: 800, gain: 1.2, friction: 0 },
    carriedFromUs: Number.NEGATIVE_INFINITY,
    carriedToUs: Number.POSITIVE_INFINITY,
  };
  const readings = [
    height(0, 300),
    force(7_000, 840),
    height(20_000, 301),
    force(24_000, 905),
    force(31_000, 930),
    height(40_000, 309),
    height(61_000, 322),
    force(66_000, 780),
    height(80_000, 331),
  ];

  it('gives what least squares over all readings at once gives', () => {
    const trace = emptyTrace();
    for (const reading of readings) pushTrace(trace, reading, 1, Number.NEGATIVE_INFINITY);
    const bar = smooth({ trace, first: 0, end: trace.count }, model, emptySmoothed());
    const expected = atOnce(readings, model);
    expect(bar.count).toBe(readings.length);
    for (let index = 0; index < bar.count; index++) {
      expect(bar.heightMm[index]).toBeCloseTo(expected[3 * index]!, 4);
      expect(bar.velocityMmps[index]).toBeCloseTo(expected[3 * index + 1]!, 2);
      expect(bar.accelerationMmps2[index]).toBeCloseTo(expected[3 * index + 2]!, 0);
    }
  });

  const smoothed = (all: readonly Reading[], weights: readonly number[], own: Partial<SmoothModel> = {}) => {
    const trace = emptyTrace();
    for (const [index, reading] of all.entries())
      pushTrace(trace, reading, weights[index] ?? 1, Number.NEGATIVE_INFINITY);
    const bar = smooth({ trace, first: 0, end: trace.count }, { ...model, ...own }, emptySmoothed());
    return { count: bar.count, heightMm: [...bar.heightMm.slice(0, bar.count)] };
  };

  it('leaves out the force while the floor carries the load', () => {
    const lying = readings.map((reading) =>
      reading.atUs < 25_000 && reading.channel === 'force' ? { ...reading, value: 40 } : reading,
    );
    const without = readings.filter(({ atUs, channel }) => channel === 'height' || atUs > 25_000);
    expect(smoothed(lying, [], { carriedFromUs: 25_000 })).toEqual(smoothed(without, []));
    expect(smoothed(readings, [], { carriedToUs: 25_000 })).toEqual(
      smoothed(
        readings.filter(({ atUs, channel }) => channel === 'height' || atUs < 25_000),
        [],
      ),
    );
  });

  it('leaves out what is not believed, and follows half of what is half believed', () => {
    const spiked = readings.map((reading, index) => (index === 5 ? { ...reading, value: 900 } : reading));
    const without = smoothed(
      readings.filter((_, index) => index !== 5),
      [],
    );
    expect(smoothed(spiked, [1, 1, 1, 1, 1, 0])).toEqual(without);
    const at = (weight: number): number => smoothed(spiked, [1, 1, 1, 1, 1, weight]).heightMm[5]!;
    expect(at(1)).toBeGreaterThan(at(0.5));
    expect(at(0.5)).toBeGreaterThan(at(0.1));
  });
});

/** Heights, velocities and accelerations at all readings: the normal equations of what was known first, of every reading, and of the jerk between. */
function atOnce(readings: readonly Reading[], { noiseMm, jerkDensity, force: told }: SmoothModel): number[] {
  const size = 3 * readings.length;
  const normal = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  /** Adds a row of weight 1: the sum of coefficients times unknowns is `value`. */
  const add = (row: Readonly<Record<number, number>>, value: number): void => {
    for (const [a, x] of Object.entries(row)) {
      for (const [b, y] of Object.entries(row)) normal[Number(a)]![Number(b)]! += x * y;
      normal[Number(a)]![size]! += x * value;
    }
  };
  for (const [index, { channel, atUs, value }] of readings.entries()) {
    const at = 3 * index;
    if (index === 0) {
      add({ 0: 1 / noiseMm }, value / noiseMm);
      add({ 1: 1 / 300 }, 0);
      add({ 2: 1 / 1000 }, 0);
      continue;
    }
    if (channel === 'height') add({ [at]: 1 / noiseMm }, value / noiseMm);
    else add({ [at + 2]: 1 / 200 }, (9806.65 * (value / told!.weightN - 1)) / told!.gain / 200);
    // What the jerk did in between, in three independent parts (Cholesky of Q).
    const t = (atUs - readings[index - 1]!.atUs) / 1e6;
    const [l00, l10, l20] = [t ** 2.5 / Math.sqrt(20), (Math.sqrt(20) / 8) * t ** 1.5, (Math.sqrt(20) / 6) * t ** 0.5];
    const l11 = Math.sqrt(t ** 3 / 3 - l10 ** 2);
    const l21 = (t ** 2 / 2 - l10 * l20) / l11;
    const l22 = Math.sqrt(t - l20 ** 2 - l21 ** 2);
    const scale = Math.sqrt(jerkDensity);
    const gone: Record<number, number>[] = [
      { [at]: 1, [at - 3]: -1, [at - 2]: -t, [at - 1]: -(t ** 2) / 2 },
      { [at + 1]: 1, [at - 2]: -1, [at - 1]: -t },
      { [at + 2]: 1, [at - 1]: -1 },
    ];
    const parts: Record<number, number>[] = [];
    for (const [k, [diagonal, ...below]] of [[l00], [l11, l10], [l22, l20, l21]].entries()) {
      const part: Record<number, number> = { ...gone[k]! };
      for (const [j, l] of below.entries()) {
        for (const [key, x] of Object.entries(parts[j]!)) part[Number(key)] = (part[Number(key)] ?? 0) - l * x;
      }
      for (const key of Object.keys(part)) part[Number(key)]! /= diagonal!;
      parts.push(part);
    }
    for (const part of parts) add(Object.fromEntries(Object.entries(part).map(([key, x]) => [key, x / scale])), 0);
  }
  return solve(normal, size);
}

function solve(rows: number[][], size: number): number[] {
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = column + 1; row < size; row++) {
      const share = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= share * rows[column]![at]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let left = rows[row]![size]!;
    for (let at = row + 1; at < size; at++) left -= rows[row]![at]! * solution[at]!;
    solution[row] = left / rows[row]![row]!;
  }
  return solution;
}
