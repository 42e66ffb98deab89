/** A Debian 13 with systemd of its own in a container, without a network: booted, driven and cut off as a machine is. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CACHE, systemArchive } from './system-archive.ts';

/** What the package suggests for a screen. */
export const KIOSK_PROGRAMS = ['cage', 'chromium', 'xwayland'] as const;
/** A machine that is busy with other tests takes its time. */
const BOOT_TIMEOUT_MS = 180_000;

/** What is missing on this machine to run containers, with what to do; empty when nothing is. */
export function missingForContainers(): string {
  if (process.getuid?.() !== 0) return 'containers need root: sudo npm run test:pi -- container';
  const missing = ['systemd-nspawn', 'mmdebstrap', 'nsenter'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0
    ? ''
    : `missing: ${missing.join(', ')}; on Debian: sudo apt install systemd-container mmdebstrap debian-archive-keyring`;
}

export class Container {
  readonly root: string;
  #machine: ChildProcess | null = null;
  #leader = 0;

  /** @param more packages that it has beside those of every system */
  constructor(more: readonly string[] = []) {
    mkdirSync(CACHE, { recursive: true });
    this.root = mkdtempSync(join(CACHE, 'machine-'));
    spawnSync('tar', ['-xf', systemArchive(more), '-C', this.root], { stdio: 'inherit' });
    writeFileSync(join(this.root, 'etc/hostname'), 'raspberrypi\n');
    writeFileSync(join(this.root, 'etc/hosts'), '127.0.0.1 localhost\n127.0.1.1 raspberrypi\n');
    mkdirSync(join(this.root, 'var/log/journal'), { recursive: true });
  }

  async boot(): Promise<void> {
    // Without a machine id the first boot makes one, and with a dangling one it asks.
    writeFileSync(join(this.root, 'etc/machine-id'), '');
    const args = [
      '-q',
      '-D',
      this.root,
      '-b',
      '--register=no',
      '--keep-unit',
      '--private-network',
      '--console=read-only',
    ];
    this.#machine = spawn('systemd-nspawn', args, {
      stdio: 'ignore',
      // Without it a host with the older hierarchy hangs without a word.
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    });
    const deadline = performance.now() + BOOT_TIMEOUT_MS;
    while (performance.now() < deadline) {
      this.#leader = childOf(this.#machine.pid!);
      if (this.#leader > 0) {
        const { output } = this.run('systemctl', 'is-system-running');
        if (/running|degraded/.test(output)) return;
      }
      await delay(500);
    }
    throw new Error('the container did not boot');
  }

  /** Runs a command inside. */
  run(...command: string[]): { code: number; output: string } {
    const inside = ['-t', String(this.#leader), '-m', '-u', '-i', '-n', '-p', '-C', '--'];
    const clean = [
      '/usr/bin/env',
      '-i',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'HOME=/root',
      'TERM=dumb',
      'LANG=C.UTF-8',
    ];
    const done = spawnSync('nsenter', [...inside, ...clean, ...command], { encoding: 'utf8', timeout: 600_000 });
    return { code: done.status ?? -1, output: `${done.stdout}${done.stderr}`.trim() };
  }

  /** Starts a command inside and doesn't wait for it. */
  launch(...command: string[]): ChildProcess {
    const inside = ['-t', String(this.#leader), '-m', '-u', '-i', '-n', '-p', '-C', '--'];
    return spawn('nsenter', [...inside, '/usr/bin/env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...command], {
      stdio: 'ignore',
    });
  }

  /** @throws Error with what it said, when it fails */
  must(...command: string[]): string {
    const { code, output } = this.run(...command);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${output.slice(-2000)}`);
    return output;
  }

  put(file: string, path: string): void {
    cpSync(file, join(this.root, path));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Everything in it ends at once, as without power. What was written is not lost with it: the disk is the host's. */
  async cutPower(): Promise<void> {
    const machine = this.#machine;
    if (!machine) return;
    const ended = new Promise((resolve) => machine.once('exit', resolve));
    if (this.#leader > 0) process.kill(this.#leader, 'SIGKILL');
    machine.kill('SIGKILL');
    await ended;
    this.#machine = null;
    this.#leader = 0;
  }

  async remove(): Promise<void> {
    await this.cutPower();
    // The mounts of the namespace go a moment after its last process.
    for (let tries = 0; tries < 20; tries++) {
      try {
        rmSync(this.root, { recursive: true, force: true });
        return;
      } catch {
        await delay(500);
      }
    }
  }
}

function childOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || 0;
  } catch {
    return 0;
  }
}
