/** A part that fails is reported and retried, the others go on, and it comes back by itself. */
import { describe, expect, test } from 'vitest';
import { Board, Hcsr04, Host, Hx711, Nau7802, Vl53l0x, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { ACK_RESULTS, SAMPLE_FLAGS, SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { runUntilOk, start, stateOf } from './support.ts';

const still = { value: () => 500 };

/** A HX711 in slot 0 and a VL53L1X in slot 1, both working. */
function workingPair() {
  const board = new Board();
  const cell = new Hx711(board, { data: 4, clock: 5, value: () => 100_000, noise: 50 });
  const tof = new Vl53l1x(board, { ...still, noise: 3 });
  const host = new Host(board);
  start(board);
  host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
  host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
  runUntilOk(board, host, 0);
  runUntilOk(board, host, 1);
  return { board, cell, tof, host };
}

/** Samples of the slot per second, over the next second. */
function rateOver1s(board: Board, host: Host, slot: number): number {
  const before = host.samples(slot).length;
  board.runMs(1000);
  return host.samples(slot).length - before;
}

describe('HX711', () => {
  test.each([
    ['unplugged', 'high', 'timeout', SAMPLE_FLAGS.timeout],
    ['shorted to ground', 'low', 'desync', SAMPLE_FLAGS.desync],
  ] as const)('data line %s', (_, line, reason, flag) => {
    const { board, cell, host } = workingPair();
    cell.holdLine(line);
    expect(rateOver1s(board, host, 1)).toBeGreaterThanOrEqual(48);
    expect(stateOf(host, 0)?.state).toBe('retrying');
    expect(host.states(0).some((state) => state.reason === { timeout: 3, desync: 8 }[reason])).toBe(true);
    expect(host.samples(0).at(-1)!.flags & flag, 'the last sample says why there are no more').toBe(flag);
    cell.holdLine('free');
    runUntilOk(board, host, 0);
    const back = host.samples(0).at(-1)!;
    expect(back.flags & SAMPLE_FLAGS.afterGap).toBe(SAMPLE_FLAGS.afterGap);
    expect(rateOver1s(board, host, 0)).toBeGreaterThanOrEqual(79);
  });

  test('power lost and back', () => {
    const { board, cell, host } = workingPair();
    cell.powered = false;
    board.runMs(600);
    expect(stateOf(host, 0)).toEqual({ state: 'retrying', reason: 'timeout' });
    cell.powered = true;
    runUntilOk(board, host, 0);
    expect(host.states(0).at(-1)!.retries).toBeGreaterThan(0);
  });

  test('at 10 SPS although 80 were asked for: it runs, and the measured rate says so', () => {
    const board = new Board();
    new Hx711(board, { data: 4, clock: 5, rateHz: 10, ...still });
    const host = new Host(board);
    start(board);
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    board.runMs(4000);
    host.send('QUERY', {});
    board.runMs(20);
    const state = host.states(0).at(-1)!;
    expect(state).toMatchObject({ state: 2, rateHz: 10 });
    expect(state.samplesLate).toBeGreaterThan(10);
  });

  test('gains 128, 64 and 32 take 25, 27 and 26 clocks', () => {
    for (const [gain, pulses] of [
      [128, 25],
      [64, 27],
      [32, 26],
    ] as const) {
      const board = new Board();
      const cell = new Hx711(board, { data: 4, clock: 5, ...still });
      const host = new Host(board);
      start(board);
      host.configure({ slot: 0, kind: 'hx711', rateHz: 80, gain, pinA: 4, pinB: 5 });
      runUntilOk(board, host, 0);
      expect(cell.gain).toBe(gain);
      expect(cell.readings.at(-1)).toBe(pulses);
    }
  });
});

describe('I2C parts', () => {
  const parts = {
    nau7802: (board: Board) => new Nau7802(board, still),
    vl53l1x: (board: Board) => new Vl53l1x(board, still),
    vl53l0x: (board: Board) => new Vl53l0x(board, still),
  };
  const rates = { nau7802: 320, vl53l1x: 50, vl53l0x: 50 };

  describe.each(['nau7802', 'vl53l1x', 'vl53l0x'] as const)('%s', (kind) => {
    function working() {
      const board = new Board();
      const part = parts[kind](board);
      const cell = new Hx711(board, { data: 4, clock: 5, ...still });
      const host = new Host(board);
      start(board);
      host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
      host.configure({ slot: 1, kind, rateHz: rates[kind] });
      runUntilOk(board, host, 0);
      runUntilOk(board, host, 1);
      return { board, part, cell, host };
    }

    test('absent: noAnswer at once, and it works when it is plugged in', () => {
      const board = new Board();
      const part = parts[kind](board);
      part.powered = false;
      const host = new Host(board);
      start(board);
      host.configure({ slot: 1, kind, rateHz: rates[kind] });
      board.runMs(100);
      expect(stateOf(host, 1)).toEqual({ state: 'retrying', reason: 'noAnswer' });
      part.powered = true;
      runUntilOk(board, host, 1);
      expect(host.samples(1).at(-1)!.raw).toBe(500);
    });

    test('power lost in mid-stream: reported within 1 s, the load cell goes on, back by itself', () => {
      const { board, part, host } = working();
      part.powered = false;
      expect(rateOver1s(board, host, 0)).toBeGreaterThanOrEqual(79);
      expect(stateOf(host, 1)?.state).toBe('retrying');
      expect(host.samples(1).at(-1)!.flags & SAMPLE_FLAGS.i2cError).toBe(SAMPLE_FLAGS.i2cError);
      part.powered = true;
      runUntilOk(board, host, 1);
      expect(rateOver1s(board, host, 1)).toBeGreaterThanOrEqual(rates[kind] * 0.95);
    });

    test('one refused byte now and then costs no sample', () => {
      const { board, part, host } = working();
      let asked = 0;
      board.bus.refuse = () => ++asked % 50 === 0;
      const from = part.conversions.length;
      board.runMs(1000);
      board.bus.refuse = () => false;
      board.runMs(30);
      expect(asked).toBeGreaterThan(300);
      expect(part.conversions.length - from).toBeGreaterThan(40);
      const seqs = host.samples(1).map((sample) => sample.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index));
      expect(host.samples(1).every((sample) => sample.flags === 0)).toBe(true);
      expect(Math.abs(part.conversions.length - host.samples(1).length)).toBeLessThanOrEqual(2);
      host.send('QUERY', {});
      board.runMs(20);
      expect(host.states(1).at(-1)!.i2cErrors).toBeGreaterThan(3);
    });

    test('data line held low by a part that lost its place: freed with clocks, no restart of the board', () => {
      const { board, host } = working();
      board.bus.holdData(5);
      board.runMs(1500);
      expect(stateOf(host, 1)?.state).toBe('ok');
      expect(rateOver1s(board, host, 1)).toBeGreaterThanOrEqual(rates[kind] * 0.95);
      expect(board.resets).toBe(0);
    });

    test('clock line shorted to ground: i2cStuck, the load cell goes on, back when it is free', () => {
      const { board, host } = working();
      board.bus.holdClock(true);
      expect(rateOver1s(board, host, 0)).toBeGreaterThanOrEqual(79);
      expect(stateOf(host, 1)).toEqual({ state: 'retrying', reason: 'i2cStuck' });
      expect(
        Math.max(
          ...host
            .all('STATUS')
            .slice(-3)
            .map((status) => status.fields.loopWorstUs),
        ),
      ).toBeLessThan(1000);
      board.bus.holdClock(false);
      runUntilOk(board, host, 1);
    });
  });

  test('another part at the address: wrongId', () => {
    const board = new Board();
    const part = new Vl53l0x(board, still);
    part.registers.set(0xc0, 0xaa);
    const host = new Host(board);
    start(board);
    host.configure({ slot: 1, kind: 'vl53l0x', rateHz: 50 });
    board.runMs(100);
    expect(stateOf(host, 1)).toEqual({ state: 'retrying', reason: 'wrongId' });
  });

  test('failed after many tries, yet still tried', () => {
    const board = new Board();
    const part = new Vl53l1x(board, still);
    part.powered = false;
    const host = new Host(board);
    start(board);
    host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
    board.runMs(6000);
    expect(stateOf(host, 1)).toEqual({ state: 'failed', reason: 'noAnswer' });
    part.powered = true;
    runUntilOk(board, host, 1);
  });

  test('a target that cannot be seen is flagged, not dropped', () => {
    const { board, tof, host } = workingPair();
    tof.blind = true;
    expect(rateOver1s(board, host, 1)).toBeGreaterThanOrEqual(48);
    expect(host.samples(1).at(-1)!.flags).toBe(SAMPLE_FLAGS.outOfRange);
    tof.blind = false;
    board.runMs(100);
    expect(host.samples(1).at(-1)!.flags).toBe(0);
  });
});

test('HC-SR04 that never lets go of its echo line: timeout, and back', () => {
  const board = new Board();
  const sonar = new Hcsr04(board, { trigger: 8, echo: 9, ...still });
  const host = new Host(board);
  start(board);
  host.configure({ slot: 1, kind: 'hcsr04', rateHz: 16, pinA: 9, pinB: 8 });
  runUntilOk(board, host, 1);
  sonar.echoStuckHigh = true;
  board.runMs(800);
  expect(stateOf(host, 1)).toEqual({ state: 'retrying', reason: 'timeout' });
  sonar.echoStuckHigh = false;
  board.setPin(9, false);
  runUntilOk(board, host, 1);
});

describe('CONFIGURE', () => {
  const good = { slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 } as const;
  test.each([
    ['a slot too high', { ...good, slot: 4 }, 'badSlot'],
    ['pins of the serial line', { ...good, pinA: 0 }, 'badPins'],
    ['a pin of the I2C bus', { ...good, pinA: 18 }, 'badPins'],
    ['one pin twice', { ...good, pinB: 4 }, 'badPins'],
    ['no such pin', { ...good, pinB: 200 }, 'badPins'],
    ['a gain it does not have', { ...good, gain: 16 }, 'badGain'],
    ['a rate it does not have', { slot: 0, kind: 'nau7802', rateHz: 100 }, 'badRate'],
    ['a rate of nothing', { slot: 1, kind: 'vl53l1x', rateHz: 0 }, 'badRate'],
  ] as const)('refuses %s', (_, choice, result) => {
    const board = new Board();
    const host = new Host(board);
    start(board);
    const seq = host.configure(choice);
    board.runMs(20);
    expect(host.ack(seq)).toEqual({ seq, message: 8, result: ACK_RESULTS[result] });
    expect(host.states(choice.slot)).toEqual([]);
  });

  test('refuses an unknown kind, and a pin of another slot', () => {
    const { board, host } = workingPair();
    const unknown = host.send('CONFIGURE', { slot: 3, kind: 77, rateHz: 1, gain: 0, pinA: 0, pinB: 0, address: 0 });
    const taken = host.configure({ slot: 2, kind: 'hx711', rateHz: 80, pinA: 6, pinB: 5 });
    board.runMs(20);
    expect(host.ack(unknown)!.result).toBe(ACK_RESULTS.badKind);
    expect(host.ack(taken)!.result).toBe(ACK_RESULTS.badPins);
  });

  test('a repeated command changes nothing; kind none frees the slot and its pins', () => {
    const { board, host } = workingPair();
    const states = host.states(0).length;
    const again = host.configure(good);
    board.runMs(300);
    expect(host.ack(again)!.result).toBe(ACK_RESULTS.ok);
    expect(host.states(0).length).toBe(states);
    const freed = host.configure({ slot: 0, kind: 'none' });
    board.runMs(50);
    expect(host.ack(freed)!.result).toBe(ACK_RESULTS.ok);
    expect(host.states(0).at(-1)).toMatchObject({ kind: SENSOR_KINDS.none, state: 0 });
    expect(rateOver1s(board, host, 0)).toBe(0);
    board.send([0xf4, 5, 1, 0xf5, 5, 1]); // the clock's pin as an output of the host's, high
    board.runMs(10);
    expect(board.isDrivenHigh(5)).toBe(true);
    board.send([0xf4, 5, 0]);
    const elsewhere = host.configure({ ...good, slot: 3 });
    board.runMs(20);
    expect(host.ack(elsewhere)!.result).toBe(ACK_RESULTS.ok);
    runUntilOk(board, host, 3);
  });
});
