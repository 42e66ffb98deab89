/** Stations for tests: in this process, or as the command that a person runs. Real database, broker and board process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { TimeSource } from '../../src/app/clock-evidence.ts';
import { type LoadedConfig, parseConfig } from '../../src/app/config/config.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import type { UpdatePlace } from '../../src/app/service/page-updates.ts';
import { Station } from '../../src/app/station.ts';
import type { Clock } from '../../src/common/clock.ts';
import type { OpenSerial } from '../../src/readers/index.ts';
import { signedIn } from './signed-in.ts';
import { until } from './until.ts';

export { until };

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DASHBOARD = join(ROOT, 'dist/dashboard');
const ANY_PORTS = { LOCKOUT_WEB_PORT: '0', LOCKOUT_MQTT_EMBEDDED_PORT: '0', LOCKOUT_LOG_LEVEL: 'warn' };

/** A folder that goes away when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-station-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function configFor(folder: string, env: NodeJS.ProcessEnv = {}, yaml = ''): LoadedConfig {
  return { ...parseConfig(yaml, join(folder, 'lockout.yaml'), { ...ANY_PORTS, ...env }), file: null };
}

/** A started station in this process. */
export async function startStation(
  options: {
    folder?: string;
    env?: NodeJS.ProcessEnv;
    yaml?: string;
    openReader?: OpenSerial;
    clock?: Clock;
    readTime?: () => Promise<TimeSource>;
    updatePlace?: UpdatePlace;
  } = {},
) {
  const folder = options.folder ?? tempFolder();
  const loaded = configFor(folder, options.env, options.yaml);
  const { openReader, clock, readTime, updatePlace } = options;
  const logger = pino({ level: 'silent' });
  const station = new Station({
    loaded,
    dashboardDir: DASHBOARD,
    logger,
    ...(openReader && { openReader }),
    ...(clock && { clock }),
    ...(readTime && { readTime }),
    ...(updatePlace && { updatePlace }),
  });
  onTestFinished(async () => void (await station.stop()));
  /** `fetch` with the rights of an admin; without it a test is a paired screen. */
  const asAdmin = (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as object), authorization: `Bearer ${station.members.access.localKey}` },
    });
  const asScreen = async (url: string) => {
    if (url.startsWith('/api/')) await starting.catch(() => undefined); // as the station itself lets it wait
    return readScreenKey(loaded.dataDir);
  };
  const starting: ReturnType<Station['start']> = signedIn(asScreen, () => station.start());
  return { station, folder, asAdmin, ...(await starting) };
}

/** `fetch` with the rights of the screen of this machine, for a station that runs as a command. */
export const fetchAsScreen =
  (dataDir: string) =>
  (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...(init.headers as object), authorization: `Bearer ${readScreenKey(dataDir)}` };
    return fetch(url, { ...init, headers });
  };

export interface RunningCommand {
  child: ChildProcess;
  output: () => string;
  /** Resolves when the output matches. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** `lockout ARGS` as a process of its own. */
export function runLockout(
  args: readonly string[],
  options: { folder: string; env?: NodeJS.ProcessEnv },
): RunningCommand {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/lockout.mjs'), ...args], {
    cwd: options.folder,
    env: { ...process.env, ...ANY_PORTS, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const printed = async (pattern: RegExp, timeoutMs = 30_000) => {
    const found = await until(() => pattern.exec(text), timeoutMs).catch(() => null);
    if (!found) throw new Error(`${pattern} was not printed in ${timeoutMs} ms, but:\n${text}`);
    return found;
  };
  return { child, output: () => text, printed, exited };
}
