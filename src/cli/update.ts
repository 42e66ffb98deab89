/** `lockout update FILE|URL`: a new release of the package, with a way back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { fetchPackage } from '../app/service/fetch-package.ts';
import { checkOffer, verifyPackage } from '../app/service/inspect-package.ts';
import { ownCopy, ownFolder } from '../app/service/own-copy.ts';
import {
  finishInstall,
  flipBack,
  installPackage,
  KEYS,
  LIB,
  readPackage,
  versionInUse,
} from '../app/service/release-files.ts';
import { readUpdateReport, UPDATE_FOLDER, writeUpdateReport } from '../app/service/update-report.ts';
import { readRequest, removeRequest, takeRequested } from '../app/service/update-request.ts';
import { busyBays, type HealthCheck } from '../app/service/update-rules.ts';
import { type UpdateHands, Updater } from '../app/service/updater.ts';
import { isoNow, systemClock } from '../common/clock.ts';
import type { Health } from '../contracts/health.ts';
import type { BaySnapshot } from '../contracts/live.ts';
import type { UpdateReport } from '../contracts/update.ts';
import { lockFile, schemaVersionOf } from '../store/index.ts';
import { call, stationUrl } from './client.ts';
import { localFetch } from './local-fetch.ts';
import { print } from './member.ts';

interface Options {
  unsigned?: boolean;
  again?: boolean;
  status?: boolean;
  resume?: boolean;
  requested?: boolean;
  json?: boolean;
}

const DOWNLOADS = join(UPDATE_FOLDER, 'download');
const CHECK_TIMEOUT_MS = 3_000;
/** What systemd starts waits for an update by hand, which takes minutes. */
const REQUEST_WAIT_MS = 10 * 60_000;

export function updateCommand(): Command {
  return new Command('update')
    .description('install a newer package; if it is not healthy within 120 s, the old release is restored')
    .argument('[file]', 'lockout_<version>_<machine>.deb, or its address; its signature (.minisig) lies beside it')
    .option('--unsigned', 'accept a package without a signature; only for your own builds')
    .option('--again', 'accept a version that was rolled back before')
    .option('--status', 'show the result of the last update')
    .option('--resume', 'continue an interrupted update (runs at each start of the machine)')
    .option('--requested', 'install what an admin asked for on the page (systemd runs it)')
    .option('--json', 'print one JSON document')
    .action(async (named: string | undefined, options: Options) => {
      if (options.status) return printReport(options, readUpdateReport());
      mayUpdate();
      // Closing the terminal must not interrupt it.
      for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
      holdLock(options.requested || options.resume ? REQUEST_WAIT_MS : 0);
      process.stdout.on('error', () => {});
      process.stderr.on('error', () => {});
      if (options.requested) return printReport(options, await installRequested(options));
      const updater = updaterOf(options);
      if (options.resume) return printReport(options, await updater.resume());
      if (named === undefined) throw new Error('name the package: lockout update lockout_<version>_<machine>.deb');
      const file = /^https?:\/\//.test(named)
        ? await download(named, options.unsigned ?? false)
        : ownCopy(named, DOWNLOADS);
      printReport(options, await install(updater, file, options));
    });
}

const updaterOf = (options: Options) =>
  new Updater({ hands: hands(options), clock: systemClock, folder: UPDATE_FOLDER });

function mayUpdate(): void {
  if (versionInUse() === null)
    throw new Error('this station does not run from the package; update it where it came from (git pull, npm ci)');
  if (process.getuid?.() !== 0) throw new Error('only root may install; run: sudo lockout update …');
}

/** Referenced here, or its collection would let the lock go. */
let heldLock: (() => void) | null = null;

/** Until this process ends. Two updates at once would each take the other's release for its own. @throws Error */
function holdLock(waitMs: number): void {
  mkdirSync(UPDATE_FOLDER, { recursive: true, mode: 0o755 });
  heldLock = lockFile(join(UPDATE_FOLDER, 'update.lock'), waitMs);
  if (heldLock === null)
    throw new Error('another update is in progress; its result will be shown by: lockout update --status');
}

async function install(updater: Updater, file: string, options: Options): Promise<UpdateReport> {
  const { dataDir } = loadConfig();
  const offer = await checked(async () => {
    if (!options.unsigned) await verifyPackage(file, KEYS);
    const found = await readPackage(file);
    await checkOffer(found, { lib: LIB, keys: KEYS, updates: UPDATE_FOLDER, dataDir }, options.again ?? false);
    return found;
  });
  return updater.update(file, versionInUse()!, offer.version);
}

