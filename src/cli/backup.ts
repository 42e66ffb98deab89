/** `lockout backup [FILE]`: one file with everything that is kept, made while the station runs or without it. */
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { dataFiles } from '../app/storage/data-folder.ts';
import { version } from '../app/version.ts';
import { isoNow, systemClock } from '../common/clock.ts';
import { backUp } from '../store/index.ts';
import type { AdminClientOptions } from './admin-client.ts';
import { call, isStationAt, stationUrl } from './client.ts';
import { print, withAdminOptions } from './member.ts';

export function backupCommand(): Command {
  return withAdminOptions(
    new Command('backup').description('back up all data to one file; works while the station runs'),
  )
    .argument('[file]', 'file to write; it must not exist')
    .option('--json', 'print one JSON document about it')
    .addHelpText('after', '\nThe file contains the data of all members and the card key. Keep it secret.')
    .action(async (named: string | undefined, options: AdminClientOptions & { json?: boolean }) => {
      const file = resolve(named ?? `lockout-${isoNow(systemClock).slice(0, 19).replaceAll(':', '-')}.backup`);
      if (existsSync(file)) throw new Error(`${file} is there already; name another file`);
      const loaded = options.url ? null : loadConfig(options.config);
      const base = stationUrl(options, loaded?.config);
      if (!loaded || (await isStationAt(base))) {
        const response = await call(`${base}/api/v1/backup`, {}, loaded?.dataDir);
        const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
        await pipeline(body, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      } else await backUp(dataFiles(loaded.dataDir), file, version);
      const { size } = statSync(file);
      print(options, { file, bytes: size }, `${file} written (${(size / 1e6).toFixed(1)} MB). Keep it like a secret.`);
    });
}
