/** What an admin looks at and changes: utilisation, backup, configuration, log, versions. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { Config } from '../../contracts/config.ts';
import type { BackupInfo, Store } from '../../store/index.ts';
import { type AdministrationPort, ProblemError } from '../../web/index.ts';
import { ConfigError, type LoadedConfig, parseConfig } from '../config/config.ts';
import { hideSecrets, withSecrets } from '../config/secrets.ts';
import type { LogTail } from '../log-tail.ts';
import { readUpdateReport } from '../service/update-report.ts';
import { orProblem } from '../storage/store-problems.ts';
import { version } from '../version.ts';
import { recordAuditEvent } from './audit-event.ts';

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
  boards: () => { bay: string; state: string; firmware: string | null }[];
}

export function administrationPort(options: AdministrationOptions): AdministrationPort {
  const { store, loaded, logTail, clock, startedMs } = options;
  const file = loaded.file ?? options.defaultFile;
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');

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

    async configText() {
      const yaml = read();
      return { yaml: hideSecrets(yaml), etag: etagOf(yaml) };
    },

    async saveConfig(sent, etag, actor) {
      const before = read();
      if (etag !== null && etag !== etagOf(before))
        throw new ProblemError(412, 'changed-meanwhile', `${file} was changed meanwhile. Read it again.`);
      const yaml = withSecrets(sent, before);
      const next = checked(yaml, file);
      const changed = differences(loaded.config, next);
      replaceFile(file, yaml);
      // Which values were changed is kept, not what they are: some are passwords, and a hash of those can be searched.
      await recordAuditEvent(store, isoNow(clock), { kind: 'config-changed', actor, after: { changed } });
      return { file, changed, needsRestart: changed.length > 0, etag: etagOf(yaml) };
    },

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
        boards: options.boards(),
      };
    },
  };
}

/** Keyed, and by another key at each start: the file may hold passwords, which could be searched by a plain hash. */
const ETAG_KEY = randomBytes(32);
const etagOf = (text: string) => createHmac('sha256', ETAG_KEY).update(text).digest('hex').slice(0, 32);

function checked(yaml: string, file: string): Config {
  try {
    return parseConfig(yaml, file, process.env).config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ProblemError(422, 'bad-configuration', `Nothing was written: ${error.message}`, {
      errors: [...error.faults],
    });
  }
}

/** All of the file or none of it: a power cut in between leaves the old one. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(next, text, { flush: true });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw new ProblemError(503, 'not-written', `${file} can't be written: ${messageOf(error)}`);
  }
}

/** Dotted names of the values that differ. */
function differences(one: unknown, other: unknown, path = ''): string[] {
  if (isGroup(one) && isGroup(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], path ? `${path}.${key}` : key));
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
