/**
 * The kiosk on this machine: the package's own script with cage, which draws into memory, and Chromium, beside a real station. The
 * browser is killed, hangs, and loses its station; each time its picture has to come back by itself. systemd's part (start again after
 * two seconds, nothing of the old one left) is played here.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readLocalKey } from '../../src/app/people/access/credentials.ts';
import { freePort } from '../support/free-port.ts';
import { expectThat, Story } from './story.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SCRIPT = join(ROOT, 'src/install/files/usr/lib/lockout/libexec/lockout-kiosk');
const USER = 'lockout-kiosk-test';
const PROGRAMS = ['cage', 'chromium', 'Xwayland', 'setpriv', 'useradd'];
const X11_FOLDER = '/tmp/.X11-unix';
const BACK_MS = 90_000;
const FIRST_MS = 120_000;
const LOOK_MS = 500;
/** As in lockout-kiosk.service. */
const RESTART_MS = 2000;

export function missingForKiosk(): string {
  const missing = PROGRAMS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0) return `missing: ${missing.join(', ')}; sudo apt install cage xwayland chromium`;
  return process.getuid?.() === 0 ? '' : 'only root can give the browser a user of its own; run it with sudo';
}

export async function kioskStory(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-kiosk-'));
  chmodSync(folder, 0o755);
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', USER]);
  const story = new Story();
  const station = new StationProcess(folder, await freePort());
  const kiosk = new Kiosk(folder, station);
  try {
    station.start();
    await story.step('the station is up, and has made the key of its screen', () => station.ready());
    kiosk.start();
    const back = (limitMs: number) => timed(limitMs, () => station.screens());
    const gone = () => timed(60_000, async () => !(await station.screens()));
    await story.step('the page is painted', async () => {
      try {
        return `${await back(FIRST_MS)} s`;
      } catch (error) {
        throw new Error(`${(error as Error).message}; the log of the kiosk ends with:\n${kiosk.lastWords()}`);
      }
    });
    await story.step('nobody but the kiosk can read the key', () => {
      const key = join(folder, 'kiosk/screen.html');
      const { status } = spawnSync('setpriv', ['--reuid=65534', '--clear-groups', 'cat', key]);
      expectThat(status !== 0, 'another user reads it');
      const shown = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
      const secret = /pair#([\w-]+)/.exec(readFileSync(key, 'utf8'))![1]!;
      expectThat(!shown.includes(secret), 'the list of processes shows it');
    });
    await story.step('renderer killed: painted again', async () => {
      const startedMs = performance.now();
      kiosk.signalRenderers('SIGKILL');
      await gone();
      await back(BACK_MS);
      return within(startedMs);
    });
    await story.step('page hung (renderer stopped): painted again', async () => {
      const startedMs = performance.now();
      kiosk.signalRenderers('SIGSTOP');
      await gone();
      await back(BACK_MS);
      return within(startedMs);
    });
    await story.step('station killed and started again: painted again', async () => {
      const startedMs = performance.now();
      const { starts } = kiosk;
      await station.kill();
      station.start();
      await station.ready();
      await back(BACK_MS);
      expectThat(kiosk.starts === starts, 'the browser was started again, which was not needed');
      return within(startedMs);
    });
  } finally {
    kiosk.stop();
    await station.kill();
    spawnSync('userdel', [USER]);
    rmSync(folder, { recursive: true, force: true });
  }
  return story.end();
}

/** @throws Error when it took too long */
function within(startedMs: number): string {
  const tookMs = performance.now() - startedMs;
  expectThat(tookMs <= BACK_MS, `it took ${(tookMs / 1000).toFixed(1)} s`);
  return `${(tookMs / 1000).toFixed(1)} s after the fault`;
}

async function timed(limitMs: number, isThere: () => Promise<boolean>): Promise<string> {
  const startedMs = performance.now();
  while (!(await isThere())) {
    if (performance.now() - startedMs > limitMs) throw new Error(`not within ${limitMs / 1000} s`);
    await delay(LOOK_MS);
  }
  return ((performance.now() - startedMs) / 1000).toFixed(1);
}

