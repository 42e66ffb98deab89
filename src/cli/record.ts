/** `lockout record [FILE]`: writes the samples of a bay as a recording until Ctrl-C or --seconds. */
import { createWriteStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { bayOf, call, type StationOptions, stationUrl } from './client.ts';

export function recordCommand(): Command {
  return new Command('record')
    .description('record the samples of a running station to a file for `replay` and `analyze`')
    .argument('<file>', 'file to write (CSV); it must not exist')
    .option('--seconds <n>', 'stop after this many seconds; Ctrl-C stops any time', seconds)
    .option('--bay <id>', 'bay (default: the first one)')
    .option('--url <url>', 'address of the station (default: from the configuration)')
    .action(async (file: string, options: StationOptions & { seconds?: number }) => {
      if (existsSync(file)) throw new Error(`${file} is there already; name another file`);
      const base = stationUrl(options);
      const bay = await bayOf(base, options);
      const stop = new AbortController();
      const response = await call(`${base}/api/v1/bays/${encodeURIComponent(bay)}/samples.csv`, {
        signal: stop.signal,
      });
      process.once('SIGINT', () => stop.abort());
      const timer = options.seconds ? setTimeout(() => stop.abort(), options.seconds * 1000) : undefined;
      console.error(
        `recording ${bay} to ${file}${options.seconds ? ` for ${options.seconds} s` : '. Press Ctrl-C to stop'}`,
      );
      let lines = 0;
      const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
      body.on('data', (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 10) lines++;
      });
      try {
        await pipeline(body, createWriteStream(file, { flags: 'wx' }));
        console.error('the station ended the recording');
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      } finally {
        clearTimeout(timer);
      }
      console.error(`${lines} lines written. Count them: npx lockout analyze ${file}`);
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('must be a number from 0 to 86400');
  return value;
}
