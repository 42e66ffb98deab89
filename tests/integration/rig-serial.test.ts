import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RawSample } from '../../src/rig/messages.ts';
import { listPorts } from '../../src/rig/serial-ports.ts';
import { openSerial } from '../../src/rig/serial-transport.ts';
import { BoardSupervisor } from '../../src/rig/supervisor.ts';
import { VirtualBoard } from '../../src/sim/virtual-board.ts';
import { hasSocat, makeSerialDevice } from '../support/serial-device.ts';
import { boardConfig, countingSensor, loadCell, until } from './rig-support.ts';

const title = 'the real serial port, on a pseudo terminal';
const makeDevice = () => makeSerialDevice(() => new VirtualBoard({ createSensor: countingSensor }));

describe.skipIf(!hasSocat)(hasSocat ? title : `${title} (skipped: socat not present)`, () => {
  it('delivers, is unplugged in mid-stream, says so, and comes back by itself when plugged in again', async () => {
    const { path, plugIn, unplug } = await makeDevice();
    const supervisor = new BoardSupervisor({ config: boardConfig({ port: path, sensors: [loadCell] }) });
    onTestFinished(() => supervisor.stop());
    const samples: RawSample[] = [];
    supervisor.on('samples', (some) => samples.push(...some));
    supervisor.start();
    await until(() => samples.length >= 100, 'a hundred samples');
    expect(samples.map(({ raw }) => raw)).toEqual(samples.map((_, n) => n));

    unplug();
    await until(() => supervisor.state.state === 'lost', 'lost');
    expect(supervisor.state.reason).toMatch(/unplugged/);
    await until(() => /No board at .*ttyDevice/.test(supervisor.state.reason), 'the reason tells that it is gone');

    await plugIn();
    await until(() => supervisor.state.state === 'ok', 'ok again');
    expect(samples.at(-1)!.epoch).toBeGreaterThan(samples[0]!.epoch);
  });

  it('refuses a port that another program holds, and says so', async () => {
    const { path } = await makeDevice();
    const first = await openSerial(path, 250_000);
    onTestFinished(() => first.close());
    await expect(openSerial(path, 250_000)).rejects.toThrow(/in use by another program/);
  });

  it('reports a write after the close instead of queueing it', async () => {
    const { path } = await makeDevice();
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
