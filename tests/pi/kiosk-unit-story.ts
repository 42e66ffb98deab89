/**
 * The kiosk under a systemd of its own, in a container: `lockout kiosk on`, the package's unit with its hardening, cage and Chromium. A container has no
 * screen and no terminal, so cage draws into memory, and the unit's lines about tty1 are left out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Container, KIOSK_PROGRAMS } from './container.ts';
import { Packages } from './packages.ts';
import { expectThat, Story } from './story.ts';

const USER = 'lockout-kiosk';
const VERSION = '1.0.0';
const BACK_MS = 90_000;
const FIRST_MS = 300_000;
const GONE_MS = 90_000;
const LOOK_MS = 500;
const DROP_INS = {
  'lockout.service': ['Environment=LOCKOUT_BAYS_0_BOARD_PORT=simulated'],
  'lockout-kiosk.service': [
    'PAMName=',
    'TTYPath=',
    'TTYReset=no',
    'TTYVHangup=no',
    'StandardInput=null',
    'Environment=XDG_RUNTIME_DIR=/run/lockout-kiosk WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman',
    'Environment="LOCKOUT_KIOSK_BROWSER=--no-sandbox --disable-gpu --disable-dev-shm-usage"',
  ],
};

export async function kioskUnitStory(): Promise<number> {
  const kept = process.env.LOCKOUT_PI_PACKAGES;
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'lockout-pi-'));
  const story = new Story();
  const machine = new Container(KIOSK_PROGRAMS);
  const metrics = () =>
    machine.run(
      'sh',
      '-c',
      'curl -s -m 5 -H "Authorization: Bearer $(cat /var/lib/lockout/local-key)" http://127.0.0.1/metrics',
    ).output;
  const isPainted = () => /^lockout_screens\{bay="bay-1"\} [1-9]/m.test(metrics());
  const timed = async (limitMs: number, is: () => boolean) => {
    const startedMs = performance.now();
    while (!is()) {
      if (performance.now() - startedMs > limitMs)
        throw new Error(
          `not within ${limitMs / 1000} s\n${machine.run('journalctl', '-u', USER, '-n', '15', '--no-pager').output}`,
        );
      await delay(LOOK_MS);
    }
  };
  const restarts = () => Number(machine.must('systemctl', 'show', '-p', 'NRestarts', '--value', USER));
  const signalRenderers = (signal: string) => {
    const pids = machine.run('pgrep', '-u', USER, '-f', 'type=renderer').output.split('\n').filter(Boolean);
    expectThat(pids.length > 0, 'there is no renderer');
    machine.run('kill', `-${signal}`, ...pids);
  };
  /** From the fault until it is painted again. */
  const recovers = async (fault: () => void) => {
    const startedMs = performance.now();
    fault();
    await timed(GONE_MS, () => !isPainted());
    await timed(FIRST_MS, isPainted);
    const tookMs = performance.now() - startedMs;
    expectThat(tookMs <= BACK_MS, `it took ${(tookMs / 1000).toFixed(1)} s`);
    return `${(tookMs / 1000).toFixed(1)} s after the fault`;
  };
  try {
    await story.step('the package is built, Debian 13 with cage and Chromium boots', async () => {
      machine.put(new Packages(folder).good(VERSION), 'root/package.deb');
      await machine.boot();
    });
    await story.step('the package is installed, and the kiosk is off', () => {
      machine.must('dpkg', '--install', '/root/package.deb');
      for (const [unit, lines] of Object.entries(DROP_INS)) {
        machine.must('mkdir', '-p', `/etc/systemd/system/${unit}.d`);
        machine.write(`etc/systemd/system/${unit}.d/container.conf`, `[Service]\n${lines.join('\n')}\n`);
      }
      machine.must('systemctl', 'daemon-reload');
      machine.must('systemctl', 'restart', 'lockout');
      expectThat(machine.run('systemctl', 'is-enabled', USER).output === 'disabled', 'it is on');
    });
    await story.step('lockout kiosk on: the unit starts, and the page is painted', async () => {
      const startedMs = performance.now();
      machine.must('lockout', 'kiosk', 'on');
      await timed(FIRST_MS, isPainted);
      expectThat(machine.must('systemctl', 'is-enabled', USER) === 'enabled', 'it does not start with the machine');
      const user = machine.must('ps', '-o', 'user=', '-C', 'cage').split('\n')[0]!.trim();
      expectThat(USER.startsWith(user.replace('+', '')), `cage runs as ${user}`);
      return `${((performance.now() - startedMs) / 1000).toFixed(1)} s; ${restarts()} restarts before`;
    });
    await story.step('renderer killed: painted again', () => recovers(() => signalRenderers('KILL')));
    await story.step('page hung (renderer stopped): painted again', () => recovers(() => signalRenderers('STOP')));
    await story.step('station killed: systemd starts it, and the same browser paints again', async () => {
      const before = restarts();
      const figure = await recovers(() => machine.must('systemctl', 'kill', '-s', 'KILL', 'lockout'));
      expectThat(restarts() === before, 'the browser was started again, which was not needed');
      return figure;
    });
    await story.step('lockout kiosk off: nothing of it is left', async () => {
      machine.must('lockout', 'kiosk', 'off');
      await timed(GONE_MS, () => machine.run('pgrep', '-u', USER).output === '');
    });
    return story.end();
  } finally {
    await machine.remove();
    if (!kept) rmSync(folder, { recursive: true, force: true });
  }
}
