/**
 * A kernel panic on a machine with a hardware watchdog: a Debian 13 with its own kernel and the package, in qemu. An interrupt that the
 * kernel takes for a fault of the hardware makes it panic and stop for ever; only the watchdog, which systemd no longer feeds, resets it.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { Container, missingForContainers } from './container.ts';
import { Packages } from './packages.ts';
import { expectThat, Story } from './story.ts';

const QEMU = 'qemu-system-x86_64';
const KERNEL = 'linux-image-amd64';
const VERSION = '1.0.0';
const DISK_MB = 3072;
/** The whole machine is emulated: a start takes ten times as long. */
const UP_TIMEOUT_MS = 600_000;
/** `RuntimeWatchdogSec` of the package is 14 s. */
const RESET_MS = 20_000;
const LOOK_MS = 250;

export function missingForPanic(): string {
  const missing = [QEMU, 'mke2fs'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0
    ? missingForContainers()
    : `missing: ${missing.join(', ')}; on Debian: sudo apt install qemu-system-x86 e2fsprogs`;
}

export async function panicStory(): Promise<number> {
  const kept = process.env.LOCKOUT_PI_PACKAGES;
  const folder = mkdtempSync(join(tmpdir(), 'lockout-panic-'));
  const story = new Story();
  const port = await freePort();
  const machine = new VirtualMachine(folder, port);
  const upAgain = async (limitMs: number) => {
    const startedMs = performance.now();
    while (!(await isHealthy(port))) {
      if (performance.now() - startedMs > limitMs) throw new Error(`it is not healthy within ${limitMs / 1000} s`);
      await delay(LOOK_MS);
    }
  };
  try {
    await story.step('a Debian 13 with a kernel and the package is laid on a disk', () =>
      layDisk(folder, new Packages(kept ?? folder).good(VERSION)),
    );
    await story.step('it boots, and the station is healthy', async () => {
      await machine.start();
      await upAgain(UP_TIMEOUT_MS);
    });
    await story.step('the kernel panics: the watchdog resets the machine, and the station is healthy', async () => {
      const startedMs = performance.now();
      const since = () => (performance.now() - startedMs) / 1000;
      const reset = machine.event('WATCHDOG');
      machine.ask('inject-nmi');
      expectThat((await Promise.race([reset, delay(RESET_MS * 3)])) === 'WATCHDOG', 'the watchdog did not reset it');
      const resetS = since();
      expectThat(!(await isHealthy(port)), 'it answers, so there was no panic');
      await upAgain(UP_TIMEOUT_MS);
      const figure = `reset after ${resetS.toFixed(1)} s, healthy ${since().toFixed(1)} s after the panic`;
      expectThat(resetS * 1000 <= RESET_MS, figure);
      return figure;
    });
    return story.end();
  } finally {
    await machine.cutPower();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Set up as a container, then written to a disk with its kernel beside it. */
async function layDisk(folder: string, file: string): Promise<void> {
  const laid = new Container([KERNEL]);
  try {
    laid.put(file, 'root/package.deb');
    await laid.boot();
    laid.must('dpkg', '--install', '/root/package.deb');
    laid.must('mkdir', '-p', '/etc/systemd/system/lockout.service.d');
    const board = '[Service]\nEnvironment=LOCKOUT_BAYS_0_BOARD_PORT=simulated\n';
    laid.write('etc/systemd/system/lockout.service.d/board.conf', board);
    laid.write('etc/systemd/network/80-cable.network', '[Match]\nType=ether\n[Network]\nDHCP=yes\n');
    laid.must('systemctl', 'enable', 'systemd-networkd');
    laid.must('sync');
    await laid.cutPower();
    const boot = join(laid.root, 'boot');
    for (const [start, name] of Object.entries({ 'vmlinuz-': 'kernel', 'initrd.img-': 'initrd' }))
      execFileSync('cp', [join(boot, readdirSync(boot).find((one) => one.startsWith(start))!), join(folder, name)]);
    const disk = ['-q', '-t', 'ext4', '-d', laid.root, join(folder, 'disk'), `${DISK_MB}m`];
    execFileSync('mke2fs', disk, { stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    await laid.remove();
  }
}

class VirtualMachine {
  readonly #folder: string;
  readonly #port: number;
  #qemu: ChildProcess | null = null;
  #monitor: ReturnType<typeof connect> | null = null;
  readonly #waiting = new Map<string, (name: string) => void>();

  /** @param port of this machine that leads to its port 80 */
  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  async start(): Promise<void> {
    const at = (name: string) => join(this.#folder, name);
    const args = [
      ...['-machine', 'q35,accel=tcg', '-cpu', 'max', '-smp', '2', '-m', '1024', '-display', 'none'],
      ...[
        '-kernel',
        at('kernel'),
        '-initrd',
        at('initrd'),
        '-append',
        'root=/dev/vda rw console=ttyS0 unknown_nmi_panic',
      ],
      ...['-drive', `file=${at('disk')},format=raw,if=virtio,cache=unsafe`, '-serial', `file:${at('console')}`],
      ...['-device', 'i6300esb', '-action', 'watchdog=reset', '-qmp', `unix:${at('monitor')},server=on,wait=off`],
      ...['-nic', `user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:${this.#port}-:80`],
    ];
    this.#qemu = spawn(QEMU, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    for (let tries = 0; this.#monitor === null; tries++) {
      const monitor = connect(at('monitor'));
      const up = await once(monitor, 'connect').then(
        () => true,
        () => false,
      );
      if (up) this.#monitor = monitor;
      else if (tries > 100) throw new Error('qemu does not start');
      else await delay(100);
    }
    createInterface(this.#monitor).on('line', (line) => {
      const { event } = JSON.parse(line) as { event?: string };
      if (event) this.#waiting.get(event)?.(event);
    });
    this.ask('qmp_capabilities');
  }

  ask(command: string): void {
    this.#monitor!.write(`${JSON.stringify({ execute: command })}\n`);
  }

  /** Its name, when it happens. */
  event(name: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(name, resolve));
  }

  async cutPower(): Promise<void> {
    this.#monitor?.destroy();
    const qemu = this.#qemu;
    if (!qemu || qemu.exitCode !== null) return;
    qemu.kill('SIGKILL');
    await once(qemu, 'exit');
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) });
    return answer.ok && ((await answer.json()) as { status: string }).status !== 'failing';
  } catch {
    return false;
  }
}
