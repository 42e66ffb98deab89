/** The real firmware in the emulator: every raw value of every part arrives once and in order, at the rates that count. */
import { describe, expect, test } from 'vitest';
import { Board, Hcsr04, Host, Hx711, Nau7802, Vl53l0x, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { expectCleanLink, expectEveryValueOnce, runUntilOk, start } from './support.ts';

const lift = (timeS: number) => 500 + 250 * Math.sin(2 * Math.PI * 0.4 * timeS);
const force = (timeS: number) => 800_000 + 150_000 * Math.sin(2 * Math.PI * 0.4 * timeS);

function hx711(board: Board, data: number, clock: number, seed: number, clockPpm = 0) {
  return new Hx711(board, { data, clock, value: force, noise: 60, seed, clockPpm });
}

describe('uno', () => {
  test('HX711 at 80 SPS with VL53L1X at 50 Hz, clocks off by 2 % either way', () => {
    const board = new Board();
    const cell = hx711(board, 4, 5, 1, 20_000);
    const tof = new Vl53l1x(board, { value: lift, noise: 3, seed: 2, clockPpm: -20_000 });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    board.runMs(5000);
    const cellLags = expectEveryValueOnce(host, 0, cell.conversions);
    const tofLags = expectEveryValueOnce(host, 1, tof.conversions);
    // The edge of the ready line is stamped in its interrupt; the ToF is polled.
    expect(Math.max(...cellLags)).toBeLessThan(100);
    expect(Math.max(...tofLags)).toBeLessThan(1100);
    expect(cell.longestPulseUs).toBeLessThan(50);
    expect(new Set(cell.readings)).toEqual(new Set([25]));
    expectCleanLink(board, host);
    expect(host.samples(0).length).toBeGreaterThan(380);
    expect(host.samples(1).length).toBeGreaterThan(230);
  });

  test('NAU7802 at 320 SPS with VL53L1X at 50 Hz', () => {
    const board = new Board();
    const cell = new Nau7802(board, { value: force, noise: 60, seed: 3, clockPpm: 5000 });
    const tof = new Vl53l1x(board, { value: lift, noise: 3, seed: 4, clockPpm: 10_000 });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'nau7802', rateHz: 320 });
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    board.runMs(4000);
    const cellLags = expectEveryValueOnce(host, 0, cell.conversions);
    expectEveryValueOnce(host, 1, tof.conversions);
    expect(Math.max(...cellLags)).toBeLessThan(2000);
    expect(cellLags.sort((a, b) => a - b)[Math.floor(cellLags.length * 0.95)]).toBeLessThan(700);
    expectCleanLink(board, host);
    expect(cell.gain).toBe(128);
    expect(host.samples(0).length).toBeGreaterThan(1200);
  });

  test('two HX711 with VL53L1X', () => {
    const board = new Board();
    const left = hx711(board, 4, 5, 5, 8000);
    const right = hx711(board, 6, 7, 6, -8000);
    const tof = new Vl53l1x(board, { value: lift, noise: 3, seed: 7 });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    host.configure({ slot: 2, kind: 'hx711', rateHz: 80, gain: 64, pinA: 6, pinB: 7 });
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    board.runMs(5000);
    expectEveryValueOnce(host, 0, left.conversions);
    expectEveryValueOnce(host, 2, right.conversions);
    expectEveryValueOnce(host, 1, tof.conversions);
    expect(left.gain).toBe(128);
    expect(right.gain).toBe(64);
    expectCleanLink(board, host);
  });

  test('VL53L0X: its factory cells, its timing for 20 ms, and every reading', () => {
    const board = new Board();
    const tof = new Vl53l0x(board, { value: lift, noise: 3, seed: 8 });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 1, kind: 'vl53l0x', rateHz: 50 });
    board.runMs(2000);
    expectEveryValueOnce(host, 1, tof.conversions);
    expectCleanLink(board, host);
    // Six cells with an aperture: the first six set bits from cell 12 on of FF 3F FE FF FF 0F.
    expect(tof.cellMap).toEqual([0, 0x30, 0x1e, 0, 0, 0]);
    expect(tof.finalRangeTimeout).toBe(0x00e3);
    expect(host.samples(1).every((sample) => sample.flags === 0)).toBe(true);
  });

  test('HC-SR04: millimetres from the echo, and a flag when nothing is in reach', () => {
    const board = new Board();
    const sonar = new Hcsr04(board, { trigger: 8, echo: 9, value: (timeS) => (timeS < 1.5 ? 700 : 6000) });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 1, kind: 'hcsr04', rateHz: 16, pinA: 9, pinB: 8 });
    board.runMs(2500);
    const samples = host.samples(1);
    expect(sonar.conversions.length - samples.length).toBeLessThanOrEqual(1);
    expect(samples.length).toBeGreaterThan(30);
    for (const [index, sample] of samples.entries()) {
      const truth = sonar.conversions[index]!.raw;
      if (truth > 4000) expect(sample.flags & SAMPLE_FLAGS.outOfRange).toBe(SAMPLE_FLAGS.outOfRange);
      else expect(Math.abs(sample.raw - truth)).toBeLessThanOrEqual(2);
    }
    expectCleanLink(board, host);
  });

  test('a saturated cell is flagged, and reported after eight in a row', () => {
    const board = new Board();
    new Hx711(board, { data: 4, clock: 5, value: (timeS) => (timeS < 1 ? 0 : 1e9) });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    board.runMs(2000);
    expect(host.samples(0).at(-1)).toMatchObject({ raw: 0x7fffff, flags: SAMPLE_FLAGS.saturated });
    expect(host.samples(0)[0]!.flags).toBe(0);
    expect(host.states(0).at(-1)).toMatchObject({ state: 2, reason: 6 });
  });

  test('stamps go on across the rollover of micros()', () => {
    const board = new Board();
    const cell = hx711(board, 4, 5, 9);
    const tof = new Vl53l1x(board, { value: lift, noise: 3, seed: 10 });
    const host = new Host(board);
    start(board);
    board.setMicrosBeforeRollover(2_000_000);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    board.runMs(4000);
    for (const [slot, part] of [
      [0, cell],
      [1, tof],
    ] as const) {
      const samples = host.samples(slot);
      expect(samples[0]!.atUs).toBeGreaterThan(2 ** 31);
      expect(samples.at(-1)!.atUs).toBeLessThan(2 ** 31);
      const raws = part.conversions.map((conversion) => conversion.raw);
      const first = raws.indexOf(samples[0]!.raw);
      expect(samples.map((sample) => sample.raw)).toEqual(raws.slice(first, first + samples.length));
      const steps = samples.slice(1).map((sample, index) => (sample.atUs - samples[index]!.atUs) >>> 0);
      expect(Math.max(...steps)).toBeLessThan(25_000);
      expect(Math.min(...steps)).toBeGreaterThan(10_000);
    }
    expect(host.last('STATUS')).toMatchObject({ samplesDropped: 0, framesCorrupt: 0 });
    expect(host.states(0).at(-1)!.state).toBe(2);
  });

  test('the same parts give the same bytes', () => {
    const bytesOfRun = () => {
      const board = new Board();
      hx711(board, 4, 5, 11);
      new Vl53l1x(board, { value: lift, noise: 3, seed: 12 });
      const host = new Host(board);
      start(board);
      host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
      host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
      board.runMs(1000);
      return host.bytes;
    };
    const once = bytesOfRun();
    expect(once.length).toBeGreaterThan(2000);
    expect(bytesOfRun()).toEqual(once);
  });
});

describe.each(['nano', 'mega'] as const)('%s', (name) => {
  test('HX711 on pins with and without a pin change interrupt, with VL53L1X', () => {
    const board = new Board({ name });
    // On the Mega pin 4 has no pin change interrupt: the board polls it and doesn't sleep.
    const cell = hx711(board, 4, 5, 13);
    const tof = new Vl53l1x(board, { value: lift, noise: 3, seed: 14 });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    runUntilOk(board, host, 1);
    board.runMs(1500);
    const lags = expectEveryValueOnce(host, 0, cell.conversions);
    expectEveryValueOnce(host, 1, tof.conversions);
    expect(Math.max(...lags)).toBeLessThan(name === 'nano' ? 100 : 1000);
    expectCleanLink(board, host);
    expect(host.last('STATUS')!.boardKind).toBe(name === 'nano' ? 2 : 3);
  });
});
