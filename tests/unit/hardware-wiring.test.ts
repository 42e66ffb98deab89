/** The wiring that hardware.md tells and draws is the one that the firmware takes and the configuration has. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DRAWINGS, drawWiring } from '../../firmware-bridge/drawings/draw.ts';
import * as wiring from '../../firmware-bridge/drawings/wiring.ts';
import { BOARDS, Board, Host } from '../../firmware-bridge/harness/index.ts';
import { ACK_RESULTS, type SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { BayConfig } from '../../src/contracts/config.ts';
import { fieldOf, page, read, signalRows } from './hardware-page.ts';

const SENSORS = [wiring.HX711, wiring.SECOND_HX711, wiring.NAU7802, wiring.VL53L1X, wiring.HCSR04];
const pinFor = (key: string, board: 'uno' | 'mega') => Number(signalRows.find((row) => row.key === key)![board]);
/** The number by which the firmware knows a pin: A4 of an Uno is 18. */
const numberOf = (name: string): number => (name.startsWith('A') ? Number(name.slice(1)) + 14 : Number(name));

describe('drawings', () => {
  test.each(wiring.WIRINGS.map((one) => [one.file, one] as const))('%s is what wiring.ts says', (file, one) => {
    expect(readFileSync(new URL(file, DRAWINGS), 'utf8')).toBe(drawWiring(one));
  });

  test('each has a title, a description and colours for dark mode, and stands in the page', () => {
    const drawings = [...page.matchAll(/\]\((firmware-bridge\/drawings\/[^)]+\.svg)\)/g)].map(([, path]) => path!);
    expect(drawings.length).toBeGreaterThanOrEqual(wiring.WIRINGS.length + 5);
    for (const path of drawings)
      expect(read(path), path).toMatch(
        /<title id="t">.+<\/title>\s+<desc id="d">.+<\/desc>[\s\S]+prefers-color-scheme: dark/,
      );
    for (const { file } of wiring.WIRINGS) expect(drawings).toContain(`firmware-bridge/drawings/${file}`);
  });
});

describe('wiring table', () => {
  const expected = [...SENSORS, ...wiring.OUTPUTS].flatMap(({ title, pins }) =>
    pins.flatMap(({ name, to }) => (typeof to === 'string' ? [] : [{ title, pin: name, ...to }])),
  );

  test('has the rows of the drawings and no others', () => {
    expect(signalRows.length).toBe(expected.length);
    signalRows.forEach(({ part, pin, uno, mega, key }, index) => {
      const { title, ...want } = expected[index]!;
      expect(part.toLowerCase()).toContain(title.toLowerCase());
      expect({ pin, uno, mega, ...(key ? { key } : {}) }).toEqual(want);
    });
  });

  test('gives no pin of a board to two uses, except the I²C bus', () => {
    for (const board of ['uno', 'mega'] as const) {
      const pins = signalRows.filter(({ key }) => key).map((row) => row[board]);
      expect(new Set(pins).size).toBe(pins.length);
    }
  });

  test('has the defaults of the configuration in the Uno’s column', () => {
    const withDefault = signalRows.filter(({ key }) => key && fieldOf(BayConfig, key)?.default !== undefined);
    expect(withDefault.length).toBe(6);
    for (const { key, uno } of withDefault) expect(fieldOf(BayConfig, key!)!.default, key).toBe(Number(uno));
  });
});

describe.each(['uno', 'nano', 'mega'] as const)('firmware of the %s', (name) => {
  const column = name === 'mega' ? 'mega' : 'uno';
  const start = () => {
    const board = new Board({ name });
    const host = new Host(board);
    board.runMs(20);
    const answer = (slot: number, kind: keyof typeof SENSOR_KINDS, rateHz: number, pinA = 255, pinB = 255) => {
      const seq = host.configure({ slot, kind, rateHz, pinA, pinB });
      board.runMs(20);
      return host.ack(seq)?.result;
    };
    return { board, host, answer };
  };

  test('takes every sensor on the pins of the page, all at once', () => {
    const { answer } = start();
    const pins = (data: string, clock: string) => [pinFor(data, column), pinFor(clock, column)] as const;
    expect(answer(0, 'hx711', 80, ...pins('load.dataPin', 'load.clockPin'))).toBe(ACK_RESULTS.ok);
    expect(answer(2, 'hx711', 80, ...pins('loadRight.dataPin', 'loadRight.clockPin'))).toBe(ACK_RESULTS.ok);
    expect(answer(1, 'hcsr04', 16, ...pins('distance.echoPin', 'distance.triggerPin'))).toBe(ACK_RESULTS.ok);
  });

  test('keeps SDA and SCL, as the page names them, and the USB line for itself', () => {
    const { answer } = start();
    const bus = signalRows.filter(({ pin }) => pin === 'SDA' || pin === 'SCL');
    expect(bus.length).toBe(4);
    for (const row of bus) {
      const pin = numberOf(row[column]);
      expect(pin, row.pin).toBe(row.pin === 'SDA' ? BOARDS[name].sda : BOARDS[name].scl);
      expect(answer(0, 'hx711', 80, pin, pinFor('load.clockPin', column)), row.pin).toBe(ACK_RESULTS.badPins);
    }
    for (const pin of [0, 1])
      expect(answer(0, 'hx711', 80, pin, pinFor('load.clockPin', column))).toBe(ACK_RESULTS.badPins);
  });

  test('offers light, buzzer and buttons what they need', () => {
    const { board, host } = start();
    board.send([0xf0, 0x6b, 0xf7]);
    board.runMs(40);
    const answer = host.firmata.find(({ data }) => data[0] === 0x6c)!.data.slice(1);
    const modes = answer
      .join(' ')
      .split('127')
      .map((pin) =>
        pin
          .trim()
          .split(' ')
          .filter((_, index) => index % 2 === 0)
          .map(Number),
      );
    const [INPUT, OUTPUT, PULLUP] = [0, 1, 11];
    for (const { key, [column]: pin } of signalRows.filter((row) => row.key?.startsWith('outputs.')))
      expect(modes[Number(pin)], `${key} on ${pin}`).toEqual(expect.arrayContaining([INPUT, OUTPUT, PULLUP]));
  });
});

const MEGA_PINS = '/usr/share/arduino/hardware/arduino/avr/variants/mega/pins_arduino.h';
const hasCore = existsSync(MEGA_PINS);
test.skipIf(!hasCore)(
  `the Mega's ready lines are on pins with an interrupt${hasCore ? '' : ' (skipped: arduino-core-avr not installed)'}`,
  () => {
    const macro = /digitalPinToPCICR\(p\)([\s\S]+?)\?/.exec(readFileSync(MEGA_PINS, 'utf8'))![1]!;
    const ranges = [...macro.matchAll(/>= (\d+)\D+?<= (\d+)/g)].map(
      ([, from, to]) => [Number(from), Number(to)] as const,
    );
    const inWords = ranges.map(([from, to]) => (from >= 54 ? `A${from - 54} to A${to - 54}` : `${from} to ${to}`));
    const text = page.replaceAll('\n', ' ');
    expect(ranges.length).toBe(3);
    expect(text).toContain(
      `on ${inWords[0]}, ${inWords[1]} and ${inWords[2]} the board timestamps a reading by interrupt`,
    );
    for (const key of ['load.dataPin', 'loadRight.dataPin', 'distance.echoPin']) {
      const pin = pinFor(key, 'mega');
      expect(
        ranges.some(([from, to]) => pin >= from && pin <= to),
        `${key} ${pin}`,
      ).toBe(true);
    }
  },
);
