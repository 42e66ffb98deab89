/** What an admin looks at and changes: utilisation, backup, configuration, log, versions. */
import { randomUUID } from 'node:crypto';
import { createReadStream, rmSync, statSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Versions } from '../../contracts/administration.ts';
import type { BackupInfo, Store } from '../../store/index.ts';
import type { AdministrationPort } from '../../web/index.ts';
import type { LoadedConfig } from '../config/config.ts';
import type { LogTail } from '../log-tail.ts';
import { readUpdateReport } from '../service/update-report.ts';
import { orProblem } from '../storage/store-problems.ts';
import { version } from '../version.ts';
import { configFilePort } from './config-file.ts';

export interface AdministrationOptions {
  store: () => Store;
  loaded: LoadedConfig;
  /** Where a configuration is written when none was read. */
  defaultFile: string;
  logTail: LogTail | null;
  clock: Clock;
  /** On the monotonic axis. */
  startedMs: number;
  /** Makes the backup at a path that doesn't exist yet. */
  backUp: (target: string) => Promise<BackupInfo>;
  schemaVersion: number;
  /** Address under which phones reach the page; null: they can't. */
  phoneOrigin: () => string | null;
  serialPorts: AdministrationPort['serialPorts'];
  restartBoard: AdministrationPort['restartBoard'];
  flashState: AdministrationPort['flashState'];
  flashBoard: AdministrationPort['flashBoard'];
  /** Clock and network of this computer. */
  machine: () => Promise<Pick<Versions, 'time' | 'addresses'>>;
  boards: () => { bay: string; state: string; firmware: string | null }[];
}

export function administrationPort(options: AdministrationOptions): AdministrationPort {
  const { store, loaded, logTail, clock, startedMs } = options;

  return {
    utilisation: (query) => orProblem(() => store().history.utilisation(query)),

    async backup() {
      const target = join(loaded.dataDir, `backup-${randomUUID()}.tmp`);
      const { madeAt } = await orProblem(() => options.backUp(target));
      const body = createReadStream(target);
      // Gone from the folder as soon as it is open; its bytes stay until the last one was sent.
      body.once('open', () => rmSync(target, { force: true }));
      body.once('error', () => rmSync(target, { force: true }));
      return {
        fileName: `lockout-${madeAt.slice(0, 19).replaceAll(':', '-')}.backup`,
        bytes: statSync(target).size,
        body,
      };
    },

    ...configFilePort(options),

    logLines: (limit) => logTail?.last(limit) ?? [],

    async versions() {
      return {
        lockout: version,
        node: process.version,
        system: `${type()} ${release()}, ${arch()}`,
        schemaVersion: options.schemaVersion,
        uptimeS: Math.round((clock.monoMs() - startedMs) / 1000),
        phoneUrl: options.phoneOrigin(),
        update: readUpdateReport(),
        ...(await options.machine()),
        boards: options.boards(),
      };
    },

    serialPorts: options.serialPorts,
    restartBoard: options.restartBoard,
    flashState: options.flashState,
    flashBoard: options.flashBoard,
  };
}
