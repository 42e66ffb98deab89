/** Boards and card readers hang at the same kinds of adapters: no command takes one for the other. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { portRows } from '../../src/app/board/port-rows.ts';
import { parseConfig } from '../../src/app/config/config.ts';
import { choosePort } from '../../src/app/flash/choose-port.ts';
import { portsText } from '../../src/cli/ports.ts';
import { ROOT } from './hardware-page.ts';

const CLONE = {
  path: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
  device: '/dev/ttyUSB0',
  manufacturer: '',
  serialNumber: '',
  vendorId: '1a86',
  productId: '7523',
};
const OTHER = { ...CLONE, path: '/dev/serial/by-id/usb-1a86_USB2.0-Serial-if00-port0', device: '/dev/ttyUSB1' };
const configOf = (yaml: string) => parseConfig(yaml, '/etc/lockout.yaml').config;
const withReader = (port: string) => configOf(`bays: [{ readers: [{ port: ${port} }] }]`);
const faultsOf = (yaml: string) => () => configOf(yaml);

test('flash leaves out the adapter of a card reader', () => {
  expect(choosePort({}, withReader(OTHER.path), [CLONE, OTHER])).toEqual({ kind: 'port', path: CLONE.path });
  expect(choosePort({}, withReader(OTHER.device), [CLONE, OTHER])).toEqual({ kind: 'port', path: CLONE.path });
  expect(() => choosePort({}, withReader(CLONE.path), [CLONE])).toThrow(/no free board/);
});

test('flash refuses the port of a card reader under any name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-ports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const device = join(folder, 'ttyUSB0');
  const stable = join(folder, 'usb-reader');
  writeFileSync(device, '');
  symlinkSync(device, stable);
  const file = join(folder, 'lockout.yaml');
  writeFileSync(file, `bays: [{ readers: [{ port: ${stable} }] }]\n`);
  const flash = ['src/cli/lockout.mjs', 'flash', '--board', 'nano', '--port', device, '--config', file];
  const failed = await promisify(execFile)(process.execPath, flash, { cwd: ROOT }).catch((error: unknown) => error);
  expect((failed as { stderr: string }).stderr).toMatch(/ttyUSB0 is the port of a card reader of bay-1/);
});

test('ports names the adapter of a card reader, and offers it to no board', () => {
  const rows = portRows([CLONE, OTHER], withReader(CLONE.device));
  expect(rows[0]).toMatchObject({ bay: 'bay-1', use: 'reader', isLikelyBoard: false });
  expect(portsText(rows)).toMatch(/port0 \(\/dev\/ttyUSB0\) .*, card reader of bay-1/);
  expect(portsText(rows)).toContain(`bays[].board.port: ${OTHER.path}`);
  expect(portRows([], withReader('simulated PN532 of bay-1'))).toEqual([]);
  expect(portRows([], withReader('/dev/gone'))).toMatchObject([{ path: '/dev/gone', use: 'reader', isPresent: false }]);
});

test('each reader has a port of its own, and a speed that it speaks', () => {
  expect(withReader('/dev/ttyUSB0').bays[0]!.readers).toEqual([
    { kind: 'pn532', port: '/dev/ttyUSB0', baud: 115_200, format: 'auto' },
  ]);
  expect(configOf('').bays[0]!.readers).toEqual([]);
  expect(faultsOf('bays: [{ readers: [{ port: /dev/a }, { port: /dev/a }] }]')).toThrow(
    /bays.0.readers.1.port is the port of bays.0.readers.0 already/,
  );
  expect(faultsOf('bays: [{ board: { port: /dev/a } }, { id: b, readers: [{ port: /dev/a }] }]')).toThrow(
    /bays.1.readers.0.port is the port of bays.0.board already/,
  );
  expect(faultsOf('bays: [{ readers: [{ baud: 9600 }] }]')).toThrow(/baud is 9600, but a PN532 speaks 115200/);
  expect(faultsOf('bays: [{ readers: [{ kind: input-device }] }]')).toThrow(/is named below \/dev\/input\/by-id/);
  expect(faultsOf('bays: [{ readers: [{ kind: rfid }] }]')).toThrow(/one of pn532, serial-line, input-device/);
});
