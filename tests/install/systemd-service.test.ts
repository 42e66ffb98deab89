import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runStation } from './running.ts';

const command = fileURLToPath(new URL('../../src/cli/lockout.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lockout-notify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const canRun = ['systemd-notify', 'socat'].every((program) => spawnSync(program, ['-h']).error === undefined);

test.skipIf(!canRun)('systemd hears that the station is ready, that it lives, and that it stops', async () => {
  const socket = join(folder, 'notify');
  const listener = spawn('socat', ['-u', `UNIX-RECV:${socket}`, 'STDOUT']);
  let heard = '';
  listener.stdout.on('data', (chunk: Buffer) => {
    heard += chunk;
  });
  await expect.poll(() => existsSync(socket)).toBe(true);
  writeFileSync(join(folder, 'lockout.yaml'), 'web: { port: 0 }\nmqtt: { url: none }\n');
  const station = await runStation([process.execPath, command, 'run', '--config', join(folder, 'lockout.yaml')], {
    NOTIFY_SOCKET: socket,
    WATCHDOG_USEC: '1000000',
  });
  try {
    await expect.poll(() => heard).toMatch(/READY=1\nSTATUS=Lockout .* at http/);
    await expect.poll(() => heard).toMatch(/WATCHDOG=1[\s\S]*WATCHDOG=1/);
    const stopped = station.stop();
    await expect.poll(() => heard).toContain('STOPPING=1');
    await stopped;
  } finally {
    await station.stop();
    listener.kill();
  }
});
