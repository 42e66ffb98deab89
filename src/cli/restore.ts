/** `lockout restore FILE`: puts a backup in the place of what is there, after checking it. */
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { dataFiles } from '../app/people/people.ts';
import { checkBackup, lockFolder, restore } from '../store/index.ts';
import { isStationAt, stationUrl } from './client.ts';
import { print } from './member.ts';

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the database, after checking it; the station must not run')
    .argument('<file>', 'what `lockout backup` wrote')
    .option('--check', 'only check it')
    .option('-c, --config <file>', 'configuration file; lockout.yaml here when left out')
    .option('--json', 'print one JSON document about it')
    .action(async (file: string, options: { check?: boolean; config?: string; json?: boolean }) => {
      const { config, dataDir } = loadConfig(options.config);
      if (options.check) {
        const info = await checkBackup(file);
        print(options, info, `${file} is whole: ${contents(info)}`);
        return;
      }
      const base = stationUrl({}, config);
      if (await isStationAt(base)) throw new Error(`the station runs at ${base}; stop it (Ctrl-C) and try again`);
      const unlock = lockFolder(dataDir); // a station that listens elsewhere, or on no port at all, has it too
      const restored = await restore(file, dataFiles(dataDir)).finally(unlock);
      const kept = restored.keptOld.map((old) => `\nWhat was there before is kept as ${old}`).join('');
      print(options, restored, `Restored: ${contents(restored.info)}${kept}`);
    });
}

const contents = (info: { madeAt: string; sets: number; reps: number; members: number }) =>
  `made ${info.madeAt}, ${info.members} members, ${info.sets} sets, ${info.reps} reps`;
