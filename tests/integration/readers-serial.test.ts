/** Card readers on the real serial port: a pseudo terminal whose other end speaks a reader's bytes. */
import { EventEmitter } from 'node:events';
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openReader } from '../../src/app/card-readers.ts';
import { ConfigError, parseConfig } from '../../src/app/config/config.ts';
import { surroundingsAlone } from '../../src/app/diagnosis/surroundings.ts';
import { readerReasonText } from '../../src/contracts/reader-reasons.ts';
import type { ReaderConfig } from '../../src/contracts/readers.ts';
import { createReader } from '../../src/readers/index.ts';
import { type LineStyle, lineBytes } from '../../src/sim/card-readers.ts';
import { VirtualPn532 } from '../../src/sim/pn532.ts';
import { hasSocat, makeSerialDevice } from '../support/serial-device.ts';

const within = { timeout: 30_000, interval: 10 };

class LineReader extends EventEmitter {
  start(): void {}
  write(): void {}
  close(): Promise<void> {
    return Promise.resolve();
  }
  send(uidHex: string, style: LineStyle): void {
    this.emit('data', lineBytes(uidHex, style));
  }
}

function startReader(config: Partial<ReaderConfig> & Pick<ReaderConfig, 'kind' | 'port'>, boardPorts: string[] = []) {
  const reader = createReader({ baud: 115_200, format: 'auto', ...config }, { openSerial: openReader, boardPorts });
  const taps: string[] = [];
  reader.on('tap', ({ uidHex }) => taps.push(uidHex));
  onTestFinished(() => reader.stop());
  reader.start();
  const isIn = (state: string, words = /^/) =>
    vi.waitFor(() => {
      expect(reader.health.state).toBe(state);
      expect(reader.health.reasons.map(readerReasonText).join(' ')).toMatch(words);
    }, within);
  return { reader, taps, isIn };
}

const title = 'on a pseudo terminal';
describe.skipIf(!hasSocat)(hasSocat ? title : `${title} (skipped: socat not present)`, () => {
  test('a PN532 reads a card, is unplugged in mid-session, says so, and reads the next card when it is back', async () => {
    let chip = new VirtualPn532();
    const { path, plugIn, unplug } = await makeSerialDevice(() => {
      chip = new VirtualPn532();
      return chip;
    });
    const { reader, taps, isIn } = startReader({ kind: 'pn532', port: path });
    // Some polls, since what the first one finds has been lying there.
    const polls = () => chip.commands.filter(([code]) => code === 0x4a).length;
    const isPolling = () => vi.waitFor(() => expect(polls()).toBeGreaterThan(2), within);
    await isIn('ok');
    await isPolling();
    chip.setCards([{ uid: '04a2b3c4d5e680', hasAts: true }]);
    await vi.waitFor(() => expect(taps).toEqual(['04A2B3C4D5E680']), within);

    unplug();
    await isIn('lost', /unplugged|No card reader/);
    await isIn('lost', /No card reader at .*ttyDevice/);
    await plugIn();
    await isIn('ok');
    await isPolling();
    chip.setCards([{ uid: '74103794' }]);
    await vi.waitFor(() => expect(taps).toEqual(['04A2B3C4D5E680', '74103794']), within);
    expect(reader.counters).toMatchObject({ taps: 2, losses: 1 });
  });

  test('a PN532 whose supply fails for a moment sleeps, is lost, and is woken', async () => {
    const chip = new VirtualPn532();
    const { path } = await makeSerialDevice(() => chip);
    const { reader, isIn } = startReader({ kind: 'pn532', port: path });
    await isIn('ok');
    chip.commands.length = 0;
    chip.restart();
    await isIn('lost', /no longer answers/);
    await isIn('ok');
    expect(chip.commands[0]).toEqual([0x14, 0x01]); // asleep it heard nothing else
    expect(reader.counters.losses).toBe(1);
  });

  test('a line reader gives its cards; its greeting and half a line are counted', async () => {
    let part = new LineReader();
    const { path } = await makeSerialDevice(() => {
      part = new LineReader();
      return part;
    });
    const { reader, taps, isIn } = startReader({ kind: 'serial-line', port: path });
    await isIn('ok');
    // The cable is there when the port is open, the part behind it a moment later.
    await vi.waitFor(() => expect(part.listenerCount('data')).toBeGreaterThan(0), within);
    part.emit('data', Buffer.from('RC522 ready, v2.0\r\n74 10'));
    await vi.waitFor(() => expect(reader.counters.garbage).toBe(1), within);
    part.send('74103794', 'framed'); // its STX begins again
    await vi.waitFor(() => expect(taps).toEqual(['74103794']), within);
    expect(reader.counters.garbage).toBe(2);
    part.send('74103794', 'rc522');
    await vi.waitFor(() => expect(reader.counters.refused.repeated).toBe(1), within);
    expect(taps).toHaveLength(1);
  });

  test('a port that another program has is told, taken when it is free, and free again at the end', async () => {
    const { path } = await makeSerialDevice(() => new LineReader());
    const other = await openReader(path, 115_200);
    const { reader, isIn } = startReader({ kind: 'serial-line', port: path });
    await isIn('lost', /in use by another program/);
    await other.close();
    await isIn('ok');
    await reader.stop();
    const next = await openReader(path, 115_200);
    await next.close();
  });

  test('the port of a board is refused under any name, by the configuration and by the reader', async () => {
    const { path } = await makeSerialDevice(() => new LineReader());
    const stable = join(dirname(path), 'usb-Arduino-if00');
    symlinkSync(path, stable);
    const { isIn } = startReader({ kind: 'pn532', port: path }, [stable]);
    await isIn('lost', /is the port of a board/);
    const yaml = `bays: [{ board: { port: ${stable} }, readers: [{ kind: serial-line, port: ${path}, baud: 9600 }] }]`;
    const faults = () => parseConfig(yaml, '/etc/lockout.yaml');
    expect(faults).toThrow(ConfigError);
    expect(faults).toThrow(/bays.0.readers.0.port is the port of bays.0.board already/);
  });

  test('the doctor opens the readers of a bay, and tells how each is', async () => {
    const { path } = await makeSerialDevice(() => new VirtualPn532());
    const yaml = `bays: [{ readers: [{ port: ${path} }, { kind: serial-line, port: /dev/ttyGone }] }]`;
    const loaded = parseConfig(yaml, join(dirname(path), 'lockout.yaml'));
    const readers = async () => (await surroundingsAlone({ ...loaded, file: null }, 'bay-1')).surroundings.readers;
    // It gives a reader three seconds, and asks no longer: on a busy machine that can be too short once.
    await expect.poll(readers).toMatchObject([
      { name: 'pn532 1', state: 'ok', reasons: [] },
      {
        name: 'serial-line 2',
        state: 'lost',
        reasons: [
          {
            kind: 'reader-missing',
            params: { port: '/dev/ttyGone', found: expect.any(String) },
          },
        ],
      },
    ]);
  });
});
