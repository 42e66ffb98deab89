/**
 * The configuration file as an admin reads and writes it. A demo that was started without one keeps its own; to write the real one ends the demo at
 * the next start, with another database: that is never done without a decision.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { Config } from '../../contracts/config.ts';
import type { Store } from '../../store/index.ts';
import { type AdministrationPort, ProblemError } from '../../web/index.ts';
import { ConfigError, isSimulated, type LoadedConfig, parseConfig } from '../config/config.ts';
import { variableOf } from '../config/env.ts';
import { hideSecrets, withSecrets } from '../config/secrets.ts';
import { isSystemError } from '../storage/store-problems.ts';
import { recordAuditEvent } from './audit-event.ts';

interface ConfigFileOptions {
  store: () => Store;
  loaded: LoadedConfig;
  /** Where a configuration is written when none was read. */
  defaultFile: string;
  clock: Clock;
}

export function configFilePort(options: ConfigFileOptions): Pick<AdministrationPort, 'configText' | 'saveConfig'> {
  const { store, loaded, defaultFile, clock } = options;
  /** Null: no demo, or it was left. */
  let { demo = null } = loaded;
  const target = () => demo?.file ?? loaded.file ?? defaultFile;
  const read = () => (existsSync(target()) ? readFileSync(target(), 'utf8') : (demo?.text ?? ''));

  return {
    async configText() {
      const yaml = read();
      const choice = demo && {
        file: demo.file,
        dataDir: loaded.dataDir,
        leaveFile: defaultFile,
        leaveDataDir: demo.leaveDataDir,
      };
      return { yaml: hideSecrets(yaml), etag: etagOf(yaml), ...(choice && { demo: choice }) };
    },

    async saveConfig(sent, etag, actor) {
      const before = read();
      if (etag !== null && etag !== etagOf(before)) throw new ProblemError('config-changed', { file: target() });
      if (demo && sent.demo === undefined)
        throw new ProblemError('demo-undecided', { file: defaultFile, dataDir: demo.leaveDataDir });
      const leaves = demo !== null && sent.demo === 'leave';
      const file = leaves ? defaultFile : target();
      if (leaves && existsSync(file)) throw new ProblemError('config-appeared', { file });
      const yaml = withSecrets(sent.yaml, before);
      const next = checked(yaml, file, loaded.folder);
      if (demo && !leaves) checkDemo(next, loaded.config);
      checkReceivers(next, loaded.config);
      const changed = differences(inFile(loaded), next);
      replaceFile(file, yaml);
      if (leaves) demo = null;
      // Which values were changed is kept, not what they are: some are passwords, and a hash of those can be searched.
      await recordAuditEvent(store, isoNow(clock), { kind: 'config-changed', actor, after: { changed } });
      return {
        file,
        changed,
        needsRestart: leaves || changed.length > 0,
        etag: etagOf(yaml),
        ...(leaves && { leftDemo: true }),
      };
    },
  };
}

/** Without the readers that the demo gives its bays. */
function inFile({ config, demo }: LoadedConfig): Config {
  return demo ? { ...config, bays: config.bays.map((bay) => ({ ...bay, readers: [] })) } : config;
}

function checkDemo(next: Config, now: Config): void {
  if (!isSimulated(next)) throw new ProblemError('demo-simulated', {});
  if (next.dataDir !== now.dataDir) throw new ProblemError('demo-folder', {});
}

/** Passwords that only the environment knows, and whom the station sends them to. */
const FROM_ENVIRONMENT = [
  { secret: ['mqtt', 'password'], where: 'mqtt.url', of: ({ mqtt }: Config) => mqtt.url },
  {
    secret: ['mail', 'password'],
    where: 'mail.host, mail.port, mail.tls',
    of: ({ mail: { host, port, tls } }: Config) => `${host} ${port} ${tls}`,
  },
  { secret: ['push', 'token'], where: 'push.url', of: ({ push }: Config) => push.url },
] as const;

/** The page can't read such a password, and can't have it sent to a server of its choice either. */
function checkReceivers(next: Config, now: Config): void {
  for (const { secret, where, of } of FROM_ENVIRONMENT) {
    const variable = variableOf([...secret]);
    if (!process.env[variable] || of(next) === of(now)) continue;
    throw new ProblemError('secret-elsewhere', { variable, receiver: where });
  }
}

/** Keyed, and by another key at each start: the file may hold passwords, which could be searched by a plain hash. */
const ETAG_KEY = randomBytes(32);
const etagOf = (text: string) => createHmac('sha256', ETAG_KEY).update(text).digest('hex').slice(0, 32);

function checked(yaml: string, file: string, folder: string): Config {
  try {
    return parseConfig(yaml, file, process.env, folder).config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ProblemError('bad-configuration', { file }, { faults: error.codes });
  }
}

/** All of the file or none of it: a power cut in between leaves the old one. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(next, text, { flush: true });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    if (!isSystemError(error)) throw error;
    throw new ProblemError('not-written', { file, reason: messageOf(error) });
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