class StationProcess {
  readonly #folder: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    mkdirSync(join(folder, 'run'), { mode: 0o755 });
    writeFileSync(join(folder, 'lockout.yaml'), 'bays: [{ id: bay-1 }]\nmqtt: { url: none }\ndataDir: data\n');
  }

  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  get screenFile(): string {
    return join(this.dataDir, 'screen.html');
  }

  get runFolder(): string {
    return join(this.#folder, 'run');
  }

  start(): void {
    this.#child = spawn(process.execPath, [join(ROOT, 'src/cli/lockout.mjs'), 'run'], {
      cwd: this.#folder,
      env: { ...process.env, RUNTIME_DIRECTORY: this.runFolder, LOCKOUT_WEB_PORT: String(this.#port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  ready(): Promise<string> {
    return timed(60_000, async () => existsSync(this.screenFile) && (await this.#get('/health')) !== null);
  }

  /** Whether a screen shows the bay now, as a program that watches the station is told. */
  async screens(): Promise<boolean> {
    return /^lockout_screens\{bay="bay-1"\} [1-9]/m.test((await this.#get('/metrics')) ?? '');
  }

  async #get(path: string): Promise<string | null> {
    const authorization = `Bearer ${readLocalKey(this.dataDir)}`;
    try {
      return await (await fetch(`http://127.0.0.1:${this.#port}${path}`, { headers: { authorization } })).text();
    } catch {
      return null;
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}

class Kiosk {
  readonly #folder: string;
  readonly #station: StationProcess;
  #child: ChildProcess | null = null;
  #isStopped = false;
  starts = 0;

  constructor(folder: string, station: StationProcess) {
    this.#folder = join(folder, 'kiosk');
    this.#station = station;
    mkdirSync(this.#folder, { mode: 0o700 });
    execFileSync('chown', [`${USER}:`, this.#folder]);
    // Xwayland wants it to be root's; a machine without any X server has none.
    mkdirSync(X11_FOLDER, { recursive: true });
    chmodSync(X11_FOLDER, 0o1777);
  }

  /** As the unit does: the key in a copy for the kiosk alone, then the script; and again whenever it ends. */
  start(): void {
    this.starts++;
    const key = join(this.#folder, 'screen.html');
    execFileSync('install', ['-o', USER, '-m', '0400', this.#station.screenFile, key]);
    const child = spawn('setpriv', [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', SCRIPT, key], {
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        XDG_RUNTIME_DIR: this.#folder,
        RUNTIME_DIRECTORY: this.#folder,
        WLR_BACKENDS: 'headless',
        WLR_LIBINPUT_NO_DEVICES: '1',
        WLR_RENDERER: 'pixman',
        LOCKOUT_KIOSK_NOTE: join(this.#station.runFolder, 'restart-kiosk'),
        LOCKOUT_KIOSK_SETTINGS: '&sleep=30',
        LOCKOUT_KIOSK_BROWSER: '--no-sandbox --disable-gpu --disable-dev-shm-usage',
      },
      stdio: ['ignore', 'ignore', openSync(this.logFile, 'a')],
      detached: true,
    });
    this.#child = child;
    child.once('exit', () => {
      this.#killAll();
      if (!this.#isStopped) setTimeout(() => this.start(), RESTART_MS);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#child?.kill('SIGKILL');
    this.#killAll();
  }

  get logFile(): string {
    return `${this.#folder}.log`;
  }

  lastWords(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  }

  signalRenderers(signal: NodeJS.Signals): void {
    const renderers = this.#pids((args) => args.includes('--type=renderer'));
    expectThat(renderers.length > 0, 'there is no renderer');
    for (const pid of renderers) process.kill(pid, signal);
  }

  #killAll(): void {
    for (const pid of this.#pids(() => true))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
  }

  /** Of the kiosk's user: what systemd's control group holds. */
  #pids(isIt: (args: string) => boolean): number[] {
    const uid = execFileSync('id', ['-u', USER], { encoding: 'utf8' }).trim();
    return readdirSync('/proc').flatMap((name) => {
      try {
        const isOurs = readFileSync(`/proc/${name}/status`, 'utf8').includes(`\nUid:\t${uid}\t`);
        return isOurs && isIt(readFileSync(`/proc/${name}/cmdline`, 'utf8')) ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
  }
}
