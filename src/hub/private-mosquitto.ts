/** A mosquitto of our own, from Debian's package: for `lockout hub try` and the tests; in a folder that goes away with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Authority } from './authority.ts';
import { rightsPlugin, writeBrokerFiles } from './broker-files.ts';
import type { Pairing } from './pairing.ts';

export const INSTALL_MOSQUITTO = 'sudo apt-get install --no-install-recommends mosquitto';
const PROGRAM = '/usr/sbin/mosquitto';
const STOP_MS = 5000;
/** Another program may take the port that was free. */
const TRIES = 5;

export const hasMosquitto = (): boolean => existsSync(PROGRAM);

/** Not as root: as the user that its package made. */
function otherUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'mosquitto'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [id('-u'), id('-g')];
  if (!uid || !gid)
    throw new Error(`There is no user "mosquitto" to run it as. Install the package: ${INSTALL_MOSQUITTO}`);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface PrivateOptions {
  authority: Authority;
  pairing: Pick<Pairing, 'revocationList'>;
}

export class PrivateMosquitto {
  readonly #options: PrivateOptions;
  readonly #folder: string;
  readonly #user: { uid?: number; gid?: number };
  #port = 0;
  #process: ChildProcess | null = null;

  private constructor(options: PrivateOptions, user: { uid?: number; gid?: number }) {
    this.#options = options;
    this.#user = user;
    this.#folder = mkdtempSync(join(tmpdir(), 'lockout-mosquitto-'));
  }

  /** @throws Error with the line to type where it is not installed */
  static async start(options: PrivateOptions): Promise<PrivateMosquitto> {
    if (!hasMosquitto()) throw new Error(`mosquitto is missing. Install it: ${INSTALL_MOSQUITTO}`);
    const broker = new PrivateMosquitto(options, otherUser());
    for (let left = TRIES; ; left--)
      try {
        broker.#port = await freePort();
        await broker.startAgain();
        return broker;
      } catch (error) {
        if (left > 1) continue;
        await broker.stop();
        throw error;
      }
  }

  get url(): string {
    return `mqtts://localhost:${this.#port}`;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  /** At the port it had. */
  async startAgain(): Promise<void> {
    const { uid, gid } = this.#user;
    const config = await this.#write();
    const { PATH = '', LANG = 'C.UTF-8' } = process.env;
    const child = spawn(PROGRAM, ['-c', config, '-v'], {
      ...(uid !== undefined && { uid, gid: gid! }),
      ...{ cwd: this.#folder, env: { PATH, LANG }, stdio: ['ignore', 'ignore', 'pipe'] },
      // A Ctrl-C of the terminal is for us: it ends after who uses it.
      detached: true,
    });
    this.#process = child;
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr! }).on('line', (line) => {
        if (lines.length < 50) lines.push(line);
        if (/mosquitto version \S+ running/.test(line)) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`mosquitto ended at once: ${lines.slice(-3).join(' | ')}`)));
    });
  }

  /** The list of revoked certificates of now: counts for who comes from now on. */
  async reload(): Promise<void> {
    await this.#write();
    this.#process!.kill('SIGHUP');
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  async #write(): Promise<string> {
    const { uid, gid } = this.#user;
    const folder = this.#folder;
    const names = ['localhost', '127.0.0.1'];
    const listener = `${this.#port} 127.0.0.1`;
    const config = await writeBrokerFiles({ ...this.#options, folder, names, listener, plugin: rightsPlugin() });
    if (uid !== undefined)
      for (const file of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) chownSync(file, uid, gid!);
    return config;
  }
}
