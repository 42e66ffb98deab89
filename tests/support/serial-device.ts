/** A serial device for the real serialport: a pseudo terminal whose other end is a part in software. Needs socat. */
import { spawn, spawnSync } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';

export const hasSocat = spawnSync('socat', ['-V']).error === undefined;

/** What hangs at the other end, such as a virtual board or a virtual card reader; emits `data`. */
interface Part extends EventEmitter {
  start(): void;
  write(bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** @param powerUp makes the part, again whenever the cable is plugged in */
export async function makeSerialDevice(powerUp: () => Part) {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-serial-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ttyDevice');
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const part = powerUp();
    part.on('data', (bytes: Uint8Array) => socket.write(bytes));
    socket.on('data', (bytes) => part.write(bytes));
    socket.on('error', () => void part.close());
    socket.on('close', () => void part.close());
    part.start();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  let unplug = () => {};
  onTestFinished(() => unplug());

  async function plugIn(): Promise<void> {
    const socat = spawn('socat', [`PTY,link=${path},raw,echo=0,waitslave`, `TCP:127.0.0.1:${port},nodelay`]);
    await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 30_000 });
    // socat ends when the last one who has the terminal open closes it; a real cable stays in.
    const cable = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    unplug = () => {
      unplug = () => {};
      socat.kill('SIGKILL');
      closeSync(cable);
      rmSync(path, { force: true });
    };
  }

  await plugIn();
  return { path, plugIn, unplug: () => unplug() };
}
