/** A board with a boot loader behind a pseudo terminal: real avrdude writes it, and then the very bytes it wrote run in the emulator. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Board, type BoardName, EmulatedPort } from '../../firmware-bridge/harness/index.ts';
import { type Bootloader, type BootloaderOptions, createBootloader } from './bootloader.ts';
import { until } from './station.ts';

const EMULATION_LIMIT_MS = 120_000;
/** What avrdude knocks with, alone in a chunk: STK500 1 `get sync`, STK500 2 a message's start. */
const isKnock = (bytes: Uint8Array) =>
  (bytes.length === 2 && bytes[0] === 0x30 && bytes[1] === 0x20) || bytes[0] === 0x1b;

export interface FlashBench {
  /** The pseudo terminal. */
  path: string;
  bootloader: Bootloader;
}

/** @param board null: nothing answers, as with a boot loader of another speed. */
export async function flashBench(board: BoardName | null, options: BootloaderOptions): Promise<FlashBench> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-flash-'));
  const path = join(folder, 'ttyBoard');
  const bootloader = createBootloader(options);
  let cable: Socket | undefined;
  let program: EmulatedPort | undefined;
  let isOver = false;
  const boot = () => {
    if (!board) return;
    const port = new EmulatedPort(new Board({ name: board, program: bootloader.flash }));
    program = port;
    port.on('data', (bytes: Buffer) => program === port && cable?.write(bytes));
    port.start();
    void port.run(EMULATION_LIMIT_MS, { paced: true, until: () => isOver || program !== port });
  };
  const server = createServer((socket) => {
    cable = socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      if (program && isKnock(bytes)) {
        program = undefined; // avrdude's reset of the board
        bootloader.left = false;
      }
      if (program) program.write(bytes);
      else if (board) {
        const answer = bootloader.receive(bytes);
        if (answer.length > 0) socket.write(Uint8Array.from(answer));
        if (bootloader.left) boot();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socat = spawn('socat', [`PTY,link=${path},raw,echo=0`, `TCP:127.0.0.1:${port},nodelay`]);
  await until(() => existsSync(path));
  // Someone must hold the terminal, or it goes away with the first program that closes it.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  onTestFinished(() => {
    isOver = true;
    closeSync(held);
    socat.kill('SIGKILL');
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { path, bootloader };
}
