/**
 * Configuration: a YAML file, overridden value by value from the environment, checked against the one schema in
 * `contracts/config.ts`. Every fault is reported at once, each with its line or its variable, before anything is opened.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Default, Errors } from 'typebox/value';
import type { LineCounter } from 'yaml';
import { messageOf } from '../../common/message-of.ts';
import { Config } from '../../contracts/config.ts';
import { type ConfigFault, type ConfigFaultCode, configFaultText } from '../../contracts/config-faults.ts';
import { readEnvironment } from './env.ts';
import { atLine, explain, type Fault, faultOf, inVariable, type Path, sameFault, type Where } from './faults.ts';
import { semanticFaults } from './rules.ts';
import { fillLags } from './usual-lags.ts';
import { readYaml, type YamlRead } from './yaml-document.ts';

type YamlDocument = Extract<YamlRead, { ok: true }>['document'];
/** More at once don't help the reader, and finding the line of each takes time. */
const MAX_FAULTS = 100;
export const DEFAULT_FILE = 'lockout.yaml';

export class ConfigError extends Error {
  readonly faults: readonly string[];
  readonly codes: readonly ConfigFault[];
  constructor(origin: string, codes: readonly ConfigFault[]) {
    const faults = codes.map(({ text }) => text);
    super(
      `${origin} has ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
    this.codes = codes;
  }
}

/** A fault of the file as a whole, without a line. */
const wholeFile = (file: string, { kind, params }: ConfigFaultCode) =>
  new ConfigError(file, [
    {
      line: null,
      variable: '',
      kind,
      params: { ...params },
      text: configFaultText({ kind, params } as ConfigFaultCode),
    },
  ]);

/** What a demo without a configuration file reads and writes in place of one. */
interface DemoFiles {
  /** Where its configuration is kept, in the folder of its data. */
  file: string;
  /** Its configuration as long as nothing is kept. */
  text: string;
  /** What the station uses that is no demo. */
  leaveDataDir: string;
}

export interface LoadedConfig {
  /** Only in a demo that was started without a configuration file. */
  demo?: DemoFiles;
  config: Config;
  /** Absolute path of the file read; null when there was none and the defaults hold. */
  file: string | null;
  /** Where relative paths begin. */
  folder: string;
  /** `dataDir` as an absolute path. */
  dataDir: string;
  /** Whether a file beside the configuration remembers which station's data was there, so that a data folder that has vanished is noticed. */
  rememberData: boolean;
}

/**
 * @param path file named by the user; without one `LOCKOUT_CONFIG`, then `lockout.yaml` in `cwd`, then all defaults.
 * @throws ConfigError with every fault, when the file or a variable is not right, or a named file is missing.
 */
export function loadConfig(path?: string, env: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): LoadedConfig {
  const named = path ?? env.LOCKOUT_CONFIG;
  const file = resolve(cwd, named ?? DEFAULT_FILE);
  if (existsSync(file)) return { ...parseConfig(readText(file), file, env), file };
  if (named) throw wholeFile(file, { kind: 'no-file', params: {} });
  return { ...parseConfig('', 'the environment', env, cwd), file: null };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wholeFile(file, { kind: 'unreadable', params: { reason: messageOf(error) } });
  }
}

/** Whether no board and no card reader is real. */
export const isSimulated = ({ bays }: Config): boolean =>
  bays.every(({ board, readers }) => board.port === 'simulated' && readers.length === 0);

/** Parses and checks a configuration text. `origin` names it in the error; a relative `dataDir` starts at `folder`. */
export function parseConfig(
  text: string,
  origin: string,
  env: NodeJS.ProcessEnv = {},
  folder = dirname(origin),
): Omit<LoadedConfig, 'file'> {
  const read = readYaml(text);
  if (!read.ok) throw wholeFile(origin, read.fault);
  const { document, lines } = read;
  const { value, faults } = plainValue(document, lines);
  for (const { key, at } of read.twice.slice(0, MAX_FAULTS))
    faults.push({
      ...atLine(lines.linePos(at).line),
      code: { kind: 'key-twice', params: { name: key.slice(0, 60) } },
    });
  const fromEnv = readEnvironment(Config, value, env);
  faults.push(...fromEnv.faults);

  const whereOf = (at: Path): Where => {
    const variable = fromEnv.variables.get(at.join('.'));
    if (variable) return inVariable(variable);
    for (let depth = at.length; depth > 0; depth--) {
      const line = lineOf(document, at.slice(0, depth), lines);
      if (line) return atLine(line);
    }
    return atLine(1);
  };
  const given = structuredClone(fromEnv.value);
  const config = Default(Config, fromEnv.value);
  for (const error of Errors(Config, config)) {
    if (faults.length >= MAX_FAULTS) break;
    const fault = explain(Config, error, config, whereOf);
    if (fault && !faults.some((known) => sameFault(known, fault))) faults.push(fault);
  }
  if (faults.length === 0) faults.push(...semanticFaults(config as Config, whereOf));
  if (faults.length > 0) throw new ConfigError(origin, faults.map(faultOf));
  fillLags(config as Config, given);
  findFiles(config as Config, folder);
  const dataDir = resolve(folder, (config as Config).dataDir);
  return { config: config as Config, folder, dataDir, rememberData: true };
}

/** Certificates lie beside the configuration file unless absolute. */
function findFiles({ mqtt: { tls } }: Config, folder: string): void {
  for (const key of ['ca', 'cert', 'key'] as const) if (tls[key] !== '') tls[key] = resolve(folder, tls[key]);
}

/** The document as plain values. A warning of the parser (an unknown tag) is a fault too: what it would read is a guess. */
function plainValue(document: YamlDocument, lines: LineCounter): { value: unknown; faults: Fault[] } {
  const faults: Fault[] = [...document.errors, ...document.warnings].slice(0, MAX_FAULTS).map((error) => ({
    ...atLine(lines.linePos(error.pos[0]).line),
    code: { kind: 'not-yaml', params: { reason: error.message.split(' at line ')[0] ?? '' } },
  }));
  if (faults.length > 0) return { value: {}, faults };
  try {
    return { value: document.toJS() ?? {}, faults };
  } catch (error) {
    // An alias without its anchor, or aliases of aliases that would fill the memory.
    return {
      value: {},
      faults: [{ line: null, variable: '', code: { kind: 'not-yaml', params: { reason: messageOf(error) } } }],
    };
  }
}

/** Line of the key at `path` (not of its value), as a person reads the file; undefined when it isn't in the file. */
function lineOf(document: YamlDocument, path: Path, lines: LineCounter): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const key = path.at(-1);
  const items = (parent as { items?: unknown[] } | null)?.items;
  if (!Array.isArray(items)) return undefined;
  const item =
    typeof key === 'number' ? items[key] : items.find((pair) => String((pair as { key?: unknown }).key) === key);
  const node = (item as { key?: { range?: [number] }; range?: [number] } | undefined)?.key ?? item;
  const offset = (node as { range?: [number] } | undefined)?.range?.[0];
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
