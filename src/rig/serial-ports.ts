import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoardReasonCode, boardReasonText } from '../contracts/board-reasons.ts';

interface SerialPortInfo {
  /** The name to put into the configuration: the stable one below /dev/serial/by-id when there is one. */
  path: string;
  /** What it is today, e.g. /dev/ttyUSB0; another device may have that name tomorrow. */
  device: string;
  manufacturer: string;
  serialNumber: string;
  vendorId: string;
  productId: string;
}

const STABLE_NAMES = '/dev/serial/by-id';
const USB_DEVICE = /^\/dev\/tty(USB|ACM)\d+$/;

/** The USB serial ports that are plugged in now. */
export async function listPorts(): Promise<SerialPortInfo[]> {
  const { SerialPort } = await import('serialport');
  const [ports, stableNames] = await Promise.all([
    SerialPort.list().catch(listDevices), // on Linux it asks udevadm, which a container lacks
    readStableNames(),
  ]);
  return ports
    .filter(({ path, vendorId }) => vendorId || USB_DEVICE.test(path)) // the others are a PC's built-in ports, present or not
    .map(({ path, manufacturer = '', serialNumber = '', vendorId = '', productId = '' }) => ({
      path: stableNames.get(path) ?? path,
      device: path,
      manufacturer,
      serialNumber,
      vendorId,
      productId,
    }));
}

type FoundPort = { path: string } & Partial<
  Record<'manufacturer' | 'serialNumber' | 'vendorId' | 'productId', string | undefined>
>;

async function listDevices(): Promise<FoundPort[]> {
  const names = await readdir('/dev').catch(() => [] as string[]);
  return names.map((name) => ({ path: join('/dev', name) })).filter(({ path }) => USB_DEVICE.test(path));
}

/** Device → stable name, where the system keeps such names (Linux with udev). */
async function readStableNames(): Promise<Map<string, string>> {
  const names = await readdir(STABLE_NAMES).catch(() => [] as string[]);
  const pairs = await Promise.all(
    names.map(async (name) => {
      const path = join(STABLE_NAMES, name);
      return [await realpath(path).catch(() => path), path] as const;
    }),
  );
  return new Map(pairs);
}

export type PortCode = Extract<
  BoardReasonCode,
  { kind: 'port-missing' | 'port-forbidden' | 'port-in-use' | 'port-failing' }
>;

/** Why the port of a board can't be opened. */
export class PortError extends Error {
  readonly code: PortCode;
  constructor(code: PortCode) {
    super(boardReasonText(code));
    this.code = code;
  }
}

/** Turns what the system says when a port can't be opened into what a person can do about it. */
export async function explainOpenError(path: string, error: Error): Promise<PortError> {
  const text = error.message.replaceAll(path, ''); // a path may hold any of the words below
  const params = { port: path };
  if (/permission denied|EACCES|access denied/i.test(text))
    return new PortError({ kind: 'port-forbidden', params });
  if (/cannot lock|busy|temporarily unavailable|EBUSY/i.test(text))
    return new PortError({ kind: 'port-in-use', params });
  if (/no such file|ENOENT|file not found/i.test(text)) {
    const ports = await listPorts().catch(() => []);
    const found = ports.map((port) => port.path).join(', ');
    return new PortError({ kind: 'port-missing', params: { ...params, found } });
  }
  return new PortError({ kind: 'port-failing', params: { reason: `${path} can't be opened: ${error.message}` } });
}
