/** `lockout restore FILE`: puts a backup in the place of what is there, after checking it. */
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { alsoExpectStation, dataFiles, rememberStation } from '../app/storage/data-folder.ts';
import { checkBackup, lockFolder, type Prepared, restore } from '../store/index.ts';
import { isStationAt, stationUrl } from './client.ts';
import { print } from './member.ts';

export function restoreCommand(): Command {
  return new Command('restore')
    .description('check a backup and replace the database with it; stop the station first')
    .argument('<file>', 'file written by `lockout backup`')
    .option('--check', 'only check the backup')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .option('--json', 'print one JSON document about it')
    .action(async (file: string, options: { check?: boolean; config?: string; json?: boolean }) => {
      const loaded = loadConfig(options.config);
      const { config, dataDir } = loaded;
      const files = dataFiles(dataDir);
      if (options.check) {
        const checked = await checkBackup(file, files, existsSync(dataDir) ? dataDir : tmpdir());
        print(options, checked.info, `${file} is whole, and would run: ${contents(checked)}`);
        return;
      }
      const base = stationUrl({}, config);
      if (await isStationAt(base)) throw new Error(`the station runs at ${base}; stop it (Ctrl-C) and try again`);
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      const unlock = lockFolder(dataDir); // a station that listens elsewhere, or on no port at all, has it too
      const restored = await restore(file, files, (id) => alsoExpectStation(loaded, id)).finally(unlock);
      rememberStation(loaded, restored.controllerId);
      const kept = restored.keptOld.map((old) => `\nWhat was there before is kept as ${old}`).join('');
      const { info, keptOld } = restored;
      print(options, { info, keptOld }, `Restored: ${contents(restored)}${kept}`);
    });
}

function contents({ info: { madeAt, members, sets, reps }, cardsLost }: Prepared): string {
  const lost =
    cardsLost === 0 ? '' : `\nIt does not have the key of the cards: ${cardsLost} cards have to be enrolled again`;
  return `made ${madeAt}, ${members} members, ${sets} sets, ${reps} reps${lost}`;
}
