/** The line between host and board: heartbeats, watchdog, resets, and bytes that aren't what they should be. */
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../firmware-bridge/codec.ts';
import { Board, Host, Hx711 } from '../../firmware-bridge/harness/index.ts';
import {
  ACK_RESULTS,
  FIRMWARE_NAME,
  LIMITS,
  PROTOCOL_VERSION,
  RESET_CAUSES,
  SAMPLE_FLAGS,
} from '../../firmware-bridge/protocol.ts';
import vectors from '../../firmware-bridge/vectors.json' with { type: 'json' };
import { runUntilOk, start } from './support.ts';

const bytesOf = (hex: string) => hex.split(' ').map((pair) => Number.parseInt(pair, 16));

function withCell() {
  const board = new Board();
  new Hx711(board, { data: 4, clock: 5, value: () => 1000 });
  const host = new Host(board);
  start(board);
  host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
  runUntilOk(board, host, 0);
  return { board, host };
}

test('at the start the board says Firmata 2.6, its name and its versions', () => {
  const board = new Board();
  const host = new Host(board);
  start(board);
  expect(host.firmata[0]).toEqual({ command: 0xf9, data: [2, 6] });
  const [id, major, , ...letters] = host.firmata[1]!.data;
  expect([id, major]).toEqual([0x79, PROTOCOL_VERSION]);
  expect(String.fromCharCode(...letters.filter((_, index) => index % 2 === 0))).toBe(FIRMWARE_NAME);
});

describe('vectors that TypeScript and C++ share', () => {
  test('the board takes every valid host frame and answers by its seq', () => {
    for (const { name, fields, frame } of vectors.valid.filter(
      ({ name }) => name === 'CONFIGURE' || name === 'QUERY',
    )) {
      const board = new Board();
      const host = new Host(board);
      host.heartbeats = false;
      start(board);
      board.send(bytesOf(frame));
      board.runMs(20);
      const { seq } = fields as { seq: number };
      expect(host.ack(seq), `${name} ${frame}`).toBeDefined();
      expect(board.chip.cpu.cycles).toBeGreaterThan(0);
      expect(host.last('STATUS')!.framesCorrupt).toBe(0);
    }
  });

  test('the board counts every invalid frame under a host id as corrupt and obeys none', () => {
    const hostIds = [8, 9, 10];
    const frames = vectors.invalid.map(({ frame }) => bytesOf(frame)).filter((frame) => hostIds.includes(frame[1]!));
    const damaged = vectors.valid
      .filter(({ name }) => name === 'CONFIGURE')
      .map(({ frame }) => bytesOf(frame).with(5, 0x01));
    const all = [...frames, ...damaged];
    expect(all.length).toBeGreaterThanOrEqual(3);
    const board = new Board();
    const host = new Host(board);
    host.heartbeats = false;
    start(board);
    for (const frame of all) board.send(frame);
    board.runMs(300);
    expect(host.last('STATUS')!.framesCorrupt).toBe(all.length);
    expect(host.all('ACK')).toEqual([]);
  });

  test('the board encodes as the codec does', () => {
    const { host } = withCell();
    const start = host.bytes.indexOf(0xf0, host.bytes.indexOf(1, 40) - 1);
    const frame = Uint8Array.from(host.bytes.slice(start, host.bytes.indexOf(0xf7, start) + 1));
    const decoded = decodeFrame(frame);
    expect(decoded.ok).toBe(true);
    if (decoded.ok) expect(encodeFrame(decoded.name, decoded.fields as never)).toEqual(frame);
  });
});

describe('heartbeats', () => {
  test('STATUS comes every 250 ms with a running seq, without being asked', () => {
    const board = new Board();
    const host = new Host(board);
    host.heartbeats = false;
    board.runMs(2000);
    const statuses = host.all('STATUS');
    expect(statuses.length).toBe(8);
    expect(statuses.map((status) => status.fields.seq)).toEqual(statuses.map((_, index) => index));
    for (const [index, status] of statuses.slice(2).entries()) {
      expect(Math.abs(status.atUs - statuses[index + 1]!.atUs - LIMITS.deviceHeartbeatPeriodMs * 1000)).toBeLessThan(
        3000,
      );
    }
    expect(statuses[0]!.fields).toMatchObject({
      resetCause: RESET_CAUSES.powerOn,
      protocolVersion: PROTOCOL_VERSION,
      boardKind: 1,
    });
    expect(statuses[0]!.fields.freeRamBytes).toBeGreaterThan(400);
  });

  test('without the host samples stop and outputs go low; with it they go on, marked', () => {
    const { board, host } = withCell();
    board.send([0xf4, 13, 1, 0xf5, 13, 1, 0xf4, 9, 3, 0xe9, 100, 1]); // 13: output, high; 9: PWM 228
    board.runMs(20);
    expect(board.isDrivenHigh(13)).toBe(true);
    host.heartbeats = false;
    board.runMs(LIMITS.hostSilenceMs - 600);
    expect(board.isDrivenHigh(13)).toBe(true);
    board.runMs(700);
    expect(board.isDrivenLow(13)).toBe(true);
    expect(board.isDrivenLow(9)).toBe(true);
    const silent = host.samples(0).length;
    board.runMs(500);
    expect(host.samples(0).length).toBe(silent);
    host.heartbeats = true;
    board.runMs(700);
    const [first, ...rest] = host.samples(0).slice(silent);
    expect(first!.flags).toBe(SAMPLE_FLAGS.afterGap);
    expect(rest.length).toBeGreaterThan(10);
    expect(rest.every((sample) => sample.flags === 0)).toBe(true);
    const seqs = host.samples(0).map((sample) => sample.seq);
    expect(seqs, 'silence the host chose is not a loss').toEqual(seqs.map((_, index) => index));
    expect(host.last('STATUS')!.samplesDropped).toBe(0);
  });
});

