/** The real firmware behind a pseudo terminal and the real serialport: garbage at the start, flipped bits, unplug, replug. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { Board, EmulatedPort, Hx711 } from '../../firmware-bridge/harness/index.ts';
import type { ChildMessage, RawSample } from '../../src/rig/messages.ts';
import { openSerial } from '../../src/rig/serial-transport.ts';
import { BoardSession } from '../../src/rig/session.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const title = 'the real firmware behind a real serial port';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function until(condition: () => boolean, what: string, limitMs = 15_000): Promise<void> {
  for (const startMs = performance.now(); !condition(); await delay(10)) {
    expect(performance.now() - startMs, what).toBeLessThan(limitMs);
  }
}

/** One board for the whole test, as on a bench; the cable is what comes and goes. `spoil` may change the bytes it sends. */
async function makeBench() {
  const board = new Board();
  const cell = new Hx711(board, { data: 4, clock: 5, value: () => 250_000, noise: 70 });
  const port = new EmulatedPort(board);
  const bench = { board, cell, spoil: (bytes: Buffer) => bytes };
  let cable: Socket | undefined;
  let isRunning = true;
  port.on('data', (bytes: Buffer) => cable?.write(bench.spoil(bytes)));
  const server = createServer((socket) => {
    cable = socket.setNoDelay(true);
    board.pressReset(); // opening the port pulls DTR
    socket.on('data', (bytes) => port.write(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      cable = undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port.start();
  const running = port.run(120_000, { paced: true, until: () => !isRunning });
  const folder = mkdtempSync(join(tmpdir(), 'lockout-firmware-'));
  const path = join(folder, 'ttyBoard');
  cleanUps.push(async () => {
    isRunning = false;
    await running;
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port: tcpPort } = server.address() as AddressInfo;
  const plugIn = async (): Promise<ChildProcess> => {
    const socat = spawn('socat', [`PTY,link=${path},raw,echo=0,waitslave`, `TCP:127.0.0.1:${tcpPort},nodelay`]);
    cleanUps.push(() => socat.kill('SIGKILL'));
    await until(() => existsSync(path), 'the device is there');
    return socat;
  };
  return { bench, path, plugIn };
}

function makeSession(path: string) {
  const heard = { samples: [] as RawSample[], states: [] as string[], isGone: false, badFrames: 0 };
  const session = new BoardSession({
    config: {
      bayId: 'one',
      port: path,
      baud: 250_000,
      sensors: [{ slot: 0, role: 'load', kind: 'hx711', rateHz: 80, gain: 128, pinA: 4, pinB: 5, address: 0 }],
    },
    epoch: 1,
    open: () => openSerial(path, 250_000),
    send: (message: ChildMessage) => {
      if (message.type === 'samples') heard.samples.push(...message.samples);
      if (message.type === 'state') heard.states.push(`${message.state}: ${message.reason}`);
    },
    onGone: () => {
      heard.isGone = true;
    },
  });
  cleanUps.push(() => session.stop());
  return { session, heard };
}

/** Whether the samples are a run of the part's own values, gaps where frames were lost aside. */
function expectOnlyTrueValues(samples: RawSample[], cell: Hx711): void {
  const raws = cell.conversions.map((conversion) => conversion.raw);
  let from = 0;
  for (const { raw } of samples) {
    const found = raws.indexOf(raw, from);
    expect(found, `${raw} is a value of the part, in order`).toBeGreaterThanOrEqual(0);
    from = found + 1;
  }
}

describe.skipIf(!hasSocat)(hasSocat ? title : `${title} (skipped: socat not present)`, () => {
  test('samples through garbage and flipped bits are true or missing; unplugged and plugged in again', {
    timeout: 240_000,
  }, async () => {
    const { bench, path, plugIn } = await makeBench();
    bench.spoil = (bytes) => Buffer.concat([Buffer.from([0xf0, 0x01, 0x33, 0xff, 0x00, 0x91]), bytes]);
    const cable = await plugIn();
    const first = makeSession(path);
    await first.session.start();
    await delay(100);
    bench.spoil = (bytes) => bytes;
    await until(() => first.heard.samples.length >= 60, 'sixty samples');
    let count = 0;
    bench.spoil = (bytes) => {
      const spoilt = Buffer.from(bytes);
      if (++count % 10 === 0) spoilt[spoilt.length >> 1]! ^= 0x04;
      return spoilt;
    };
    const before = first.heard.samples.length;
    await until(() => first.heard.samples.length > before + 40, 'forty samples through flipped bits');
    bench.spoil = (bytes) => bytes;
    expectOnlyTrueValues(first.heard.samples, bench.cell);

    cable.kill('SIGKILL');
    await until(() => first.heard.isGone, 'the session notices the unplugged cable');
    expect(first.heard.states.at(-1)).toMatch(/unplugged/);
    await first.session.stop();
    rmSync(path, { force: true });

    await plugIn();
    const second = makeSession(path);
    await second.session.start();
    await until(() => second.heard.samples.length >= 40, 'samples after the replug');
    expectOnlyTrueValues(second.heard.samples, bench.cell);
    await until(() => second.heard.states.at(-1)?.startsWith('ok') ?? false, 'it says that all is well');
  });
});
