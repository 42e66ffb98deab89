/** `lockout ports`: the serial ports that are plugged in, by their stable names. */
import { Command } from 'commander';
import { portRows } from '../app/board/port-rows.ts';
import { loadConfig } from '../app/config/config.ts';
import type { SerialPort } from '../contracts/administration.ts';
import { listPorts } from '../rig/serial-ports.ts';

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

export function portsText(rows: readonly SerialPort[]): string {
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
