/** `lockout ports`: the serial ports that are plugged in, by their stable names. */
import { Command } from 'commander';
import { loadConfig } from '../app/config.ts';
import type { Config } from '../contracts/config.ts';
import { listPorts } from '../rig/serial-ports.ts';
import { usbBoard } from '../rig/usb-boards.ts';

type Port = Awaited<ReturnType<typeof listPorts>>[number];

export function portsCommand(): Command {
  return new Command('ports')
    .description('list the serial ports, what hangs there and which bay uses it; put one into bays[].board.port')
    .option('--json', 'print one JSON document')
    .option('-c, --config <file>', 'configuration file; lockout.yaml here when left out')
    .action(async (options: { json?: boolean; config?: string }) => {
      const rows = portRows(await listPorts(), loadConfig(options.config).config);
      console.log(options.json ? JSON.stringify(rows, null, 2) : portsText(rows));
    });
}

interface PortRow {
  path: string;
  device: string;
  /** What it is, as far as its USB ids tell. */
  what: string;
  isLikelyBoard: boolean;
  /** Bay that is configured to use it. */
  bay: string | null;
  isPresent: boolean;
}

/** Every port present, then every configured one that isn't. */
export function portRows(ports: readonly Port[], { bays }: Pick<Config, 'bays'>): PortRow[] {
  const present = ports.map((port) => {
    const { text, isLikely } = usbBoard(port);
    const user = bays.find(({ board }) => board.port === port.path || board.port === port.device);
    const { path, device } = port;
    return { path, device, what: text, isLikelyBoard: isLikely, bay: user?.id ?? null, isPresent: true };
  });
  const missing = bays
    .filter(
      ({ board }) =>
        board.port !== 'simulated' && !present.some(({ path, device }) => [path, device].includes(board.port)),
    )
    .map(({ id, board: { port } }) => ({
      path: port,
      device: port,
      what: 'not plugged in',
      isLikelyBoard: false,
      bay: id,
      isPresent: false,
    }));
  return [...present, ...missing];
}

export function portsText(rows: readonly PortRow[]): string {
  const lines = rows.map(({ path, device, what, bay }) => {
    const name = device === path ? path : `${path} (${device})`;
    return `${name}  ${what}${bay ? `, used by ${bay}` : ''}`;
  });
  if (!rows.some(({ isPresent }) => isPresent))
    lines.push('No USB serial port is present: is the board plugged in, and its cable more than a charging cable?');
  const free = rows.find(({ isLikelyBoard, bay }) => isLikelyBoard && bay === null);
  if (free) lines.push(`To use a free one: bays[].board.port: ${free.path}`);
  return lines.join('\n');
}
