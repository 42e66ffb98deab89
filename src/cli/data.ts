/** `lockout data new` and `lockout data adopt`: what a person decides when parts of the data have vanished, or don't belong together. */
import { Command } from 'commander';
import { type LoadedConfig, loadConfig } from '../app/config/config.ts';
import { dataFiles, rememberStation } from '../app/storage/data-folder.ts';
import { adopt, lockFolder, setAside } from '../store/index.ts';
import { isStationAt, stationUrl } from './client.ts';
import { print } from './member.ts';

interface DataOptions {
  config?: string;
  json?: boolean;
}

export function dataCommand(): Command {
  return new Command('data')
    .description('start a new gym, or accept the data folder as it is; stop the station first')
    .addCommand(
      withOptions('new', 'move the data aside; the next start creates a new gym').action(
        async (options: DataOptions) => {
          const loaded = loadConfig(options.config);
          const keptOld = await locked(loaded, async () => setAside(loaded.dataDir));
          rememberStation(loaded, null);
          const kept = keptOld === null ? '' : `\nWhat was there before is kept in ${keptOld}`;
          print(options, { keptOld }, `The next start begins a new gym in ${loaded.dataDir}${kept}`);
        },
      ),
    )
    .addCommand(
      withOptions('adopt', 'accept database, card key and station id as they are').action(
        async (options: DataOptions) => {
          const loaded = loadConfig(options.config);
          const adopted = await locked(loaded, () => adopt(dataFiles(loaded.dataDir)));
          rememberStation(loaded, adopted.controllerId);
          const { cardsLost, controllerId } = adopted;
          const lost = cardsLost === 0 ? '' : `\nTheir key is not there: ${cardsLost} cards have to be enrolled again`;
          print(options, adopted, `The data of station ${controllerId} are used from now on${lost}`);
        },
      ),
    );
}

const withOptions = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .option('--json', 'print one JSON document about it');

async function locked<T>(loaded: LoadedConfig, work: () => Promise<T>): Promise<T> {
  const base = stationUrl({}, loaded.config);
  if (await isStationAt(base)) throw new Error(`the station runs at ${base}; stop it (Ctrl-C) and try again`);
  const unlock = lockFolder(loaded.dataDir);
  return work().finally(unlock);
}
