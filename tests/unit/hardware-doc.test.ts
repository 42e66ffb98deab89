/** hardware.md says nothing that firmware, configuration, doctor or command line don't. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DRAWINGS, drawWiring } from '../../firmware-bridge/drawings/draw.ts';
import * as wiring from '../../firmware-bridge/drawings/wiring.ts';
import { BOARDS, Board, type BoardName, Host } from '../../firmware-bridge/harness/index.ts';
import { ACK_RESULTS, type SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { loadConfig } from '../../src/app/config.ts';
import { judgeSensor } from '../../src/app/diagnosis/judge-sensor.ts';
import { BayConfig, Config } from '../../src/contracts/config.ts';
import type { SensorFigures } from '../../src/contracts/diagnosis.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('hardware.md');
const SENSORS = [wiring.HX711, wiring.SECOND_HX711, wiring.NAU7802, wiring.VL53L1X, wiring.HCSR04];

interface Row {
  part: string;
  pin: string;
  uno: string;
  mega: string;
  key: string | undefined;
}
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rows: Row[] = page
  .slice(page.indexOf('| part | pin of the part |'))
  .split('\n\n')[0]!
  .split('\n')
  .slice(2)
  .map(cellsOf)
  .map(([part, pin, uno, mega, key]) => ({
    part: part!,
    pin: pin!,
    uno: uno!,
    mega: mega!,
    key: key!.replaceAll('`', '') || undefined,
  }));
const signalRows = rows.filter(({ uno }) => uno !== '5V' && uno !== 'GND');
const pinFor = (key: string, board: 'uno' | 'mega') => Number(signalRows.find((row) => row.key === key)![board]);

/** The number by which firmware and configuration know a pin: A4 of an Uno is 18, A8 of a Mega 62. */
const numberOf = (name: string, board: BoardName): number =>
  name.startsWith('A') ? Number(name.slice(1)) + (board === 'mega' ? 54 : 14) : Number(name);

interface Schema {
  default?: unknown;
  properties?: Record<string, Schema>;
}
const fieldOf = (schema: Schema, path: string): Schema | undefined =>
  path.split('.').reduce<Schema | undefined>((at, name) => at?.properties?.[name], schema);

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
    const withDefault = signalRows.filter(({ key }) => key && fieldOf(BayConfig as Schema, key)?.default !== undefined);
    expect(withDefault.length).toBe(6);
    for (const { key, uno } of withDefault) expect(fieldOf(BayConfig as Schema, key!)!.default, key).toBe(Number(uno));
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
      const pin = numberOf(row[column], name);
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
      `on ${inWords[0]}, ${inWords[1]} and ${inWords[2]} the board stamps a ready line by interrupt`,
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

