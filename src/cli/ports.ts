/** `lockout ports`: the serial ports that are plugged in, by their stable names. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import type { Config } from '../contracts/config.ts';
import { listPorts } from '../rig/serial-ports.ts';
import { usbBoard } from '../rig/usb-boards.ts';

type Port = Awaited<ReturnType<typeof listPorts>>[number];

export function portsCommand(): Command {
  return new Command('ports')
    .description(
      'list the serial ports, their devices and the bays that use them; set bays[].board.port to one of them',
    )
    .option('--json', 'print one JSON document')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .action(async (options: { json?: boolean; config?: string }) => {
      const rows = portRows(await listPorts(), loadConfig(options.config).config);
      console.log(options.json ? JSON.stringify(rows, null, 2) : portsText(rows));
    });
}

interface PortRow {
  path: string;
  device: string;
  /** The device, as far as its USB ids identify it. */
  what: string;
  isLikelyBoard: boolean;
  /** Bay that is configured to use it. */
  bay: string | null;
  /** What the bay uses it for. */
  use: 'board' | 'reader' | null;
  isPresent: boolean;
}

/** Every port present, then every configured one that isn't. */
export function portRows(ports: readonly Port[], { bays }: Pick<Config, 'bays'>): PortRow[] {
  const users = bays.flatMap(({ id, board, readers }) => [
    ...(board.port === 'simulated' ? [] : [{ bay: id, use: 'board' as const, port: board.port }]),
    ...readers.map(({ port }) => ({ bay: id, use: 'reader' as const, port })),
  ]);
  const present = ports.map(({ path, device, ...usb }) => {
    const { text, isLikely } = usbBoard(usb);
    const user = users.find(({ port }) => port === path || port === device);
    const { bay = null, use = null } = user ?? {};
    return { path, device, what: text, isLikelyBoard: isLikely && use !== 'reader', bay, use, isPresent: true };
  });
  const missing = users
    .filter(({ port }) => !existsSync(port) && !present.some(({ path, device }) => [path, device].includes(port)))
    .map(({ port, bay, use }) => ({
      path: port,
      device: port,
      what: 'not plugged in',
      isLikelyBoard: false,
      bay,
      use,
      isPresent: false,
    }));
  return [...present, ...missing];
}

export function portsText(rows: readonly PortRow[]): string {
  const lines = rows.map(({ path, device, what, bay, use }) => {
    const name = device === path ? path : `${path} (${device})`;
    return `${name}  ${what}${bay ? `, ${use === 'reader' ? 'card reader of' : 'used by'} ${bay}` : ''}`;
  });
  if (!rows.some(({ isPresent }) => isPresent))
    lines.push('No USB serial port is present: is the board plugged in, and its cable more than a charging cable?');
  const free = rows.find(({ isLikelyBoard, bay }) => isLikelyBoard && bay === null);
  if (free) lines.push(`To use a free one: bays[].board.port: ${free.path}`);
  return lines.join('\n');
}