/** @throws Error that says that nothing was installed, and why */
async function checked<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw new Error(`not installed: ${(error as Error).message}`);
  }
}

/** Requested from the page, so the report gives the reason, too. Null: what was requested can't be read. */
async function installRequested(options: Options): Promise<UpdateReport | null> {
  const request = readRequest();
  if (!request) {
    removeRequest();
    return null;
  }
  try {
    const asked = { ...options, unsigned: false, again: request.again };
    return await install(updaterOf(options), takeRequested(DOWNLOADS), asked);
  } catch (error) {
    const now = isoNow(systemClock);
    const from = versionInUse() ?? '';
    const none = { backup: null, wasFailing: false, schemaBefore: null };
    const report = { phase: 'failed', from, to: '', startedAt: now, endedAt: now, reason: (error as Error).message };
    writeUpdateReport({ ...report, ...none, phase: 'failed' });
    removeRequest();
    throw error;
  }
}

/** Fetches a package, and its signature beside it. @returns the file */
async function download(url: string, isUnsigned: boolean): Promise<string> {
  const file = join(ownFolder(DOWNLOADS), basename(new URL(url).pathname) || 'lockout.deb');
  await fetchPackage(url, file, { allowed: null, isUnsigned });
  return file;
}

function hands(options: Options): UpdateHands {
  const { config, dataDir } = loadConfig();
  const base = stationUrl({}, config);
  const command = join(LIB, 'current/src/cli/lockout.mjs');
  const systemctl = (...words: string[]) => void spawnSync('systemctl', [...words, 'lockout.service']);
  return {
    versionInUse,
    finishInstall,
    flipBack: (version) => flipBack(version),
    install: installPackage,
    readReport: () => readUpdateReport(),
    writeReport(report) {
      writeUpdateReport(report);
      // From here on the report is what counts, also after a power cut.
      if (options.requested) removeRequest();
    },
    say: (text) => (options.json ? undefined : console.log(text)),
    stop: () => systemctl('stop'),
    kill: () => systemctl('kill', '--signal=SIGKILL'),
    restarts: () =>
      Number(
        spawnSync('systemctl', ['show', '--property=NRestarts', '--value', 'lockout.service'], { encoding: 'utf8' })
          .stdout,
      ) || 0,
    start: () => systemctl('--no-block', 'start'),
    async busyBays() {
      if ((await checkHealth(base)) === null) return [];
      const bays = (await (await call(`${base}/api/v1/bays`, {}, dataDir)).json()) as BaySnapshot[];
      return busyBays(bays);
    },
    checkHealth: () => checkHealth(base),
    backUp: async (file) =>
      void execFileSync(process.execPath, [command, 'backup', file], { stdio: ['ignore', 'ignore', 'pipe'] }),
    restore: (file) =>
      void execFileSync(process.execPath, [command, 'restore', file], { stdio: ['ignore', 'ignore', 'pipe'] }),
    schemaVersion: () => schemaVersionOf(join(dataDir, 'lockout.sqlite')),
  };
}

async function checkHealth(base: string): Promise<HealthCheck | null> {
  try {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const health = (await (await localFetch(`${base}/health`, { signal })).json()) as Health;
    const page = await localFetch(`${base}/`, { signal });
    const hasPage = page.ok && (await page.text()).includes('<script');
    return { version: health.version, status: health.status, reasons: health.reasons.map(({ text }) => text), hasPage };
  } catch {
    return null;
  }
}

function printReport(options: Options, report: UpdateReport | null): void {
  print(options, report ?? { phase: 'none' }, report ? textOf(report) : 'There was no update.');
  if (!options.status && report && report.phase !== 'done') process.exitCode = 1;
}

function textOf({ phase, from, to, startedAt, reason, backup }: UpdateReport): string {
  const saved =
    backup && existsSync(backup)
      ? `\nThe backup before it: ${backup} (${(statSync(backup).size / 1e6).toFixed(1)} MB)`
      : '';
  if (phase === 'done') return `${to} runs since the update from ${from} of ${startedAt}.${saved}`;
  if (phase === 'undone') return `${to} was undone, and ${from} runs again: ${reason}.${saved}`;
  if (phase === 'failed') return `The update to ${to} failed: ${reason}.${saved}`;
  return `The update from ${from} to ${to} is in progress (${phase}).`;
}
