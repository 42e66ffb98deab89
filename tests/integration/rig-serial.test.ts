import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawSample } from '../../src/rig/messages.ts';
import { listPorts } from '../../src/rig/serial-ports.ts';
import { openSerial } from '../../src/rig/serial-transport.ts';
import { BoardSupervisor } from '../../src/rig/supervisor.ts';
import { VirtualBoard } from '../../src/sim/virtual-board.ts';
import { boardConfig, countingSensor, loadCell, until } from './rig-support.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const title = 'the real serial port, on a pseudo terminal';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A serial device whose other end is a virtual board: plugged in while the returned process runs. */
async function makeDevice() {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-serial-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ttyBoard');
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const board = new VirtualBoard({ createSensor: countingSensor });
    board.on('data', (bytes: Uint8Array) => socket.write(bytes));
    socket.on('data', (bytes) => board.write(bytes));
    socket.on('error', () => void board.close());
    socket.on('close', () => void board.close());
    board.start();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;

  async function plugIn(): Promise<ChildProcess> {
    const socat = spawn('socat', [`PTY,link=${path},raw,echo=0,waitslave`, `TCP:127.0.0.1:${port},nodelay`]);
    cleanUps.push(() => socat.kill('SIGKILL'));
    await until(() => existsSync(path), 'the device is there');
    return socat;
  }
  return { path, plugIn };
}

describe.skipIf(!hasSocat)(hasSocat ? title : `${title} (skipped: socat not present)`, () => {
  it('delivers, is unplugged in mid-stream, says so, and comes back by itself when plugged in again', async () => {
    const { path, plugIn } = await makeDevice();
    const cable = await plugIn();
    const supervisor = new BoardSupervisor({ config: boardConfig({ port: path, sensors: [loadCell] }) });
    cleanUps.push(() => supervisor.stop());
    const samples: RawSample[] = [];
    supervisor.on('samples', (some) => samples.push(...some));
    supervisor.start();
    await until(() => samples.length >= 100, 'a hundred samples', 20_000);
    expect(samples.map(({ raw }) => raw)).toEqual(samples.map((_, n) => n));

    cable.kill('SIGKILL');
    const tookMs = await until(() => supervisor.state.state === 'lost', 'lost');
    expect(tookMs).toBeLessThan(1_500);
    expect(supervisor.state.reason).toMatch(/unplugged/);
    rmSync(path, { force: true });
    await until(
      () => /No board at .*ttyBoard/.test(supervisor.state.reason),
      'the reason tells that it is gone',
      10_000,
    );

    await plugIn();
    await until(() => supervisor.state.state === 'ok', 'ok again', 20_000);
    expect(samples.at(-1)!.epoch).toBeGreaterThan(samples[0]!.epoch);
  }, 60_000);

  it('refuses a port that another program holds, and says so', async () => {
    const { path, plugIn } = await makeDevice();
    await plugIn();
    const first = await openSerial(path, 250_000);
    cleanUps.push(() => first.close());
    await expect(openSerial(path, 250_000)).rejects.toThrow(/in use by another program/);
  });

  it('reports a write after the close instead of queueing it', async () => {
    const { path, plugIn } = await makeDevice();
    await plugIn();
    const port = await openSerial(path, 250_000);
    await port.close();
    const error = await new Promise((resolve) => port.write(Uint8Array.of(1), resolve));
    expect(error).toBeInstanceOf(Error);
  });
});

describe('the list of serial ports', () => {
  it('names for each port found what to put into the configuration', async () => {
    for (const { path, device } of await listPorts())
      expect([existsSync(path), existsSync(device)]).toEqual([true, true]);
    await expect(openSerial('/dev/no-such-port', 250_000)).rejects.toThrow(/No board at \/dev\/no-such-port/);
  });
});
