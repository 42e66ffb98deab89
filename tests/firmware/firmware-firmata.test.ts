/** The real firmata-io and johnny-five on the real firmware: handshake, lights, sounds, buttons, sensors. */
import five from 'johnny-five';
import { afterEach, describe, expect, test } from 'vitest';
import { Board, type BoardName, EmulatedPort, Hx711, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { FIRMWARE_NAME, PROTOCOL_VERSION } from '../../firmware-bridge/protocol.ts';
import { createBoard, createIo } from '../../src/rig/johnny-five.ts';
import type { ChildMessage, RawSample } from '../../src/rig/messages.ts';
import { BoardSession } from '../../src/rig/session.ts';

interface PinInfo {
  supportedModes: number[];
  analogChannel: number;
  mode: number;
  value: number;
  state: number;
}
interface FullIo {
  isReady: boolean;
  pins: PinInfo[];
  analogPins: number[];
  RESOLUTION: { ADC: number; PWM: number };
  version: object;
  firmware: { name: string; version: { major: number } };
  MODES: Record<string, number>;
  setSamplingInterval(ms: number): void;
  analogRead(pin: number, handler: (value: number) => void): void;
  pinMode(pin: number, mode: number): void;
  queryPinState(pin: number, handler: () => void): void;
}

const timers: (() => void)[] = [];
afterEach(() => {
  for (const stop of timers.splice(0)) stop();
});

async function connect(name: BoardName = 'uno') {
  const board = new Board({ name });
  const port = new EmulatedPort(board);
  const io = createIo(port);
  const johnny = createBoard(io);
  let ready = false;
  johnny.on('ready', () => {
    ready = true;
  });
  port.start();
  await port.run(500, { until: () => ready });
  expect(ready, 'johnny-five is ready').toBe(true);
  timers.push(() => clearTimeout(io.reportVersionTimeoutId));
  return { board, port, johnny, io: io as unknown as FullIo };
}

describe.each(['uno', 'nano', 'mega'] as const)('handshake of the %s', (name) => {
  test('firmata-io learns name, versions, pins, channels and resolutions', async () => {
    const { io, board } = await connect(name);
    expect(io.firmware.name).toBe(FIRMWARE_NAME);
    expect(io.firmware.version.major).toBe(PROTOCOL_VERSION);
    expect(io.version).toEqual({ major: 2, minor: 6 });
    expect(io.RESOLUTION).toMatchObject({ ADC: 1023, PWM: 255 });
    expect(io.pins.length).toBe({ uno: 20, nano: 22, mega: 70 }[name]);
    const { INPUT, OUTPUT, PULLUP, PWM, ANALOG } = io.MODES as Record<
      'INPUT' | 'OUTPUT' | 'PULLUP' | 'PWM' | 'ANALOG',
      number
    >;
    expect(io.pins[0]!.supportedModes, "the serial line is not the host's").toEqual([]);
    expect(io.pins[13]!.supportedModes).toEqual(expect.arrayContaining([INPUT, OUTPUT, PULLUP]));
    expect(io.pins[9]!.supportedModes).toContain(PWM);
    expect(io.pins[8]!.supportedModes.includes(PWM)).toBe(name === 'mega');
    const firstAnalog = name === 'mega' ? 54 : 14;
    expect(io.pins[firstAnalog]!.analogChannel).toBe(0);
    expect(io.pins[firstAnalog]!.supportedModes).toContain(ANALOG);
    const [sda, scl] = name === 'mega' ? [20, 21] : [18, 19];
    expect(io.pins[sda!]!.supportedModes).toEqual([]);
    expect(io.pins[scl!]!.supportedModes).toEqual([]);
    expect(board.bytesOverrun).toBe(0);
  });
});

describe("johnny-five's own classes", () => {
  test('Led: on, off, brightness', async () => {
    const { johnny, board, port } = await connect();
    const light = new five.Led({ pin: 13, board: johnny });
    light.on();
    await port.run(20);
    expect(board.isDrivenHigh(13)).toBe(true);
    light.off();
    await port.run(20);
    expect(board.isDrivenLow(13)).toBe(true);
    const dimmed = new five.Led({ pin: 9, board: johnny });
    dimmed.brightness(77);
    await port.run(20);
    const ocr1a = 0x88;
    expect(board.chip.ram[ocr1a]).toBe(77);
  });

  test('Piezo: the pin toggles while it sounds and is low afterwards', async () => {
    const { johnny, board, port } = await connect();
    let edges = 0;
    board.onPin(6, () => edges++);
    const piezo = new five.Piezo({ pin: 6, board: johnny });
    // The host times each half wave, so a busy machine gives fewer of them.
    piezo.frequency(440, 10_000);
    await port.run(5000, { until: () => edges > 8, paced: true });
    const whileSounding = edges;
    piezo.off();
    await port.run(30);
    const silent = edges;
    await port.run(50);
    expect(whileSounding).toBeGreaterThan(8);
    expect(edges).toBe(silent);
    expect(board.isDrivenLow(6)).toBe(true);
  });

  test("Button with the board's pull-up: press and release", async () => {
    const { johnny, board, port } = await connect();
    board.setPin(7, true);
    const events: string[] = [];
    const button = new five.Button({ pin: 7, isPullup: true, board: johnny } as never);
    button.on('press', () => events.push('press'));
    button.on('release', () => events.push('release'));
    await port.run(50);
    board.setPin(7, false);
    await port.run(200, { until: () => events.length > 0, paced: true });
    board.setPin(7, true);
    await port.run(200, { until: () => events.length > 1, paced: true });
    expect(events).toEqual(['press', 'release']);
  });

  test('analogue input at its sampling interval, and the pin state query', async () => {
    const { io, board, port } = await connect();
    board.chip.setAnalogVolts(1, 2.5);
    const values: number[] = [];
    io.setSamplingInterval(10);
    io.analogRead(1, (value) => values.push(value));
    await port.run(200);
    expect(values.length).toBeGreaterThanOrEqual(15);
    expect(values.length).toBeLessThanOrEqual(21);
    expect(Math.abs(values.at(-1)! - 512)).toBeLessThanOrEqual(2);
    io.pinMode(12, io.MODES.OUTPUT!);
    let answered = false;
    io.queryPinState(12, () => {
      answered = true;
    });
    await port.run(20);
    expect(answered).toBe(true);
    expect(io.pins[12]).toMatchObject({ mode: io.MODES.OUTPUT, state: 0 });
  });
});

test("the rig's own session configures the sensors and gets every sample", async () => {
  const board = new Board();
  const cell = new Hx711(board, { data: 4, clock: 5, value: () => 123_456, noise: 40 });
  new Vl53l1x(board, { value: () => 600, noise: 3 });
  const port = new EmulatedPort(board);
  const samples: RawSample[] = [];
  const healths: string[] = [];
  const session = new BoardSession({
    config: {
      bayId: 'one',
      port: 'emulated',
      baud: 250_000,
      sensors: [
        { slot: 0, role: 'load', kind: 'hx711', rateHz: 80, gain: 128, pinA: 4, pinB: 5, address: 0 },
        { slot: 1, role: 'distance', kind: 'vl53l1x', rateHz: 50, gain: 0, pinA: 255, pinB: 255, address: 0 },
      ],
    },
    epoch: 1,
    open: async () => port,
    send: (message: ChildMessage) => {
      if (message.type === 'samples') samples.push(...message.samples);
      if (message.type === 'state') healths.push(message.state);
    },
    onGone: () => healths.push('gone'),
  } as ConstructorParameters<typeof BoardSession>[0]);
  timers.push(() => void session.stop());
  await session.start();
  await port.run(6000, { paced: true, until: () => samples.length > 250 });
  const loads = samples.filter((sample) => sample.slot === 0);
  const raws = cell.conversions.map((conversion) => conversion.raw);
  const first = raws.findIndex((raw, index) => raw === loads[0]!.raw && raws[index + 1] === loads[1]!.raw);
  expect(loads.map((sample) => sample.raw)).toEqual(raws.slice(first, first + loads.length));
  expect(samples.filter((sample) => sample.slot === 1).length).toBeGreaterThan(80);
  expect(healths).toContain('ok');
  expect(healths).not.toContain('gone');
  await session.stop();
});
