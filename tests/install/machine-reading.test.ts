import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readMachine } from '../../src/app/diagnosis/machine.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function machineWith(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'lockout-machine-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'sys', path)), { recursive: true });
    writeFileSync(join(root, 'sys', path), `${text}\n`);
  }
  return readMachine(root);
}

const FIRMWARE = 'devices/platform/soc/soc:firmware/get_throttled';

test('the word of the firmware tells too little voltage, now and since the start', () => {
  expect(machineWith({ [FIRMWARE]: '0' }).power).toBe('fine');
  expect(machineWith({ [FIRMWARE]: '50005' }).power).toBe('low');
  expect(machineWith({ [FIRMWARE]: '50000' }).power).toBe('was-low');
  // Hot or slowed down, and never too little voltage.
  expect(machineWith({ [FIRMWARE]: 'e000e' }).power).toBe('fine');
});

test('without it the sensor of the voltage does', () => {
  const sensor = { 'class/hwmon/hwmon0/name': 'cpu_thermal', 'class/hwmon/hwmon1/name': 'rpi_volt' };
  expect(machineWith({ ...sensor, 'class/hwmon/hwmon1/in0_lcrit_alarm': '1' }).power).toBe('low');
  expect(machineWith({ ...sensor, 'class/hwmon/hwmon1/in0_lcrit_alarm': '0' }).power).toBe('fine');
});

test('temperature and errors of file systems are read; a machine that has neither says nothing', () => {
  const read = machineWith({
    'class/thermal/thermal_zone0/type': 'acpitz',
    'class/thermal/thermal_zone0/temp': '99000',
    'class/thermal/thermal_zone1/type': 'cpu-thermal',
    'class/thermal/thermal_zone1/temp': '61835',
    'fs/ext4/mmcblk0p2/errors_count': '2',
    'fs/ext4/sda1/errors_count': '1',
    'fs/ext4/features/lazy_itable_init': 'supported',
  });
  expect(read).toEqual({ power: null, temperatureC: 61.835, storageErrors: 3 });
  expect(machineWith({})).toEqual({ power: null, temperatureC: null, storageErrors: null });
});