describe('watchdog and resets', () => {
  test.each([
    ['with interrupts: the program restarts itself', true, 0],
    ['without interrupts: the chip resets', false, 1],
  ])('a hung board comes back, %s', (_, interrupts, resets) => {
    const { board, host } = withCell();
    board.hang({ interrupts });
    const before = host.all('STATUS').length;
    board.runMs(900);
    expect(host.all('STATUS').length).toBe(before);
    board.runMs(2000);
    expect(host.all('STATUS').length).toBeGreaterThan(before + 2);
    expect(host.last('STATUS')!.resetCause).toBe(RESET_CAUSES.watchdog);
    expect(host.last('STATUS')!.uptimeMs).toBeLessThan(2500);
    expect(board.resets).toBe(resets);
    // The host configures it again, and all works as from power-up.
    host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
    const samples = host.samples(0).length;
    board.runMs(1000);
    expect(host.samples(0).length).toBeGreaterThan(samples + 50);
  });

  test('the reset button says external, power says powerOn', () => {
    const { board, host } = withCell();
    board.pressReset();
    board.runMs(300);
    expect(host.last('STATUS')!.resetCause).toBe(RESET_CAUSES.external);
    board.powerCycle();
    board.runMs(300);
    expect(host.last('STATUS')!.resetCause).toBe(RESET_CAUSES.powerOn);
  });

  test('FF frees every slot and says so', () => {
    const { board, host } = withCell();
    board.send([0xff]);
    board.runMs(50);
    expect(host.states(0).at(-1)).toMatchObject({ kind: 0, state: 0 });
  });
});

describe('bytes that are not what they should be', () => {
  test('noise, cut frames and endless ones are counted, and the next good command is obeyed', () => {
    const { board, host } = withCell();
    const query = [...encodeFrame('QUERY', { seq: 4242 })];
    board.send([0x00, 0x55, 0x7f, 0x13]); // data with no command: nothing begins
    board.send(query.slice(0, 5)); // cut short by the next frame's start
    board.runMs(5);
    board.send(query);
    board.runMs(50);
    expect(host.ack(4242)!.result).toBe(ACK_RESULTS.ok);
    board.send([0xf0, 9, ...Array.from({ length: 200 }, () => 0x11), 0xf7]); // far longer than any frame
    board.runMs(50);
    board.send([0xf0, 0x0e, 1, 2, 3, 0xf7, 0xf0, 0xf7]); // an id nobody has; an empty sysex
    board.runMs(50);
    board.send(encodeFrame('QUERY', { seq: 4243 }));
    board.runMs(300);
    expect(host.ack(4243)!.result).toBe(ACK_RESULTS.ok);
    expect(host.last('STATUS')).toMatchObject({ framesCorrupt: 2, framesUnknown: 2, samplesDropped: 0 });
    expect(host.states(0).at(-1)!.state).toBe(2);
  });

  test('every single flipped bit of a CONFIGURE is caught', () => {
    const frame = [
      ...encodeFrame('CONFIGURE', { seq: 77, slot: 2, kind: 3, rateHz: 50, gain: 0, pinA: 255, pinB: 255, address: 0 }),
    ];
    const board = new Board();
    const host = new Host(board);
    host.heartbeats = false;
    start(board);
    let sent = 0;
    for (let index = 2; index < frame.length - 1; index++) {
      for (let bit = 0; bit < 7; bit++) {
        // The last packed byte carries padding above its data bits: flipping that changes nothing.
        if (index === frame.length - 2 && bit > 4) continue;
        board.send(frame.with(index, frame[index]! ^ (1 << bit)));
        board.runMs(2);
        sent += 1;
      }
    }
    board.runMs(300);
    expect(host.all('ACK')).toEqual([]);
    expect(host.states(2)).toEqual([]);
    expect(host.last('STATUS')!.framesCorrupt).toBe(sent);
  });
});
