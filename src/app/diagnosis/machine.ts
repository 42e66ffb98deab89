/** What the machine says of itself: voltage, temperature and file systems, as Linux and a Raspberry Pi show them. Nothing here throws. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MachineReading {
  /** Too little voltage: now, or earlier since the machine started. Null: not reported by this machine. */
  power: 'fine' | 'low' | 'was-low' | null;
  /** Of the processor of a Pi; null elsewhere. */
  temperatureC: number | null;
  /** Errors that file systems (ext4) have found; null: there is none that counts them. */
  storageErrors: number | null;
}

/** Bits of the firmware's word. Source: Raspberry Pi documentation, `vcgencmd get_throttled`. */
const LOW_NOW = 1 << 0;
const LOW_BEFORE = 1 << 16;

/** @param root where `sys` lies; for tests */
export function readMachine(root = '/'): MachineReading {
  const sys = join(root, 'sys');
  return { power: readPower(sys), temperatureC: readTemperature(sys), storageErrors: readStorageErrors(sys) };
}

function readPower(sys: string): MachineReading['power'] {
  const word = read(join(sys, 'devices/platform/soc/soc:firmware/get_throttled'));
  if (word !== null && /^(0x)?[0-9a-f]+$/i.test(word)) {
    const bits = Number.parseInt(word, 16);
    if (bits & LOW_NOW) return 'low';
    return bits & LOW_BEFORE ? 'was-low' : 'fine';
  }
  for (const sensor of list(join(sys, 'class/hwmon'))) {
    const folder = join(sys, 'class/hwmon', sensor);
    if (read(join(folder, 'name')) !== 'rpi_volt') continue;
    return read(join(folder, 'in0_lcrit_alarm')) === '1' ? 'low' : 'fine';
  }
  return null;
}

function readTemperature(sys: string): number | null {
  for (const zone of list(join(sys, 'class/thermal'))) {
    const folder = join(sys, 'class/thermal', zone);
    if (read(join(folder, 'type')) !== 'cpu-thermal') continue;
    const milliC = Number(read(join(folder, 'temp')) ?? Number.NaN);
    if (Number.isFinite(milliC)) return milliC / 1000;
  }
  return null;
}

function readStorageErrors(sys: string): number | null {
  const counts = list(join(sys, 'fs/ext4'))
    .map((disk) => read(join(sys, 'fs/ext4', disk, 'errors_count')))
    .filter((text) => text !== null && /^\d+$/.test(text))
    .map(Number);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
