/** `lockout replay FILE`: plays a recording through the running station as if live. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { fileFault } from '../common/file-fault.ts';
import { messageOf } from '../common/message-of.ts';
import type { ReplayStarted } from '../contracts/http.ts';
import { bayOf, call, type StationOptions, stationUrl } from './client.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('play a recording through a running station as if live, including page, database and MQTT')
    .argument('<file>', 'recording (CSV)')
    .option('--speed <n>', 'times real time, 0.1 to 1000', speed, 1)
    .option('--bay <id>', 'bay to play it on (default: the first one)')
    .option('--url <url>', 'address of the station (default: from the configuration)')
    .action(async (file: string, options: StationOptions & { speed: number }) => {
      const csv = read(file);
      const base = stationUrl(options);
      const bay = await bayOf(base, options);
      const response = await call(`${base}/api/v1/bays/${encodeURIComponent(bay)}/replay?speed=${options.speed}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: csv,
      });
      const started = (await response.json()) as ReplayStarted;
      const seconds = (started.durationS / options.speed).toFixed(0);
      console.log(`${started.samples} samples are playing on ${bay} for ${seconds} s: ${base}/bay/${bay}`);
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    process.exitCode = 2;
    throw new Error(fileFault(error, file) ?? messageOf(error));
  }
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 1000)) throw new InvalidArgumentError('must be a number from 0.1 to 1000');
  return value;
}