describe('configuration', () => {
  test('each key that is named exists', () => {
    const sections = new Set([...Object.keys(BayConfig.properties), ...Object.keys(Config.properties)]);
    const named = [...page.matchAll(/`([A-Za-z]+\.[A-Za-z.]+)(?:: [^`]+)?`/g)].map(([, key]) => key!);
    const keys = named.filter((key) => sections.has(key.split('.')[0]!));
    expect(keys.length).toBeGreaterThan(15);
    for (const key of keys) {
      const field = fieldOf(BayConfig as Schema, key) ?? fieldOf(Config as Schema, key);
      expect(field, key).toBeDefined();
    }
  });

  test('the example is a good configuration and has the pins of the Mega', () => {
    const yaml = /```yaml\n([\s\S]+?)```/.exec(page)![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'lockout-page-'));
    try {
      const file = join(folder, 'lockout.yaml');
      writeFileSync(file, yaml.replaceAll(/^ {3}/gm, ''));
      const bay = loadConfig(file).config.bays[0]!;
      for (const { key, mega } of signalRows.filter((row) => row.key && !/trigger|echo/.test(row.key))) {
        const value = key!.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], bay);
        if (value !== undefined || !key!.startsWith('outputs')) expect(value, key).toBe(Number(mega));
      }
      expect(Object.keys(bay.outputs).length).toBe(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the doctor expects what the page says it does', () => {
  const healthy = (figures: Partial<SensorFigures>): SensorFigures => ({
    role: 'load',
    kind: 'hx711',
    readings: 800,
    configuredRateHz: 80,
    measuredRateHz: 80,
    jitterMs: 0.1,
    noiseCounts: 50,
    noiseN: 0.1,
    noiseMm: null,
    uniqueValues: 100,
    longestRunS: 9,
    saturatedReadings: 0,
    outOfRangeReadings: 0,
    failedReadings: 0,
    lostReadings: 0,
    gaps: 0,
    longestGapS: 0,
    driftNPerMin: 0,
    driftMmPerMin: null,
    ...figures,
  });
  const distance = {
    role: 'distance',
    kind: 'vl53l1x',
    configuredRateHz: 50,
    measuredRateHz: 50,
    noiseN: null,
    noiseMm: 1.4,
  } as const;
  const table = [judgeSensor(healthy({})), judgeSensor(healthy({ ...distance, driftNPerMin: null, driftMmPerMin: 0 }))];
  const lines = page
    .split('\n')
    .filter((line) => line.startsWith('   | '))
    .map((line) => cellsOf(line.trim()));
  const names = { Jitter: 'jitter', Noise: 'noise', 'Different values': 'sensor-frozen', Drift: 'drift' };
  for (const [label, id] of Object.entries(names)) {
    const line = lines.find(([first]) => first === label)!;
    table.forEach((findings, index) => {
      const expected = findings.find((finding) => finding.id === id)?.expected;
      expect(expected, id).toBeTruthy();
      expect(line[index + 1], label).toContain(expected);
    });
  }
  const rate = lines.find(([first]) => first === 'Rate')!;
  const judged = (share: number, figures: Partial<SensorFigures>) => {
    const { configuredRateHz } = healthy(figures);
    return judgeSensor(healthy({ ...figures, measuredRateHz: configuredRateHz * share })).some(
      ({ id }) => id === 'rate-off',
    );
  };
  expect(rate[1]).toBe('HX711 80 Hz ± 20 %, NAU7802 ± 10 %');
  expect([judged(1.19, {}), judged(1.21, {})]).toEqual([false, true]);
  expect([judged(1.09, { kind: 'nau7802' }), judged(1.11, { kind: 'nau7802' })]).toEqual([false, true]);
  expect(rate[2]).toBe('50 Hz ± 10 %');
  expect([judged(1.09, distance), judged(1.11, distance)]).toEqual([false, true]);
});

describe('what the page leads to', () => {
  test('each link, heading and file exists', () => {
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\d\s-]/gu, '')
        .trim()
        .replaceAll(' ', '-');
    const slugsOf = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!));
    expect(links.length).toBeGreaterThan(15);
    for (const link of links) {
      const [path, anchor] = link.split('#') as [string, string | undefined];
      if (path) expect(existsSync(join(ROOT, path)), link).toBe(true);
      if (anchor) expect(slugsOf(path ? read(path) : page), link).toContain(anchor);
    }
    const program = /ExecStart=\/usr\/bin\/node (\S+) (\w+)/.exec(page)!;
    expect(existsSync(join(ROOT, program[1]!))).toBe(true);
    expect(existsSync(join(ROOT, dirname(/node dist\/(\S+)\.js/.exec(page)![1]!)))).toBe(true);
    expect(existsSync(join(ROOT, `${/node dist\/(\S+)\.js/.exec(page)![1]}.ts`))).toBe(true);
  });

  test('each verb and each of its flags exists', async () => {
    const calls = [...page.matchAll(/npx lockout ([a-z]+)([^`\n#]*)/g)].map(([, verb, rest]) => ({
      verb: verb!,
      flags: [...rest!.matchAll(/--[a-z-]+/g)].map(([flag]) => flag),
    }));
    const verbs = new Set([...calls.map(({ verb }) => verb), 'run']);
    expect([...verbs]).toEqual(expect.arrayContaining(['flash', 'doctor', 'calibrate', 'ports', 'config', 'record']));
    const help = async (verb: string) => {
      const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/lockout.mjs', verb, '--help'], {
        cwd: ROOT,
      });
      expect(stdout).toContain(`Usage: lockout ${verb}`);
      for (const call of calls.filter((one) => one.verb === verb))
        for (const flag of call.flags) expect(stdout, `${verb} ${flag}`).toContain(flag);
    };
    await Promise.all([...verbs].map(help));
  });
});
