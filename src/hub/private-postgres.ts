/** A PostgreSQL of our own, from Debian's binaries: reached by a socket that only this user has, in a folder that goes away with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const INSTALL = 'sudo apt-get install --no-install-recommends postgresql';
const DEBIAN = '/usr/lib/postgresql';
const OLDEST = 15;
const STOP_MS = 10_000;

/** Folder of the binaries; null: not installed. */
export function postgresBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const [newest] = versions.filter((version) => version >= OLDEST).sort((a, b) => b - a);
  const folder = newest === undefined ? null : join(DEBIAN, String(newest), 'bin');
  return folder !== null && existsSync(join(folder, 'initdb')) ? folder : null;
}

/** PostgreSQL refuses to run as root: as the user that its package made. */
function otherUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [id('-u'), id('-g')];
  if (!uid || !gid) throw new Error(`There is no user "postgres" to run it as. Install the package: ${INSTALL}`);
  return { uid, gid };
}

export class PrivatePostgres {
  readonly #folder: string;
  readonly #binaries: string;
  readonly #user: { uid?: number; gid?: number };
  #process: ChildProcess | null = null;

  private constructor(folder: string, binaries: string, user: { uid?: number; gid?: number }) {
    this.#folder = folder;
    this.#binaries = binaries;
    this.#user = user;
  }

  /** @throws Error with the line to type where it is not installed */
  static async start(): Promise<PrivatePostgres> {
    const binaries = postgresBinaries();
    if (binaries === null) throw new Error(`PostgreSQL (${OLDEST} or newer) is missing. Install it: ${INSTALL}`);
    const user = otherUser();
    const folder = mkdtempSync(join(tmpdir(), 'lockout-postgres-'));
    chmodSync(folder, 0o700);
    if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
    const postgres = new PrivatePostgres(folder, binaries, user);
    try {
      // Trusted, because only this user and root get at the socket. Nothing waits for the disk while it is made.
      const locale = ['--locale=C.UTF-8', '--encoding=UTF8', '--no-sync', '--no-instructions'];
      await postgres.#run('initdb', ['-D', postgres.#data, '-U', 'lockout', '-A', 'trust', ...locale]);
      await postgres.startAgain();
      return postgres;
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  get url(): string {
    return `postgresql://lockout@/postgres?host=${encodeURIComponent(this.#sockets)}`;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  async startAgain(): Promise<void> {
    mkdirSync(this.#sockets, { recursive: true, mode: 0o700 });
    if (this.#user.uid !== undefined) chownSync(this.#sockets, this.#user.uid, this.#user.gid!);
    const settings = {
      listen_addresses: '',
      unix_socket_directories: this.#sockets,
      unix_socket_permissions: '0700',
      shared_buffers: '32MB',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(this.#binaries, 'postgres'), ['-D', this.#data, ...args], {
      ...this.#options,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A Ctrl-C of the terminal is for us: it ends after who uses it.
      detached: true,
    });
    this.#process = child;
    const lines: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr! }).on('line', (line) => {
        lines.push(line);
        if (line.includes('ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`PostgreSQL ended at once: ${lines.slice(-3).join(' | ')}`)));
    });
    await ready;
  }

  /** As a power cut would end it: postmaster and every backend at once. Resolves when none is left. */
  async kill(): Promise<void> {
    const child = this.#process!;
    const ended = once(child, 'exit');
    const backends = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout;
    for (const pid of [child.pid!, ...backends.trim().split(/\s+/).map(Number)]) tryKill(pid);
    await ended;
    rmSync(join(this.#data, 'postmaster.pid'), { force: true });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGINT'); // fast shutdown: open transactions are taken back
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Of its cluster. */
  get dataFolder(): string {
    return this.#data;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  get #sockets(): string {
    return join(this.#folder, 'socket');
  }

  get #options() {
    const { PATH = '', LANG = 'C.UTF-8' } = process.env;
    return { ...this.#user, cwd: this.#folder, env: { PATH, LANG } };
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const child = spawn(join(this.#binaries, program), args, { ...this.#options, stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr!.on('data', (chunk) => (words += chunk));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${program} failed: ${words.trim()}`);
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
