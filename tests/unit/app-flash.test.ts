import { Default } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { portRows } from '../../src/app/board/port-rows.ts';
import { choosePort } from '../../src/app/flash/choose-port.ts';
import { portsText } from '../../src/cli/ports.ts';
import { Config } from '../../src/contracts/config.ts';
import { usbBoard } from '../../src/rig/usb-boards.ts';

const port = (name: string, vendorId: string, productId: string) => ({
  path: `/dev/serial/by-id/usb-${name}`,
  device: `/dev/${name}`,
  manufacturer: '',
  serialNumber: '',
  vendorId,
  productId,
});
const UNO = port('ttyACM0', '2341', '0043');
const CLONE = port('ttyUSB0', '1A86', '7523');
const READER = port('ttyACM1', '072f', '2200');
const configOf = (...ports: string[]) =>
  Default(Config, { bays: ports.map((name, at) => ({ id: `bay-${at + 1}`, board: { port: name } })) }) as Config;
const NONE = configOf('simulated');

describe('which port is flashed', () => {
  test('the one asked for, then the configured one, then the only board', () => {
    expect(choosePort({ port: '/dev/x' }, configOf(UNO.path), [UNO])).toEqual({ kind: 'port', path: '/dev/x' });
    expect(choosePort({}, configOf(CLONE.path), [UNO, CLONE])).toEqual({ kind: 'port', path: CLONE.path });
    expect(choosePort({}, configOf('/dev/ttyUSB0'), [UNO, CLONE])).toEqual({ kind: 'port', path: '/dev/ttyUSB0' });
    expect(choosePort({}, NONE, [READER, UNO])).toEqual({ kind: 'port', path: UNO.path });
  });

  test('several boards, several bays, or a configured one that is missing: a list', () => {
    expect(choosePort({}, NONE, [UNO, CLONE, READER])).toEqual({ kind: 'choose', among: [UNO, CLONE] });
    expect(choosePort({}, configOf(UNO.path, CLONE.path), [UNO, CLONE])).toMatchObject({ kind: 'choose' });
    expect(choosePort({}, configOf('/dev/gone'), [UNO])).toEqual({ kind: 'choose', among: [UNO] });
    expect(choosePort({ bay: 'bay-2' }, configOf(UNO.path, CLONE.path), [UNO, CLONE])).toMatchObject({
      path: CLONE.path,
    });
  });

  test("never a card reader's port, nor another bay's", () => {
    expect(() => choosePort({}, NONE, [READER])).toThrow(/is something else.*--port/);
    expect(() => choosePort({}, NONE, [])).toThrow(/no board is plugged in/);
    expect(() => choosePort({ bay: 'bay-2' }, configOf(UNO.path, 'simulated'), [UNO])).toThrow(/another bay's/);
  });
});

describe('what hangs on a port, by its USB ids', () => {
  test.each([
    ['2341', '0043', true, 'uno'],
    ['2341', '0042', true, 'mega'],
    ['2A03', '0010', true, 'mega'],
    ['1a86', '7523', true, null],
    ['0403', '6001', true, null],
    ['10C4', 'EA60', true, null],
    ['072f', '2200', false, null],
    ['', '', false, null],
  ] as const)('%s:%s', (vendorId, productId, isLikely, board) => {
    expect(usbBoard({ vendorId, productId })).toMatchObject({ isLikely, board });
  });
});

describe('lockout ports', () => {
  test('stable names, what hangs there, which bay uses it, what is configured but missing', () => {
    const rows = portRows([UNO, CLONE, READER], configOf(UNO.path, '/dev/gone'));
    expect(rows.map(({ bay }) => bay)).toEqual(['bay-1', null, null, 'bay-2']);
    const text = portsText(rows);
    expect(text).toMatch(/usb-ttyACM0 \(\/dev\/ttyACM0\) {2}Arduino Uno, used by bay-1/);
    expect(text).toMatch(/usb-ttyACM1 .*not a known board/);
    expect(text).toMatch(/\/dev\/gone {2}not plugged in, used by bay-2/);
    expect(text).toMatch(/To use a free one: bays\[\]\.board\.port: \/dev\/serial\/by-id\/usb-ttyUSB0/);
  });

  test('nothing plugged in', () => {
    expect(portsText(portRows([], NONE))).toMatch(/No USB serial port is present/);
  });
});
